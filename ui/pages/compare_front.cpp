// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/compare_front.h"

#include <algorithm>
#include <cmath>

#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include "core/metrics/front.h"
#include "ui/bridge/convert.h"
#include "ui/plots/scatter_plot.h"

namespace tamiz::ui {

namespace {

// Forgetting on all tokens at a step: of one set, or the mean over the sets that were measured there.
std::optional<double> forgettingAt(const ComparedRun &run,
                                   const std::vector<std::string> &references, std::int64_t step)
{
    double sum = 0;
    int count = 0;
    for (const std::string &reference : references) {
        if (const auto value = valueAt(run, { "forgetting", {}, {}, reference }, step)) {
            sum += *value;
            ++count;
        }
    }
    return count > 0 ? std::optional(sum / count) : std::nullopt;
}

std::vector<SeriesKey> gainKeys(const Comparison &comparison)
{
    std::vector<SeriesKey> keys;
    for (const char *name : { "accuracy", "f1_micro", "f1_macro", "f1", "exact_match", "pearson",
                              "spearman", "mae", "loss" }) {
        const SeriesKey key { name, "validation", {}, {} };
        const bool isMeasured = std::any_of(
            comparison.runs.begin(), comparison.runs.end(), [&](const ComparedRun &run) {
                return std::find(run.keys.begin(), run.keys.end(), key) != run.keys.end();
            });
        if (isMeasured)
            keys.push_back(key);
    }
    return keys;
}

} // namespace

CompareFront::CompareFront(QWidget *parent)
    : QWidget(parent)
    , m_gain(new QComboBox(this))
    , m_reference(new QComboBox(this))
    , m_plot(new ScatterPlot(this))
    , m_selection(new QLabel(this))
    , m_export(new QPushButton(this))
    , m_open(new QPushButton(this))
{
    for (QComboBox *box : { m_gain, m_reference }) {
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        box->setMinimumContentsLength(8);
    }
    m_selection->setTextFormat(Qt::PlainText);
    m_selection->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_selection->setIndent(8);
    m_selection->setProperty("role", QStringLiteral("muted"));

    auto *controls = new QHBoxLayout;
    controls->setContentsMargins(8, 8, 8, 0);
    controls->setSpacing(8);
    controls->addWidget(m_gain, 8);
    controls->addWidget(m_reference, 7);
    auto *actions = new QHBoxLayout;
    actions->setContentsMargins(8, 4, 8, 8);
    actions->setSpacing(8);
    actions->addWidget(m_open, 1);
    actions->addWidget(m_export, 1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(controls);
    layout->addWidget(m_plot, 1);
    layout->addWidget(m_selection);
    layout->addLayout(actions);

    connect(m_gain, &QComboBox::currentIndexChanged, this, [this] { showPoints(); });
    connect(m_reference, &QComboBox::currentIndexChanged, this, [this] { showPoints(); });
    connect(m_plot, &ScatterPlot::selectedChanged, this, [this] { updateSelection(); });
    connect(m_plot, &ScatterPlot::activated, m_open, &QPushButton::click);
    connect(m_export, &QPushButton::clicked, this, [this] {
        if (const std::optional<Place> place = selected())
            emit exportRequested(place->run, place->step, place->isEnd);
    });
    connect(m_open, &QPushButton::clicked, this, [this] {
        if (const std::optional<Place> place = selected())
            emit runRequested(place->run);
    });
    retranslate();
}

void CompareFront::setComparison(const Comparison &comparison)
{
    m_comparison = comparison;
    fillChoices();
    showPoints();
}

std::optional<CompareFront::Place> CompareFront::selected() const
{
    const std::optional<int> index = m_plot->selected();
    return index ? std::optional(m_places[static_cast<std::size_t>(*index)]) : std::nullopt;
}

void CompareFront::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

void CompareFront::fillChoices()
{
    const QSignalBlocker gainBlocker(m_gain);
    const QSignalBlocker referenceBlocker(m_reference);
    const int gain = std::max(0, m_gain->currentIndex());
    const int reference = std::max(0, m_reference->currentIndex());
    m_gains = gainKeys(m_comparison);
    m_references = referenceSets(m_comparison);
    m_gain->clear();
    for (const SeriesKey &key : m_gains)
        m_gain->addItem(seriesTitle(key));
    m_gain->setCurrentIndex(std::min(gain, m_gain->count() - 1));
    m_reference->clear();
    if (m_references.size() != 1)
        m_reference->addItem(tr("mean forgetting"));
    for (const std::string &name : m_references)
        m_reference->addItem(seriesTitle({ "forgetting", {}, {}, name }));
    m_reference->setCurrentIndex(std::min(reference, m_reference->count() - 1));
    m_reference->setEnabled(m_references.size() > 1);
    m_gain->setEnabled(m_gains.size() > 1);
}

void CompareFront::showPoints()
{
    const std::optional<Place> before
        = m_plot->selected() && *m_plot->selected() < static_cast<int>(m_places.size())
        ? selected()
        : std::nullopt;
    QList<ScatterPoint> points;
    std::vector<Trade> trades;
    m_places.clear();
    const int gainIndex = m_gain->currentIndex();
    if (gainIndex >= 0) {
        const SeriesKey gain = m_gains[static_cast<std::size_t>(gainIndex)];
        const bool isMean = m_references.size() > 1 && m_reference->currentIndex() == 0;
        const int place = m_reference->currentIndex() - (m_references.size() > 1 ? 1 : 0);
        const std::vector<std::string> references = isMean || m_references.empty()
            ? m_references
            : std::vector<std::string> { m_references[static_cast<std::size_t>(place)] };
        for (const ComparedRun &run : m_comparison.runs) {
            const auto curve = run.series.find(gain);
            if (curve == run.series.end())
                continue;
            const qsizetype first = points.size();
            for (std::size_t i = 0; i < curve->second.step.size(); ++i) {
                const std::int64_t step = curve->second.step[i];
                const std::optional<double> cost = forgettingAt(run, references, step);
                const double value = curve->second.value[i];
                if (!cost || !std::isfinite(value))
                    continue;
                ScatterPoint point;
                point.x = value;
                point.y = *cost;
                point.style = runStyle(run.record.id, toQt(run.record.name));
                point.detail = tr("step %1").arg(QLocale().toString(qlonglong { step }));
                point.isSmall = true;
                point.trail = static_cast<int>(run.record.id);
                points.append(point);
                m_places.push_back({ run.record.id, step, false });
                trades.push_back({ isLowerBetter(gain) ? -value : value, *cost });
            }
            if (points.size() > first) {
                points.last().isSmall = false;
                m_places.back().isEnd = true;
            }
        }
        m_plot->setAxisLabels(seriesTitle(gain), tr("forgetting (nats)"));
        m_plot->setTitle(isLowerBetter(gain)
                             ? tr("Task against forgetting: better is lower left")
                             : tr("Task against forgetting: better is lower right"));
    } else {
        m_plot->setTitle(tr("Task against forgetting"));
    }
    QList<QPointF> front;
    for (const std::size_t i : nonDominated(trades))
        front.append(
            QPointF(points[static_cast<qsizetype>(i)].x, points[static_cast<qsizetype>(i)].y));
    m_plot->setPoints(std::move(points));
    m_plot->setFront(std::move(front), tr("front"));
    std::optional<int> again;
    for (std::size_t i = 0; before && i < m_places.size(); ++i) {
        if (m_places[i].run == before->run && m_places[i].step == before->step)
            again = static_cast<int>(i);
    }
    m_plot->setSelected(again);
    updateSelection();
}

void CompareFront::updateSelection()
{
    const std::optional<Place> place = selected();
    m_export->setEnabled(place.has_value());
    m_open->setEnabled(place.has_value());
    if (!place) {
        m_selection->setText(m_places.empty() ? QString() : tr("Click a point to use it"));
        m_selection->setToolTip({});
        return;
    }
    const ScatterPoint &point = m_plot->points()[*m_plot->selected()];
    m_selection->setText(tr("%1, %2").arg(point.style.name, point.detail));
    m_selection->setToolTip(m_selection->text());
}

void CompareFront::retranslate()
{
    m_gain->setAccessibleName(tr("Task metric"));
    m_gain->setToolTip(tr("The task metric along the horizontal axis, on the validation set"));
    m_reference->setAccessibleName(tr("Forgetting on"));
    m_reference->setToolTip(tr("The reference texts on which forgetting is measured"));
    m_plot->setEmptyText(tr("No run here has measured a task metric and forgetting. Add reference "
                            "texts to the recipe (data.reference) and train again."));
    m_export->setText(tr("Export…"));
    m_export->setToolTip(tr(
        "Writes the adapter of the selected point in PEFT format, and reads it back to compare"));
    m_open->setText(tr("Open run"));
    m_open->setToolTip(tr("Shows the run of the selected point on the Runs page"));
    setComparison(Comparison(m_comparison));
}

} // namespace tamiz::ui
