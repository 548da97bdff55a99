// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/experiment_page.h"

#include <algorithm>

#include <QAction>
#include <QEvent>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QScrollArea>
#include <QToolButton>
#include <QVBoxLayout>

#include "core/base/files.h"
#include "core/recipe/control_experiment.h"
#include "core/recipe/recipe_io.h"
#include "ui/bridge/convert.h"
#include "ui/dialogs/error_dialog.h"
#include "ui/widgets/caption_field.h"
#include "ui/widgets/classes_panel.h"
#include "ui/widgets/layer_stack.h"
#include "ui/widgets/layers_panel.h"
#include "ui/widgets/line_icon.h"
#include "ui/widgets/model_task_panel.h"
#include "ui/widgets/preview_panel.h"
#include "ui/widgets/summary_panel.h"
#include "ui/widgets/token_class_view.h"
#include "ui/widgets/training_panel.h"

namespace tamiz::ui {

namespace {

constexpr int kMargin = 12;
constexpr int kGap = 8;
constexpr int kRoomyHeight = 780; ///< from here on nothing needs to be folded away

/// A column without height for width: with it, for the sake of one wrapped label, a scroll area would
/// give all of the column its preferred height although the least one fits.
class PlainColumn final : public QVBoxLayout
{
public:
    using QVBoxLayout::QVBoxLayout;
    bool hasHeightForWidth() const override { return false; }
};

/// What a recipe file's problems say, one a line, for a dialog.
Error errorOf(const std::vector<Problem> &problems, const QString &file)
{
    Error error { ErrorCode::InvalidInput, {}, toStd(file), {}, {} };
    for (const Problem &problem : problems) {
        if (problem.severity != Severity::Error)
            continue;
        error.message += (error.message.empty() ? "" : "\n") + problem.path
            + (problem.path.empty() ? "" : ": ") + problem.message;
        if (!problem.hint.empty())
            error.message += ". " + problem.hint;
    }
    return error;
}

} // namespace

ExperimentPage::ExperimentPage(WorkbenchClient *client, QWidget *parent)
    : QWidget(parent)
    , m_client(client)
    , m_facts(m_document, client)
    , m_undo(m_document.undoStack().createUndoAction(this))
    , m_redo(m_document.undoStack().createRedoAction(this))
    , m_save(makeAction(QStringLiteral("save"), QKeySequence::Save))
    , m_start(makeAction(QStringLiteral("play"), QKeySequence(Qt::CTRL | Qt::Key_Return)))
    , m_queue(
          makeAction(QStringLiteral("queue"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Return)))
    , m_measure(makeAction(QStringLiteral("clock"), QKeySequence(Qt::CTRL | Qt::Key_M)))
    , m_modelTask(new ModelTaskPanel(m_document, this))
    , m_layers(new LayersPanel(m_document, this))
    , m_classes(new ClassesPanel(m_document, this))
    , m_training(new TrainingPanel(m_document, this))
    , m_preview(new PreviewPanel(this))
    , m_summary(new SummaryPanel(m_start, m_queue, m_save, m_measure, this))
    , m_scroll(new QScrollArea(this))
{
    qRegisterMetaType<tamiz::Recipe>();
    qRegisterMetaType<std::vector<tamiz::Recipe>>();
    setObjectName(QStringLiteral("experiment"));
    setProperty("role", QStringLiteral("page"));
    m_undo->setIcon(lineIcon(QStringLiteral("undo")));
    m_undo->setShortcut(QKeySequence::Undo);
    m_redo->setIcon(lineIcon(QStringLiteral("redo")));
    m_redo->setShortcut(QKeySequence::Redo);
    m_preview->nextDrawAction()->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_D));
    m_preview->nextRowAction()->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_PageDown));
    m_preview->previousRowAction()->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_PageUp));
    m_classes->addClassAction()->setShortcut(QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_A));
    m_classes->removeClassAction()->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_Delete));
    m_classes->measureAction()->setShortcut(QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_M));
    addActions({ m_start, m_queue, m_save, m_undo, m_redo, m_measure, m_classes->addClassAction(),
                 m_classes->removeClassAction(), m_classes->measureAction(),
                 m_preview->nextDrawAction(), m_preview->previousRowAction(),
                 m_preview->nextRowAction() });

    layOut();
    connectFacts();
    connect(m_save, &QAction::triggered, this, &ExperimentPage::saveRecipe);
    connect(m_start, &QAction::triggered, this, [this] { request(true); });
    connect(m_queue, &QAction::triggered, this, [this] { request(false); });
    connect(m_summary, &SummaryPanel::nameEdited, this, [this](const QString &name) {
        m_document.edit(
            tr("Rename run"), [&name](Recipe &recipe) { recipe.output.name = toStd(name); },
            QStringLiteral("name"));
    });
    connect(m_summary, &SummaryPanel::controlChanged, this, &ExperimentPage::updateStart);
    connect(m_summary, &SummaryPanel::problemActivated, this, &ExperimentPage::showPlace);
    connect(&m_document, &RecipeDocument::changed, this, [this] {
        m_summary->setName(toQt(m_document.recipe().output.name));
        updateStart();
    });
    retranslate();
    showProblems();
    showPreview();
}

