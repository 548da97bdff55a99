// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/recent_runs_model.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include <QLocale>

#include "core/recipe/task_metrics.h"
#include "ui/bridge/convert.h"
#include "ui/models/comparison.h"
#include "ui/models/run_table_model.h"
#include "ui/plots/number_format.h"

namespace tamiz::ui {

namespace {

const SeriesInfo *find(const std::vector<SeriesInfo> &series, const SeriesKey &key)
{
    const auto found = std::find_if(series.begin(), series.end(), [&key](const SeriesInfo &info) {
        return info.key == key && std::isfinite(info.lastValue);
    });
    return found == series.end() ? nullptr : &*found;
}

/// The class without which the metric falls most.
const SeriesInfo *strongestReliance(const std::vector<SeriesInfo> &series, const std::string &split)
{
    const SeriesInfo *strongest = nullptr;
    for (const SeriesInfo &info : series) {
        if (isRelianceMetric(info.key.name) && info.key.split == split
            && std::isfinite(info.lastValue)
            && (!strongest || info.lastValue > strongest->lastValue))
            strongest = &info;
    }
    return strongest;
}

std::optional<double> meanForgettingOf(const std::vector<SeriesInfo> &series)
{
    double sum = 0;
    int count = 0;
    for (const SeriesInfo &info : series) {
        if (info.key.name == "forgetting" && info.key.tokenClass.empty()
            && std::isfinite(info.lastValue)) {
            sum += info.lastValue;
            ++count;
        }
    }
    return count > 0 ? std::optional(sum / count) : std::nullopt;
}

/// All shares of a card with the same places: 0.8362 and 0.0085 are read one below the other.
QString shareText(double share)
{
    return QLocale().toString(share, 'f', 4);
}

} // namespace

std::vector<RunHighlight> runHighlights(const std::vector<SeriesInfo> &series)
{
    const bool isTested = find(series, { "loss", "test", {}, {} }) != nullptr;
    const std::string split = isTested ? "test" : "validation";
    std::vector<RunHighlight> highlights;
    const auto add = [&](const SeriesKey &key, const QString &title) {
        if (const SeriesInfo *info = find(series, key))
            highlights.push_back({ title, shareText(info->lastValue) });
    };
    // At most two of the task's, the loss where there is none.
    for (const char *name :
         { "accuracy", "f1_micro", "f1_macro", "f1", "exact_match", "pearson", "mae", "loss" }) {
        const SeriesKey key { name, split, {}, {} };
        const bool isNeeded = key.name == "loss" ? highlights.empty() : highlights.size() < 2;
        if (isNeeded)
            add(key, seriesTitle(key));
    }
    add({ "accuracy", "test_nopunct", {}, {} }, RecentRunsModel::tr("Without punctuation"));
    if (const std::optional<double> forgetting = meanForgettingOf(series))
        highlights.push_back(
            { RecentRunsModel::tr("Forgetting (nats)"), formatDifference(*forgetting) });
    // Last, where a card leaves it the rest of its row: the longest title.
    if (const SeriesInfo *info = strongestReliance(series, split))
        highlights.push_back(
            { RecentRunsModel::tr("Reliance on %1").arg(toQt(info->key.tokenClass)),
              shareText(info->lastValue) });
    return highlights;
}

QVariant RecentRunsModel::data(const QModelIndex &index, int role) const
{
    if (role != HighlightsRole && role != Qt::AccessibleTextRole)
        return QIdentityProxyModel::data(index, role);
    const RunId run = QIdentityProxyModel::data(index, RunTableModel::RunIdRole).toLongLong();
    const auto found = m_highlights.find(run);
    const std::vector<RunHighlight> highlights
        = found == m_highlights.end() ? std::vector<RunHighlight>() : found->second;
    if (role == HighlightsRole)
        return QVariant::fromValue(highlights);
    QStringList parts { QIdentityProxyModel::data(index, Qt::DisplayRole).toString(),
                        stateName(static_cast<RunState>(
                            QIdentityProxyModel::data(index, RunTableModel::StateRole).toInt())) };
    for (const RunHighlight &highlight : highlights)
        parts << highlight.title + QStringLiteral(": ") + highlight.value;
    return parts.join(QStringLiteral(", "));
}

void RecentRunsModel::setSeries(RunId run, std::vector<SeriesInfo> series)
{
    m_highlights[run] = runHighlights(series);
    m_series[run] = std::move(series);
    for (int row = 0; row < rowCount(); ++row) {
        if (index(row, 0).data(RunTableModel::RunIdRole).toLongLong() == run)
            emit dataChanged(index(row, 0), index(row, 0),
                             { HighlightsRole, Qt::AccessibleTextRole });
    }
}

void RecentRunsModel::retranslate()
{
    for (const auto &[run, series] : m_series)
        m_highlights[run] = runHighlights(series);
    if (rowCount() > 0)
        emit dataChanged(index(0, 0), index(rowCount() - 1, 0));
}

} // namespace tamiz::ui
