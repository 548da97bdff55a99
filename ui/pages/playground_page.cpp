// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/playground_page.h"

#include <algorithm>

#include <QAction>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QEvent>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QToolButton>
#include <QVBoxLayout>

#include "core/tokens/token_classes.h"
#include "ui/bridge/convert.h"
#include "ui/bridge/workbench_client.h"
#include "ui/models/recipe_text.h"
#include "ui/widgets/answer_view.h"
#include "ui/widgets/caption_field.h"
#include "ui/widgets/class_mark.h"
#include "ui/widgets/line_icon.h"
#include "ui/widgets/panel.h"

namespace tamiz::ui {

namespace {

constexpr int kMargin = 16;
constexpr int kGap = 8;
constexpr int kTextLines = 4;

/// A card whose heading and rows its owner sets.
class QuestionPanel final : public Panel
{
public:
    using Panel::body;
    using Panel::headingRow;
    using Panel::Panel;
};

/// A text with the word in its middle taken out.
QString withMask(const QString &text)
{
    QStringList words = text.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    if (words.isEmpty())
        return text;
    words[words.size() / 2] = QStringLiteral("[MASK]");
    return words.join(QLatin1Char(' '));
}

/// The rows of a run that it did not train on, where it has any.
Recipe rowsOf(Recipe recipe)
{
    if (!recipe.data.validation.empty())
        recipe.data.train = recipe.data.validation;
    recipe.masking = {};
    return recipe;
}

} // namespace

PlaygroundPage::PlaygroundPage(WorkbenchClient &client, ModelShelf &shelf, QWidget *parent)
    : QWidget(parent)
    , m_client(client)
    , m_shelf(shelf)
    , m_ask(
          makeAction("askModels", QStringLiteral("play"), QKeySequence(Qt::CTRL | Qt::Key_Return)))
    , m_stop(
          makeAction("stopModels", QStringLiteral("stop"), QKeySequence(Qt::CTRL | Qt::Key_Period)))
    , m_nextRow(makeAction("nextTrialRow", QStringLiteral("chevron-right"),
                           QKeySequence(Qt::CTRL | Qt::Key_PageDown)))
    , m_insertMask(
          makeAction("insertMask", QStringLiteral("mask"), QKeySequence(Qt::CTRL | Qt::Key_M)))
    , m_baseChoice(new QComboBox(this))
    , m_tunedChoice(new QComboBox(this))
    , m_baseField(new CaptionField(m_baseChoice, {}, CaptionField::Note::None, this))
    , m_tunedField(new CaptionField(m_tunedChoice, {}, CaptionField::Note::None, this))
    , m_newTokens(new QSpinBox(this))
    , m_temperature(new QDoubleSpinBox(this))
    , m_seed(new QSpinBox(this))
    , m_newTokensField(new CaptionField(m_newTokens, {}, CaptionField::Note::None, this))
    , m_temperatureField(new CaptionField(m_temperature, {}, CaptionField::Note::None, this))
    , m_seedField(new CaptionField(m_seed, {}, CaptionField::Note::None, this))
    , m_text(new QPlainTextEdit(this))
    , m_classesTitle(new QLabel(this))
    , m_classRow(new QHBoxLayout)
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
    setFocusProxy(m_text);