ExperimentPage::~ExperimentPage()
{
    // An editor that is open commits when it goes: the document must still be there.
    delete m_scroll;
    delete m_summary;
}

QAction *ExperimentPage::makeAction(const QString &icon, const QKeySequence &shortcut)
{
    auto *const action = new QAction(lineIcon(icon), {}, this);
    action->setShortcut(shortcut);
    return action;
}

void ExperimentPage::layOut()
{
    auto *const middle = new QHBoxLayout;
    middle->setSpacing(kGap);
    middle->addWidget(m_layers, 5);
    middle->addWidget(m_classes, 6);

    auto *const left = new QWidget(this);
    auto *const column = new PlainColumn(left);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(kGap);
    column->addWidget(m_modelTask);
    column->addLayout(middle, 6);
    column->addWidget(m_training);
    column->addWidget(m_preview, 1);

    // At the smallest window everything fits; a large font or a long language scrolls.
    m_scroll->setWidget(left);
    m_scroll->setWidgetResizable(true);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAsNeeded);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_scroll->viewport()->setAutoFillBackground(false);
    left->setAutoFillBackground(false);
    auto *const row = new QHBoxLayout(this);
    row->setContentsMargins(kMargin, kMargin, kMargin, kMargin);
    row->setSpacing(kGap);
    row->addWidget(m_scroll, 1);
    row->addWidget(m_summary);
}

void ExperimentPage::connectFacts()
{
    connect(m_modelTask, &ModelTaskPanel::tokensRequested, this,
            [this] { m_modelTask->openTokensDialog(m_client); });
    connect(&m_facts, &ExperimentFacts::modelChanged, this, [this] {
        m_modelTask->setModelInfo(m_facts.model());
        m_layers->setModelInfo(m_facts.model());
    });
    connect(&m_facts, &ExperimentFacts::dataChanged, this, [this] {
        m_modelTask->setDataInfo(m_facts.data());
        m_classes->setFrequencies(m_facts.data() ? m_facts.data()->classes
                                                 : std::vector<ClassFrequency>());
        showPreview();
    });
    connect(&m_facts, &ExperimentFacts::previewChanged, this, &ExperimentPage::showPreview);
    connect(&m_facts, &ExperimentFacts::estimateChanged, this, [this] {
        m_summary->setEstimate(m_facts.estimate());
        const std::int64_t steps = m_facts.estimate() ? m_facts.estimate()->optimizerSteps : 0;
        m_training->setTotalSteps(steps);
        m_classes->setTotalSteps(steps);
        updateStart();
    });
    connect(&m_facts, &ExperimentFacts::relianceChanged, this, [this] {
        m_classes->setReliance(m_facts.reliance());
        m_classes->setMeasuring(m_facts.isMeasuringReliance());
    });
    connect(&m_facts, &ExperimentFacts::problemsChanged, this, &ExperimentPage::showProblems);
    connect(&m_facts, &ExperimentFacts::settledChanged, this,
            [this] { setProperty("ready", m_facts.isSettled()); });
    connect(m_classes, &ClassesPanel::relianceRequested, &m_facts,
            &ExperimentFacts::measureReliance);
    connect(m_preview, &PreviewPanel::nextDrawRequested, &m_facts, &ExperimentFacts::nextDraw);
    connect(m_preview, &PreviewPanel::rowStepRequested, &m_facts, &ExperimentFacts::stepRow);
    connect(m_measure, &QAction::triggered, &m_facts, &ExperimentFacts::measureTime);
}

void ExperimentPage::setRecipe(const Recipe &recipe)
{
    m_document.reset(recipe);
}

void ExperimentPage::useModel(const QString &model, const QString &adapter)
{
    m_document.edit(tr("Change base model"), [&](Recipe &recipe) {
        recipe.model.path = toStd(model);
        recipe.model.adapter = toStd(adapter);
    });
}

void ExperimentPage::openRecipe(const QString &file)
{
    const Result<ParsedRecipe> loaded = loadRecipe(toPath(file));
    if (!loaded) {
        showError(this, tr("Opening the recipe"), loaded.error());
        return;
    }
    if (hasErrors(loaded->problems)) {
        showError(this, tr("Opening the recipe"), errorOf(loaded->problems, file));
        return;
    }
    setRecipe(loaded->recipe);
}

