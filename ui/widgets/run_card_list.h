// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QListView>

namespace tamiz::ui {

/// Runs of a RecentRunsModel as wide rows: name and state, the course of the loss, what was measured.
/// Few runs share the height; many scroll. GUI thread only.
class RunCardList final : public QListView
{
    Q_OBJECT

public:
    explicit RunCardList(QWidget *parent = nullptr);

    void setModel(QAbstractItemModel *model) override;
    int rowHeight() const { return m_rowHeight; }

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void updateRowHeight();

    int m_rowHeight = 0;
};

} // namespace tamiz::ui
