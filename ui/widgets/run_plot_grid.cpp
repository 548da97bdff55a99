// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/run_plot_grid.h"

#include <algorithm>

#include <QAction>
#include <QDir>
#include <QEvent>
#include <QGridLayout>
#include <QScrollArea>
#include <QScrollBar>
#include <QVBoxLayout>

#include "ui/plots/plot_group.h"
#include "ui/widgets/plot_card.h"

namespace tamiz::ui {

namespace {

constexpr int kMinimumPlotWidth = 340;
constexpr int kMaximumColumns = 4;
constexpr int kGap = 8;
constexpr int kExtentMs = 1000;
constexpr qsizetype kManyClasses = 6; ///< more curves than eyes tell apart

constexpr RunPlot kUsualPlots[] { RunPlot::Loss, RunPlot::Forgetting, RunPlot::RelianceMetric,
                                  RunPlot::LearningRate, RunPlot::Throughput };

QString fileStem(RunPlot plot)
{
    static const std::map<RunPlot, QString> kStems {
        { RunPlot::Loss, QStringLiteral("loss") },
        { RunPlot::TaskMetrics, QStringLiteral("metrics") },
        { RunPlot::Errors, QStringLiteral("errors") },
        { RunPlot::LabelF1, QStringLiteral("label-f1") },
        { RunPlot::ClassLoss, QStringLiteral("class-loss") },
        { RunPlot::ClassAccuracy, QStringLiteral("class-accuracy") },
        { RunPlot::Forgetting, QStringLiteral("forgetting") },
        { RunPlot::ClassForgetting, QStringLiteral("class-forgetting") },
        { RunPlot::RelianceMetric, QStringLiteral("reliance-metric") },
        { RunPlot::RelianceLoss, QStringLiteral("reliance-loss") },
        { RunPlot::ReferenceLoss, QStringLiteral("reference-loss") },
        { RunPlot::LearningRate, QStringLiteral("learning-rate") },
        { RunPlot::Throughput, QStringLiteral("throughput") },
        { RunPlot::GradientNorm, QStringLiteral("gradient-norm") },
        { RunPlot::Memory, QStringLiteral("memory") },
        { RunPlot::Other, QStringLiteral("other") },
    };
    return kStems.at(plot);
}

} // namespace

RunPlotGrid::RunPlotGrid(QWidget *parent)
    : QWidget(parent)
    , m_toolbar(new PlotToolbar(this))
    , m_scroll(new QScrollArea(this))
    , m_group(new PlotGroup(this))
{
    auto *content = new QWidget(m_scroll);
    m_grid = new QGridLayout(content);
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setSpacing(kGap);
    m_scroll->setWidget(content);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(kGap);
    layout->addWidget(m_toolbar);
    layout->addWidget(m_scroll, 1);

    connect(m_toolbar, &PlotToolbar::axisChanged, m_group, &PlotGroup::setXAxis);
    connect(m_toolbar, &PlotToolbar::logScaleChanged, m_group, &PlotGroup::setLogScale);
    connect(m_toolbar, &PlotToolbar::outlierClipChanged, m_group, &PlotGroup::setOutlierClip);
    connect(m_toolbar, &PlotToolbar::heatChosen, this, [this](bool isHeat) {
        m_heatChoice = isHeat;
        chooseFaces();
    });
    connect(m_toolbar, &PlotToolbar::axisChanged, this, &RunPlotGrid::updateSoon);
    connect(m_toolbar, &PlotToolbar::resetRequested, m_group, &PlotGroup::resetView);
    connect(m_toolbar, &PlotToolbar::smoothingChanged, this, [this] {
        for (const auto &[kind, cell] : m_cells)
            cell.plot->setSmoothing(smoothingOf(kind));
    });
    connect(m_toolbar, &PlotToolbar::exportRequested, this, &RunPlotGrid::exportRequested);
    // Plots whose points are rare follow the range of the others once a second, not at every tick.
    m_extentTimer.setSingleShot(true);
    m_extentTimer.setInterval(kExtentMs);
    connect(&m_extentTimer, &QTimer::timeout, this, [this] {
        m_group->updateExtents();
        for (const auto &[kind, cell] : m_cells)
            cell.card->updateHeat();
    });
    for (const RunPlot kind : kUsualPlots)
        cell(kind);
    arrange();
}

RunPlotGrid::~RunPlotGrid()
{
    // QWidget's destructor hides the cards: one that has the focus then says that its cursor left.
    for (const auto &[kind, cell] : m_cells)
        cell.plot->disconnect(this);
}

RunPlotGrid::Cell &RunPlotGrid::cell(RunPlot kind)
{
    const auto found = m_cells.find(kind);
    return found != m_cells.end() ? found->second : m_cells[kind] = makeCell(kind);
}

RunPlotGrid::Cell RunPlotGrid::makeCell(RunPlot kind)
{
    Cell made;
    made.card = new PlotCard(kind, fileStem(kind), m_scroll->widget());
    made.plot = made.card->plot();
    applyToolbar(kind, *made.plot);
    made.card->setLossInNats(m_curves.isLossInNats());
    made.plot->setEventMarks(m_marks);
    m_group->add(made.plot);
    connect(made.plot, &MetricPlot::cursorMoved, this, &RunPlotGrid::showCursor);
    connect(made.plot, &MetricPlot::cursorLeft, this, [this] { showCursor(std::nullopt); });
    connect(made.plot, &MetricPlot::curveVisibilityChanged, made.card, &PlotCard::updateHeat);

    made.toggle = new QAction(plotTitle(kind), this);
    made.toggle->setCheckable(true);
    made.toggle->setChecked(true);
    connect(made.toggle, &QAction::toggled, this, &RunPlotGrid::arrange);
    // The menu keeps the order of the grid.
    const auto next = m_cells.upper_bound(kind);
    m_toolbar->insertPlot(made.toggle, next == m_cells.end() ? nullptr : next->second.toggle);
    return made;
}

void RunPlotGrid::applyToolbar(RunPlot kind, MetricPlot &plot) const
{
    plot.setXAxis(m_toolbar->axis());
    plot.setLogScale(m_toolbar->isLogScale());
    plot.setOutlierClip(m_toolbar->isOutlierClip());
    plot.setSmoothing(smoothingOf(kind));
}

double RunPlotGrid::smoothingOf(RunPlot kind) const
{
    return isSmoothed(kind) ? m_toolbar->smoothing() : 0;
}

bool RunPlotGrid::isShown(const Cell &cell, RunPlot kind) const
{
    return cell.toggle->isChecked() && (cell.hasCurves || isAlwaysShown(kind));
}

void RunPlotGrid::clear(RunCurves curves)
{
    m_curves = std::move(curves);
    m_places.clear();
    m_marks.clear();
    for (auto &[kind, cell] : m_cells) {
        cell.plot->clear();
        cell.plot->resetView();
        cell.card->setLossInNats(m_curves.isLossInNats());
        cell.hasCurves = false;
    }
    chooseFaces();
    arrange();
}

RunPlotGrid::Place RunPlotGrid::place(const SeriesKey &key)
{
    const auto found = m_places.find(key);
    if (found != m_places.end())
        return found->second;
    const RunPlot kind = m_curves.plotOf(key);
    Cell &target = cell(kind);
    const Place made { kind, target.plot->addCurve(m_curves.styleOf(key)) };
    m_places[key] = made;
    target.plot->setLegendVisible(target.plot->curves().size() > 1 || kind == RunPlot::Loss);
    if (!target.hasCurves) {
        target.hasCurves = true;
        arrange();
    }
    chooseFaces();
    return made;
}

/// Curves, or a heat map where a class each would make a bundle of them.
void RunPlotGrid::chooseFaces()
{
    bool isAnyHeat = false;
    for (const auto &[kind, cell] : m_cells) {
        const bool isHeat
            = isPerClass(kind) && m_heatChoice.value_or(cell.plot->curves().size() > kManyClasses);
        cell.card->setHeat(isHeat);
        isAnyHeat = isAnyHeat || isHeat;
    }
    m_toolbar->setHeat(isAnyHeat);
}

void RunPlotGrid::showCursor(std::optional<double> x)
{
    for (const auto &[kind, cell] : m_cells)
        cell.card->setCursor(x);
}

void RunPlotGrid::updateSoon()
{
    if (!m_extentTimer.isActive())
        m_extentTimer.start();
}

void RunPlotGrid::setCurve(const SeriesKey &key, SeriesBuffer points)
{
    if (!RunCurves::isDrawn(key))
        return;
    const Place where = place(key);
    cell(where.kind).plot->setPoints(where.curve, std::move(points));
    updateSoon();
}

void RunPlotGrid::append(const RunFeed::NewPoints &points)
{
    for (const auto &[key, added] : points) {
        if (!RunCurves::isDrawn(key))
            continue;
        const Place where = place(key);
        cell(where.kind).plot->append(where.curve, added);
    }
    updateSoon();
}

void RunPlotGrid::setMarks(const std::vector<Mark> &marks)
{
    m_marks = marks;
    for (const auto &[kind, cell] : m_cells)
        cell.plot->setEventMarks(marks);
}

void RunPlotGrid::addMark(const Mark &mark)
{
    m_marks.push_back(mark);
    for (const auto &[kind, cell] : m_cells)
        cell.plot->addEventMark(mark);
}

MetricPlot *RunPlotGrid::plot(RunPlot kind) const
{
    const auto found = m_cells.find(kind);
    return found == m_cells.end() ? nullptr : found->second.plot;
}

PlotCard *RunPlotGrid::card(RunPlot kind) const
{
    const auto found = m_cells.find(kind);
    return found == m_cells.end() ? nullptr : found->second.card;
}

std::size_t RunPlotGrid::pointCount(const SeriesKey &key) const
{
    const auto found = m_places.find(key);
    return found == m_places.end() ? 0 : plot(found->second.kind)->pointCount(found->second.curve);
}

RunFeed::Look RunPlotGrid::lookOf(const SeriesKey &key) const
{
    return { m_toolbar->axis(), smoothingOf(m_curves.plotOf(key)) };
}

Status RunPlotGrid::exportPlots(const QString &folder, const QString &prefix,
                                PlotToolbar::ExportFormat format) const
{
    for (const auto &[kind, cell] : m_cells) {
        if (!cell.hasCurves || !cell.toggle->isChecked())
            continue;
        const QString stem
            = QDir(folder).filePath(prefix + QLatin1Char('-') + fileStem(kind) + QLatin1Char('.'));
        TAMIZ_CHECK(cell.card->exportAs(format, stem));
    }
    return {};
}

int RunPlotGrid::columnsFor(int width) const
{
    return std::clamp((width + kGap) / (kMinimumPlotWidth + kGap), 1, kMaximumColumns);
}

void RunPlotGrid::arrange()
{
    std::vector<PlotCard *> shown;
    for (const auto &[kind, cell] : m_cells) {
        m_grid->removeWidget(cell.card);
        const bool isIn = isShown(cell, kind);
        cell.card->setVisible(isIn);
        cell.toggle->setVisible(cell.hasCurves || isAlwaysShown(kind));
        if (isIn)
            shown.push_back(cell.card);
    }
    const int scrollBar = m_scroll->verticalScrollBar()->sizeHint().width();
    const int columns
        = std::min(columnsFor(width() - scrollBar), std::max(1, static_cast<int>(shown.size())));
    for (int column = 0; column < kMaximumColumns; ++column)
        m_grid->setColumnStretch(column, column < columns ? 1 : 0);
    const int count = static_cast<int>(shown.size());
    const int rows = (count + columns - 1) / columns;
    for (int row = 0; row < std::max(rows, m_grid->rowCount()); ++row)
        m_grid->setRowStretch(row, row < rows ? 1 : 0);
    for (int i = 0; i < count; ++i) {
        // The last one fills its row, so that no hole is left.
        const int span = i == count - 1 ? columns - i % columns : 1;
        m_grid->addWidget(shown[static_cast<std::size_t>(i)], i / columns, i % columns, 1, span);
    }
}

void RunPlotGrid::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    arrange();
}

void RunPlotGrid::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

void RunPlotGrid::retranslate()
{
    for (auto &[kind, cell] : m_cells) {
        cell.card->retranslate();
        cell.toggle->setText(plotTitle(kind));
    }
    for (const auto &[key, where] : m_places)
        cell(where.kind).plot->setCurveStyle(where.curve, m_curves.styleOf(key));
}

} // namespace tamiz::ui
