// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/compare_page.h"

#include <algorithm>

#include <QAction>
#include <QEvent>
#include <QFrame>
#include <QPushButton>
#include <QScopedValueRollback>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "ui/bridge/convert.h"
#include "ui/bridge/run_controller.h"
#include "ui/dialogs/error_dialog.h"
#include "ui/models/compare_model.h"
#include "ui/models/result_model.h"
#include "ui/models/run_table_model.h"
#include "ui/pages/compare_curves.h"
#include "ui/pages/compare_front.h"
#include "ui/pages/compare_report.h"
#include "ui/pages/compare_tables.h"
#include "ui/pages/run_chooser.h"
#include "ui/plots/plot_export.h"
#include "ui/plots/scatter_plot.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/line_icon.h"

namespace tamiz::ui {

namespace {

constexpr int kMostTicked = 9; // by itself: a control experiment with three seeds

// A card: what is inside stands on the surface colour with a border.
QFrame *makeCard(QWidget *content, QWidget *parent)
{
    auto *card = new QFrame(parent);
    card->setProperty("role", QStringLiteral("card"));
    auto *layout = new QVBoxLayout(card);
    layout->setContentsMargins(1, 1, 1, 1);
    layout->addWidget(content);
    return card;
}

/// Gives a plot the colours of paper while pictures are taken.
class PaperLook
{
public:
    explicit PaperLook(QWidget &widget)
        : m_widget(widget)
    {
        QPalette paper(QColor(0xf6f8fa), Qt::white);
        for (const auto role : { QPalette::WindowText, QPalette::Text, QPalette::ButtonText })
            paper.setColor(role, QColor(0x1b1f24));
        m_widget.setPalette(paper);
    }
    ~PaperLook() { m_widget.setPalette(QPalette()); }
    PaperLook(const PaperLook &) = delete;
    PaperLook &operator=(const PaperLook &) = delete;

private:
    QWidget &m_widget;
};

QImage onPaper(auto &plot, const QSize &size)
{
    const PaperLook look(plot);
    return plot.toImage(size);
}

bool isEnded(const RunRecord &run)
{
    return run.state == RunState::Finished;
}

} // namespace

ComparePage::ComparePage(RunController &controller, QWidget *parent)
    : QWidget(parent)
    , m_controller(controller)
    , m_model(new RunTableModel(this))
    , m_find(new QAction(this))
    , m_reportHtml(new QAction(this))
    , m_reportPdf(new QAction(this))
    , m_stack(new QStackedWidget(this))
    , m_noRuns(new EmptyState(QStringLiteral("compare"), this))
    , m_newExperiment(m_noRuns->addButton())
    , m_demo(m_noRuns->addButton())
    , m_right(new QStackedWidget(this))
    , m_noTicks(new EmptyState(QStringLiteral("check"), this))
    , m_tickNewest(m_noTicks->addButton())
    , m_failed(new EmptyState(QStringLiteral("error"), this))
    , m_retry(m_failed->addButton())
    , m_content(new QSplitter(Qt::Vertical, this))
    , m_curves(new CompareCurves)
    , m_front(new CompareFront)
    , m_tables(new CompareTables)
{
    setObjectName(QStringLiteral("compare"));
    m_model->setTickable(true);
    m_chooser = new RunChooser(*m_model, this);
    makeContent();
    makeActions();
    makeEmptyStates();

    connect(&m_controller, &RunController::runsChanged, this, &ComparePage::takeRuns);
    connect(&m_controller, &RunController::listRead, this, &ComparePage::updateStack);
    connect(&m_controller, &RunController::openFailed, this, [this](const Error &error) {
        m_error = error;
        updateStack();
    });
    connect(m_model, &RunTableModel::tickedRunsChanged, this, [this] {
        m_isChosen = m_isChosen || !m_isTicking;
        load();
    });
    connect(m_curves, &CompareCurves::pointsWanted, this, [this](const SeriesKey &key) {
        if (m_longCurve == key && m_isLoading)
            return;
        m_longCurve = key;
        load();
    });
    connect(m_front, &CompareFront::exportRequested, this, &ComparePage::exportRequested);
    connect(m_front, &CompareFront::runRequested, this, &ComparePage::runRequested);
    retranslate();
    takeRuns();
}

void ComparePage::compare(const QList<RunId> &runs)
{
    m_isChosen = true;
    tick(runs);
}

QList<RunId> ComparePage::comparedRuns() const
{
    return m_model->tickedRuns();
}

Status ComparePage::saveReport(const QString &path)
{
    const Report report = makeReport();
    return path.endsWith(QLatin1String(".pdf"), Qt::CaseInsensitive) ? saveReportPdf(report, path)
                                                                     : saveReportHtml(report, path);
}

void ComparePage::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

void ComparePage::makeActions()
{
    m_find->setShortcut(QKeySequence::Find);
    m_reportHtml->setShortcut(QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_H));
    m_reportPdf->setShortcut(QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_P));
    m_find->setIcon(lineIcon(QStringLiteral("search")));
    m_reportHtml->setIcon(lineIcon(QStringLiteral("export")));
    m_reportPdf->setIcon(lineIcon(QStringLiteral("export")));
    addActions({ m_find, m_reportHtml, m_reportPdf });
    connect(m_find, &QAction::triggered, m_chooser, &RunChooser::focusFilter);
    connect(m_reportHtml, &QAction::triggered, this, [this] { askReport(QStringLiteral("html")); });
    connect(m_reportPdf, &QAction::triggered, this, [this] { askReport(QStringLiteral("pdf")); });
}

