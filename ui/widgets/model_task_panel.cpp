// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/model_task_panel.h"

#include <algorithm>

#include <QComboBox>
#include <QEvent>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLocale>
#include <QToolButton>
#include <QVBoxLayout>

#include "core/recipe/recipe_io.h"
#include "core/recipe/task_metrics.h"
#include "ui/bridge/convert.h"
#include "ui/dialogs/domain_tokens_dialog.h"
#include "ui/models/recipe_document.h"
#include "ui/models/recipe_text.h"
#include "ui/widgets/caption_field.h"
#include "ui/widgets/file_button.h"
#include "ui/widgets/quantity_text.h"

namespace tamiz::ui {

namespace {

constexpr const char *kBundled = "bundled";

/// Items of the model list that are no path.
const QString kChooseFolder = QStringLiteral("?");

} // namespace

ModelTaskPanel::ModelTaskPanel(RecipeDocument &document, QWidget *parent)
    : Panel(parent)
    , m_document(document)
    , m_model(new QComboBox(this))
    , m_task(new QComboBox(this))
    , m_reference(new FileButton(this))
    , m_tokens(new QToolButton(this))
    , m_modelField(new CaptionField(m_model, "model", CaptionField::Note::Line, this))
    , m_taskField(new CaptionField(m_task, "task", CaptionField::Note::Line, this))
    , m_referenceField(
          new CaptionField(m_reference, "data.reference", CaptionField::Note::Line, this))
{
    for (QComboBox *const box : { m_model, m_task }) {
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        box->setMinimumContentsLength(8);
    }
    m_tokens->setToolButtonStyle(Qt::ToolButtonTextOnly);
    m_tokens->setFocusPolicy(Qt::StrongFocus);
    // No higher than the heading: the layers below need the room in a small window.
    m_tokens->setProperty("kind", QStringLiteral("slim"));
    headingRow()->addWidget(m_tokens);
    auto *const row = new QHBoxLayout;
    row->setSpacing(12);
    row->addWidget(m_modelField, 5);
    row->addWidget(m_taskField, 5);
    addFiles(m_trainField, "data.train", &DataSection::train);
    addFiles(m_validationField, "data.validation", &DataSection::validation);
    addFiles(m_testField, "data.test", &DataSection::test);
    for (CaptionField *const field : { m_trainField, m_validationField, m_testField })
        row->addWidget(field, 4);
    row->addWidget(m_referenceField, 4);
    body()->addLayout(row);

    connect(m_tokens, &QToolButton::clicked, this, &ModelTaskPanel::tokensRequested);
    connect(m_model, &QComboBox::activated, this, &ModelTaskPanel::chooseModel);
    connect(m_task, &QComboBox::activated, this, [this] {
        const auto task = static_cast<TaskType>(m_task->currentData().toInt());
        m_document.edit(tr("Change task"), [task](Recipe &recipe) {
            recipe.task.type = task;
            const auto metrics = taskMetrics(task);
            std::string &best = recipe.evaluation.bestMetric;
            if (std::find(metrics.begin(), metrics.end(), best) == metrics.end())
                best = "loss"; // what every task has
        });
    });
    connect(m_reference, &FileButton::pathsChosen, this, [this](const auto &paths) {
        m_document.edit(tr("Change reference texts"), [&paths](Recipe &recipe) {
            recipe.data.reference.clear();
            for (const std::string &path : paths) {
                ReferenceSet set;
                set.path = path;
                set.name = toStd(shortFileName(path).section(QLatin1Char('.'), 0, 0));
                recipe.data.reference.push_back(std::move(set));
            }
        });
    });
    connect(&m_document, &RecipeDocument::changed, this, &ModelTaskPanel::showRecipe);
    retranslate();
}

FileButton *ModelTaskPanel::addFiles(CaptionField *&field, const char *path,
                                     std::vector<std::string> DataSection::*member)
{
    auto *const button = new FileButton(this);
    field = new CaptionField(button, path, CaptionField::Note::Line, this);
    connect(button, &FileButton::pathsChosen, this, [this, member](const auto &paths) {
        m_document.edit(tr("Change data files"),
                        [&](Recipe &recipe) { recipe.data.*member = paths; });
    });
    return button;
}

void ModelTaskPanel::openTokensDialog(WorkbenchClient *client)
{
    auto *const dialog = new DomainTokensDialog(client, m_document.recipe(), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &DomainTokensDialog::sectionReady, this,
            [this](const VocabularySection &section) {
                m_document.edit(tr("Change domain tokens"),
                                [&section](Recipe &recipe) { recipe.vocabulary = section; });
            });
    dialog->open();
}

void ModelTaskPanel::chooseModel(int index)
{
    QString path = m_model->itemData(index).toString();
    if (path == kChooseFolder) {
        path = QFileDialog::getExistingDirectory(
            this, tr("Choose a model folder in Hugging Face layout"));
        if (path.isEmpty()) {
            showRecipe();
            return;
        }
    }
    m_document.edit(tr("Change base model"),
                    [&path](Recipe &recipe) { recipe.model.path = toStd(path); });
}

void ModelTaskPanel::showRecipe()
{
    const Recipe &recipe = m_document.recipe();
    const QString path = toQt(recipe.model.path);
    int item = m_model->findData(path);
    if (item < 0 && !path.isEmpty()) {
        m_model->insertItem(1, shortFileName(recipe.model.path), path);
        m_model->setItemData(1, path, Qt::ToolTipRole);
        item = 1;
    }
    m_model->setCurrentIndex(item);
    m_task->setCurrentIndex(m_task->findData(static_cast<int>(recipe.task.type)));
    static_cast<FileButton *>(m_trainField->editor())->setPaths(recipe.data.train);
    static_cast<FileButton *>(m_validationField->editor())->setPaths(recipe.data.validation);
    static_cast<FileButton *>(m_testField->editor())->setPaths(recipe.data.test);
    std::vector<std::string> references;
    for (const ReferenceSet &set : recipe.data.reference)
        references.push_back(set.path);
    m_reference->setPaths(references);
    showFacts();
}

void ModelTaskPanel::setModelInfo(const std::optional<ModelInfo> &info)
{
    m_modelInfo = info;
    showFacts();
}

void ModelTaskPanel::setDataInfo(const std::optional<DataInfo> &info)
{
    m_dataInfo = info;
    showFacts();
}

void ModelTaskPanel::showProblems(const std::vector<Problem> &problems)
{
    for (CaptionField *const field : { m_modelField, m_taskField, m_trainField, m_validationField,
                                       m_testField, m_referenceField })
        field->showProblems(problems);
}

void ModelTaskPanel::showFacts()
{
    const VocabularySection &vocabulary = m_document.recipe().vocabulary;
    const int added = static_cast<int>(vocabulary.addTokens.size());
    m_tokens->setText(!vocabulary.addTokensFile.empty() ? tr("Domain tokens… (file)")
                          : added == 0                  ? tr("Domain tokens…")
                                       : tr("Domain tokens… (%1)").arg(QLocale().toString(added)));
    m_modelField->setFact(
        m_modelInfo
            ? tr("%1 · %n layer(s) · %2", nullptr, static_cast<int>(m_modelInfo->layers.size()))
                  .arg(toQt(m_modelInfo->architecture), countText(m_modelInfo->parameters))
            : QString());
    const auto rows = [this](std::int64_t DataInfo::*member) {
        if (!m_dataInfo || (*m_dataInfo).*member == 0)
            return QString();
        return tr("%Ln row(s)", nullptr, static_cast<int>((*m_dataInfo).*member));
    };
    m_trainField->setFact(rows(&DataInfo::trainRows));
    m_validationField->setFact(rows(&DataInfo::validationRows));
    m_testField->setFact(rows(&DataInfo::testRows));
    QString task;
    if (m_dataInfo && !m_dataInfo->labels.empty())
        task = tr("%n label(s)", nullptr, static_cast<int>(m_dataInfo->labels.size()));
    m_taskField->setFact(task);
    const auto sets = m_document.recipe().data.reference.size();
    m_referenceField->setFact(sets == 0 ? tr("forgetting is not measured")
                                        : tr("%n set(s)", nullptr, static_cast<int>(sets)));
}

void ModelTaskPanel::changeEvent(QEvent *event)
{
    Panel::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

void ModelTaskPanel::retranslate()
{
    setHeading(tr("1 · Model and task"));
    m_modelField->setCaption(tr("Base model"),
                             tr("The model to adapt: the bundled one, or a folder in Hugging Face "
                                "layout. A larger one costs memory and time in proportion."));
    m_tokens->setToolTip(tr("Words of your domain that the tokenizer cuts into many pieces can "
                            "become tokens of their own"));
    m_taskField->setCaption(tr("Task"), tr("What the model learns to do"));
    m_trainField->setCaption(tr("Training data"),
                             tr("Click to choose, drop files here, Delete "
                                "clears"));
    m_validationField->setCaption(
        tr("Validation data"), tr("Metrics and reliance are measured on these rows, never masked"));
    m_testField->setCaption(tr("Test data"), tr("Used once, at the end of the run"));
    m_referenceField->setCaption(tr("Reference texts"),
                                 tr("Text that the model should not forget; never trained on. Each "
                                    "evaluation reads it once."));
    m_model->clear();
    m_model->addItem(tr("Bundled es/en"), QString::fromLatin1(kBundled));
    m_model->addItem(tr("Choose a folder…"), kChooseFolder);
    m_task->clear();
    for (const TaskType task : taskTypes())
        m_task->addItem(taskName(task), static_cast<int>(task));
    showRecipe();
}

} // namespace tamiz::ui
