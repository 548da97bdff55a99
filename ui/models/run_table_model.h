// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <vector>

#include <QAbstractTableModel>
#include <QList>

#include "core/metrics/metric_event.h"
#include "core/store/run_store.h"

namespace tamiz::ui {

/// The runs of the store, one row each, newest first. Rows change one by one and the model never
/// resets, so selection, scroll position and edits survive. GUI thread only.
class RunTableModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Name, State, ProgressColumn, Loss, Group, Tags, Created, Duration, ColumnCount };
    enum Role {
        RunIdRole = Qt::UserRole + 1, ///< qlonglong
        StateRole, ///< int of RunState
        ProgressRole, ///< double, share of the steps done; negative = unknown
        SparklineRole, ///< QList<double>, recent losses, oldest first
        LossInNatsRole, ///< bool: a cross-entropy, else a squared error
        GroupRole, ///< QString
        TagsRole, ///< QStringList
        NotesRole, ///< QString
        ArchivedRole, ///< bool
        SearchRole, ///< QString: everything the text filter looks at
        SortRole ///< the cell's value as something that compares
    };

    explicit RunTableModel(QObject *parent = nullptr);

    int rowCount(const QModelIndex &parent = {}) const final;
    int columnCount(const QModelIndex &parent = {}) const final;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const final;
    bool setData(const QModelIndex &index, const QVariant &value, int role = Qt::EditRole) final;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const final;
    Qt::ItemFlags flags(const QModelIndex &index) const final;

    /// Makes the rows equal to @p runs: removes, inserts and updates only what differs.
    void setRuns(const std::vector<RunRecord> &runs);

    /// Applies what a live run just reported (step, state, sparkline) to its row.
    void applyEvents(RunId run, const std::vector<MetricEvent> &events);

    const RunRecord *record(RunId run) const; ///< nullptr when absent
    const RunRecord &recordAt(int row) const { return m_runs[static_cast<std::size_t>(row)]; }
    int rowOf(RunId run) const; ///< -1 when absent

    /// Ticks in the name column, for choosing runs to compare.
    void setTickable(bool isTickable);
    QList<RunId> tickedRuns() const; ///< in the order of ticking
    void setTicked(RunId run, bool isTicked);

    /// Every tag and every group in use, sorted.
    QStringList allTags() const;
    QStringList allGroups() const;

    /// Call on a change of language: headers and states are translated texts.
    void retranslate();

signals:
    /// A person edited the name in the view; the owner writes it to the store.
    void nameEdited(tamiz::RunId run, const QString &name);
    void tickedRunsChanged();

private:
    QVariant displayText(const RunRecord &run, int column) const;
    QVariant sortValue(const RunRecord &run, int column) const;
    QString toolTip(const RunRecord &run, int column) const;
    bool hasLossInNats(const RunRecord &run) const;
    void replaceRow(int row, const RunRecord &run);

    std::vector<RunRecord> m_runs;
    mutable std::map<RunId, bool>
        m_isLossInNats; ///< read from the recipes of runs that were looked at
    QList<RunId> m_ticked;
    bool m_isTickable = false;
};

} // namespace tamiz::ui
