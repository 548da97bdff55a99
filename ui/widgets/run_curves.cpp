// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/run_curves.h"

#include <algorithm>
#include <utility>

#include <QCoreApplication>

#include "core/recipe/recipe_io.h"
#include "core/recipe/task_metrics.h"
#include "ui/bridge/convert.h"
#include "ui/models/comparison.h"
#include "ui/models/metric_text.h"

namespace tamiz::ui {

namespace {

/// Gives the free functions below a translation context.
struct RunPlots
{
    Q_DECLARE_TR_FUNCTIONS(RunPlots)
};

bool isEstimateError(const SeriesKey &key)
{
    return key.name == "mae" || key.name == "mse";
}

} // namespace

QString plotTitle(RunPlot plot)
{
    switch (plot) {
    case RunPlot::Loss:
        return RunPlots::tr("Loss");
    case RunPlot::TaskMetrics:
        return RunPlots::tr("Task metrics");
    case RunPlot::Errors:
        return RunPlots::tr("Errors of the estimates");
    case RunPlot::LabelF1:
        return RunPlots::tr("F1 per label");
    case RunPlot::ClassLoss:
        return RunPlots::tr("Loss per token class");
    case RunPlot::ClassAccuracy:
        return RunPlots::tr("Accuracy per token class");
    case RunPlot::Forgetting:
        return RunPlots::tr("Forgetting");
    case RunPlot::ClassForgetting:
        return RunPlots::tr("Forgetting per token class");
    case RunPlot::RelianceMetric:
        return RunPlots::tr("Reliance per token class (metric)");
    case RunPlot::RelianceLoss:
        return RunPlots::tr("Reliance per token class (loss)");
    case RunPlot::ReferenceLoss:
        return RunPlots::tr("Loss on reference texts");
    case RunPlot::LearningRate:
        return RunPlots::tr("Learning rate");
    case RunPlot::Throughput:
        return RunPlots::tr("Throughput");
    case RunPlot::GradientNorm:
        return RunPlots::tr("Gradient norm");
    case RunPlot::Memory:
        return RunPlots::tr("Memory");
    case RunPlot::Other:
        break;
    }
    return RunPlots::tr("Other metrics");
}

QString plotValueLabel(RunPlot plot, bool isLossInNats)
{
    switch (plot) {
    case RunPlot::Loss:
        return isLossInNats ? RunPlots::tr("nats") : RunPlots::tr("squared error");
    case RunPlot::ReferenceLoss:
        return RunPlots::tr("nats");
    case RunPlot::ClassLoss:
        return isLossInNats ? RunPlots::tr("nats, validation")
                            : RunPlots::tr("squared error, validation");
    case RunPlot::TaskMetrics:
    case RunPlot::LabelF1:
        return RunPlots::tr("share");
    case RunPlot::Errors:
        return RunPlots::tr("unit of the numbers");
    case RunPlot::ClassAccuracy:
        return RunPlots::tr("share, validation");
    case RunPlot::Forgetting:
    case RunPlot::ClassForgetting:
        return RunPlots::tr("rise (nats)");
    case RunPlot::RelianceMetric:
        return RunPlots::tr("lost, validation");
    case RunPlot::RelianceLoss:
        return isLossInNats ? RunPlots::tr("rise (nats), validation")
                            : RunPlots::tr("rise, validation");
    case RunPlot::LearningRate:
        return RunPlots::tr("per step");
    case RunPlot::Throughput:
        return RunPlots::tr("tokens/s");
    case RunPlot::GradientNorm:
        return RunPlots::tr("L2 norm");
    case RunPlot::Memory:
        return RunPlots::tr("MB");
    case RunPlot::Other:
        break;
    }
    return {};
}

QString plotEmptyText(RunPlot plot)
{
    switch (plot) {
    case RunPlot::Forgetting:
        return RunPlots::tr("Measured at each evaluation when the recipe names reference texts.");
    case RunPlot::RelianceMetric:
        return RunPlots::tr("Measured at each evaluation when the recipe has token classes.");
    default:
        return RunPlots::tr("Points appear with the first training steps.");
    }
}

bool isAlwaysShown(RunPlot plot)
{
    switch (plot) {
    case RunPlot::Loss:
    case RunPlot::Forgetting:
    case RunPlot::RelianceMetric:
    case RunPlot::LearningRate:
    case RunPlot::Throughput:
        return true;
    default:
        return false;
    }
}

bool isPerClass(RunPlot plot)
{
    switch (plot) {
    case RunPlot::ClassLoss:
    case RunPlot::ClassAccuracy:
    case RunPlot::ClassForgetting:
    case RunPlot::RelianceMetric:
    case RunPlot::RelianceLoss:
        return true;
    default:
        return false;
    }
}

bool isDifference(RunPlot plot)
{
    return isPerClass(plot) && plot != RunPlot::ClassLoss && plot != RunPlot::ClassAccuracy;
}

bool isSmoothed(RunPlot plot)
{
    return plot == RunPlot::Loss || plot == RunPlot::Throughput || plot == RunPlot::GradientNorm;
}

RunCurves::RunCurves(std::vector<std::string> tokenClasses, std::vector<std::string> referenceSets)
    : m_tokenClasses(std::move(tokenClasses))
    , m_referenceSets(std::move(referenceSets))
{
}

RunCurves RunCurves::fromRecipe(const std::string &yaml)
{
    const Recipe recipe = parseRecipe(yaml).recipe;
    RunCurves curves;
    for (const TokenClass &tokenClass : recipe.masking.classes)
        curves.m_tokenClasses.push_back(tokenClass.name);
    for (const ReferenceSet &reference : recipe.data.reference)
        curves.m_referenceSets.push_back(reference.name);
    curves.m_isLossInNats = tamiz::isLossInNats(recipe.task.type);
    return curves;
}

RunPlot RunCurves::plotOf(const SeriesKey &key) const
{
    const bool hasClass = !key.tokenClass.empty();
    if (key.name == "loss")
        return hasClass ? RunPlot::ClassLoss : RunPlot::Loss;
    if (key.name == "accuracy" && hasClass)
        return RunPlot::ClassAccuracy;
    if (isEstimateError(key))
        return RunPlot::Errors;
    if (isLabelSeries(key.name))
        return RunPlot::LabelF1;
    if (isTaskMetric(key.name))
        return RunPlot::TaskMetrics;
    if (isRelianceMetric(key.name))
        return RunPlot::RelianceMetric;
    if (key.name == "forgetting")
        return hasClass ? RunPlot::ClassForgetting : RunPlot::Forgetting;
    static const std::vector<std::pair<std::string, RunPlot>> kByName {
        { "reliance_loss", RunPlot::RelianceLoss }, { "reference_loss", RunPlot::ReferenceLoss },
        { "learning_rate", RunPlot::LearningRate }, { "tokens_per_second", RunPlot::Throughput },
        { "grad_norm", RunPlot::GradientNorm },     { "memory_mb", RunPlot::Memory },
        { "gpu_memory_mb", RunPlot::Memory },
    };
    const auto found = std::find_if(kByName.begin(), kByName.end(),
                                    [&](const auto &entry) { return entry.first == key.name; });
    return found == kByName.end() ? RunPlot::Other : found->second;
}

bool RunCurves::isDrawn(const SeriesKey &key)
{
    // Per class, forgetting says the same of the reference texts, from zero.
    if (key.name == "reference_loss" && !key.tokenClass.empty())
        return false;
    // A test set is measured once, at the end: its figures stand among the results, not as a curve.
    return key.split.empty() || key.split == "train" || key.split == "validation";
}

CurveStyle RunCurves::styleOf(const SeriesKey &key)
{
    switch (plotOf(key)) {
    case RunPlot::Loss: {
        if (key.split == "train")
            return { splitTitle(key.split), 0, LineDash::Solid, MarkShape::None };
        const int place = placeIn(m_splits, key.split);
        CurveStyle style = indexStyle(1 + place, splitTitle(key.split));
        style.isMeasured = true;
        return style;
    }
    case RunPlot::TaskMetrics:
    case RunPlot::Errors:
    case RunPlot::LabelF1: {
        const int place = placeIn(m_splits, key.split);
        const int metric = placeIn(m_metrics, key.name);
        CurveStyle style
            = indexStyle(1 + 2 * place + metric,
                         isLabelSeries(key.name) ? toQt(key.name.substr(3)) : metricName(key.name));
        style.name += QStringLiteral(" · ") + splitTitle(key.split);
        return style;
    }
    case RunPlot::ClassLoss:
    case RunPlot::ClassAccuracy:
    case RunPlot::RelianceMetric:
    case RunPlot::RelianceLoss: {
        CurveStyle style
            = indexStyle(placeIn(m_tokenClasses, key.tokenClass), toQt(key.tokenClass));
        if (key.split == "train") {
            style.name += QStringLiteral(" · ") + splitTitle(key.split);
            style.dash = LineDash::Dot;
        }
        return style;
    }
    case RunPlot::Forgetting:
    case RunPlot::ReferenceLoss:
        return indexStyle(placeIn(m_referenceSets, key.referenceSet),
                          key.referenceSet.empty() ? RunPlots::tr("all texts")
                                                   : toQt(key.referenceSet));
    case RunPlot::ClassForgetting: {
        CurveStyle style
            = indexStyle(placeIn(m_tokenClasses, key.tokenClass),
                         toQt(key.referenceSet) + QStringLiteral(" · ") + toQt(key.tokenClass));
        style.dash = static_cast<LineDash>(placeIn(m_referenceSets, key.referenceSet) % 4);
        return style;
    }
    case RunPlot::Memory:
        if (key.name == "gpu_memory_mb")
            return { RunPlots::tr("GPU memory"), 1, LineDash::Solid, MarkShape::None };
        [[fallthrough]];
    case RunPlot::LearningRate:
    case RunPlot::Throughput:
    case RunPlot::GradientNorm:
        return { plotTitle(plotOf(key)), 0, LineDash::Solid, MarkShape::None };
    case RunPlot::Other:
        break;
    }
    return indexStyle(static_cast<int>(std::hash<std::string> {}(toString(key)) % 7),
                      toQt(toString(key)));
}

int RunCurves::placeIn(std::vector<std::string> &names, const std::string &name)
{
    const auto found = std::find(names.begin(), names.end(), name);
    const auto place = static_cast<int>(found - names.begin());
    if (found == names.end())
        names.push_back(name);
    return place;
}

} // namespace tamiz::ui
