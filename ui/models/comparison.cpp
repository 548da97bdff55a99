// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/comparison.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>
#include <tuple>

#include <QCoreApplication>
#include <QLocale>
#include <QRegularExpression>

#include "core/recipe/recipe_io.h"
#include "core/recipe/task_metrics.h"
#include "ui/bridge/convert.h"
#include "ui/models/metric_text.h"

namespace tamiz::ui {

namespace {

// Curves up to this length are read at once; a longer one only when it is looked at.
constexpr std::int64_t kShortCurve = 4000;

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(tamiz::ui::Comparison)
};

Result<ComparedRun> loadRun(RunStore &store, RunId id, const std::optional<SeriesKey> &longCurve)
{
    ComparedRun run;
    TAMIZ_TRY(run.record, store.run(id));
    ParsedRecipe parsed = parseRecipe(run.record.recipeYaml);
    if (!hasErrors(parsed.problems))
        run.recipe = std::move(parsed.recipe);
    TAMIZ_TRY(const std::vector<SeriesInfo> infos, store.series(id));
    for (const SeriesInfo &info : infos) {
        run.keys.push_back(info.key);
        if (info.points > kShortCurve && info.key != longCurve)
            continue;
        TAMIZ_TRY(run.series[info.key], store.points(id, info.key));
    }
    return run;
}

// Loss and task metrics first, then forgetting and reliance, then how the run went.
int rank(const SeriesKey &key)
{
    static const std::vector<std::string> kOrder {
        "loss",          "accuracy",       "f1_micro",      "f1_macro",    "f1",         "mae",
        "mse",           "pearson",        "spearman",      "exact_match", "forgetting", "reliance",
        "reliance_loss", "reference_loss", "learning_rate", "grad_norm"
    };
    const std::string name = isRelianceMetric(key.name) ? "reliance" : key.name;
    const auto place = std::find(kOrder.begin(), kOrder.end(), name) - kOrder.begin();
    const int split = key.split == "validation" ? 0 : key.split == "train" ? 1 : 2;
    return static_cast<int>(place) * 100 + (key.tokenClass.empty() ? 0 : 10) + split;
}

template<typename Names>
std::vector<std::string> collect(const Comparison &comparison, Names names,
                                 std::string SeriesKey::*field)
{
    std::vector<std::string> found;
    const auto add = [&found](const std::string &name) {
        if (!name.empty() && std::find(found.begin(), found.end(), name) == found.end())
            found.push_back(name);
    };
    for (const ComparedRun &run : comparison.runs) {
        if (run.recipe)
            names(*run.recipe, add);
    }
    for (const ComparedRun &run : comparison.runs) {
        for (const SeriesKey &key : run.keys)
            add(key.*field);
    }
    return found;
}

QString nameTitle(const SeriesKey &key)
{
    const QString tokens = toQt(key.tokenClass);
    if (key.name == "forgetting")
        return Text::tr("Forgetting");
    if (key.name == "reference_loss")
        return Text::tr("Reference loss");
    if (key.name.starts_with("reliance_"))
        return Text::tr("Reliance on %1 (%2)").arg(tokens, metricName(relianceIn(key.name)));
    if (key.name == "learning_rate")
        return Text::tr("Learning rate");
    if (key.name == "grad_norm")
        return Text::tr("Gradient norm");
    if (key.name == "tokens_per_second")
        return Text::tr("Throughput");
    if (key.name == "memory_mb")
        return Text::tr("Memory");
    if (key.name == "gpu_memory_mb")
        return Text::tr("GPU memory");
    return metricTitle(key.name);
}

// Mean and deviation to the same place, so that a column of them lines up.
template<typename Format>
QString withDeviation(const Spread &spread, Format format)
{
    if (spread.count == 0)
        return QStringLiteral("\u2013");
    const double magnitude = std::max(std::abs(spread.mean), 0.1);
    const int places = std::clamp(2 - static_cast<int>(std::floor(std::log10(magnitude))), 0, 4);
    const double scale = std::pow(10, places);
    const double rounded = std::round(spread.mean * scale) / scale + 0.; // no "-0.000"
    const QString mean = format(rounded, places);
    if (spread.count == 1)
        return mean;
    return mean + QStringLiteral(" \u00b1 ") + QLocale().toString(spread.deviation, 'f', places);
}

} // namespace

