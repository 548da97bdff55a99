// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/class_table_model.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "core/recipe/task_metrics.h"
#include "ui/bridge/convert.h"

namespace tamiz::ui {

namespace {

constexpr ClassMetric kMetrics[] { ClassMetric::RelianceMetric, ClassMetric::RelianceLoss,
                                   ClassMetric::Accuracy, ClassMetric::Loss,
                                   ClassMetric::Forgetting };

/// @p task gives reliance its metric.
std::string seriesName(ClassMetric metric, TaskType task)
{
    switch (metric) {
    case ClassMetric::RelianceLoss:
        return "reliance_loss";
    case ClassMetric::Accuracy:
        return "accuracy";
    case ClassMetric::Loss:
        return "loss";
    case ClassMetric::Forgetting:
        return "forgetting";
    case ClassMetric::RelianceMetric:
        break;
    }
    return relianceMetric(task);
}

TaskType taskOf(const ComparedRun &run)
{
    return run.recipe ? run.recipe->task.type : TaskType::Classification;
}

// A value of a class at the end (or before the first step): of the test set where there is one, else
// of the validation set; forgetting is the mean over the reference sets.
std::optional<double> classValue(const ComparedRun &run, ClassMetric metric,
                                 const std::string &tokenClass, bool isBase)
{
    const auto value
        = [&](const SeriesKey &key) { return isBase ? baseValue(run, key) : lastValue(run, key); };
    if (metric == ClassMetric::Forgetting) {
        std::vector<double> values;
        for (const auto &[key, points] : run.series) {
            if (key.name == "forgetting" && key.tokenClass == tokenClass)
                values.push_back(value(key).value_or(std::numeric_limits<double>::quiet_NaN()));
        }
        const Spread spread = spreadOf(values);
        return spread.count > 0 ? std::optional(spread.mean) : std::nullopt;
    }
    for (const char *split : { "test", "validation" }) {
        const SeriesKey key { seriesName(metric, taskOf(run)), split, tokenClass, {} };
        if (const std::optional<double> found = value(key))
            return found;
    }
    return std::nullopt;
}

RunValue endValue(ClassMetric metric, const std::string &tokenClass)
{
    return [=](const ComparedRun &run) { return classValue(run, metric, tokenClass, false); };
}

// Against the base model as the same run measured it, on the same split.
RunValue gainValue(ClassMetric metric, const std::string &tokenClass)
{
    return [=](const ComparedRun &run) -> std::optional<double> {
        const std::optional<double> base = classValue(run, metric, tokenClass, true);
        const std::optional<double> end = classValue(run, metric, tokenClass, false);
        if (!base || !end)
            return std::nullopt;
        return *end - *base;
    };
}

// Second minus first group: seed by seed where the seeds are the same, else mean against mean with
// the deviations added in quadrature.
Spread betweenGroups(const Comparison &comparison, const RunValue &value)
{
    std::map<std::uint64_t, double> first;
    for (const std::size_t member : comparison.groups[0]) {
        const ComparedRun &run = comparison.runs[member];
        const std::optional<double> number = value(run);
        if (run.recipe && number)
            first[run.recipe->seed] = *number;
    }
    std::vector<double> differences;
    bool isPaired = comparison.groups[0].size() == comparison.groups[1].size();
    for (const std::size_t member : comparison.groups[1]) {
        const ComparedRun &run = comparison.runs[member];
        const std::optional<double> number = value(run);
        const auto partner = run.recipe ? first.find(run.recipe->seed) : first.end();
        isPaired = isPaired && partner != first.end();
        if (number && partner != first.end())
            differences.push_back(*number - partner->second);
    }
    if (isPaired)
        return spreadOf(differences);
    const Spread a = spreadOf(groupValues(comparison, 0, value));
    const Spread b = spreadOf(groupValues(comparison, 1, value));
    Spread spread;
    spread.count = a.count > 0 && b.count > 0 ? std::min(a.count, b.count) : 0;
    spread.mean = b.mean - a.mean;
    spread.deviation = std::hypot(a.deviation, b.deviation);
    return spread;
}

TableCell differenceCell(const Spread &spread, bool isLowerBetter)
{
    TableCell cell = TableCell::number(differenceText(spread), spread.mean);
    if (spread.count == 0 || spread.mean == 0)
        cell.tone = TableCell::Tone::Muted;
    else if (spread.count > 1 && std::abs(spread.mean) <= spread.deviation) {
        cell.tone = TableCell::Tone::Muted;
        cell.toolTip = ClassTableModel::tr("Smaller than the spread over seeds");
    } else {
        const bool isBetter = (spread.mean < 0) == isLowerBetter;
        cell.tone = isBetter ? TableCell::Tone::Better : TableCell::Tone::Worse;
        cell.toolTip = isBetter ? ClassTableModel::tr("Better") : ClassTableModel::tr("Worse");
    }
    return cell;
}

} // namespace

QString classMetricTitle(ClassMetric metric, bool isLossInNats)
{
    switch (metric) {
    case ClassMetric::RelianceLoss:
        return isLossInNats ? ClassTableModel::tr("Reliance (loss, nats)")
                            : ClassTableModel::tr("Reliance (loss)");
    case ClassMetric::Accuracy:
        return ClassTableModel::tr("Accuracy");
    case ClassMetric::Loss:
        return isLossInNats ? ClassTableModel::tr("Loss (nats)") : ClassTableModel::tr("Loss");
    case ClassMetric::Forgetting:
        return ClassTableModel::tr("Forgetting (nats)");
    case ClassMetric::RelianceMetric:
        break;
    }
    return ClassTableModel::tr("Reliance (task metric)");
}

void ClassTableModel::setComparison(const Comparison &comparison, ClassMetric metric)
{
    const bool lower = isLowerBetter({ seriesName(metric, TaskType::Classification), {}, {}, {} });
    std::vector<TableCell> header(1);
    header[0].text = inTwoLines(tr("Token class"));
    TableCell base = TableCell::number(inTwoLines(tr("Base model")), 0);
    base.toolTip = tr("Measured before the first step");
    header.push_back(base);
    for (std::size_t group = 0; group < comparison.groups.size(); ++group) {
        const QString name = groupName(comparison, group);
        TableCell title = TableCell::number(inTwoLines(name), 0);
        title.toolTip = name;
        title.style = runStyle(comparison.runs[comparison.groups[group].front()].record.id, name);
        header.push_back(title);
        TableCell change = TableCell::number(tr("\u0394 base"), 0);
        change.toolTip = tr("%1 against the base model").arg(name);
        header.push_back(change);
    }
    const bool hasTwo = comparison.groups.size() == 2;
    if (hasTwo) {
        TableCell title = TableCell::number(tr("Difference"), 0);
        title.toolTip = tr("%1 against %2").arg(groupName(comparison, 1), groupName(comparison, 0));
        header.push_back(title);
    }

    std::vector<std::string> classes = tokenClasses(comparison);
    classes.insert(classes.begin(), std::string()); // all tokens
    std::vector<Row> rows;
    for (const std::string &tokenClass : classes) {
        TableCell name;
        name.text = tokenClass.empty() ? tr("all tokens") : toQt(tokenClass);
        name.toolTip = name.text;
        std::vector<double> bases;
        for (const ComparedRun &run : comparison.runs)
            bases.push_back(classValue(run, metric, tokenClass, true)
                                .value_or(std::numeric_limits<double>::quiet_NaN()));
        const Spread baseSpread = spreadOf(bases);
        Row row { name, TableCell::number(spreadText(baseSpread), baseSpread.mean) };
        bool isMeasured = baseSpread.count > 0;
        for (std::size_t group = 0; group < comparison.groups.size(); ++group) {
            const Spread end
                = spreadOf(groupValues(comparison, group, endValue(metric, tokenClass)));
            const Spread gain
                = spreadOf(groupValues(comparison, group, gainValue(metric, tokenClass)));
            isMeasured = isMeasured || end.count > 0;
            row.push_back(TableCell::number(spreadText(end), end.mean));
            row.push_back(differenceCell(gain, lower));
        }
        if (hasTwo)
            row.push_back(
                differenceCell(betweenGroups(comparison, endValue(metric, tokenClass)), lower));
        if (isMeasured)
            rows.push_back(std::move(row));
    }
    setTable(std::move(header), std::move(rows));
}

std::vector<ClassMetric> ClassTableModel::availableMetrics(const Comparison &comparison)
{
    std::vector<ClassMetric> metrics;
    for (const ClassMetric metric : kMetrics) {
        const bool isMeasured = std::any_of(
            comparison.runs.begin(), comparison.runs.end(), [&](const ComparedRun &run) {
                return std::any_of(run.keys.begin(), run.keys.end(), [&](const SeriesKey &key) {
                    return key.name == seriesName(metric, taskOf(run)) && !key.tokenClass.empty();
                });
            });
        if (isMeasured)
            metrics.push_back(metric);
    }
    return metrics;
}

} // namespace tamiz::ui
