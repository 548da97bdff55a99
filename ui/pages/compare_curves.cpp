// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/compare_curves.h"

#include <algorithm>

#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QSlider>
#include <QVBoxLayout>

#include "ui/bridge/convert.h"
#include "ui/plots/number_format.h"

namespace tamiz::ui {

CompareCurves::CompareCurves(QWidget *parent)
    : QWidget(parent)
    , m_metric(new QComboBox(this))
    , m_axis(new QComboBox(this))
    , m_smoothingLabel(new QLabel(this))
    , m_smoothing(new QSlider(Qt::Horizontal, this))
    , m_plot(new MetricPlot(this))
{
    m_metric->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_metric->setMinimumContentsLength(12);
    m_metric->setMaxVisibleItems(20);
    for (const PlotAxis axis :
         { PlotAxis::Step, PlotAxis::Epoch, PlotAxis::Tokens, PlotAxis::Time })
        m_axis->addItem(axisName(axis), static_cast<int>(axis));
    m_axis->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_axis->setMinimumContentsLength(6);
    m_smoothing->setRange(0, 99);
    m_smoothing->setPageStep(10);
    m_smoothing->setFixedWidth(88);
    m_smoothingLabel->setBuddy(m_smoothing);
    m_plot->setLegendVisible(false); // the list of runs beside it shows each one's mark

    auto *controls = new QHBoxLayout;
    controls->setContentsMargins(8, 8, 8, 0);
    controls->setSpacing(8);
    controls->addWidget(m_metric, 1);
    controls->addWidget(m_axis);
    controls->addWidget(m_smoothingLabel);
    controls->addWidget(m_smoothing);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(controls);
    layout->addWidget(m_plot, 1);

    connect(m_metric, &QComboBox::currentIndexChanged, this, [this] { showMetric(); });
    connect(m_axis, &QComboBox::currentIndexChanged, this,
            [this] { m_plot->setXAxis(static_cast<PlotAxis>(m_axis->currentData().toInt())); });
    connect(m_smoothing, &QSlider::valueChanged, this, [this](int percent) {
        m_plot->setSmoothing(percent / 100.0);
        m_smoothing->setToolTip(
            tr("Weight of the past in the running mean: %1. The raw curve stays, faint.")
                .arg(QLocale().toString(percent / 100.0, 'f', 2)));
    });
    retranslate();
}

void CompareCurves::setComparison(const Comparison &comparison)
{
    m_comparison = comparison;
    fillMetrics();
    showMetric();
}

std::optional<SeriesKey> CompareCurves::metric() const
{
    const int index = m_metric->currentIndex();
    return index < 0 ? std::nullopt : std::optional(m_keys[static_cast<std::size_t>(index)]);
}

void CompareCurves::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

void CompareCurves::fillMetrics()
{
    const std::optional<SeriesKey> before = m_shown;
    const QSignalBlocker blocker(m_metric);
    m_metric->clear();
    m_keys = allKeys(m_comparison);
    for (const SeriesKey &key : m_keys)
        m_metric->addItem(seriesTitle(key));
    const SeriesKey first { "loss", "validation", {}, {} };
    auto wanted = before ? std::find(m_keys.begin(), m_keys.end(), *before) : m_keys.end();
    if (wanted == m_keys.end())
        wanted = std::find(m_keys.begin(), m_keys.end(), first);
    if (wanted == m_keys.end())
        wanted = m_keys.begin();
    m_metric->setCurrentIndex(m_keys.empty() ? -1 : static_cast<int>(wanted - m_keys.begin()));
    m_metric->setEnabled(!m_keys.empty());
}

void CompareCurves::showMetric()
{
    const std::optional<SeriesKey> key = metric();
    const bool isOther = key != m_shown;
    m_shown = key;
    bool isMissing = false;
    std::map<RunId, CurveId> curves;
    for (const ComparedRun &run : m_comparison.runs) {
        const CurveStyle style = runStyle(run.record.id, toQt(run.record.name));
        const auto known = m_curves.find(run.record.id);
        const CurveId curve = known != m_curves.end() ? known->second : m_plot->addCurve(style);
        m_plot->setCurveStyle(curve, style);
        curves[run.record.id] = curve;
        m_curves.erase(run.record.id);
        const auto points = key ? run.series.find(*key) : run.series.end();
        m_plot->setPoints(curve, points == run.series.end() ? SeriesPoints {} : points->second);
        isMissing = isMissing
            || (key && points == run.series.end()
                && std::find(run.keys.begin(), run.keys.end(), *key) != run.keys.end());
    }
    for (const auto &[run, curve] : m_curves)
        m_plot->removeCurve(curve);
    m_curves = std::move(curves);
    m_plot->setTitle(key ? seriesTitle(*key) : tr("Curves"));
    m_plot->setValueLabel(key ? seriesUnit(*key, isLossInNats(m_comparison)) : QString());
    m_plot->setEmptyText(isMissing ? tr("Reading the points…")
                                   : tr("None of the ticked runs has measured this yet."));
    if (isOther)
        m_plot->resetView();
    if (isMissing)
        emit pointsWanted(*key);
}

void CompareCurves::retranslate()
{
    m_metric->setAccessibleName(tr("Metric of the curves"));
    m_metric->setToolTip(tr("Which metric of the ticked runs is drawn"));
    m_axis->setAccessibleName(tr("Horizontal axis"));
    m_axis->setToolTip(tr("What runs along the horizontal axis"));
    m_smoothingLabel->setText(tr("S&moothing"));
    m_smoothing->setAccessibleName(tr("Smoothing"));
    m_smoothing->setToolTip(tr("Weight of the past in a running mean; the raw curve stays, faint"));
    for (int i = 0; i < m_axis->count(); ++i)
        m_axis->setItemText(i, axisName(static_cast<PlotAxis>(m_axis->itemData(i).toInt())));
    setComparison(Comparison(m_comparison));
}

} // namespace tamiz::ui
