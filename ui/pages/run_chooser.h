// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QWidget>

#include "core/runs/run_backend.h"

class QLabel;
class QLineEdit;
class QListView;
class QPushButton;

namespace tamiz::ui {

class RunFilterProxy;
class RunTableModel;

/// The runs of the store with a tick, their colour and mark, and their state; a filter above. Space
/// or Return ticks the current row. GUI thread only.
class RunChooser final : public QWidget
{
    Q_OBJECT

public:
    /// @p model must be tickable and outlive this object.
    explicit RunChooser(RunTableModel &model, QWidget *parent = nullptr);

    void focusFilter();

protected:
    void changeEvent(QEvent *event) override;

private:
    void tickShown();
    void clearTicks();
    void updateCount();
    void retranslate();

    RunTableModel &m_model;
    RunFilterProxy *m_proxy;
    QLabel *m_title;
    QLabel *m_count;
    QLineEdit *m_filter;
    QListView *m_list;
    QPushButton *m_tickShown;
    QPushButton *m_clear;
};

} // namespace tamiz::ui
