// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include <QList>
#include <QObject>

namespace tamiz::ui {

class MetricPlot;
struct PlotExtent;
enum class PlotAxis;

/// Plots that share one x range and one cursor, also while they follow new points. Does not own them; a deleted plot leaves by itself.
class PlotGroup : public QObject
{
    Q_OBJECT

public:
    explicit PlotGroup(QObject *parent = nullptr);

    void add(MetricPlot *plot);
    void remove(MetricPlot *plot);
    QList<MetricPlot *> plots() const { return m_plots; }

    void setXAxis(PlotAxis axis);
    void setSmoothing(double factor);
    void setLogScale(bool isLog);
    void setOutlierClip(bool isClipped);
    void resetView();
    /// Lets every plot cover points that another one got since it was drawn.
    void updateExtents();

private:
    std::optional<PlotExtent> extent() const;
    template<typename Action>
    void forOthers(const MetricPlot *source, Action action);

    QList<MetricPlot *> m_plots;
    bool m_isForwarding = false;
};

} // namespace tamiz::ui
