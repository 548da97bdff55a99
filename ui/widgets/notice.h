// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

class QHBoxLayout;
class QLabel;
class QPushButton;

namespace tamiz::ui {

/// A tinted bar with an icon, a headline, an explanation and buttons at the right: something that
/// the person should know now and may act on. GUI thread only.
class Notice : public QFrame
{
    Q_OBJECT

public:
    enum class Kind { Information, Warning, Danger };

    explicit Notice(Kind kind, QWidget *parent = nullptr);

    void setTexts(const QString &headline, const QString &explanation);
    QPushButton *addButton();

protected:
    void changeEvent(QEvent *event) override;

private:
    void paintIcon();

    Kind m_kind;
    QLabel *m_icon;
    QLabel *m_headline;
    QLabel *m_explanation;
    QHBoxLayout *m_row;
};

} // namespace tamiz::ui