QString splitTitle(const std::string &split)
{
    if (split == "train")
        return Text::tr("training");
    if (split == "validation")
        return Text::tr("validation");
    if (split == "test")
        return Text::tr("test");
    if (split == "test_nopunct")
        return Text::tr("test without punctuation");
    return toQt(split);
}

Result<Comparison> loadComparison(RunStore &store, const std::vector<RunId> &runs,
                                  const std::optional<SeriesKey> &longCurve)
{
    Comparison comparison;
    for (const RunId id : runs) {
        Result<ComparedRun> run = loadRun(store, id, longCurve);
        if (run)
            comparison.runs.push_back(std::move(*run));
        else if (run.error().code != ErrorCode::NotFound)
            return tl::unexpected<Error>(run.error());
    }
    std::vector<Recipe> recipes;
    std::vector<std::size_t> withRecipe;
    for (std::size_t i = 0; i < comparison.runs.size(); ++i) {
        if (comparison.runs[i].recipe) {
            recipes.push_back(*comparison.runs[i].recipe);
            withRecipe.push_back(i);
        } else {
            comparison.groups.push_back({ i });
        }
    }
    for (std::vector<std::size_t> group : groupBySeed(recipes)) {
        for (std::size_t &member : group)
            member = withRecipe[member];
        comparison.groups.push_back(std::move(group));
    }
    std::sort(comparison.groups.begin(), comparison.groups.end());
    return comparison;
}

std::optional<double> lastValue(const ComparedRun &run, const SeriesKey &key)
{
    const auto found = run.series.find(key);
    if (found == run.series.end())
        return std::nullopt;
    const std::vector<double> &values = found->second.value;
    const auto last = std::find_if(values.rbegin(), values.rend(),
                                   [](double value) { return std::isfinite(value); });
    return last == values.rend() ? std::nullopt : std::optional(*last);
}

std::optional<double> baseValue(const ComparedRun &run, const SeriesKey &key)
{
    return valueAt(run, key, 0);
}

std::optional<double> valueAt(const ComparedRun &run, const SeriesKey &key, std::int64_t step)
{
    const auto found = run.series.find(key);
    if (found == run.series.end())
        return std::nullopt;
    const std::vector<std::int64_t> &steps = found->second.step;
    const auto at = std::lower_bound(steps.begin(), steps.end(), step);
    if (at == steps.end() || *at != step)
        return std::nullopt;
    const double value = found->second.value[static_cast<std::size_t>(at - steps.begin())];
    return std::isfinite(value) ? std::optional(value) : std::nullopt;
}

std::vector<double> groupValues(const Comparison &comparison, std::size_t group,
                                const RunValue &value)
{
    std::vector<double> values;
    for (const std::size_t member : comparison.groups[group])
        values.push_back(
            value(comparison.runs[member]).value_or(std::numeric_limits<double>::quiet_NaN()));
    return values;
}

std::optional<double> meanForgetting(const ComparedRun &run)
{
    std::vector<double> values;
    for (const auto &[key, points] : run.series) {
        if (key.name == "forgetting" && key.tokenClass.empty())
            values.push_back(
                lastValue(run, key).value_or(std::numeric_limits<double>::quiet_NaN()));
    }
    const Spread spread = spreadOf(values);
    return spread.count > 0 ? std::optional(spread.mean) : std::nullopt;
}

std::vector<SeriesKey> allKeys(const Comparison &comparison)
{
    std::set<SeriesKey> keys;
    for (const ComparedRun &run : comparison.runs)
        keys.insert(run.keys.begin(), run.keys.end());
    std::vector<SeriesKey> sorted(keys.begin(), keys.end());
    std::stable_sort(sorted.begin(), sorted.end(), [](const SeriesKey &a, const SeriesKey &b) {
        return std::make_tuple(rank(a), a) < std::make_tuple(rank(b), b);
    });
    return sorted;
}

