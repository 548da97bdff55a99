// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <vector>

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

namespace tamiz::test {

/// A timer of 10 ms that records how late it fires: the longest gap is the longest time the event loop
/// did not answer a person.
class StallProbe : public QObject
{
public:
    static constexpr int kIntervalMs = 10;

    StallProbe()
    {
        m_timer.setInterval(kIntervalMs);
        m_timer.setTimerType(Qt::PreciseTimer);
        connect(&m_timer, &QTimer::timeout, this, [this] {
            m_gaps.push_back(double(m_since.nsecsElapsed()) / 1e6);
            m_since.restart();
        });
    }

    void start()
    {
        m_gaps.clear();
        m_since.start();
        m_timer.start();
    }
    void stop() { m_timer.stop(); }

    double longestMs() const
    {
        return m_gaps.empty() ? 0 : *std::max_element(m_gaps.begin(), m_gaps.end());
    }
    double percentileMs(double share) const
    {
        std::vector<double> sorted = m_gaps;
        std::sort(sorted.begin(), sorted.end());
        return sorted.empty() ? 0 : sorted[std::size_t(share * double(sorted.size() - 1))];
    }
    std::size_t ticks() const { return m_gaps.size(); }

private:
    QTimer m_timer;
    QElapsedTimer m_since;
    std::vector<double> m_gaps;
};

} // namespace tamiz::test
