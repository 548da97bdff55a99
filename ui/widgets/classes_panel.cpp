// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/classes_panel.h"

#include <algorithm>

#include <QAction>
#include <QEvent>
#include <QHBoxLayout>
#include <QItemSelectionModel>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/bridge/convert.h"
#include "ui/dialogs/add_class_dialog.h"
#include "ui/models/recipe_document.h"
#include "ui/widgets/line_icon.h"
#include "ui/widgets/mask_rule_editor.h"
#include "ui/widgets/token_class_view.h"

namespace tamiz::ui {

namespace {

QToolButton *makeButton(QAction *action, Qt::ToolButtonStyle style, QWidget *parent)
{
    auto *const button = new QToolButton(parent);
    button->setDefaultAction(action);
    button->setToolButtonStyle(style);
    button->setFocusPolicy(Qt::StrongFocus);
    return button;
}

} // namespace

ClassesPanel::ClassesPanel(RecipeDocument &document, QWidget *parent)
    : Panel(parent)
    , m_document(document)
    , m_model(new TokenClassModel(this))
    , m_view(new TokenClassView(this))
    , m_rule(new MaskRuleEditor(this))
    , m_add(new QAction(lineIcon(QStringLiteral("add")), {}, this))
    , m_remove(new QAction(lineIcon(QStringLiteral("remove")), {}, this))
    , m_measure(new QAction(lineIcon(QStringLiteral("target")), {}, this))
{
    m_measureButton = makeButton(m_measure, Qt::ToolButtonTextBesideIcon, this);
    m_addButton = makeButton(m_add, Qt::ToolButtonTextBesideIcon, this);
    m_removeButton = makeButton(m_remove, Qt::ToolButtonIconOnly, this);
    headingRow()->addWidget(m_measureButton);
    headingRow()->addWidget(m_addButton);
    headingRow()->addWidget(m_removeButton);
    m_view->setModel(m_model);
    body()->addWidget(m_view, 1);
    body()->addWidget(m_rule);

    connect(m_model, &TokenClassModel::edited, this,
            [this](const MaskingSection &masking, const QString &text) {
                m_document.edit(text, [&masking](Recipe &recipe) { recipe.masking = masking; });
            });
    connect(m_view->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            &ClassesPanel::showRule);
    connect(m_rule, &MaskRuleEditor::edited, this, &ClassesPanel::editRule);
    connect(m_rule, &MaskRuleEditor::editFinished, &m_document, &RecipeDocument::endMerge);
    connect(m_add, &QAction::triggered, this, &ClassesPanel::openAddDialog);
    connect(m_remove, &QAction::triggered, this, &ClassesPanel::removeClass);
    connect(m_measure, &QAction::triggered, this, &ClassesPanel::relianceRequested);
    connect(&m_document, &RecipeDocument::changed, this, &ClassesPanel::showRecipe);
    retranslate();
    showRecipe();
}

void ClassesPanel::setFrequencies(const std::vector<ClassFrequency> &frequencies)
{
    m_model->setFrequencies(frequencies);
}

void ClassesPanel::setReliance(const std::vector<RelianceValue> &reliance)
{
    m_model->setReliance(reliance);
}

void ClassesPanel::setMeasuring(bool isMeasuring)
{
    m_isMeasuring = isMeasuring;
    retranslate();
}

void ClassesPanel::setTotalSteps(std::int64_t steps)
{
    if (m_totalSteps == steps)
        return;
    m_totalSteps = steps;
    showRule();
}

void ClassesPanel::showProblems(const std::vector<Problem> &problems)
{
    m_problems = problems;
    m_model->setMasking(m_document.recipe().masking, m_problems);
}

void ClassesPanel::addClass(const TokenClass &tokenClass)
{
    m_document.edit(tr("Add class %1").arg(toQt(tokenClass.name)),
                    [&](Recipe &recipe) { recipe.masking.classes.push_back(tokenClass); });
    const int row
        = m_model->rowOfClass(static_cast<int>(m_document.recipe().masking.classes.size()) - 1);
    m_view->setCurrentIndex(m_model->index(row, TokenClassModel::Name));
}

void ClassesPanel::openAddDialog()
{
    auto *const dialog = new AddClassDialog(m_document.recipe().masking.classes, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &AddClassDialog::classReady, this, &ClassesPanel::addClass);
    dialog->open();
}

void ClassesPanel::removeClass()
{
    const int index = m_model->classAt(m_view->currentIndex().row());
    if (index < 0)
        return;
    const std::string name
        = m_document.recipe().masking.classes[static_cast<std::size_t>(index)].name;
    m_document.edit(tr("Remove class %1").arg(toQt(name)), [&](Recipe &recipe) {
        recipe.masking.classes.erase(recipe.masking.classes.begin() + index);
        std::erase_if(recipe.masking.rules,
                      [&name](const MaskRule &rule) { return rule.tokenClass == name; });
    });
}

void ClassesPanel::editRule(const MaskRule &rule, const QString &mergeKey)
{
    const int index = m_model->ruleAt(m_view->currentIndex().row());
    if (index < 0)
        return;
    const QString key
        = mergeKey.isEmpty() ? QString() : QStringLiteral("rule-%1-").arg(index) + mergeKey;
    m_document.edit(
        tr("Change masking rule"),
        [&](Recipe &recipe) { recipe.masking.rules.at(static_cast<std::size_t>(index)) = rule; },
        key);
}

void ClassesPanel::showRecipe()
{
    const int row = m_view->currentIndex().row();
    const int column = std::max(0, m_view->currentIndex().column());
    m_model->setMasking(m_document.recipe().masking, m_problems);
    if (m_model->rowCount() > 0 && !m_view->currentIndex().isValid()) {
        m_view->setCurrentIndex(
            m_model->index(std::clamp(row, 0, m_model->rowCount() - 1), column));
    }
    showRule();
}

void ClassesPanel::showRule()
{
    const int row = m_view->currentIndex().row();
    const int rule = m_model->ruleAt(row);
    const auto &rules = m_document.recipe().masking.rules;
    m_remove->setEnabled(m_model->classAt(row) >= 0);
    if (rule >= 0 && rule < static_cast<int>(rules.size())) {
        m_rule->setRule(rules[static_cast<std::size_t>(rule)], m_totalSteps);
    } else {
        m_rule->setNothing(
            m_model->rowCount() == 0
                ? tr("No token classes yet. Add one from a pattern, a word list or a "
                     "Unicode property: it is measured even when nothing masks it.")
                : tr("This class is measured, not masked. Choose a mode in the table "
                     "to mask it."));
    }
}

void ClassesPanel::changeEvent(QEvent *event)
{
    Panel::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
        m_model->retranslate();
        showRule();
    }
}

void ClassesPanel::retranslate()
{
    setHeading(tr("3 · Token classes"));
    m_view->setAccessibleName(tr("Token classes"));
    m_add->setText(tr("Add class"));
    m_add->setIconText(tr("Add"));
    m_addButton->setAccessibleName(m_add->text());
    m_add->setToolTip(tr("Add a token class from a pattern, a word list or a Unicode property"));
    m_remove->setText(tr("Remove class"));
    m_remove->setToolTip(tr("Remove the chosen class and its rules"));
    m_removeButton->setAccessibleName(m_remove->text());
    m_measure->setText(m_isMeasuring ? tr("Measuring…") : tr("Measure reliance"));
    m_measure->setIconText(m_isMeasuring ? tr("Measuring…") : tr("Measure"));
    m_measureButton->setAccessibleName(m_measure->text());
    m_measure->setToolTip(
        tr("What the base model loses without each class: evaluates the validation "
           "data once a class. Takes seconds to minutes, in the background."));
    m_measure->setEnabled(!m_isMeasuring);
}

} // namespace tamiz::ui
