// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/log_model.h"

#include <algorithm>

#include <QLocale>

#include "ui/bridge/convert.h"

namespace tamiz::ui {

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
    const Line &entry = m_lines[static_cast<std::size_t>(index.row())];
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

void LogModel::append(std::vector<Line> lines)
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
