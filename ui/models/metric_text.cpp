// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/metric_text.h"

#include <QCoreApplication>

#include "core/recipe/task_metrics.h"
#include "ui/bridge/convert.h"

namespace tamiz::ui {

namespace {

/// The translation context of this file.
struct MetricText
{
    Q_DECLARE_TR_FUNCTIONS(tamiz::ui::MetricText)
};

} // namespace

QString metricTitle(const std::string &name)
{
    if (name == "loss")
        return MetricText::tr("Loss");
    if (name == "accuracy")
        return MetricText::tr("Accuracy");
    if (name == "f1_macro")
        return MetricText::tr("Macro-F1");
    if (name == "f1_micro")
        return MetricText::tr("Micro-F1");
    if (name == "f1")
        return MetricText::tr("F1 of the words");
    if (name == "exact_match")
        return MetricText::tr("Exact match");
    if (name == "mae")
        return MetricText::tr("Absolute error");
    if (name == "mse")
        return MetricText::tr("Squared error");
    if (name == "pearson")
        return MetricText::tr("Pearson's r");
    if (name == "spearman")
        return MetricText::tr("Spearman's rho");
    if (isLabelSeries(name))
        return MetricText::tr("F1 of “%1”").arg(toQt(name.substr(name.find(':') + 1)));
    return toQt(name);
}

QString metricName(const std::string &name)
{
    if (name == "loss")
        return MetricText::tr("loss");
    if (name == "accuracy")
        return MetricText::tr("accuracy");
    if (name == "f1_macro")
        return MetricText::tr("macro-F1");
    if (name == "f1_micro")
        return MetricText::tr("micro-F1");
    if (name == "exact_match")
        return MetricText::tr("exact match");
    if (name == "mae")
        return MetricText::tr("absolute error");
    if (name == "mse")
        return MetricText::tr("squared error");
    return metricTitle(name);
}

std::string relianceIn(const std::string &series)
{
    return series.substr(series.find('_') + 1);
}

} // namespace tamiz::ui