void ComparePage::makeEmptyStates()
{
    connect(m_newExperiment, &QPushButton::clicked, this, &ComparePage::newExperimentRequested);
    connect(m_demo, &QPushButton::clicked, this, &ComparePage::demoRequested);
    connect(m_tickNewest, &QPushButton::clicked, this, [this] {
        m_isChosen = false;
        tickNewest();
    });
    connect(m_retry, &QPushButton::clicked, this, [this] {
        m_error.reset();
        m_controller.refresh();
        load();
    });
}

void ComparePage::makeContent()
{
    auto *top = new QSplitter(Qt::Horizontal);
    top->addWidget(makeCard(m_curves, top));
    top->addWidget(makeCard(m_front, top));
    top->setStretchFactor(0, 5);
    top->setStretchFactor(1, 4);
    top->setSizes({ 500, 400 }); // the boxes of the front show their longest entries
    top->setChildrenCollapsible(false);
    m_content->addWidget(top);
    m_content->addWidget(makeCard(m_tables, m_content));
    m_content->setStretchFactor(0, 3);
    m_content->setStretchFactor(1, 2);
    m_content->setSizes({ 425, 205 }); // three recipes of a control experiment without scrolling
    m_content->setChildrenCollapsible(false);
    top->setHandleWidth(8);
    m_content->setHandleWidth(8);
    m_right->addWidget(m_content);
    m_right->addWidget(m_noTicks);
    m_right->addWidget(m_failed);

    auto *whole = new QSplitter(Qt::Horizontal);
    whole->addWidget(m_chooser);
    whole->addWidget(m_right);
    whole->setStretchFactor(0, 0);
    whole->setStretchFactor(1, 1);
    whole->setSizes({ 240, 800 });
    whole->setHandleWidth(16);
    whole->setChildrenCollapsible(false);
    m_chooser->setMinimumWidth(200);
    m_stack->addWidget(whole);
    m_stack->addWidget(m_noRuns);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->addWidget(m_stack);
}

void ComparePage::takeRuns()
{
    {
        const QScopedValueRollback ticking(m_isTicking, true); // runs that were deleted
        m_model->setRuns(m_controller.runs());
    }
    // A comparison that somebody looks at grows, but does not turn to another experiment.
    const bool isLookedAt = isVisible() && m_followed;
    if (!m_isChosen && isLookedAt)
        tickFollowed();
    else if (!m_isChosen)
        tickNewest();
    // A run that goes on has new points.
    const bool hasMoved = std::any_of(
        m_comparison.runs.begin(), m_comparison.runs.end(), [this](const ComparedRun &run) {
            const RunRecord *now = m_controller.run(run.record.id);
            return now && (now->step != run.record.step || now->state != run.record.state);
        });
    if (hasMoved && !m_isLoading)
        load();
    updateStack();
}

void ComparePage::tick(const QList<RunId> &runs)
{
    const QScopedValueRollback ticking(m_isTicking, true);
    for (const RunId run : m_model->tickedRuns()) {
        if (!runs.contains(run))
            m_model->setTicked(run, false);
    }
    for (const RunId run : runs)
        m_model->setTicked(run, true);
}

void ComparePage::tickNewest()
{
    const std::vector<RunRecord> &runs = m_controller.runs(); // newest first
    const auto newest = std::find_if(runs.begin(), runs.end(), isEnded);
    if (newest == runs.end())
        return;
    m_followed = newest->group;
    tickFollowed();
}

