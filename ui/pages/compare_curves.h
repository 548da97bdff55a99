// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <optional>
#include <vector>

#include <QWidget>

#include "ui/models/comparison.h"
#include "ui/plots/metric_plot.h"

class QComboBox;
class QLabel;
class QSlider;

namespace tamiz::ui {

/// One metric of all ticked runs over each other. GUI thread only.
class CompareCurves final : public QWidget
{
    Q_OBJECT

public:
    explicit CompareCurves(QWidget *parent = nullptr);

    void setComparison(const Comparison &comparison);
    std::optional<SeriesKey> metric() const;
    MetricPlot *plot() const { return m_plot; }

signals:
    /// The metric's points are not in the comparison: they are long and have to be read.
    void pointsWanted(const tamiz::SeriesKey &key);

protected:
    void changeEvent(QEvent *event) override;

private:
    void fillMetrics();
    void showMetric();
    void retranslate();

    Comparison m_comparison;
    std::vector<SeriesKey> m_keys;
    std::optional<SeriesKey> m_shown;
    std::map<RunId, CurveId> m_curves;
    QComboBox *m_metric;
    QComboBox *m_axis;
    QLabel *m_smoothingLabel;
    QSlider *m_smoothing;
    MetricPlot *m_plot;
};

} // namespace tamiz::ui
