// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/run_live_view.h"

#include <QEvent>
#include <QFileDialog>
#include <QFontDatabase>
#include <QPlainTextEdit>
#include <QRegularExpression>
#include <QSplitter>
#include <QTabWidget>
#include <QVBoxLayout>

#include "ui/bridge/convert.h"
#include "ui/bridge/run_controller.h"
#include "ui/bridge/run_feed.h"
#include "ui/dialogs/error_dialog.h"
#include "ui/widgets/measure_view.h"
#include "ui/widgets/run_actions.h"
#include "ui/widgets/run_details.h"
#include "ui/widgets/run_header.h"
#include "ui/widgets/run_log_view.h"
#include "ui/widgets/run_plot_grid.h"

namespace tamiz::ui {

namespace {

const std::string kThroughput = "tokens_per_second";

/// The run's name as the start of file names.
QString fileName(const QString &runName)
{
    static const QRegularExpression kUnsafe(QStringLiteral("[^\\w.-]+"));
    QString name = runName;
    return name.replace(kUnsafe, QStringLiteral("-")).left(80);
}

} // namespace

RunLiveView::RunLiveView(RunController &controller, RunActions &actions, QWidget *parent)
    : QWidget(parent)
    , m_controller(controller)
    , m_feed(new RunFeed(controller, this))
    , m_header(new RunHeader(actions, this))
    , m_plots(new RunPlotGrid(this))
    , m_tabs(new QTabWidget(this))
    , m_log(new RunLogView(this))
    , m_measures(new MeasureView(this))
    , m_details(new RunDetails(this))
    , m_recipe(new QPlainTextEdit(this))
{
    m_recipe->setReadOnly(true);
    m_recipe->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_recipe->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_tabs->addTab(m_log, QString());
    m_tabs->addTab(m_measures, QString());
    m_tabs->addTab(m_details, QString());
    m_tabs->addTab(m_recipe, QString());
    m_tabs->setDocumentMode(true);
    auto *splitter = new QSplitter(Qt::Vertical, this);
    splitter->addWidget(m_plots);
    splitter->addWidget(m_tabs);
    splitter->setStretchFactor(0, 4);
    splitter->setStretchFactor(1, 1);
    splitter->setSizes({ 520, 150 });
    splitter->setChildrenCollapsible(true);
    splitter->setCollapsible(0, false);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_header);
    layout->addWidget(splitter, 1);

    connectFeed();
    connect(&controller, &RunController::runsChanged, this, &RunLiveView::showRecord);
    connect(&controller, &RunController::runStateChanged, this, &RunLiveView::showRecord);
    connect(&controller, &RunController::runEvents, this, [this](RunId run) {
        if (run == m_feed->run())
            showRecord();
    });
    connect(m_details, &RunDetails::groupEdited, &controller, &RunController::setGroup);
    connect(m_details, &RunDetails::tagsEdited, &controller, &RunController::setTags);
    connect(m_details, &RunDetails::notesEdited, &controller, &RunController::setNotes);
    connect(m_plots, &RunPlotGrid::exportRequested, this, [this](PlotToolbar::ExportFormat format) {
        chooseExportFolder(static_cast<int>(format));
    });
    retranslate();
}

void RunLiveView::connectFeed()
{
    connect(m_feed, &RunFeed::cleared, this, &RunLiveView::clear);
    connect(m_feed, &RunFeed::curveLoaded, this,
            [this](const SeriesKey &key, const std::shared_ptr<SeriesBuffer> &curve) {
                m_measures->take(key, curve->points());
                if (key.name == kThroughput)
                    m_header->setThroughput(curve->points().value.back());
                m_plots->setCurve(key, std::move(*curve));
            });
    m_feed->setLook([this](const SeriesKey &key) { return m_plots->lookOf(key); });
    connect(m_feed, &RunFeed::pointsArrived, this, [this](const RunFeed::NewPoints &points) {
        m_plots->append(points);
        for (const auto &[key, added] : points) {
            m_measures->take(key, added);
            if (key.name == kThroughput)
                m_header->setThroughput(added.value.back());
        }
    });
    connect(m_feed, &RunFeed::marksLoaded, m_plots, &RunPlotGrid::setMarks);
    connect(m_feed, &RunFeed::markArrived, m_plots, &RunPlotGrid::addMark);
    connect(m_feed, &RunFeed::logLoaded, m_log, &RunLogView::setLines);
    connect(m_feed, &RunFeed::logArrived, m_log, &RunLogView::append);
    connect(m_feed, &RunFeed::loadingChanged, this, &RunLiveView::loadingChanged);
    connect(m_feed, &RunFeed::failed, this,
            [this](const Error &error) { showError(this, tr("Reading the run"), error); });
}

void RunLiveView::setRun(std::optional<RunId> run)
{
    m_feed->select(run);
}

bool RunLiveView::isLoading() const
{
    return m_feed->isLoading();
}

void RunLiveView::clear()
{
    const RunRecord *record = m_feed->run() ? m_controller.run(*m_feed->run()) : nullptr;
    RunCurves curves = record ? RunCurves::fromRecipe(record->recipeYaml) : RunCurves();
    m_measures->clear(curves.isLossInNats());
    m_plots->clear(std::move(curves));
    m_log->clear();
    m_header->setThroughput({});
    m_recipe->setPlainText(record ? toQt(record->recipeYaml) : QString());
    showRecord();
}

void RunLiveView::showRecord()
{
    const RunRecord *record = m_feed->run() ? m_controller.run(*m_feed->run()) : nullptr;
    if (!record)
        return;
    m_header->show(*record, m_controller.progress(record->id));
    m_details->show(*record);
}

void RunLiveView::chooseExportFolder(int format)
{
    const RunRecord *record = m_feed->run() ? m_controller.run(*m_feed->run()) : nullptr;
    if (!record)
        return;
    auto *dialog = new QFileDialog(this, tr("Save the plots to a folder"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    connect(dialog, &QFileDialog::fileSelected, this,
            [this, format, prefix = fileName(toQt(record->name))](const QString &folder) {
                const Status status = m_plots->exportPlots(
                    folder, prefix, static_cast<PlotToolbar::ExportFormat>(format));
                if (!status)
                    showError(this, tr("Saving the plots"), status.error());
            });
    dialog->open();
}

void RunLiveView::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

void RunLiveView::retranslate()
{
    m_tabs->setTabText(0, tr("Log"));
    m_tabs->setTabText(1, tr("Results"));
    m_tabs->setTabText(2, tr("Details"));
    m_tabs->setTabText(3, tr("Recipe"));
    m_tabs->setTabToolTip(0, tr("What the run reported in words"));
    m_tabs->setTabToolTip(
        1, tr("What was measured last: task, reliance and forgetting, text by text"));
    m_tabs->setTabToolTip(2, tr("Group, tags and notes; where the folder is"));
    m_tabs->setTabToolTip(3, tr("Every setting of the run, as it was resolved"));
    m_recipe->setAccessibleName(tr("Recipe of the run"));
}

} // namespace tamiz::ui
