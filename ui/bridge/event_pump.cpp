// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/event_pump.h"

#include <utility>

namespace tamiz::ui {

EventPump::EventPump(std::function<std::vector<RunUpdate>()> drain, std::function<bool()> isBusy,
                     QObject *parent)
    : QObject(parent)
    , m_drain(std::move(drain))
    , m_isBusy(std::move(isBusy))
{
    m_timer.setInterval(kIntervalMs);
    connect(&m_timer, &QTimer::timeout, this, &EventPump::drain);
}

void EventPump::wake()
{
    if (!m_timer.isActive())
        m_timer.start();
}

void EventPump::drain()
{
    // Asked before the drain: what a run leaves behind after this moment belongs to the next tick.
    const bool mayGoOn = m_isBusy();
    const std::vector<RunUpdate> updates = m_drain();
    if (updates.empty() && !mayGoOn)
        m_timer.stop();
    for (const RunUpdate &update : updates)
        emit batchArrived(update.id, update.batch);
}

} // namespace tamiz::ui
