// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/domain_tokens_dialog.h"

#include <algorithm>
#include <set>

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTableView>
#include <QVBoxLayout>

#include "ui/bridge/convert.h"
#include "ui/bridge/workbench_client.h"
#include "ui/models/domain_token_model.h"
#include "ui/widgets/quantity_text.h"

namespace tamiz::ui {

DomainTokensDialog::DomainTokensDialog(WorkbenchClient *client, const Recipe &recipe,
                                       QWidget *parent)
    : QDialog(parent)
    , m_before(recipe.vocabulary)
    , m_model(new DomainTokenModel(this))
    , m_table(new QTableView(this))
    , m_status(new QLabel(this))
    , m_own(new QPlainTextEdit(this))
    , m_start(new QComboBox(this))
    , m_apply(new QPushButton(this))
{
    setObjectName(QStringLiteral("domainTokens"));
    setWindowTitle(tr("Domain tokens"));
    resize(720, 560);
    auto *const intro = new QLabel(
        tr("Words of the training data that the tokenizer does not know or cuts into pieces. A "
           "ticked one becomes a token of its own; with LoRA or frozen embeddings only the new "
           "rows "
           "are trained."),
        this);
    intro->setWordWrap(true);
    m_status->setWordWrap(true);
    m_status->setProperty("role", QStringLiteral("caption"));

    m_own->setPlaceholderText(tr("One token a line"));
    m_own->setTabChangesFocus(true);
    m_own->setMaximumHeight(m_own->fontMetrics().lineSpacing() * 5);
    m_own->setAccessibleName(tr("Own tokens"));
    QStringList lines;
    for (const std::string &token : m_before.addTokens)
        lines.push_back(toQt(token));
    m_own->setPlainText(lines.join(QLatin1Char('\n')));
    m_start->addItem(tr("the mean of their pieces"), static_cast<int>(TokenStart::Pieces));
    m_start->addItem(tr("the mean of all tokens"), static_cast<int>(TokenStart::Mean));
    m_start->setCurrentIndex(m_start->findData(static_cast<int>(m_before.initialise)));
    m_start->setAccessibleName(tr("Embeddings start as"));

    auto *const form = new QFormLayout;
    form->setVerticalSpacing(8);
    form->addRow(tr("Own tokens"), m_own);
    form->addRow(tr("Embeddings start as"), m_start);
    auto *const buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_apply->setProperty("kind", QStringLiteral("primary"));
    buttons->addButton(m_apply, QDialogButtonBox::AcceptRole);
    connect(buttons, &QDialogButtonBox::accepted, this, &DomainTokensDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);

    auto *const layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(12);
    layout->addWidget(intro);
    layout->addWidget(makeTable(), 1);
    layout->addWidget(m_status);
    layout->addLayout(form);
    layout->addWidget(buttons);

    connect(m_model, &DomainTokenModel::chosenChanged, this, &DomainTokensDialog::showCount);
    connect(m_own, &QPlainTextEdit::textChanged, this, &DomainTokensDialog::showCount);
    showCount();
    if (client && !recipe.data.train.empty())
        propose(*client, recipe);
    else
        m_status->setText(tr("Choose training data to see proposals."));
}

QWidget *DomainTokensDialog::makeTable()
{
    m_table->setModel(m_model);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setAccessibleName(tr("Proposed tokens"));
    m_table->setShowGrid(false);
    m_table->verticalHeader()->hide();
    QHeaderView *const header = m_table->horizontalHeader();
    header->setSectionResizeMode(QHeaderView::ResizeToContents);
    header->setSectionResizeMode(DomainTokenModel::Pieces, QHeaderView::Stretch);
    header->setHighlightSections(false);
    header->setMinimumSectionSize(108); // its bold titles are wider than it reckons
    return m_table;
}

void DomainTokensDialog::propose(WorkbenchClient &client, const Recipe &recipe)
{
    m_status->setText(tr("Counting the words of the training data…"));
    client.proposeTokens(this, recipe, {}, [this](const Result<TokenProposals> &found) {
        if (found)
            showProposals(*found);
        else
            m_status->setText(toQt(found.error().toString()));
    });
}

/// What was typed before and is proposed moves from the list to the table.
void DomainTokensDialog::showProposals(const TokenProposals &found)
{
    const std::vector<std::string> own = ownTokens();
    m_model->setProposals(found.proposals, std::set<std::string>(own.begin(), own.end()));
    QStringList rest;
    for (const std::string &token : own) {
        if (!m_model->contains(token))
            rest.push_back(toQt(token));
    }
    m_own->setPlainText(rest.join(QLatin1Char('\n')));
    if (found.proposals.empty()) {
        m_status->setText(
            tr("The tokenizer knows every frequent word of the training data as one token."));
        return;
    }
    const double before = static_cast<double>(std::max<std::int64_t>(found.tokensBefore, 1));
    const double saved = static_cast<double>(found.tokensBefore - found.tokensAfter) / before;
    m_status->setText(
        tr("With all of them the training data are %1 tokens instead of %2 (%3 less).")
            .arg(countText(found.tokensAfter), countText(found.tokensBefore), shareText(saved)));
}

std::vector<std::string> DomainTokensDialog::ownTokens() const
{
    std::vector<std::string> tokens;
    for (const QString &line : m_own->toPlainText().split(QLatin1Char('\n'))) {
        const std::string token = toStd(line.trimmed());
        if (!token.empty() && std::find(tokens.begin(), tokens.end(), token) == tokens.end())
            tokens.push_back(token);
    }
    return tokens;
}

VocabularySection DomainTokensDialog::section() const
{
    VocabularySection section = m_before; // a file of tokens stays
    section.addTokens = m_model->chosen();
    for (const std::string &token : ownTokens()) {
        if (std::count(section.addTokens.begin(), section.addTokens.end(), token) == 0)
            section.addTokens.push_back(token);
    }
    section.initialise = static_cast<TokenStart>(m_start->currentData().toInt());
    return section;
}

void DomainTokensDialog::showCount()
{
    const int count = static_cast<int>(section().addTokens.size());
    m_apply->setText(count == 0 ? tr("Add no token") : tr("Add %n token(s)", nullptr, count));
}

void DomainTokensDialog::accept()
{
    emit sectionReady(section());
    QDialog::accept();
}

} // namespace tamiz::ui
