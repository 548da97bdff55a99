// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/plot_card.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include <QStackedLayout>

#include "ui/plots/heat_map.h"
#include "ui/plots/metric_plot.h"
#include "ui/plots/plot_export.h"

namespace tamiz::ui {

namespace {

constexpr int kMinimumHeight = 232;
constexpr int kFillMs = 100;

double placeOf(const SeriesPoints &points, std::size_t i, PlotAxis axis)
{
    switch (axis) {
    case PlotAxis::Epoch:
        return points.epoch[i];
    case PlotAxis::Tokens:
        return static_cast<double>(points.tokens[i]);
    case PlotAxis::Time:
        return points.seconds[i];
    case PlotAxis::Step:
        break;
    }
    return static_cast<double>(points.step[i]);
}

} // namespace

PlotCard::PlotCard(RunPlot kind, const QString &fileStem, QWidget *parent)
    : QFrame(parent)
    , m_kind(kind)
    , m_plot(new MetricPlot(this))
    , m_faces(new QStackedLayout(this))
{
    setProperty("role", QStringLiteral("card"));
    setMinimumHeight(kMinimumHeight);
    m_plot->setObjectName(fileStem);
    m_faces->setContentsMargins(4, 8, 4, 4);
    m_faces->addWidget(m_plot);
    m_fill.setSingleShot(true);
    m_fill.setInterval(kFillMs);
    connect(&m_fill, &QTimer::timeout, this, &PlotCard::fillMap);
    connect(m_plot, &MetricPlot::xRangeChanged, this, &PlotCard::updateHeat);
    connect(m_plot, &MetricPlot::viewReset, this, &PlotCard::updateHeat);
    retranslate();
}

bool PlotCard::isHeat() const
{
    return m_map && m_faces->currentWidget() == m_map;
}

void PlotCard::setHeat(bool isWanted)
{
    if (isWanted == isHeat())
        return;
    if (isWanted && !m_map)
        makeMap();
    m_faces->setCurrentWidget(isWanted ? static_cast<QWidget *>(m_map) : m_plot);
    fillMap();
}

void PlotCard::makeMap()
{
    m_map = new HeatMap(this);
    m_faces->addWidget(m_map);
    // The plot behind it speaks for the card in its group.
    connect(m_map, &HeatMap::columnEntered, this, [this](int column) {
        const double x = m_places[static_cast<std::size_t>(column)];
        m_plot->setCursor(x);
        emit m_plot->cursorMoved(x);
    });
    connect(m_map, &HeatMap::columnLeft, this, [this] {
        m_plot->setCursor(std::nullopt);
        emit m_plot->cursorLeft();
    });
    retranslate();
}

void PlotCard::updateHeat()
{
    if (isHeat() && isVisible() && !m_fill.isActive())
        m_fill.start();
}

void PlotCard::fillMap()
{
    if (!isHeat())
        return;
    QStringList rows;
    std::map<std::int64_t, double> columns; // step -> place
    std::vector<const SeriesPoints *> curves;
    for (const CurveId id : m_plot->curves()) {
        if (!m_plot->isCurveVisible(id))
            continue;
        const SeriesPoints &points = m_plot->points(id);
        rows << m_plot->curveStyle(id).name;
        curves.push_back(&points);
        for (std::size_t i = 0; i < points.step.size(); ++i) {
            const double place = placeOf(points, i, m_plot->xAxis());
            if (m_plot->isFollowing() || (place >= m_plot->xLower() && place <= m_plot->xUpper()))
                columns.emplace(points.step[i], place);
        }
    }
    std::vector<std::int64_t> steps;
    m_places.clear();
    for (const auto &[step, place] : columns) {
        steps.push_back(step);
        m_places.push_back(place);
    }
    std::vector<double> values(curves.size() * steps.size(),
                               std::numeric_limits<double>::quiet_NaN());
    for (std::size_t row = 0; row < curves.size(); ++row) {
        for (std::size_t i = 0; i < curves[row]->step.size(); ++i) {
            const auto at = std::lower_bound(steps.begin(), steps.end(), curves[row]->step[i]);
            if (at != steps.end() && *at == curves[row]->step[i])
                values[row * steps.size() + static_cast<std::size_t>(at - steps.begin())]
                    = curves[row]->value[i];
        }
    }
    m_map->setValues(rows, std::move(steps), std::move(values));
}

void PlotCard::setCursor(std::optional<double> x)
{
    if (!isHeat())
        return;
    std::optional<int> nearest;
    for (std::size_t i = 0; x && i < m_places.size(); ++i) {
        if (!nearest
            || std::abs(m_places[i] - *x)
                < std::abs(m_places[static_cast<std::size_t>(*nearest)] - *x))
            nearest = static_cast<int>(i);
    }
    m_map->setCursorColumn(nearest);
}

Status PlotCard::exportAs(PlotToolbar::ExportFormat format, const QString &stem) const
{
    const PlotPicture picture = isHeat() ? m_map->picture() : m_plot->picture();
    const QSize size = isHeat() ? m_map->size() : MetricPlot::kPictureSize;
    switch (format) {
    case PlotToolbar::ExportFormat::Png:
        return savePicturePng(picture, stem + QStringLiteral("png"), size);
    case PlotToolbar::ExportFormat::Svg:
        return savePictureSvg(picture, stem + QStringLiteral("svg"), size);
    case PlotToolbar::ExportFormat::Pdf:
        return savePicturePdf(picture, stem + QStringLiteral("pdf"), size);
    case PlotToolbar::ExportFormat::Csv:
        break;
    }
    return m_plot->exportCsv(stem + QStringLiteral("csv"));
}

void PlotCard::showEvent(QShowEvent *event)
{
    QFrame::showEvent(event);
    updateHeat();
}

void PlotCard::setLossInNats(bool isLossInNats)
{
    if (m_isLossInNats == isLossInNats)
        return;
    m_isLossInNats = isLossInNats;
    retranslate();
}

void PlotCard::retranslate()
{
    const QString valueLabel = plotValueLabel(m_kind, m_isLossInNats);
    m_plot->setTitle(plotTitle(m_kind));
    m_plot->setValueLabel(valueLabel);
    m_plot->setEmptyText(plotEmptyText(m_kind));
    if (!m_map)
        return;
    m_map->setTitle(plotTitle(m_kind) + QStringLiteral(" · ") + valueLabel);
    m_map->setEmptyText(plotEmptyText(m_kind));
    m_map->setDiverging(isDifference(m_kind));
    fillMap();
}

} // namespace tamiz::ui
