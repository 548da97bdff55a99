// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;
class QPushButton;

namespace tamiz::ui {

/// What a page or panel shows while it has nothing: an icon, what is missing, and what to do next.
/// The owner sets the texts, and sets them again on QEvent::LanguageChange. GUI thread only.
class EmptyState : public QWidget
{
    Q_OBJECT

public:
    explicit EmptyState(const QString &iconName, QWidget *parent = nullptr);

    void setTexts(const QString &headline, const QString &explanation);

    /// Adds the button of the next step; the first one is the primary one.
    QPushButton *addButton();

protected:
    void changeEvent(QEvent *event) override;

private:
    void paintIcon();

    QString m_iconName;
    QLabel *m_icon;
    QLabel *m_headline;
    QLabel *m_explanation;
    QWidget *m_buttons;
};

} // namespace tamiz::ui
