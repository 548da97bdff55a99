// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/summary_panel.h"

#include <algorithm>

#include <QAction>
#include <QCheckBox>
#include <QEvent>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QProgressBar>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

#include "ui/bridge/convert.h"
#include "ui/settings/theme.h"
#include "ui/widgets/line_icon.h"
#include "ui/widgets/quantity_text.h"

namespace tamiz::ui {

namespace {

constexpr int kWidth = 272;
constexpr int kShareSteps = 1000;
const QString kUnknown = QStringLiteral("–");

} // namespace

SummaryPanel::SummaryPanel(QAction *start, QAction *queue, QAction *save, QAction *measure,
                           QWidget *parent)
    : Panel(parent)
    , m_trainable(new QLabel(this))
    , m_total(new QLabel(this))
    , m_share(new QProgressBar(this))
    , m_measure(addButton(measure))
    , m_issuesHeading(new QLabel(this))
    , m_issues(new QListWidget(this))
    , m_nameLabel(new QLabel(this))
    , m_name(new QLineEdit(this))
    , m_control(new QCheckBox(this))
    , m_seeds(new QSpinBox(this))
    , m_runs(new QLabel(this))
    , m_reason(new QLabel(this))
    , m_start(addButton(start))
    , m_queue(addButton(queue))
    , m_save(addButton(save))
{
    setFixedWidth(kWidth);
    m_trainable->setProperty("role", QStringLiteral("number"));
    m_total->setProperty("role", QStringLiteral("muted"));
    m_share->setRange(0, kShareSteps);
    m_share->setTextVisible(false);
    body()->setSpacing(4);
    body()->addWidget(m_trainable);
    body()->addWidget(m_total);
    body()->addWidget(m_share);
    body()->addSpacing(4);

    auto *const grid = new QGridLayout;
    grid->setHorizontalSpacing(8);
    grid->setVerticalSpacing(3);
    m_trainMemory = addLine(grid);
    m_evaluationMemory = addLine(grid);
    m_freeMemory = addLine(grid);
    m_epoch = addLine(grid);
    m_run = addLine(grid);
    m_disk = addLine(grid);
    grid->setColumnStretch(1, 1);
    body()->addLayout(grid);
    m_measure->setProperty("kind", QStringLiteral("flat"));
    headingRow()->addWidget(m_measure);

    m_issuesHeading->setProperty("role", QStringLiteral("muted"));
    m_issues->setWordWrap(true);
    m_issues->setIconSize(QSize(16, 16));
    m_issues->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_issues->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_issues->setFrameShape(QFrame::NoFrame);
    m_issues->setMinimumHeight(72);
    body()->addSpacing(4);
    body()->addWidget(m_issuesHeading);
    QSizePolicy policy = m_issues->sizePolicy();
    policy.setRetainSizeWhenHidden(true); // what is below it keeps its place
    m_issues->setSizePolicy(policy);
    body()->addWidget(m_issues, 1);

    m_nameLabel->setProperty("role", QStringLiteral("caption"));
    m_nameLabel->setBuddy(m_name);
    body()->addWidget(m_nameLabel);
    body()->addWidget(m_name);
    m_seeds->setRange(1, 20);
    m_seeds->setValue(3);
    auto *const controlRow = new QHBoxLayout;
    controlRow->setSpacing(8);
    controlRow->addWidget(m_runs, 1);
    controlRow->addWidget(m_seeds);
    body()->addSpacing(4);
    body()->addWidget(m_control);
    body()->addLayout(controlRow);
    m_runs->setProperty("role", QStringLiteral("caption"));
    m_runs->setWordWrap(true);
    m_reason->setProperty("role", QStringLiteral("caption-danger"));
    m_reason->setWordWrap(true);
    body()->addWidget(m_reason);
    body()->addSpacing(4);
    m_start->setProperty("kind", QStringLiteral("primary"));
    body()->addWidget(m_start);
    auto *const buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(m_queue, 1);
    buttons->addWidget(m_save, 1);
    body()->addLayout(buttons);

    connect(m_name, &QLineEdit::textEdited, this, &SummaryPanel::nameEdited);
    connect(m_control, &QCheckBox::toggled, this, [this] {
        showControl();
        emit controlChanged();
    });
    connect(m_seeds, &QSpinBox::valueChanged, this, [this] {
        showControl();
        emit controlChanged();
    });
    const auto activate = [this](QListWidgetItem *item) {
        emit problemActivated(item->data(Qt::UserRole).toString());
    };
    connect(m_issues, &QListWidget::itemClicked, this, activate);
    connect(m_issues, &QListWidget::itemActivated, this, activate);
    retranslate();
}

SummaryPanel::Line SummaryPanel::addLine(QGridLayout *grid)
{
    const Line line { new QLabel(this), new QLabel(this) };
    line.name->setProperty("role", QStringLiteral("muted"));
    line.value->setAlignment(Qt::AlignRight);
    const int row = grid->rowCount();
    grid->addWidget(line.name, row, 0);
    grid->addWidget(line.value, row, 1);
    return line;
}

/// A push button that follows an action, so that menu, shortcut and button are one thing.
QPushButton *SummaryPanel::addButton(QAction *action)
{
    auto *const button = new QPushButton(this);
    const auto follow = [button, action] {
        button->setText(action->iconText());
        button->setToolTip(action->toolTip());
        button->setEnabled(action->isEnabled());
    };
    connect(action, &QAction::changed, button, follow);
    connect(button, &QPushButton::clicked, action, &QAction::trigger);
    follow();
    return button;
}

int SummaryPanel::controlSeeds() const
{
    return m_control->isChecked() ? m_seeds->value() : 0;
}

void SummaryPanel::setEstimate(const std::optional<Estimate> &estimate)
{
    m_estimate = estimate;
    showEstimate();
}

void SummaryPanel::setProblems(const std::vector<Problem> &problems)
{
    if (problems == m_problems)
        return;
    m_problems = problems;
    showProblems();
}

void SummaryPanel::setName(const QString &name)
{
    if (m_name->text() != name)
        m_name->setText(name);
}

void SummaryPanel::showEstimate()
{
    const bool isKnown = m_estimate.has_value();
    const Estimate &e = isKnown ? *m_estimate : Estimate {};
    const double share = e.totalParameters > 0
        ? static_cast<double>(e.trainableParameters) / static_cast<double>(e.totalParameters)
        : 0;
    m_trainable->setText(isKnown ? tr("%1 trainable").arg(countText(e.trainableParameters))
                                 : kUnknown);
    m_total->setText(
        isKnown ? tr("of %1 parameters (%2)").arg(countText(e.totalParameters), shareText(share))
                : tr("Parameters appear with the model"));
    m_share->setValue(std::max(e.trainableParameters > 0 ? kShareSteps / 100 : 0,
                               static_cast<int>(share * kShareSteps)));
    const auto show = [isKnown](const Line &line, const QString &text) {
        line.value->setText(isKnown ? text : kUnknown);
    };
    const QString about = e.isMeasured ? QString() : QStringLiteral("~ ");
    show(m_trainMemory, bytesText(e.trainMemoryBytes));
    show(m_evaluationMemory, bytesText(e.evaluationMemoryBytes));
    show(m_freeMemory, bytesText(e.freeMemoryBytes));
    show(m_epoch, about + durationText(e.secondsPerEpoch));
    show(m_run, about + durationText(e.secondsTotal));
    show(m_disk, bytesText(e.diskBytes));
    m_disk.value->setToolTip(tr("%1 free").arg(bytesText(e.freeDiskBytes)));
    const QString source = e.isMeasured ? tr("Timed on this machine with this recipe")
                                        : tr("Estimated; Measure times a step on this machine");
    m_epoch.value->setToolTip(source);
    m_run.value->setToolTip(source);
}

void SummaryPanel::showProblems()
{
    m_issues->clear();
    int errors = 0;
    std::vector<Problem> sorted = m_problems;
    std::stable_sort(sorted.begin(), sorted.end(),
                     [](const Problem &a, const Problem &b) { return a.severity < b.severity; });
    for (const Problem &problem : sorted) {
        const bool isError = problem.severity == Severity::Error;
        errors += isError ? 1 : 0;
        auto *const item = new QListWidgetItem(m_issues);
        const QString name = isError ? QStringLiteral("error") : QStringLiteral("warning");
        item->setIcon(linePixmap(name, isError ? dangerColor(palette()) : warningColor(palette()),
                                 16, devicePixelRatioF()));
        item->setText(toQt(problem.path) + QStringLiteral(": ") + toQt(problem.message));
        item->setToolTip(toQt(problem.hint));
        item->setData(Qt::UserRole, toQt(problem.path));
        item->setData(
            Qt::AccessibleTextRole,
            QString((isError ? tr("Error") : tr("Warning")) + QStringLiteral(": ") + item->text()));
    }
    m_issues->setVisible(!sorted.empty());
    const int warnings = static_cast<int>(sorted.size()) - errors;
    QStringList heading;
    if (errors > 0)
        heading << tr("%n error(s)", nullptr, errors);
    if (warnings > 0)
        heading << tr("%n warning(s)", nullptr, warnings);
    m_issuesHeading->setText(heading.isEmpty() ? tr("No problems found")
                                               : heading.join(QStringLiteral(", ")));
    m_reason->setVisible(errors > 0);
    if (errors > 0)
        m_reason->setText(tr("Cannot start: %1").arg(toQt(sorted.front().message)));
}

void SummaryPanel::showControl()
{
    m_seeds->setEnabled(m_control->isChecked());
    m_runs->setText(m_control->isChecked() ? tr("%n run(s): no mask, class mask, random mask",
                                                nullptr, 3 * m_seeds->value())
                                           : tr("One run of this recipe"));
}

void SummaryPanel::changeEvent(QEvent *event)
{
    Panel::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    else if (event->type() == QEvent::PaletteChange)
        showProblems();
}

void SummaryPanel::retranslate()
{
    setHeading(tr("Summary"));
    m_trainMemory.name->setText(tr("Memory, training"));
    m_evaluationMemory.name->setText(tr("Memory, evaluation"));
    m_freeMemory.name->setText(tr("Memory, free"));
    m_epoch.name->setText(tr("Time an epoch"));
    m_run.name->setText(tr("Time in all"));
    m_disk.name->setText(tr("Disk"));
    m_issues->setAccessibleName(tr("Problems of the recipe"));
    m_nameLabel->setText(tr("Name of the run"));
    m_name->setAccessibleName(tr("Name of the run"));
    m_name->setToolTip(tr("How the run is called in lists, files and reports; costs nothing"));
    m_name->setPlaceholderText(tr("experiment"));
    m_control->setText(tr("Control experiment"));
    const QString controlTip
        = tr("Queues the recipe without masks, with its masks, and with random masks of the same "
             "number of tokens, each with several seeds. Costs three runs a seed.");
    m_control->setToolTip(controlTip);
    m_seeds->setToolTip(controlTip);
    m_seeds->setAccessibleName(tr("Number of seeds"));
    m_seeds->setPrefix(tr("seeds: "));
    showEstimate();
    showProblems();
    showControl();
}

} // namespace tamiz::ui
