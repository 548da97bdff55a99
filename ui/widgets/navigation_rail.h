// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

class QActionGroup;
class QVBoxLayout;

namespace tamiz::ui {

/// The column of pages at the window's left edge. Each entry shows an action (icon over text); the
/// checked one is the page in sight. Up and Down move between entries. GUI thread only.
class NavigationRail : public QFrame
{
    Q_OBJECT

public:
    explicit NavigationRail(QWidget *parent = nullptr);

    /// The action becomes checkable and exclusive with the other entries.
    void addEntry(QAction *action);
    void focusEntry(const QAction *action);

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    QActionGroup *m_group;
    QVBoxLayout *m_entries;
};

} // namespace tamiz::ui
