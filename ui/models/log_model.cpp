// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/log_model.h"

#include <algorithm>

#include <QLocale>

#include "ui/bridge/convert.h"

namespace tamiz::ui {

std::vector<TimedLogLine> joinLogs(const std::vector<LogLine> &stored,
                                   const std::deque<TimedLogLine> &live)
{
    // The stored log ends somewhere within the live one: find the latest place where it fits.
    std::size_t end = live.size();
    std::size_t overlap = 0;
    for (; end > 0; --end) {
        overlap = std::min(stored.size(), end);
        const auto from = live.begin() + static_cast<std::ptrdiff_t>(end - overlap);
        if (overlap > 0
            && std::equal(stored.end() - static_cast<std::ptrdiff_t>(overlap), stored.end(), from,
                          [](const LogLine &a, const TimedLogLine &b) { return a == b.line; }))
            break;
    }
    if (end == 0)
        overlap = 0;
    std::vector<TimedLogLine> joined;
    for (std::size_t i = 0; i < stored.size() - overlap; ++i)
        joined.push_back({ stored[i], {} });
    joined.insert(joined.end(), live.begin(), live.end());
    return joined;
}

LogModel::LogModel(int capacity, QObject *parent)
    : QAbstractListModel(parent)
    , m_capacity(std::max(1, capacity))
{
}

int LogModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_lines.size());
}

QVariant LogModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const TimedLogLine &entry = m_lines[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole: {
        const QString text = toQt(entry.line.text);
        if (entry.time.time_since_epoch().count() == 0)
            return text;
        return QString(toQt(entry.time).toString(u"HH:mm:ss") + QStringLiteral("  ") + text);
    }
    case Qt::ToolTipRole:
        return toQt(entry.line.text);
    case LevelRole:
        return static_cast<int>(entry.line.level);
    default:
        return {};
    }
}

void LogModel::append(std::vector<TimedLogLine> lines)
{
    if (lines.empty())
        return;
    const auto capacity = static_cast<std::size_t>(m_capacity);
    qint64 dropped = 0;
    if (lines.size() > capacity) {
        const std::size_t tooMany = lines.size() - capacity;
        lines.erase(lines.begin(), lines.begin() + static_cast<std::ptrdiff_t>(tooMany));
        dropped += static_cast<qint64>(tooMany);
    }
    if (m_lines.size() + lines.size() > capacity) {
        const std::size_t tooMany = m_lines.size() + lines.size() - capacity;
        beginRemoveRows({}, 0, static_cast<int>(tooMany) - 1);
        m_lines.erase(m_lines.begin(), m_lines.begin() + static_cast<std::ptrdiff_t>(tooMany));
        endRemoveRows();
        dropped += static_cast<qint64>(tooMany);
    }
    const int first = static_cast<int>(m_lines.size());
    beginInsertRows({}, first, first + static_cast<int>(lines.size()) - 1);
    std::move(lines.begin(), lines.end(), std::back_inserter(m_lines));
    endInsertRows();
    addDropped(dropped);
}

void LogModel::clear()
{
    if (!m_lines.empty()) {
        beginRemoveRows({}, 0, static_cast<int>(m_lines.size()) - 1);
        m_lines.clear();
        endRemoveRows();
    }
    addDropped(-m_dropped);
}

void LogModel::addDropped(qint64 count)
{
    if (count == 0)
        return;
    m_dropped += count;
    emit droppedCountChanged(m_dropped);
}

} // namespace tamiz::ui
