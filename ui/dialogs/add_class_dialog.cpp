// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/add_class_dialog.h"

#include <algorithm>

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "core/tokens/token_classes.h"
#include "ui/bridge/convert.h"
#include "ui/models/recipe_text.h"
#include "ui/widgets/caption_field.h"

namespace tamiz::ui {

namespace {

/// A page of the definition that is lower than the list of words.
QWidget *onTop(QWidget *field, QWidget *parent)
{
    auto *const page = new QWidget(parent);
    auto *const column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(field);
    column->addStretch();
    return page;
}

} // namespace

AddClassDialog::AddClassDialog(const std::vector<TokenClass> &existing, QWidget *parent)
    : QDialog(parent)
    , m_existing(existing)
    , m_name(new QLineEdit(this))
    , m_kind(new QComboBox(this))
    , m_definition(new QStackedWidget(this))
    , m_property(new QComboBox(this))
    , m_pattern(new QLineEdit(this))
    , m_words(new QPlainTextEdit(this))
    , m_minShare(new QDoubleSpinBox(this))
    , m_maxShare(new QDoubleSpinBox(this))
    , m_caseSensitive(new QCheckBox(tr("Upper and lower case differ"), this))
    , m_problem(new QLabel(this))
    , m_add(new QPushButton(tr("Add class"), this))
{
    setWindowTitle(tr("Add a token class"));
    setMinimumWidth(440);
    for (const TokenClassKind kind :
         { TokenClassKind::Pattern, TokenClassKind::Words, TokenClassKind::Property,
           TokenClassKind::Frequency, TokenClassKind::Any })
        m_kind->addItem(classKindName(kind), static_cast<int>(kind));

    m_pattern->setPlaceholderText(QStringLiteral("\\d+([.,]\\d+)?"));
    m_words->setPlaceholderText(tr("One word a line"));
    m_words->setTabChangesFocus(true);
    m_property->setEditable(true);
    m_property->setInsertPolicy(QComboBox::NoInsert);
    for (const PropertyName &property : propertyNames()) {
        m_property->addItem(QString::fromUtf8(property.name));
        m_property->setItemData(m_property->count() - 1, QString::fromUtf8(property.meaning),
                                Qt::ToolTipRole);
    }
    for (QDoubleSpinBox *const share : { m_minShare, m_maxShare }) {
        share->setRange(0, 100);
        share->setDecimals(4);
        share->setSuffix(QStringLiteral(" %"));
    }
    m_maxShare->setValue(0.01);

    auto *const frequency = new QWidget(this);
    auto *const shares = new QHBoxLayout(frequency);
    shares->setContentsMargins(0, 0, 0, 0);
    shares->addWidget(new QLabel(tr("from"), frequency));
    shares->addWidget(m_minShare, 1);
    shares->addWidget(new QLabel(tr("to"), frequency));
    shares->addWidget(m_maxShare, 1);
    m_definition->addWidget(onTop(m_pattern, this));
    m_definition->addWidget(m_words);
    m_definition->addWidget(onTop(m_property, this));
    m_definition->addWidget(onTop(frequency, this));
    m_definition->addWidget(onTop(new QLabel(tr("Every token that is not special"), this), this));
    m_definition->setFixedHeight(5 * fontMetrics().lineSpacing());

    auto *const form = new QFormLayout;
    form->setVerticalSpacing(8);
    form->addRow(tr("Name"), m_name);
    form->addRow(tr("Defined by"), m_kind);
    form->addRow(tr("Definition"), m_definition);
    form->addRow(QString(), m_caseSensitive);
    m_problem->setWordWrap(true);
    m_problem->setProperty("role", QStringLiteral("caption-danger"));
    m_problem->setMinimumHeight(m_problem->fontMetrics().height() * 2);
    m_problem->setAlignment(Qt::AlignTop);
    m_name->setAccessibleName(tr("Name"));
    m_pattern->setAccessibleName(tr("Pattern"));
    m_words->setAccessibleName(tr("Words"));
    m_property->setAccessibleName(tr("Unicode property"));

    auto *const buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_add->setProperty("kind", QStringLiteral("primary"));
    buttons->addButton(m_add, QDialogButtonBox::AcceptRole);
    connect(buttons, &QDialogButtonBox::accepted, this, &AddClassDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);

    auto *const layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(12);
    layout->addLayout(form);
    layout->addWidget(m_problem);
    layout->addWidget(buttons);

    connect(m_kind, &QComboBox::currentIndexChanged, this, &AddClassDialog::check);
    connect(m_name, &QLineEdit::textChanged, this, &AddClassDialog::check);
    connect(m_pattern, &QLineEdit::textChanged, this, &AddClassDialog::check);
    connect(m_property, &QComboBox::editTextChanged, this, &AddClassDialog::check);
    connect(m_words, &QPlainTextEdit::textChanged, this, &AddClassDialog::check);
    connect(m_minShare, &QDoubleSpinBox::valueChanged, this, &AddClassDialog::check);
    connect(m_maxShare, &QDoubleSpinBox::valueChanged, this, &AddClassDialog::check);
    check();
}

void AddClassDialog::setKind(TokenClassKind kind)
{
    m_kind->setCurrentIndex(m_kind->findData(static_cast<int>(kind)));
}

TokenClass AddClassDialog::tokenClass() const
{
    TokenClass made;
    made.name = toStd(m_name->text().trimmed());
    made.kind = static_cast<TokenClassKind>(m_kind->currentData().toInt());
    switch (made.kind) {
    case TokenClassKind::Pattern:
        made.expression = toStd(m_pattern->text());
        made.caseSensitive = m_caseSensitive->isChecked();
        break;
    case TokenClassKind::Property:
        made.expression = toStd(m_property->currentText().trimmed());
        break;
    case TokenClassKind::Words: {
        static const QRegularExpression separators(QStringLiteral("[\\n,;]"));
        for (const QString &word : m_words->toPlainText().split(separators, Qt::SkipEmptyParts)) {
            if (!word.trimmed().isEmpty())
                made.words.push_back(toStd(word.trimmed()));
        }
        made.caseSensitive = m_caseSensitive->isChecked();
        break;
    }
    case TokenClassKind::Frequency:
        made.minShare = m_minShare->value() / 100;
        made.maxShare = m_maxShare->value() / 100;
        break;
    case TokenClassKind::Any:
        break;
    }
    return made;
}

QString AddClassDialog::problem() const
{
    const TokenClass made = tokenClass();
    if (made.name.empty())
        return tr("The class needs a name.");
    const bool isTaken
        = std::any_of(m_existing.begin(), m_existing.end(),
                      [&made](const TokenClass &one) { return one.name == made.name; });
    if (isTaken)
        return tr("Another class has this name.");
    switch (made.kind) {
    case TokenClassKind::Pattern:
    case TokenClassKind::Property:
        if (made.expression.empty())
            return tr("The definition is empty.");
        break;
    case TokenClassKind::Words:
        if (made.words.empty())
            return tr("The word list is empty.");
        return {};
    case TokenClassKind::Frequency:
        return made.minShare > made.maxShare ? tr("The first share is above the second.")
                                             : QString();
    case TokenClassKind::Any:
        return {};
    }
    const Result<TokenClassifier> compiled
        = TokenClassifier::build({ made }, TokenClassifier::ForEachText());
    return compiled ? QString() : toQt(compiled.error().message);
}

void AddClassDialog::check()
{
    m_definition->setCurrentIndex(m_kind->currentIndex());
    const auto kind = static_cast<TokenClassKind>(m_kind->currentData().toInt());
    m_caseSensitive->setEnabled(kind == TokenClassKind::Pattern || kind == TokenClassKind::Words);
    const QString wrong = problem();
    m_problem->setText(wrong);
    // A form that nobody has filled in yet is not wrong.
    m_problem->setVisible(!m_name->text().isEmpty());
    m_add->setEnabled(wrong.isEmpty());
}

void AddClassDialog::accept()
{
    if (!problem().isEmpty())
        return;
    emit classReady(tokenClass());
    QDialog::accept();
}

} // namespace tamiz::ui
