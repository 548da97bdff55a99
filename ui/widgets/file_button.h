// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include <QPushButton>

namespace tamiz::ui {

/// Shows the files of a recipe's field by their short names and changes them: click chooses, a drop
/// replaces, Delete clears. GUI thread only.
class FileButton final : public QPushButton
{
    Q_OBJECT

public:
    explicit FileButton(QWidget *parent = nullptr);

    void setPaths(const std::vector<std::string> &paths);
    const std::vector<std::string> &paths() const { return m_paths; }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

signals:
    void pathsChosen(const std::vector<std::string> &paths);

protected:
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void choose();
    void updateText();

    std::vector<std::string> m_paths;
};

/// "train.jsonl" of "bundled:demo/es/train.jsonl".
QString shortFileName(const std::string &path);

} // namespace tamiz::ui