    const auto choose = [this] { m_isChosen = true; };
    connect(m_tunedChoice, &QComboBox::activated, this, choose);
    connect(m_tunedChoice, &QComboBox::activated, this, &PlaygroundPage::takeTuned);
    connect(m_baseChoice, &QComboBox::activated, this, choose);
    connect(m_baseChoice, &QComboBox::activated, this, &PlaygroundPage::takeModels);
    connect(&m_shelf, &QAbstractItemModel::modelReset, this, [this] {
        if (m_baseChoice->count() > 0) // nothing is read before the page is opened
            fillModels();
    });
    connect(m_text, &QPlainTextEdit::textChanged, this, &PlaygroundPage::updateControls);
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
    m_baseChoice->setObjectName(QStringLiteral("baseModel"));
    m_tunedChoice->setObjectName(QStringLiteral("tunedModel"));
    m_text->setObjectName(QStringLiteral("trialText"));
    m_text->setTabChangesFocus(true);
    m_text->setFixedHeight(kTextLines * m_text->fontMetrics().lineSpacing() + 2 * kGap);
    m_newTokens->setRange(1, 4096);
    m_newTokens->setValue(64);
    m_temperature->setRange(0, 5);
    m_temperature->setSingleStep(0.1);
    m_seed->setRange(0, 1'000'000'000);
    m_seed->setValue(42);

    auto *const panel = new QuestionPanel(this);
    m_question = panel;
    for (QAction *const action : { m_insertMask, m_nextRow }) {
        auto *const button = new QToolButton(panel);
        button->setDefaultAction(action);
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        button->setFocusPolicy(Qt::StrongFocus);
        panel->headingRow()->addWidget(button);
    }
    auto *const models = new QHBoxLayout;
    models->setSpacing(12);
    models->addWidget(m_baseField, 4);
    models->addWidget(m_tunedField, 4);
    models->addWidget(m_newTokensField, 1);
    models->addWidget(m_temperatureField, 1);
    models->addWidget(m_seedField, 1);
    panel->body()->addLayout(models);
    panel->body()->addWidget(m_text);
    panel->body()->addWidget(makeSettings());
    return panel;
}

QWidget *PlaygroundPage::makeSettings()
{
    auto *const bar = new QWidget(this);
    auto *const row = new QHBoxLayout(bar);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(kGap);
    m_classRow->setSpacing(4);
    row->addWidget(m_classesTitle);
    row->addLayout(m_classRow);
    row->addStretch();
    for (QAction *const action : { m_stop, m_ask }) {
        auto *const button = new QToolButton(bar);
        button->setDefaultAction(action);
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        button->setFocusPolicy(Qt::StrongFocus);
        button->setProperty("kind",
                            action == m_ask ? QStringLiteral("primary") : QStringLiteral("plain"));
        row->addWidget(button);
    }
    return bar;
}

/// Tuned ones are what people and runs made; any whole model can be a base.
void PlaygroundPage::fillModels()
{
    const QString base = m_baseChoice->currentData().toString();
    const QString tuned = m_tunedChoice->currentData().toString();
    const QSignalBlocker blockBase(m_baseChoice);
    const QSignalBlocker blockTuned(m_tunedChoice);
    m_baseChoice->clear();
    m_tunedChoice->clear();
    m_tunedChoice->addItem(tr("None"), QString());
    int newest = 0;
    for (int row = 0; row < m_shelf.rowCount(); ++row) {
        const ShelfEntry &entry = m_shelf.entry(row);
        if (!entry.isAdapter)
            m_baseChoice->addItem(entry.name, entry.folder);
        if (entry.kind != ShelfEntry::Kind::Bundled)
            m_tunedChoice->addItem(entry.name, entry.folder);
        if (entry.kind == ShelfEntry::Kind::Tuned && newest == 0)
            newest = m_tunedChoice->count() - 1;
    }
    const int before = m_isChosen ? std::max(m_tunedChoice->findData(tuned), 0) : newest;
    m_tunedChoice->setCurrentIndex(before);
    if (!base.isEmpty())
        addBase(base);
    const bool isOther = m_tunedChoice->currentData().toString() != tuned || base.isEmpty();
    if (isOther)
        takeTuned();
}

void PlaygroundPage::addBase(const QString &folder)
{
    if (m_baseChoice->findData(folder) < 0)
        m_baseChoice->addItem(QFileInfo(folder).fileName(), folder);
    m_baseChoice->setCurrentIndex(m_baseChoice->findData(folder));
}

const ShelfEntry *PlaygroundPage::tunedEntry() const
{
    const int row = m_shelf.rowOf(m_tunedChoice->currentData().toString());
    return row < 0 ? nullptr : &m_shelf.entry(row);
}

void PlaygroundPage::chooseModel(const QString &folder)
{
    if (m_baseChoice->count() == 0)
        fillModels();
    m_isChosen = true;
    const int tuned = m_tunedChoice->findData(folder);
    m_tunedChoice->setCurrentIndex(std::max(tuned, 0));
    if (tuned < 0)
        addBase(folder);
    takeTuned();
}

void PlaygroundPage::takeTuned()
{
    const ShelfEntry *const entry = tunedEntry();
    if (entry && !entry->base().isEmpty())
        addBase(entry->base());
    m_row = 0;
    takeModels();
}

void PlaygroundPage::takeModels()
{
    for (AnswerView *const view : { m_base, m_tuned }) {
        m_client.cancel(view);
        view->clear();
    }
    m_task.reset();
    m_baseTask.reset();
    makeClassButtons();
    const ShelfEntry *const tuned = tunedEntry();
    const TrialModel base { toPath(m_baseChoice->currentData().toString()), {}, 1 };
    TrialModel asked = base;
    if (tuned && tuned->isAdapter)
        asked.adapter = toPath(tuned->folder);
    else if (tuned)
        asked.model = toPath(tuned->folder);
    if (tuned && !tuned->isAdapter) {
        m_client.taskOf(m_base, base, [this](const Result<TaskType> &task) {
            if (task)
                m_baseTask = *task;
            updateControls();
        });
    }
    m_client.taskOf(this, asked, [this](const Result<TaskType> &task) { takeTask(task); });
    updateControls();
}

void PlaygroundPage::takeTask(const Result<TaskType> &task)
{
    if (!task) {
        m_asksWhenReady = false;
        (tunedEntry() ? m_tuned : m_base)->setError(task.error());
        updateControls();
        return;
    }
    m_task = *task;
    const ShelfEntry *const tuned = tunedEntry();
    if (!tuned || tuned->isAdapter)
        m_baseTask = m_task;
    makeClassButtons();
    updateControls();
    if (!m_text->document()->isModified())
        showExample();
}

/// What stands in the field until a person writes: a row of the run's data, or a sentence.
void PlaygroundPage::showExample()
{
    const ShelfEntry *const tuned = tunedEntry();
    if (tuned && tuned->recipe)
        showNextRow();
    else if (m_task == TaskType::MaskedLm)
        takeText(tr("The patient came with [MASK] and a cough."));
    else if (m_task == TaskType::CausalLm)
        takeText(tr("Once upon a time"));
    else
        takeText({});
}

void PlaygroundPage::showNextRow()
{
    const ShelfEntry *const tuned = tunedEntry();
    if (!tuned || !tuned->recipe)
        return;
    m_client.preview(this, rowsOf(*tuned->recipe), m_row, 1, 0,
                     [this](const Result<std::vector<PreviewRow>> &rows) {
                         const bool hasRow = rows && !rows->empty();
                         m_row = hasRow ? m_row + 1 : 0; // behind the last one the first follows
                         if (!rows)
                             m_tuned->setError(rows.error());
                         if (hasRow)
                             takeText(toQt(rows->front().text));
                         m_asksWhenReady = false;
                         updateControls();
                     });
    updateControls();
}

void PlaygroundPage::takeText(const QString &text)
{
    const bool needsMask = m_task == TaskType::MaskedLm && !text.contains(QLatin1String("[MASK]"));
    setText(needsMask ? withMask(text) : text);
    m_text->document()->setModified(false);
    const bool wasAnswered = m_base->hasAnswer() || m_tuned->hasAnswer();
    if ((m_asksWhenReady || wasAnswered) && m_ask->isEnabled())
        ask();
    m_asksWhenReady = false;
    updateControls();
}

void PlaygroundPage::setText(const QString &text)
{
    m_text->setPlainText(text);
}

/// The classes of the run's recipe, else those that have a name; frequencies need a training set.
void PlaygroundPage::makeClassButtons()
{
    for (QToolButton *const button : m_classButtons)
        button->deleteLater();
    m_classButtons.clear();
    const ShelfEntry *const tuned = tunedEntry();
    m_classes = tuned && tuned->recipe && !tuned->recipe->masking.classes.empty()
        ? tuned->recipe->masking.classes
        : defaultTokenClasses();
    std::erase_if(m_classes, [](const TokenClass &one) {
        return one.kind == TokenClassKind::Frequency || one.kind == TokenClassKind::Any;
    });
    const bool isUsed = m_task && m_task != TaskType::CausalLm;
    if (!isUsed)
        m_classes.clear();
    for (std::size_t i = 0; i < m_classes.size(); ++i) {
        auto *const button = new QToolButton(this);
        button->setCheckable(true);
        button->setText(toQt(m_classes[i].name));
        button->setIcon(classIcon(static_cast<int>(i), palette()));
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        button->setFocusPolicy(Qt::StrongFocus);
        button->setToolTip(tr("Takes these tokens out of the models' sight: %1")
                               .arg(tokenClassDefinition(m_classes[i])));
        connect(button, &QToolButton::toggled, this, [this] {
            if (m_base->hasAnswer() || m_tuned->hasAnswer())
                ask();
        });
        m_classRow->addWidget(button);
        m_classButtons.push_back(button);
    }
    m_classesTitle->setVisible(!m_classButtons.empty());
}

std::vector<TokenClass> PlaygroundPage::hiddenClasses() const
{
    std::vector<TokenClass> hidden;
    for (std::size_t i = 0; i < m_classButtons.size(); ++i) {
        if (m_classButtons[i]->isChecked())
            hidden.push_back(m_classes[i]);
    }
    return hidden;
}

/// Left the base: with an adapter its body under the tuned head, so that both answer the same question.
std::vector<PlaygroundPage::Side> PlaygroundPage::sides() const
{
    TrialModel base { toPath(m_baseChoice->currentData().toString()), {}, 1 };
    const ShelfEntry *const tuned = tunedEntry();
    if (!tuned)
        return { { m_base, base }, { m_tuned, std::nullopt } };
    TrialModel right = base;
    if (tuned->isAdapter) {
        right.adapter = base.adapter = toPath(tuned->folder);
        base.strength = 0;
    } else {
        right.model = toPath(tuned->folder);
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
    const std::string text = toStd(m_text->toPlainText());
    if (m_task == TaskType::CausalLm) {
        ContinuationQuestion question;
        question.model = *side.model;
        question.prompt = text;
        question.maxNewTokens = m_newTokens->value();
        question.temperature = m_temperature->value();
        question.seed = static_cast<std::uint64_t>(m_seed->value());
        view->beginContinuation(m_text->toPlainText());
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
    m_client.answer(view, { *side.model, text, hiddenClasses() },
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
    const bool isCausal = m_task == TaskType::CausalLm;
    for (CaptionField *const field : { m_newTokensField, m_temperatureField, m_seedField })
        field->setVisible(isCausal);
    m_insertMask->setEnabled(m_task == TaskType::MaskedLm);
    m_ask->setEnabled(m_task.has_value() && !m_text->document()->isEmpty());
    m_stop->setEnabled(isBusy());
    const ShelfEntry *const tuned = tunedEntry();
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
    m_text->insertPlainText(QStringLiteral("[MASK]"));
    m_text->setFocus();
}

void PlaygroundPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (m_baseChoice->count() > 0)
        return;
    m_asksWhenReady = true;
    fillModels();
}

void PlaygroundPage::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    } else if (event->type() == QEvent::PaletteChange) {
        for (std::size_t i = 0; i < m_classButtons.size(); ++i)
            m_classButtons[i]->setIcon(classIcon(static_cast<int>(i), palette()));
    }
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
    m_baseField->setCaption(tr("Base"), tr("The model as it was before the training"));
    m_tunedField->setCaption(tr("Tuned"),
                             tr("What a finished run left, or a folder that you imported"));
    m_newTokensField->setCaption(tr("New tokens"), tr("At most; each one takes the same time"));
    m_temperatureField->setCaption(tr("Temperature"),
                                   tr("0 takes the likeliest token, more is more varied"));
    m_seedField->setCaption(tr("Seed"), tr("The same seed draws the same text"));
    m_text->setAccessibleName(tr("Text for the models"));
    m_text->setToolTip(tr("Write here, or take a row of the data; Ctrl+Return asks"));
    m_text->setPlaceholderText(tr("Write a text, then press Ask (Ctrl+Return)."));
    m_classesTitle->setText(tr("They cannot see:"));
    m_question->setHeading(tr("Try a text"));
    m_base->setHeading(tr("Base"));
    m_tuned->setHeading(tr("Tuned"));
    if (m_tunedChoice->count() > 0)
        m_tunedChoice->setItemText(0, tr("None"));
    for (std::size_t i = 0; i < m_classButtons.size(); ++i) {
        m_classButtons[i]->setToolTip(tr("Takes these tokens out of the models' sight: %1")
                                          .arg(tokenClassDefinition(m_classes[i])));
    }
    updateControls();
}

} // namespace tamiz::ui
