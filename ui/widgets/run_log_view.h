// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QWidget>

#include "ui/models/log_model.h"

class QLabel;
class QListView;

namespace tamiz::ui {

/// A run's log: follows the newest line while it is scrolled to the end; Ctrl+C copies the selected
/// lines. GUI thread only.
class RunLogView final : public QWidget
{
    Q_OBJECT

public:
    explicit RunLogView(QWidget *parent = nullptr);

    void setLines(std::vector<TimedLogLine> lines);
    void append(std::vector<TimedLogLine> lines, qint64 dropped);
    void clear();

    const LogModel &model() const { return *m_model; }

protected:
    void changeEvent(QEvent *event) override;

private:
    void copySelection() const;
    void retranslate();
    bool isAtEnd() const;

    LogModel *m_model;
    QListView *m_list;
    QLabel *m_dropped;
};

} // namespace tamiz::ui
