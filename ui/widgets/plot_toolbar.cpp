// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/plot_toolbar.h"

#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QSlider>
#include <QToolButton>

#include "ui/plots/flow_layout.h"
#include "ui/widgets/line_icon.h"

namespace tamiz::ui {

namespace {

constexpr int kSmoothingSteps = 99; ///< hundredths of the smoothing factor
constexpr int kInitialSmoothing = 80;

constexpr int kHeight = 32;

/// A label and its control as one item, so that they wrap together.
QWidget *labelled(QLabel *label, QWidget *control)
{
    auto *pair = new QWidget(label->parentWidget());
    auto *row = new QHBoxLayout(pair);
    row->setContentsMargins(0, 0, 4, 0);
    row->setSpacing(6);
    row->addWidget(label);
    row->addWidget(control);
    pair->setFixedHeight(kHeight);
    return pair;
}

} // namespace

PlotToolbar::PlotToolbar(QWidget *parent)
    : QWidget(parent)
    , m_axisLabel(new QLabel(this))
    , m_axis(new QComboBox(this))
    , m_log(new QCheckBox(this))
    , m_clip(new QCheckBox(this))
    , m_smoothingLabel(new QLabel(this))
    , m_smoothing(new QSlider(Qt::Horizontal, this))
    , m_reset(new QToolButton(this))
    , m_plots(new QToolButton(this))
    , m_plotsMenu(new QMenu(m_plots))
    , m_heat(new QAction(this))
    , m_export(new QToolButton(this))
{
    for (const PlotAxis axis :
         { PlotAxis::Step, PlotAxis::Epoch, PlotAxis::Tokens, PlotAxis::Time })
        m_axis->addItem(QString(), static_cast<int>(axis));
    m_axisLabel->setBuddy(m_axis);
    m_axis->setObjectName(QStringLiteral("plotAxis"));
    m_log->setObjectName(QStringLiteral("plotLogScale"));
    m_clip->setObjectName(QStringLiteral("plotClip"));
    m_heat->setObjectName(QStringLiteral("plotHeat"));
    m_smoothing->setObjectName(QStringLiteral("plotSmoothing"));
    m_smoothing->setRange(0, kSmoothingSteps);
    m_smoothing->setValue(kInitialSmoothing);
    m_smoothing->setFixedWidth(64);
    m_smoothingLabel->setBuddy(m_smoothing);

    auto *exportMenu = new QMenu(m_export);
    for (const ExportFormat format :
         { ExportFormat::Png, ExportFormat::Svg, ExportFormat::Pdf, ExportFormat::Csv }) {
        QAction *action = exportMenu->addAction(QString());
        connect(action, &QAction::triggered, this,
                [this, format] { emit exportRequested(format); });
        m_exportActions.append(action);
    }
    m_export->setMenu(exportMenu);
    m_heat->setCheckable(true);
    m_plotsMenu->setToolTipsVisible(true);
    m_plotsEnd = m_plotsMenu->addSeparator();
    m_plotsMenu->addAction(m_heat);
    m_plots->setMenu(m_plotsMenu);
    m_reset->setIcon(lineIcon(QStringLiteral("zoom-reset")));
    m_plots->setIcon(lineIcon(QStringLiteral("eye")));
    m_export->setIcon(lineIcon(QStringLiteral("image")));
    for (QToolButton *button : { m_reset, m_plots, m_export }) {
        button->setToolButtonStyle(button == m_reset ? Qt::ToolButtonIconOnly
                                                     : Qt::ToolButtonTextBesideIcon);
        button->setFocusPolicy(Qt::StrongFocus);
        if (button->menu())
            button->setPopupMode(QToolButton::InstantPopup);
    }

    auto *layout = new FlowLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(labelled(m_axisLabel, m_axis));
    layout->addWidget(labelled(m_smoothingLabel, m_smoothing));
    for (QWidget *widget :
         std::initializer_list<QWidget *> { m_log, m_clip, m_reset, m_plots, m_export }) {
        widget->setFixedHeight(kHeight);
        layout->addWidget(widget);
    }

    connect(m_axis, &QComboBox::currentIndexChanged, this, [this] { emit axisChanged(axis()); });
    connect(m_log, &QCheckBox::toggled, this, &PlotToolbar::logScaleChanged);
    connect(m_clip, &QCheckBox::toggled, this, &PlotToolbar::outlierClipChanged);
    connect(m_heat, &QAction::triggered, this, &PlotToolbar::heatChosen);
    connect(m_smoothing, &QSlider::valueChanged, this,
            [this] { emit smoothingChanged(smoothing()); });
    connect(m_reset, &QToolButton::clicked, this, &PlotToolbar::resetRequested);
    retranslate();
}

PlotAxis PlotToolbar::axis() const
{
    return static_cast<PlotAxis>(m_axis->currentData().toInt());
}

bool PlotToolbar::isLogScale() const
{
    return m_log->isChecked();
}

double PlotToolbar::smoothing() const
{
    return m_smoothing->value() / 100.0;
}

bool PlotToolbar::isOutlierClip() const
{
    return m_clip->isChecked();
}

void PlotToolbar::insertPlot(QAction *action, QAction *next)
{
    m_plotsMenu->insertAction(next ? next : m_plotsEnd, action);
}

void PlotToolbar::setHeat(bool isHeat)
{
    m_heat->setChecked(isHeat);
}

void PlotToolbar::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

void PlotToolbar::retranslate()
{
    m_axisLabel->setText(tr("X axis"));
    m_axis->setAccessibleName(tr("X axis of all plots"));
    m_axis->setToolTip(tr("What the plots share as x axis; tokens count real ones, never padding"));
    m_axis->setItemText(0, tr("Step"));
    m_axis->setItemText(1, tr("Epoch"));
    m_axis->setItemText(2, tr("Tokens"));
    m_axis->setItemText(3, tr("Time"));
    m_smoothingLabel->setText(tr("Smoothing"));
    m_smoothing->setAccessibleName(tr("Smoothing of noisy curves"));
    m_smoothing->setToolTip(
        tr("Draws a moving average over the raw training curves; evaluations stay as measured"));
    m_log->setText(tr("Log"));
    m_log->setAccessibleName(tr("Logarithmic scale"));
    m_log->setToolTip(tr("Logarithmic value axis; values of zero and below are left out"));
    m_clip->setText(tr("Clip"));
    m_clip->setAccessibleName(tr("Clip outliers"));
    m_clip->setToolTip(tr("Fits the value axis to the middle 98 % of the points; nothing is lost, "
                          "a few points lie outside"));
    m_heat->setText(tr("Token classes as heat maps"));
    m_heat->setToolTip(tr("Values per token class as colours, class by step, instead of curves; "
                          "on by itself when there are many classes"));
    m_reset->setText(tr("Reset view"));
    m_reset->setToolTip(tr("Shows all points and follows new ones; so does a double click"));
    m_plots->setText(tr("Plots"));
    m_plots->setToolTip(tr("Which plots are shown; hidden ones cost no time"));
    m_export->setText(tr("Export"));
    m_export->setToolTip(tr("Saves every plot in sight to a folder"));
    m_exportActions[0]->setText(tr("Images (PNG)…"));
    m_exportActions[1]->setText(tr("Drawings (SVG)…"));
    m_exportActions[2]->setText(tr("Documents (PDF)…"));
    m_exportActions[3]->setText(tr("Values (CSV)…"));
}

} // namespace tamiz::ui
