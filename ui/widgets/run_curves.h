// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include <QString>

#include "core/metrics/metric_event.h"
#include "ui/plots/curve_style.h"

namespace tamiz::ui {

/// The plots of a run's live view, in the order of the grid.
enum class RunPlot {
    Loss,
    TaskMetrics, ///< accuracy, macro-F1 ...: shares and correlations
    Errors, ///< of estimates, in the unit of the numbers
    LabelF1, ///< per label
    ClassLoss, ///< loss per token class
    ClassAccuracy, ///< accuracy per token class
    Forgetting, ///< per reference set
    ClassForgetting, ///< per reference set and token class
    RelianceMetric, ///< in the task's metric, per token class
    RelianceLoss, ///< per token class
    ReferenceLoss, ///< per reference set
    LearningRate,
    Throughput,
    GradientNorm,
    Memory,
    Other ///< a metric this version does not know
};

QString plotTitle(RunPlot plot);
QString plotValueLabel(RunPlot plot, bool isLossInNats); ///< name and unit of the value axis
QString plotEmptyText(RunPlot plot); ///< what has to happen for points to come
/// Whether the plot stands in the grid before its first point.
bool isAlwaysShown(RunPlot plot);
/// Raw training curves are noisy; curves measured at evaluations are not smoothed.
bool isSmoothed(RunPlot plot);
/// Whether the plot has a curve a token class, so that it can also be a heat map.
bool isPerClass(RunPlot plot);
/// Whether values of the plot are differences around zero.
bool isDifference(RunPlot plot);

/// Which plot a series belongs to and how its curve looks there. Token classes and reference sets
/// keep the place they have in the recipe, so that colour and mark are theirs everywhere.
class RunCurves
{
public:
    RunCurves() = default;
    RunCurves(std::vector<std::string> tokenClasses, std::vector<std::string> referenceSets);
    /// From a run's recipe.yaml as stored; a recipe that cannot be read leaves the order of arrival.
    static RunCurves fromRecipe(const std::string &yaml);

    bool isLossInNats() const { return m_isLossInNats; }

    RunPlot plotOf(const SeriesKey &key) const;
    /// Values per token class on a test set are measured once, at the end: they stand in the table of
    /// results, where each has its place, and not among the validation curves. So does the reference
    /// loss per class, whose curves would all bear their reference set's name.
    static bool isDrawn(const SeriesKey &key);
    CurveStyle styleOf(const SeriesKey &key);

private:
    static int placeIn(std::vector<std::string> &names, const std::string &name);

    std::vector<std::string> m_tokenClasses;
    std::vector<std::string> m_referenceSets;
    std::vector<std::string> m_splits { "validation" };
    std::vector<std::string> m_metrics { "accuracy" };
    bool m_isLossInNats = true;
};

} // namespace tamiz::ui
