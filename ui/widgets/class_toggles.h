// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QWidget>

#include "core/tokens/token_classes.h"

class QHBoxLayout;
class QLabel;
class QToolButton;

namespace tamiz::ui {

/// One toggle a token class: what is pressed is taken out of the models' sight.
class ClassToggles final : public QWidget
{
    Q_OBJECT

public:
    explicit ClassToggles(QWidget *parent = nullptr);

    /// Nothing is pressed afterwards; without classes the bar is hidden.
    void setClasses(std::vector<TokenClass> classes);
    std::vector<TokenClass> hiddenClasses() const;

signals:
    void toggled();

protected:
    void changeEvent(QEvent *event) override;

private:
    void retranslate();

    std::vector<TokenClass> m_classes; ///< one a button
    std::vector<QToolButton *> m_buttons;
    QLabel *m_title;
    QHBoxLayout *m_row;
};

} // namespace tamiz::ui
