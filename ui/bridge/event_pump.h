// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <vector>

#include <QObject>
#include <QTimer>

#include "core/runs/run_queue.h"

namespace tamiz::ui {

/// Carries events from trainers to the window: drains the queue's mailboxes every 50 ms and emits one
/// batch per run and tick, so that a view replots at most 20 times a second however fast the trainer
/// is. The timer rests while nothing can happen. GUI thread only.
class EventPump final : public QObject
{
    Q_OBJECT

public:
    static constexpr int kIntervalMs = 50;

    /// @p drain moves out what gathered (RunQueue::drain); @p isBusy tells whether more may come.
    EventPump(std::function<std::vector<RunUpdate>()> drain, std::function<bool()> isBusy,
              QObject *parent = nullptr);

    /// Starts ticking; call it whenever something was asked of the queue.
    void wake();
    bool isAwake() const { return m_timer.isActive(); }

    /// Drains now, without waiting for the tick.
    void drain();

signals:
    void batchArrived(tamiz::RunId run, const tamiz::MailboxBatch &batch);

private:
    std::function<std::vector<RunUpdate>()> m_drain;
    std::function<bool()> m_isBusy;
    QTimer m_timer;
};

} // namespace tamiz::ui