std::vector<std::string> tokenClasses(const Comparison &comparison)
{
    return collect(
        comparison,
        [](const Recipe &recipe, const auto &add) {
            for (const TokenClass &tokenClass : recipe.masking.classes)
                add(tokenClass.name);
        },
        &SeriesKey::tokenClass);
}

std::vector<std::string> referenceSets(const Comparison &comparison)
{
    return collect(
        comparison,
        [](const Recipe &recipe, const auto &add) {
            for (const ReferenceSet &reference : recipe.data.reference)
                add(reference.name);
        },
        &SeriesKey::referenceSet);
}

bool isLossInNats(const Comparison &comparison)
{
    return std::all_of(comparison.runs.begin(), comparison.runs.end(), [](const ComparedRun &run) {
        return !run.recipe || isLossInNats(run.recipe->task.type);
    });
}

std::string resultSplit(const Comparison &comparison)
{
    for (const ComparedRun &run : comparison.runs) {
        for (const SeriesKey &key : run.keys) {
            if (key.split == "test")
                return "test";
        }
    }
    return "validation";
}

QString groupName(const Comparison &comparison, std::size_t group)
{
    const std::vector<std::size_t> &members = comparison.groups[group];
    const QString first = toQt(comparison.runs[members.front()].record.name);
    if (members.size() == 1)
        return first;
    qsizetype common = first.size();
    for (const std::size_t member : members) {
        const QString name = toQt(comparison.runs[member].record.name);
        qsizetype same = 0;
        while (same < std::min(common, name.size()) && first[same] == name[same])
            ++same;
        common = same;
    }
    static const QRegularExpression kTail(
        QStringLiteral("[\\s_.,:#(-]*(seed|semilla|s)?[\\s_.,:#(=-]*\\d*$"),
        QRegularExpression::CaseInsensitiveOption);
    const QString name = first.left(common).remove(kTail);
    return name.isEmpty() ? first : name;
}

QString seriesTitle(const SeriesKey &key)
{
    QString title = nameTitle(key);
    const bool isReliance = key.name.starts_with("reliance");
    if (!key.tokenClass.empty() && !isReliance)
        title = Text::tr("%1 of %2").arg(title, toQt(key.tokenClass));
    if (!key.referenceSet.empty())
        title = Text::tr("%1: %2").arg(title, toQt(key.referenceSet));
    if (!key.split.empty())
        title = Text::tr("%1, %2").arg(title, splitTitle(key.split));
    return title;
}

QString seriesUnit(const SeriesKey &key, bool isLossInNats)
{
    if (key.name == "loss" && !isLossInNats)
        return metricName(key.name);
    if (key.name == "loss" || key.name == "reference_loss")
        return Text::tr("cross-entropy (nats)");
    if (key.name == "forgetting")
        return Text::tr("rise in loss (nats)");
    if (key.name == "reliance_loss")
        return isLossInNats ? Text::tr("rise in loss without the class (nats)")
                            : Text::tr("rise in loss without the class");
    if (isRelianceMetric(key.name))
        return Text::tr("%1 lost without the class").arg(metricName(relianceIn(key.name)));
    if (key.name == "tokens_per_second")
        return Text::tr("tokens/s");
    if (key.name.ends_with("memory_mb"))
        return Text::tr("MB");
    return nameTitle(key);
}

bool isLowerBetter(const SeriesKey &key)
{
    return key.name.ends_with("loss") || isLowerBetterMetric(key.name) || key.name == "forgetting"
        || key.name.starts_with("reliance");
}

QString spreadText(const Spread &spread)
{
    return withDeviation(spread, [](double value, int places) -> QString {
        const QString digits = QLocale().toString(std::abs(value), 'f', places);
        return value < 0 ? QStringLiteral("\u2212") + digits : digits;
    });
}

QString differenceText(const Spread &spread)
{
    // The sum of two texts refers to them until it is one.
    return withDeviation(spread, [](double value, int places) -> QString {
        const QString digits = QLocale().toString(std::abs(value), 'f', places);
        return (value < 0 ? QStringLiteral("\u2212") : QStringLiteral("+")) + digits;
    });
}

} // namespace tamiz::ui
