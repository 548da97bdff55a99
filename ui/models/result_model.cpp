// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/result_model.h"

#include <algorithm>

#include "core/recipe/task_metrics.h"
#include "ui/bridge/convert.h"
#include "ui/models/metric_text.h"

namespace tamiz::ui {

namespace {

struct ResultColumn
{
    QString title;
    QString toolTip;
    RunValue value;
    bool isLowerBetter = false;
};

ResultColumn columnOf(const SeriesKey &key, const QString &title)
{
    return { title, seriesTitle(key), [key](const ComparedRun &run) { return lastValue(run, key); },
             isLowerBetter(key) };
}

/// What the tasks of the runs are measured in.
std::vector<std::string> metricsOf(const Comparison &comparison)
{
    std::vector<std::string> names;
    for (const ComparedRun &run : comparison.runs) {
        for (const std::string_view name :
             taskMetrics(run.recipe ? run.recipe->task.type : TaskType::Classification)) {
            if (std::find(names.begin(), names.end(), name) == names.end())
                names.emplace_back(name);
        }
    }
    return names;
}

std::optional<double> lastReliance(const ComparedRun &run, const std::string &split,
                                   const std::string &tokenClass)
{
    const TaskType task = run.recipe ? run.recipe->task.type : TaskType::Classification;
    return lastValue(run, { relianceMetric(task), split, tokenClass, {} });
}

/// What a comparison is made for comes first: it is in sight without scrolling in a small window.
std::vector<ResultColumn> resultColumns(const Comparison &comparison)
{
    const std::string split = resultSplit(comparison);
    const std::vector<std::string> metrics = metricsOf(comparison);
    std::vector<ResultColumn> columns;
    if (!metrics.empty())
        columns.push_back(
            columnOf({ metrics.front(), split, {}, {} }, metricTitle(metrics.front())));
    columns.push_back(
        columnOf({ "accuracy", "test_nopunct", {}, {} }, ResultModel::tr("Without punctuation")));
    // Reliance is measured on the validation set while training, on the test set at the end.
    const std::vector<std::string> classes = tokenClasses(comparison);
    const bool hasPunctuation
        = std::find(classes.begin(), classes.end(), "punctuation") != classes.end();
    if (!classes.empty()) {
        const std::string shown = hasPunctuation ? "punctuation" : classes.front();
        columns.push_back(
            { ResultModel::tr("Reliance on %1").arg(toQt(shown)),
              ResultModel::tr("How much worse the task's metric gets when %1 is masked at the "
                              "input; lower is less over-specialised")
                  .arg(toQt(shown)),
              [split, shown](const ComparedRun &run) {
                  const std::optional<double> value = lastReliance(run, split, shown);
                  return value ? value : lastReliance(run, "validation", shown);
              },
              true });
    }
    columns.push_back(
        { ResultModel::tr("Forgetting"),
          ResultModel::tr("Rise of the loss on the reference texts in nats, mean over "
                          "the sets; lower is better"),
          meanForgetting, true });
    for (std::size_t i = 1; i < metrics.size(); ++i)
        columns.push_back(columnOf({ metrics[i], split, {}, {} }, metricTitle(metrics[i])));
    columns.push_back(columnOf({ "loss", split, {}, {} }, metricTitle("loss")));
    return columns;
}

QString memberNames(const Comparison &comparison, std::size_t group)
{
    QStringList names;
    for (const std::size_t member : comparison.groups[group])
        names += toQt(comparison.runs[member].record.name);
    return names.join(QLatin1Char('\n'));
}

} // namespace

void ResultModel::setComparison(const Comparison &comparison)
{
    const std::size_t groups = comparison.groups.size();
    std::vector<TableCell> header(1);
    header[0].text = tr("Runs");
    header[0].toolTip = tr("Behind ×, how many runs differ in their seed only");
    std::vector<Row> rows(groups);
    for (std::size_t group = 0; group < groups; ++group) {
        const ComparedRun &first = comparison.runs[comparison.groups[group].front()];
        TableCell name;
        const QString common = groupName(comparison, group);
        const std::size_t seeds = comparison.groups[group].size();
        name.text = seeds > 1 ? QStringLiteral("%1 ×%2").arg(common).arg(seeds) : common;
        name.style = runStyle(first.record.id, common);
        name.toolTip = memberNames(comparison, group);
        rows[group] = { name };
    }

    for (const ResultColumn &column : resultColumns(comparison)) {
        std::vector<Spread> spreads;
        for (std::size_t group = 0; group < groups; ++group)
            spreads.push_back(spreadOf(groupValues(comparison, group, column.value)));
        const auto isMeasured = [](const Spread &spread) { return spread.count > 0; };
        if (std::none_of(spreads.begin(), spreads.end(), isMeasured))
            continue;
        std::optional<std::size_t> best;
        for (std::size_t group = 0; group < groups; ++group) {
            if (!isMeasured(spreads[group]))
                continue;
            const bool isBetter = !best
                || (column.isLowerBetter ? spreads[group].mean < spreads[*best].mean
                                         : spreads[group].mean > spreads[*best].mean);
            if (isBetter)
                best = group;
        }
        TableCell title = TableCell::number(inTwoLines(column.title), 0);
        title.toolTip = column.toolTip;
        header.push_back(title);
        for (std::size_t group = 0; group < groups; ++group) {
            TableCell cell = TableCell::number(spreadText(spreads[group]), spreads[group].mean);
            cell.isBold = groups > 1 && best == group;
            if (cell.isBold)
                cell.toolTip = tr("Best of the column");
            if (!isMeasured(spreads[group]))
                cell.tone = TableCell::Tone::Muted;
            rows[group].push_back(cell);
        }
    }
    setTable(std::move(header), std::move(rows));
}

} // namespace tamiz::ui
