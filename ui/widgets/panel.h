// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

class QHBoxLayout;
class QLabel;
class QVBoxLayout;

namespace tamiz::ui {

/// A card with a heading, and a place for buttons beside it. GUI thread only.
class Panel : public QFrame
{
    Q_OBJECT

public:
    static constexpr int kPadding = 12;

    explicit Panel(QWidget *parent = nullptr);

    void setHeading(const QString &heading);

protected:
    QVBoxLayout *body() const { return m_body; }
    QHBoxLayout *headingRow() const { return m_headingRow; } ///< right of the heading

private:
    QLabel *m_heading;
    QHBoxLayout *m_headingRow;
    QVBoxLayout *m_body;
};

} // namespace tamiz::ui
