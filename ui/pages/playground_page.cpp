// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/playground_page.h"

#include <algorithm>
#include <utility>

#include <QAction>
#include <QEvent>
#include <QHBoxLayout>
#include <QVBoxLayout>

#include "core/tokens/token_classes.h"
#include "ui/bridge/convert.h"
#include "ui/bridge/workbench_client.h"
#include "ui/models/trial_text.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/answer_view.h"
#include "ui/widgets/class_toggles.h"
#include "ui/widgets/line_icon.h"
#include "ui/widgets/panel.h"
#include "ui/widgets/sampling_fields.h"
#include "ui/widgets/trial_models.h"
#include "ui/widgets/trial_texts.h"

namespace tamiz::ui {

namespace {

constexpr int kMargin = 16;
constexpr int kGap = 8;

/// A card whose heading and rows its owner sets.
class QuestionPanel final : public Panel
{
public:
    using Panel::body;
    using Panel::headingRow;
    using Panel::Panel;
};

/// The rows of a run that it did not train on, where it has any.
Recipe rowsOf(Recipe recipe)
{
    if (!recipe.data.validation.empty())
        recipe.data.train = recipe.data.validation;
    recipe.masking = {};
    return recipe;
}

QString secondTextOf(const PreviewRow &row)
{
    QStringList lines;
    for (const std::string &choice : row.choices)
        lines << toQt(choice);
    return lines.isEmpty() ? toQt(row.textPair) : lines.join(QLatin1Char('\n'));
}

} // namespace

PlaygroundPage::PlaygroundPage(WorkbenchClient &client, ModelShelf &shelf, QWidget *parent)
    : QWidget(parent)
    , m_client(client)
    , m_ask(
          makeAction("askModels", QStringLiteral("play"), QKeySequence(Qt::CTRL | Qt::Key_Return)))
    , m_stop(
          makeAction("stopModels", QStringLiteral("stop"), QKeySequence(Qt::CTRL | Qt::Key_Period)))
    , m_nextRow(makeAction("nextTrialRow", QStringLiteral("chevron-right"),
                           QKeySequence(Qt::CTRL | Qt::Key_PageDown)))
    , m_insertMask(
          makeAction("insertMask", QStringLiteral("mask"), QKeySequence(Qt::CTRL | Qt::Key_M)))
    , m_models(new TrialModels(shelf, this))
    , m_sampling(new SamplingFields(this))
    , m_texts(new TrialTexts(this))
    , m_toggles(new ClassToggles(this))
    , m_base(new AnswerView(this))
    , m_tuned(new AnswerView(this))
{
    setObjectName(QStringLiteral("playground"));
    setProperty("role", QStringLiteral("page"));
    addActions({ m_ask, m_stop, m_nextRow, m_insertMask });
    connect(m_ask, &QAction::triggered, this, &PlaygroundPage::ask);
    connect(m_stop, &QAction::triggered, this, &PlaygroundPage::stop);
    connect(m_nextRow, &QAction::triggered, this, &PlaygroundPage::showNextRow);
    connect(m_insertMask, &QAction::triggered, this, &PlaygroundPage::insertMask);

    auto *const answers = new QHBoxLayout;
    answers->setSpacing(kGap);
    answers->addWidget(m_base, 1);
    answers->addWidget(m_tuned, 1);
    auto *const column = new QVBoxLayout(this);
    column->setContentsMargins(kMargin, kMargin, kMargin, kMargin);
    column->setSpacing(kGap);
    column->addWidget(makeQuestion());
    column->addLayout(answers, 1);
    setFocusProxy(m_texts);

    connect(m_models, &TrialModels::chosen, this, &PlaygroundPage::takeModels);
    connect(m_texts, &TrialTexts::changed, this, &PlaygroundPage::updateControls);
    connect(m_toggles, &ClassToggles::toggled, this, [this] {
        if (m_base->hasAnswer() || m_tuned->hasAnswer())
            ask();
    });
    retranslate();
}

QAction *PlaygroundPage::makeAction(const char *name, const QString &icon,
                                    const QKeySequence &shortcut)
{
    auto *const action = new QAction(lineIcon(icon), {}, this);
    action->setObjectName(QLatin1String(name));
    action->setShortcut(shortcut);
    return action;
}

QWidget *PlaygroundPage::makeQuestion()
{
    auto *const panel = new QuestionPanel(this);
    m_question = panel;
    for (QAction *const action : { m_insertMask, m_nextRow })
        panel->headingRow()->addWidget(new ActionButton(action, ActionButton::Kind::Plain, panel));
    auto *const models = new QHBoxLayout;
    models->setSpacing(12);
    models->addWidget(m_models, 8);
    models->addWidget(m_sampling, 3);
    panel->body()->addLayout(models);
    panel->body()->addWidget(m_texts);
    panel->body()->addWidget(makeSettings());
    return panel;
}

QWidget *PlaygroundPage::makeSettings()
{
    auto *const bar = new QWidget(this);
    auto *const row = new QHBoxLayout(bar);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(kGap);
    row->addWidget(m_toggles);
    row->addStretch();
    row->addWidget(new ActionButton(m_stop, ActionButton::Kind::Plain, bar));
    row->addWidget(new ActionButton(m_ask, ActionButton::Kind::Primary, bar));
    return bar;
}

void PlaygroundPage::chooseModel(const QString &folder)
{
    m_models->choose(folder);
}

void PlaygroundPage::takeModels()
{
    m_row = 0;
    for (AnswerView *const view : { m_base, m_tuned }) {
        m_client.cancel(view);
        view->clear();
    }
    m_task.reset();
    m_baseTask.reset();
    showClasses();
    const ShelfEntry *const tuned = m_models->tuned();
    if (tuned && !tuned->isAdapter) {
        m_client.taskOf(m_base, m_models->base(), [this](const Result<TaskType> &task) {
            if (task)
                m_baseTask = *task;
            updateControls();
        });
    }
    m_client.taskOf(this, m_models->asked(),
                    [this](const Result<TaskType> &task) { takeTask(task); });
    updateControls();
}

void PlaygroundPage::takeTask(const Result<TaskType> &task)
{
    if (!task) {
        m_asksWhenReady = false;
        (m_models->tuned() ? m_tuned : m_base)->setError(task.error());
        updateControls();
        return;
    }
    m_task = *task;
    const ShelfEntry *const tuned = m_models->tuned();
    if (!tuned || tuned->isAdapter)
        m_baseTask = m_task;
    showClasses();
    updateControls();
    if (!m_texts->isModified())
        showExample();
}

/// What stands in the field until a person writes: a row of the run's data, or a sentence.
void PlaygroundPage::showExample()
{
    const ShelfEntry *const tuned = m_models->tuned();
    if (tuned && tuned->recipe)
        showNextRow();
    else if (m_task == TaskType::MaskedLm)
        takeTexts(tr("The patient came with [MASK] and a cough."), {});
    else if (m_task == TaskType::CausalLm)
        takeTexts(tr("Once upon a time"), {});
    else
        takeTexts({}, {});
}

void PlaygroundPage::showNextRow()
{
    const ShelfEntry *const tuned = m_models->tuned();
    if (!tuned || !tuned->recipe)
        return;
    m_client.preview(this, rowsOf(*tuned->recipe), m_row, 1, 0,
                     [this](const Result<std::vector<PreviewRow>> &rows) {
                         const bool hasRow = rows && !rows->empty();
                         m_row = hasRow ? m_row + 1 : 0; // behind the last one the first follows
                         if (!rows && rows.error().code != ErrorCode::Cancelled)
                             m_tuned->setError(rows.error());
                         if (hasRow)
                             takeTexts(toQt(rows->front().text), secondTextOf(rows->front()));
                         m_asksWhenReady = false;
                         updateControls();
                     });
    updateControls();
}

void PlaygroundPage::takeTexts(const QString &text, const QString &second)
{
    const bool needsMask = m_task == TaskType::MaskedLm && !text.contains(QLatin1String("[MASK]"));
    m_texts->take(needsMask ? withMask(text) : text, second);
    const bool wasAnswered = m_base->hasAnswer() || m_tuned->hasAnswer();
    if ((m_asksWhenReady || wasAnswered) && m_ask->isEnabled())
        ask();
    m_asksWhenReady = false;
    updateControls();
}

void PlaygroundPage::setText(const QString &text)
{
    m_texts->setText(text);
}

/// The classes of the run's recipe, else those that have a name; frequencies need a training set.
void PlaygroundPage::showClasses()
{
    const ShelfEntry *const tuned = m_models->tuned();
    std::vector<TokenClass> classes;
    if (m_task && m_task != TaskType::CausalLm) {
        classes = tuned && tuned->recipe && !tuned->recipe->masking.classes.empty()
            ? tuned->recipe->masking.classes
            : defaultTokenClasses();
    }
    std::erase_if(classes, [](const TokenClass &one) {
        return one.kind == TokenClassKind::Frequency || one.kind == TokenClassKind::Any;
    });
    m_toggles->setClasses(std::move(classes));
}

/// Left the base: with an adapter its body under the tuned head, so that both answer the same question.
std::vector<PlaygroundPage::Side> PlaygroundPage::sides() const
{
    const ShelfEntry *const tuned = m_models->tuned();
    if (!tuned)
        return { { m_base, m_models->base() }, { m_tuned, std::nullopt } };
    const TrialModel right = m_models->asked();
    TrialModel base = m_models->base();
    if (tuned->isAdapter) {
        base = right;
        base.strength = 0;
    }
    const bool canCompare = m_baseTask && m_baseTask == m_task;
    return { { m_base, canCompare ? std::optional(base) : std::nullopt }, { m_tuned, right } };
}

void PlaygroundPage::ask()
{
    if (!m_ask->isEnabled())
        return;
    for (const Side &side : sides()) {
        m_client.cancel(side.view);
        if (side.model)
            askSide(side);
        else
            side.view->clear();
    }
    updateControls();
}

void PlaygroundPage::askSide(const Side &side)
{
    AnswerView *const view = side.view;
    const std::string text = toStd(m_texts->text());
    if (m_task == TaskType::CausalLm) {
        ContinuationQuestion question;
        question.model = *side.model;
        question.prompt = text;
        m_sampling->applyTo(question);
        view->beginContinuation(m_texts->text());
        m_client.continueText(
            view, question, [view](const std::string &piece) { view->grow(toQt(piece)); },
            [this, view](const Result<Continuation> &answer) {
                if (answer)
                    view->setContinuation(*answer);
                else
                    view->setError(answer.error());
                updateControls();
            });
        return;
    }
    view->begin();
    m_client.answer(view,
                    { *side.model, text, toStd(m_texts->second()), m_toggles->hiddenClasses() },
                    [this, view](const Result<TrialAnswer> &answer) {
                        if (answer)
                            view->setAnswer(*answer);
                        else
                            view->setError(answer.error());
                        updateControls();
                    });
}

void PlaygroundPage::stop()
{
    for (AnswerView *const view : { m_base, m_tuned }) {
        if (!view->isBusy())
            continue;
        if (m_task == TaskType::CausalLm) {
            m_client.stop(view); // what is there comes back
        } else {
            m_client.cancel(view);
            view->setStopped();
        }
    }
    updateControls();
}

bool PlaygroundPage::isBusy() const
{
    return m_base->isBusy() || m_tuned->isBusy();
}

void PlaygroundPage::updateControls()
{
    m_sampling->setVisible(m_task == TaskType::CausalLm);
    m_insertMask->setEnabled(m_task == TaskType::MaskedLm);
    m_texts->setTask(m_task);
    m_ask->setEnabled(m_task.has_value() && m_texts->isComplete());
    m_stop->setEnabled(isBusy());
    const ShelfEntry *const tuned = m_models->tuned();
    m_nextRow->setEnabled(tuned && tuned->recipe);
    m_base->setHint(m_task && m_baseTask != m_task
                        ? tr("The base has no head for this task: its answer would be random.")
                        : tr("Press Ask to see what the base says."));
    m_tuned->setHint(tuned ? tr("Press Ask to see what the tuned model says.")
                           : tr("Choose a tuned model above, or train one: its answer stands here, "
                                "beside that of the base."));
    setProperty("ready", !isBusy() && !m_asksWhenReady && m_client.pendingCount(this) == 0);
}

void PlaygroundPage::insertMask()
{
    m_texts->insertMask();
}

void PlaygroundPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (m_models->isFilled())
        return;
    m_asksWhenReady = true;
    m_models->fill();
}

void PlaygroundPage::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

void PlaygroundPage::retranslate()
{
    const auto name = [](QAction *action, const QString &text, const QString &toolTip) {
        action->setText(text);
        action->setToolTip(toolTip);
        action->setStatusTip(toolTip);
    };
    setWindowTitle(tr("Playground"));
    setAccessibleDescription(
        tr("What did it learn: a text, and what the base and the tuned model make of it"));
    name(m_ask, tr("Ask"),
         tr("Asks both models about the text; the first time they are loaded into memory"));
    name(m_stop, tr("Stop"), tr("Ends the answers; what is written stays"));
    name(m_nextRow, tr("Next row"),
         tr("Puts the next row of the run's validation data into the field"));
    name(m_insertMask, tr("Insert [MASK]"), tr("The models say which word stands in its place"));
    m_question->setHeading(tr("Try a text"));
    m_base->setHeading(tr("Base"));
    m_tuned->setHeading(tr("Tuned"));
    updateControls();
}

} // namespace tamiz::ui