void ExperimentPage::saveRecipe()
{
    const QString name = toQt(m_document.recipe().output.name);
    const QString file = QFileDialog::getSaveFileName(this, tr("Save recipe"),
                                                      (name.isEmpty() ? tr("experiment") : name)
                                                          + QStringLiteral(".yaml"),
                                                      tr("Recipes (*.yaml *.yml)"));
    if (file.isEmpty())
        return;
    if (const Status saved = writeFileAtomically(toPath(file), toYaml(m_document.recipe())); !saved)
        showError(this, tr("Saving the recipe"), saved.error());
    else
        emit recipeSaved(file);
}

void ExperimentPage::showProblems()
{
    const std::vector<Problem> &problems = m_facts.problems();
    m_modelTask->showProblems(problems);
    m_classes->showProblems(problems);
    m_training->showProblems(problems);
    m_summary->setProblems(problems);
    updateStart();
}

void ExperimentPage::showPreview()
{
    if (m_facts.preview()) {
        const Recipe &recipe = m_document.recipe();
        m_preview->setRow(*m_facts.preview(), recipe.masking.classes, m_facts.previewStep(),
                          m_facts.data() ? m_facts.data()->trainRows : 0,
                          !recipe.masking.rules.empty());
    } else if (!m_facts.previewError().isEmpty()) {
        m_preview->setMessage(m_facts.previewError());
    } else {
        m_preview->setMessage(
            tr("Choose a model and training data: a real row appears here, as the "
               "model will see it."));
    }
}

void ExperimentPage::updateStart()
{
    const bool canStart = !hasErrors(m_facts.problems());
    const int runs = std::max(1, 3 * m_summary->controlSeeds());
    m_start->setEnabled(canStart);
    m_queue->setEnabled(canStart);
    m_start->setIconText(m_summary->controlSeeds() > 0 ? tr("Start %n run(s)", nullptr, runs)
                                                       : tr("Start"));
    m_measure->setEnabled(canStart && !m_facts.isMeasuringTime());
    m_measure->setIconText(m_facts.isMeasuringTime() ? tr("Measuring…") : tr("Measure"));
}

void ExperimentPage::request(bool startNow)
{
    const Recipe &recipe = m_document.recipe();
    const int seeds = m_summary->controlSeeds();
    if (seeds == 0) {
        emit startRequested({ recipe }, {}, startNow);
        return;
    }
    const QString name = recipe.output.name.empty() ? tr("experiment") : toQt(recipe.output.name);
    emit startRequested(controlExperiment(recipe, seeds), name, startNow);
}

/// Puts the focus where the problem is.
void ExperimentPage::showPlace(const QString &path)
{
    QWidget *target = nullptr;
    if (path.startsWith(QLatin1String("layers")))
        target = m_layers->stack();
    else if (path.startsWith(QLatin1String("masking")))
        target = m_classes->view();
    else if (path.startsWith(QLatin1String("vocabulary")))
        target = m_modelTask->tokensButton();
    for (const CaptionField *const field : findChildren<CaptionField *>()) {
        if (path.startsWith(toQt(field->path())))
            target = field->editor();
    }
    if (!target)
        return;
    if (m_training->isAncestorOf(target))
        m_training->reveal();
    m_scroll->ensureWidgetVisible(target);
    target->setFocus(Qt::OtherFocusReason);
}

void ExperimentPage::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    m_training->setRoomy(height() >= kRoomyHeight);
}

void ExperimentPage::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
        if (m_facts.hasAsked()) { // else the engine would be loaded before the window is painted
            m_facts.askAgain();
            m_document.revalidate();
        }
    }
}

void ExperimentPage::retranslate()
{
    setWindowTitle(tr("Experiment"));
    setAccessibleDescription(tr("What will happen? Design a run and see what it costs"));
    const auto name
        = [](QAction *action, const QString &text, const QString &button, const QString &toolTip) {
              action->setText(text);
              action->setIconText(button);
              action->setToolTip(toolTip);
          };
    name(m_save, tr("Save recipe…"), tr("Save…"),
         tr("Write the recipe to a YAML file; the command line runs the same one"));
    name(m_start, tr("Start run"), tr("Start"), tr("Start now, or next when a run is active"));
    name(m_queue, tr("Queue run"), tr("Queue"), tr("Put the run at the end of the queue"));
    name(m_measure, tr("Measure time and memory"), tr("Measure"),
         tr("Times one training and one evaluation step on this machine. Takes some seconds."));
    updateStart();
    showPreview();
}

} // namespace tamiz::ui
