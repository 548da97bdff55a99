// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "ui/plots/metric_plot.h"

class QCheckBox;
class QComboBox;
class QLabel;
class QMenu;
class QSlider;
class QToolButton;

namespace tamiz::ui {

/// What all plots of a grid have in common: x axis, scale, smoothing, outliers, reset, which plots
/// are shown, export. GUI thread only.
class PlotToolbar final : public QWidget
{
    Q_OBJECT

public:
    enum class ExportFormat { Png, Svg, Pdf, Csv };

    explicit PlotToolbar(QWidget *parent = nullptr);

    PlotAxis axis() const;
    bool isLogScale() const;
    double smoothing() const;
    bool isOutlierClip() const;
    /// Shows whether values per token class are heat maps now.
    void setHeat(bool isHeat);

    /// Puts a checkable action for a plot into the menu of plots, in front of @p next (nullptr: last).
    void insertPlot(QAction *action, QAction *next);

signals:
    void axisChanged(tamiz::ui::PlotAxis axis);
    void logScaleChanged(bool isLog);
    void smoothingChanged(double factor);
    void outlierClipChanged(bool isClipped);
    void heatChosen(bool isHeat); ///< by a person
    void resetRequested();
    void exportRequested(tamiz::ui::PlotToolbar::ExportFormat format);

protected:
    void changeEvent(QEvent *event) override;

private:
    void retranslate();

    QLabel *m_axisLabel;
    QComboBox *m_axis;
    QCheckBox *m_log;
    QCheckBox *m_clip;
    QLabel *m_smoothingLabel;
    QSlider *m_smoothing;
    QToolButton *m_reset;
    QToolButton *m_plots;
    QMenu *m_plotsMenu;
    QAction *m_plotsEnd = nullptr; ///< after the plots
    QAction *m_heat; ///< in the menu of plots
    QToolButton *m_export;
    QList<QAction *> m_exportActions;
};

} // namespace tamiz::ui
