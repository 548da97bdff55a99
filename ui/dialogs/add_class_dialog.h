// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QDialog>

#include "core/recipe/recipe.h"

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;
class QStackedWidget;

namespace tamiz::ui {

/// Asks for a new token class and compiles it while it is typed, so that a bad pattern shows at
/// once. GUI thread only.
class AddClassDialog final : public QDialog
{
    Q_OBJECT

public:
    /// @p existing: classes whose names are taken.
    AddClassDialog(const std::vector<TokenClass> &existing, QWidget *parent = nullptr);

    TokenClass tokenClass() const;
    void setKind(TokenClassKind kind);
    QLineEdit *nameField() const { return m_name; }
    QLineEdit *patternField() const { return m_pattern; }
    QPushButton *addButton() const { return m_add; }

    void accept() override;

signals:
    void classReady(const tamiz::TokenClass &tokenClass);

private:
    void check();
    QString problem() const;

    std::vector<TokenClass> m_existing;
    QLineEdit *m_name;
    QComboBox *m_kind;
    QStackedWidget *m_definition;
    QComboBox *m_property;
    QLineEdit *m_pattern;
    QPlainTextEdit *m_words;
    QDoubleSpinBox *m_minShare;
    QDoubleSpinBox *m_maxShare;
    QCheckBox *m_caseSensitive;
    QLabel *m_problem;
    QPushButton *m_add;
};

} // namespace tamiz::ui
