// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/run_table_model.h"

#include <algorithm>
#include <set>

#include <QDateTime>
#include <QLocale>

#include "core/recipe/recipe_io.h"
#include "core/recipe/task_metrics.h"
#include "ui/bridge/convert.h"

namespace tamiz::ui {

namespace {

double progressOf(const RunRecord &run)
{
    if (run.state == RunState::Finished)
        return 1;
    if (run.totalSteps <= 0)
        return -1;
    return std::clamp(static_cast<double>(run.step) / static_cast<double>(run.totalSteps), 0., 1.);
}

/// Seconds the run has been going, or took; negative before its start.
double durationOf(const RunRecord &run)
{
    if (!run.startedAt)
        return -1;
    const auto end = run.endedAt.value_or(isActive(run.state) ? std::chrono::system_clock::now()
                                                              : *run.startedAt);
    return std::chrono::duration<double>(end - *run.startedAt).count();
}

QString progressText(const RunRecord &run)
{
    if (run.totalSteps <= 0)
        return run.step > 0 ? QLocale().toString(static_cast<qlonglong>(run.step)) : QString();
    return QStringLiteral("%1 / %2").arg(
        QLocale().toString(static_cast<qlonglong>(run.step)),
        QLocale().toString(static_cast<qlonglong>(run.totalSteps)));
}

} // namespace

RunTableModel::RunTableModel(QObject *parent)
    : QAbstractTableModel(parent)
{
}

int RunTableModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_runs.size());
}

int RunTableModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant RunTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole) {
        const bool isNumber = section == Duration;
        return QVariant::fromValue(Qt::Alignment(Qt::AlignVCenter)
                                   | (isNumber ? Qt::AlignRight : Qt::AlignLeft));
    }
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Name:
        return tr("Name");
    case State:
        return tr("State");
    case ProgressColumn:
        return tr("Step");
    case Loss:
        return tr("Loss");
    case Group:
        return tr("Group");
    case Tags:
        return tr("Tags");
    case Created:
        return tr("Created");
    case Duration:
        return tr("Duration");
    default:
        return {};
    }
}

QVariant RunTableModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const RunRecord &run = recordAt(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return displayText(run, index.column());
    case Qt::EditRole:
        return index.column() == Name ? QVariant(toQt(run.name)) : displayText(run, index.column());
    case Qt::ToolTipRole:
        return toolTip(run, index.column());
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(Qt::Alignment(Qt::AlignVCenter)
                                   | (index.column() == Duration ? Qt::AlignRight : Qt::AlignLeft));
    case Qt::CheckStateRole:
        if (m_isTickable && index.column() == Name)
            return m_ticked.contains(run.id) ? Qt::Checked : Qt::Unchecked;
        return {};
    case RunIdRole:
        return static_cast<qlonglong>(run.id);
    case StateRole:
        return static_cast<int>(run.state);
    case ProgressRole:
        return progressOf(run);
    case SparklineRole:
        return QVariant::fromValue(QList<double>(run.sparkline.begin(), run.sparkline.end()));
    case LossInNatsRole:
        return hasLossInNats(run);
    case GroupRole:
        return toQt(run.group);
    case TagsRole:
        return toTags(run.tags);
    case NotesRole:
        return toQt(run.notes);
    case ArchivedRole:
        return run.isArchived;
    case SearchRole:
        return QString(toQt(run.name) + QLatin1Char('\n') + toQt(run.group) + QLatin1Char('\n')
                       + toQt(run.tags) + QLatin1Char('\n') + toQt(run.notes));
    case SortRole:
        return sortValue(run, index.column());
    default:
        return {};
    }
}

QVariant RunTableModel::displayText(const RunRecord &run, int column) const
{
    switch (column) {
    case Name:
        return toQt(run.name);
    case State:
        return stateName(run.state);
    case ProgressColumn:
        return progressText(run);
    case Loss:
        return run.sparkline.empty() ? QString() : QLocale().toString(run.sparkline.back(), 'f', 3);
    case Group:
        return toQt(run.group);
    case Tags:
        return toTags(run.tags).join(QStringLiteral(", "));
    case Created:
        return QLocale().toString(toQt(run.createdAt), QLocale::ShortFormat);
    case Duration:
        return durationText(durationOf(run));
    default:
        return {};
    }
}

QVariant RunTableModel::sortValue(const RunRecord &run, int column) const
{
    switch (column) {
    case State:
        return static_cast<int>(run.state);
    case ProgressColumn:
        return progressOf(run);
    case Loss:
        return run.sparkline.empty() ? QVariant() : QVariant(run.sparkline.back());
    case Created:
        return toQt(run.createdAt);
    case Duration:
        return durationOf(run);
    default:
        return displayText(run, column);
    }
}

QString RunTableModel::toolTip(const RunRecord &run, int column) const
{
    if (column == State && !run.message.empty())
        return toQt(run.message);
    if (column == Loss && !run.sparkline.empty())
        return hasLossInNats(run) ? tr("Recent losses in nats; lower is better")
                                  : tr("Recent losses; lower is better");
    QString tip = toQt(run.name);
    if (!run.folder.empty())
        tip += QLatin1Char('\n') + toQt(run.folder);
    if (!run.notes.empty())
        tip += QStringLiteral("\n\n") + toQt(run.notes);
    return tip;
}

