// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <deque>
#include <vector>

#include <QAbstractListModel>
#include <QString>

#include "core/metrics/metric_event.h"

namespace tamiz::ui {

struct TimedLogLine
{
    LogLine line;
    std::chrono::system_clock::time_point time; ///< the epoch = unknown: no time is shown
};

/// The stored log and what a live run reported, as one: the store's writer may lag behind, and both
/// may begin late (rings). Lines that stand in both appear once, with their time.
std::vector<TimedLogLine> joinLogs(const std::vector<LogLine> &stored,
                                   const std::deque<TimedLogLine> &live);

/// A run's log, newest line last: a ring that never holds more than its capacity, so that no log
/// slows the window down. GUI thread only.
class LogModel final : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role { LevelRole = Qt::UserRole + 1 };

    explicit LogModel(int capacity = 5000, QObject *parent = nullptr);

    int rowCount(const QModelIndex &parent = {}) const final;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const final;

    /// Adds lines at the end and drops the oldest beyond the capacity, as one change.
    void append(std::vector<TimedLogLine> lines);
    void clear();

    int capacity() const { return m_capacity; }
    /// Lines that fell out of the ring or were dropped before they came here.
    qint64 droppedCount() const { return m_dropped; }
    void addDropped(qint64 count);

signals:
    void droppedCountChanged(qint64 count);

private:
    const int m_capacity;
    std::deque<TimedLogLine> m_lines;
    qint64 m_dropped = 0;
};

} // namespace tamiz::ui
