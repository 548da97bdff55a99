// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include <QDialog>

#include "core/recipe/recipe.h"
#include "core/runs/workbench.h"

class QComboBox;
class QLabel;
class QPlainTextEdit;
class QPushButton;
class QTableView;

namespace tamiz::ui {

class DomainTokenModel;
class WorkbenchClient;

/// Chooses the tokens that a recipe adds to its model's vocabulary: words of the training data that the
/// tokenizer cuts, with what each would save, and a list of one's own. GUI thread only.
class DomainTokensDialog final : public QDialog
{
    Q_OBJECT

public:
    /// Asks @p client for proposals at once; nullptr = there are none.
    DomainTokensDialog(WorkbenchClient *client, const Recipe &recipe, QWidget *parent = nullptr);

    VocabularySection section() const;
    DomainTokenModel *model() const { return m_model; }
    QPlainTextEdit *ownField() const { return m_own; }
    QComboBox *startBox() const { return m_start; }
    QLabel *statusLabel() const { return m_status; }

    void accept() override;

signals:
    void sectionReady(const tamiz::VocabularySection &section);

private:
    QWidget *makeTable();
    void propose(WorkbenchClient &client, const Recipe &recipe);
    void showProposals(const TokenProposals &found);
    std::vector<std::string> ownTokens() const;
    void showCount();

    VocabularySection m_before;
    DomainTokenModel *m_model;
    QTableView *m_table;
    QLabel *m_status;
    QPlainTextEdit *m_own;
    QComboBox *m_start;
    QPushButton *m_apply = nullptr;
};

} // namespace tamiz::ui
