// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include <QFrame>
#include <QTimer>

#include "core/base/result.h"
#include "ui/widgets/plot_toolbar.h"
#include "ui/widgets/run_curves.h"

class QStackedLayout;

namespace tamiz::ui {

class HeatMap;
class MetricPlot;

/// One plot of a run in its frame: as curves, or, for values per token class, as a heat map of
/// class x step that shares cursor and x range with the other plots. GUI thread only.
class PlotCard final : public QFrame
{
    Q_OBJECT

public:
    PlotCard(RunPlot kind, const QString &fileStem, QWidget *parent);

    MetricPlot *plot() const { return m_plot; }
    /// nullptr while the card has never shown one.
    HeatMap *heatMap() const { return m_map; }
    bool isHeat() const;
    void setHeat(bool isHeat);
    /// Takes over the curves' points soon; costs nothing while curves are shown.
    void updateHeat();
    void setCursor(std::optional<double> x);
    /// The face that is shown as a picture; the curves' points as CSV. @p stem ends before the dot.
    Status exportAs(PlotToolbar::ExportFormat format, const QString &stem) const;
    void setLossInNats(bool isLossInNats);
    void retranslate();

protected:
    void showEvent(QShowEvent *event) override;

private:
    void makeMap();
    void fillMap();

    const RunPlot m_kind;
    bool m_isLossInNats = true;
    MetricPlot *m_plot;
    HeatMap *m_map = nullptr;
    QStackedLayout *m_faces;
    std::vector<double> m_places; ///< of the map's columns on the x axis
    QTimer m_fill;
};

} // namespace tamiz::ui
