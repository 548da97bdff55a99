// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSortFilterProxyModel>
#include <QString>

#include "core/runs/run_state.h"

namespace tamiz::ui {

/// Which runs a view shows, and in which order: newest first until a person sorts. GUI thread only.
class RunFilterProxy final : public QSortFilterProxyModel
{
    Q_OBJECT

public:
    enum class StateFilter { All, Active, Finished, Resumable, Failed };

    explicit RunFilterProxy(QObject *parent = nullptr);

    void setText(const QString &text); ///< every word must be in name, group, tags or notes
    void setStateFilter(StateFilter filter);
    void setTag(const QString &tag); ///< empty = any
    void setGroup(const QString &group); ///< empty = any
    void setShowArchived(bool isShown);

    QString text() const { return m_text; }
    bool isFiltering() const; ///< anything but the defaults is set

protected:
    bool filterAcceptsRow(int sourceRow, const QModelIndex &sourceParent) const final;

private:
    bool acceptsState(RunState state) const;

    QString m_text;
    StateFilter m_states = StateFilter::All;
    QString m_tag;
    QString m_group;
    bool m_showArchived = false;
};

} // namespace tamiz::ui
