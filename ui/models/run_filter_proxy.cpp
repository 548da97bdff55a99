// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/run_filter_proxy.h"

#include <algorithm>

#include "ui/models/run_table_model.h"

namespace tamiz::ui {

RunFilterProxy::RunFilterProxy(QObject *parent)
    : QSortFilterProxyModel(parent)
{
    setSortRole(RunTableModel::SortRole);
    setSortCaseSensitivity(Qt::CaseInsensitive);
    setDynamicSortFilter(true);
}

void RunFilterProxy::setText(const QString &text)
{
    if (m_text == text)
        return;
    m_text = text;
    invalidateRowsFilter();
}

void RunFilterProxy::setStateFilter(StateFilter filter)
{
    if (m_states == filter)
        return;
    m_states = filter;
    invalidateRowsFilter();
}

void RunFilterProxy::setTag(const QString &tag)
{
    if (m_tag == tag)
        return;
    m_tag = tag;
    invalidateRowsFilter();
}

void RunFilterProxy::setGroup(const QString &group)
{
    if (m_group == group)
        return;
    m_group = group;
    invalidateRowsFilter();
}

void RunFilterProxy::setShowArchived(bool isShown)
{
    if (m_showArchived == isShown)
        return;
    m_showArchived = isShown;
    invalidateRowsFilter();
}

bool RunFilterProxy::isFiltering() const
{
    return !m_text.trimmed().isEmpty() || m_states != StateFilter::All || !m_tag.isEmpty()
        || !m_group.isEmpty();
}

bool RunFilterProxy::acceptsState(RunState state) const
{
    switch (m_states) {
    case StateFilter::Active:
        return isActive(state) || state == RunState::Queued;
    case StateFilter::Finished:
        return state == RunState::Finished;
    case StateFilter::Resumable:
        return canResume(state);
    case StateFilter::Failed:
        return state == RunState::Failed;
    case StateFilter::All:
        break;
    }
    return true;
}

bool RunFilterProxy::filterAcceptsRow(int sourceRow, const QModelIndex &sourceParent) const
{
    const QModelIndex run = sourceModel()->index(sourceRow, 0, sourceParent);
    if (!m_showArchived && run.data(RunTableModel::ArchivedRole).toBool())
        return false;
    if (!acceptsState(static_cast<RunState>(run.data(RunTableModel::StateRole).toInt())))
        return false;
    if (!m_tag.isEmpty()
        && !run.data(RunTableModel::TagsRole).toStringList().contains(m_tag, Qt::CaseInsensitive))
        return false;
    if (!m_group.isEmpty() && run.data(RunTableModel::GroupRole).toString() != m_group)
        return false;
    const QString searched = run.data(RunTableModel::SearchRole).toString();
    const QStringList words = m_text.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    return std::all_of(words.begin(), words.end(), [&](const QString &word) {
        return searched.contains(word, Qt::CaseInsensitive);
    });
}

} // namespace tamiz::ui