bool RunTableModel::hasLossInNats(const RunRecord &run) const
{
    const auto known = m_isLossInNats.find(run.id);
    if (known != m_isLossInNats.end())
        return known->second;
    return m_isLossInNats[run.id] = isLossInNats(parseRecipe(run.recipeYaml).recipe.task.type);
}

bool RunTableModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid) || index.column() != Name)
        return false;
    const RunRecord &run = recordAt(index.row());
    if (role == Qt::CheckStateRole && m_isTickable) {
        setTicked(run.id, value.toInt() == Qt::Checked);
        return true;
    }
    if (role != Qt::EditRole)
        return false;
    const QString name = value.toString().simplified();
    if (name.isEmpty() || name == toQt(run.name))
        return false;
    // The row changes when the store has taken the name.
    emit nameEdited(run.id, name);
    return true;
}

Qt::ItemFlags RunTableModel::flags(const QModelIndex &index) const
{
    Qt::ItemFlags flags = QAbstractTableModel::flags(index);
    if (!index.isValid())
        return flags;
    flags |= Qt::ItemNeverHasChildren;
    if (index.column() == Name) {
        flags |= Qt::ItemIsEditable;
        if (m_isTickable)
            flags |= Qt::ItemIsUserCheckable;
    }
    return flags;
}

void RunTableModel::setRuns(const std::vector<RunRecord> &runs)
{
    std::vector<RunRecord> wanted = runs;
    std::sort(wanted.begin(), wanted.end(),
              [](const RunRecord &a, const RunRecord &b) { return a.id > b.id; });

    std::set<RunId> kept;
    for (const RunRecord &run : wanted)
        kept.insert(run.id);
    for (int row = rowCount() - 1; row >= 0; --row) {
        const RunId id = recordAt(row).id;
        if (kept.count(id) > 0)
            continue;
        beginRemoveRows({}, row, row);
        m_runs.erase(m_runs.begin() + row);
        endRemoveRows();
        setTicked(id, false);
    }
    for (int row = 0; row < static_cast<int>(wanted.size()); ++row) {
        const RunRecord &run = wanted[static_cast<std::size_t>(row)];
        if (row < rowCount() && recordAt(row).id == run.id) {
            replaceRow(row, run);
            continue;
        }
        beginInsertRows({}, row, row);
        m_runs.insert(m_runs.begin() + row, run);
        endInsertRows();
    }
}

void RunTableModel::replaceRow(int row, const RunRecord &run)
{
    RunRecord &current = m_runs[static_cast<std::size_t>(row)];
    const bool isSame = current == run;
    // A running row's duration grows even where nothing else changed.
    if (isSame && !isActive(run.state))
        return;
    // The name's cell is left alone unless it changed: a view would take a half-typed name back.
    const bool isRenamed = current.name != run.name;
    const int first = isSame ? Duration : isRenamed ? Name : State;
    current = run;
    emit dataChanged(index(row, first), index(row, ColumnCount - 1));
}

void RunTableModel::applyEvents(RunId run, const std::vector<MetricEvent> &events)
{
    const int row = rowOf(run);
    if (row < 0)
        return;
    RunRecord updated = recordAt(row);
    for (const MetricEvent &event : events) {
        if (const auto *progress = std::get_if<Progress>(&event.what)) {
            updated.step = progress->step;
            updated.totalSteps = progress->totalSteps;
        } else if (const auto *change = std::get_if<StateChange>(&event.what)) {
            updated.state = change->state;
            updated.message = change->message;
        }
    }
    if (updated != recordAt(row))
        replaceRow(row, updated);
}

const RunRecord *RunTableModel::record(RunId run) const
{
    const int row = rowOf(run);
    return row < 0 ? nullptr : &recordAt(row);
}

int RunTableModel::rowOf(RunId run) const
{
    const auto found
        = std::lower_bound(m_runs.begin(), m_runs.end(), run,
                           [](const RunRecord &record, RunId id) { return record.id > id; });
    return found != m_runs.end() && found->id == run ? static_cast<int>(found - m_runs.begin())
                                                     : -1;
}

void RunTableModel::setTickable(bool isTickable)
{
    if (m_isTickable == isTickable)
        return;
    m_isTickable = isTickable;
    if (rowCount() > 0)
        emit dataChanged(index(0, Name), index(rowCount() - 1, Name), { Qt::CheckStateRole });
}

QList<RunId> RunTableModel::tickedRuns() const
{
    return m_ticked;
}

void RunTableModel::setTicked(RunId run, bool isTicked)
{
    if (m_ticked.contains(run) == isTicked)
        return;
    if (isTicked)
        m_ticked.append(run);
    else
        m_ticked.removeOne(run);
    if (const int row = rowOf(run); row >= 0)
        emit dataChanged(index(row, Name), index(row, Name), { Qt::CheckStateRole });
    emit tickedRunsChanged();
}

QStringList RunTableModel::allTags() const
{
    QStringList tags;
    for (const RunRecord &run : m_runs)
        tags.append(toTags(run.tags));
    tags.removeDuplicates();
    tags.sort(Qt::CaseInsensitive);
    return tags;
}

QStringList RunTableModel::allGroups() const
{
    QStringList groups;
    for (const RunRecord &run : m_runs) {
        if (!run.group.empty())
            groups.append(toQt(run.group));
    }
    groups.removeDuplicates();
    groups.sort(Qt::CaseInsensitive);
    return groups;
}

void RunTableModel::retranslate()
{
    emit headerDataChanged(Qt::Horizontal, 0, ColumnCount - 1);
    if (rowCount() > 0)
        emit dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

} // namespace tamiz::ui