void ComparePage::tickFollowed()
{
    QList<RunId> chosen;
    for (const RunRecord &run : m_controller.runs()) {
        const bool isOfGroup = m_followed->empty() || run.group == *m_followed;
        if (isEnded(run) && !run.isArchived && isOfGroup && chosen.size() < kMostTicked)
            chosen.append(run.id);
    }
    std::sort(chosen.begin(), chosen.end());
    tick(chosen);
}

void ComparePage::load()
{
    const QList<RunId> ticked = m_model->tickedRuns();
    const std::vector<RunId> runs(ticked.begin(), ticked.end());
    m_isLoading = true;
    updateStack();
    m_controller.query().ask<Comparison>(
        this, 0,
        [runs, key = m_longCurve](RunStore &store) { return loadComparison(store, runs, key); },
        [this](Result<Comparison> comparison) { showComparison(std::move(comparison)); });
}

void ComparePage::showComparison(Result<Comparison> comparison)
{
    m_isLoading = false;
    if (!comparison) {
        m_error = comparison.error();
        updateStack();
        return;
    }
    m_error.reset();
    m_comparison = std::move(*comparison);
    m_curves->setComparison(m_comparison);
    m_front->setComparison(m_comparison);
    m_tables->setComparison(m_comparison);
    updateStack();
}

void ComparePage::updateStack()
{
    const bool hasRuns = m_model->rowCount() > 0;
    const bool isCompared = !m_comparison.runs.empty() && !m_model->tickedRuns().isEmpty();
    m_stack->setCurrentIndex(hasRuns || m_error ? 0 : 1);
    if (m_error) {
        m_failed->setTexts(headline(m_error->code), toQt(m_error->toString()));
        m_right->setCurrentWidget(m_failed);
    } else if (isCompared || (m_isLoading && hasRuns && !m_model->tickedRuns().isEmpty())) {
        m_right->setCurrentWidget(m_content);
    } else {
        m_right->setCurrentWidget(m_noTicks);
    }
    m_reportHtml->setEnabled(isCompared);
    m_reportPdf->setEnabled(isCompared);
    setProperty("ready", !m_isLoading && m_controller.isReady());
}

void ComparePage::askReport(const QString &format)
{
    const QString path = askExportPath(this, tr("Comparison"), format);
    if (path.isEmpty())
        return;
    const Status saved = saveReport(path);
    if (!saved)
        showError(this, tr("Saving the report"), saved.error());
}

Report ComparePage::makeReport() const
{
    QStringList names;
    for (const ComparedRun &run : m_comparison.runs)
        names += tr("%1 (%2)").arg(toQt(run.record.name), stateName(run.record.state));
    Report report;
    report.title
        = tr("Comparison of %n run(s)", nullptr, static_cast<int>(m_comparison.runs.size()));
    report.introduction
        = tr("Made by Tamiz Studio on %1.")
              .arg(QLocale().toString(QDateTime::currentDateTime(), QLocale::LongFormat))
        + QLatin1Char('\n') + names.join(QStringLiteral(", "));
    const QSize size(900, 480);
    report.parts = {
        { tr("Results"), {}, m_tables->results().toHtml() },
        { tr("Curves"), onPaper(*m_curves->plot(), size), {} },
        { tr("Task against forgetting"), onPaper(*m_front->plot(), size), {} },
        { tr("Token classes: %1").arg(m_tables->classTitle()), {}, m_tables->classes().toHtml() },
        { tr("Settings"), {}, m_tables->settings().toHtml() },
    };
    return report;
}

void ComparePage::retranslate()
{
    setWindowTitle(tr("Compare"));
    setAccessibleDescription(tr("Which is better, and why?"));
    m_find->setText(tr("Filter the runs"));
    m_find->setToolTip(tr("Goes to the filter above the list of runs"));
    m_reportHtml->setText(tr("Save report as HTML…"));
    m_reportHtml->setToolTip(tr("Tables and plots of this page as one file for a browser"));
    m_reportPdf->setText(tr("Save report as PDF…"));
    m_reportPdf->setToolTip(tr("Tables and plots of this page as A4 pages"));
    m_noRuns->setTexts(tr("Nothing to compare yet"),
                       tr("Train the same recipe twice, for example with and without a mask, and "
                          "see here what the mask changes."));
    m_newExperiment->setText(tr("New experiment"));
    m_demo->setText(tr("Start the demo"));
    m_noTicks->setTexts(tr("Tick the runs to compare"),
                        tr("Runs that differ in their seed only are taken together, with mean and "
                           "spread."));
    m_tickNewest->setText(tr("Tick the newest runs"));
    m_retry->setText(tr("Try again"));
    m_model->retranslate();
    updateStack();
}

} // namespace tamiz::ui
