// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/file_button.h"

#include <QContextMenuEvent>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QMenu>
#include <QMimeData>

#include "ui/bridge/convert.h"

namespace tamiz::ui {

namespace {

std::vector<std::string> localFiles(const QMimeData *data)
{
    std::vector<std::string> files;
    for (const QUrl &url : data->urls()) {
        if (url.isLocalFile())
            files.push_back(toStd(url.toLocalFile()));
    }
    return files;
}

} // namespace

QString shortFileName(const std::string &path)
{
    const std::size_t cut = path.find_last_of("/:");
    return toQt(cut == std::string::npos ? path : path.substr(cut + 1));
}

FileButton::FileButton(QWidget *parent)
    : QPushButton(parent)
{
    setAcceptDrops(true);
    connect(this, &QPushButton::clicked, this, &FileButton::choose);
    updateText();
}

void FileButton::setPaths(const std::vector<std::string> &paths)
{
    if (m_paths == paths)
        return;
    m_paths = paths;
    updateText();
}

void FileButton::updateText()
{
    QString name = tr("Choose…");
    if (m_paths.size() == 1)
        name = shortFileName(m_paths.front());
    else if (m_paths.size() > 1)
        name = tr("%n file(s)", nullptr, static_cast<int>(m_paths.size()));
    setText(fontMetrics().elidedText(name, Qt::ElideMiddle, std::max(24, width() - 28)));
}

QSize FileButton::sizeHint() const
{
    return { 120, QPushButton::sizeHint().height() };
}

QSize FileButton::minimumSizeHint() const
{
    return { 64, QPushButton::sizeHint().height() };
}

void FileButton::choose()
{
    const QStringList files = QFileDialog::getOpenFileNames(
        this, tr("Choose data files"), {},
        tr("Data (*.jsonl *.csv *.tsv *.txt *.conllu);;All files (*)"));
    if (files.isEmpty())
        return;
    std::vector<std::string> paths;
    for (const QString &file : files)
        paths.push_back(toStd(file));
    emit pathsChosen(paths);
}

void FileButton::dragEnterEvent(QDragEnterEvent *event)
{
    if (!localFiles(event->mimeData()).empty())
        event->acceptProposedAction();
}

void FileButton::dropEvent(QDropEvent *event)
{
    event->acceptProposedAction();
    emit pathsChosen(localFiles(event->mimeData()));
}

void FileButton::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Delete || event->key() == Qt::Key_Backspace)
        emit pathsChosen({});
    else
        QPushButton::keyPressEvent(event);
}

void FileButton::contextMenuEvent(QContextMenuEvent *event)
{
    QMenu menu(this);
    menu.addAction(tr("Choose files…"), this, &FileButton::choose);
    QAction *const clear
        = menu.addAction(tr("Use no file"), this, [this] { emit pathsChosen({}); });
    clear->setEnabled(!m_paths.empty());
    menu.exec(event->globalPos());
}

void FileButton::resizeEvent(QResizeEvent *event)
{
    QPushButton::resizeEvent(event);
    updateText();
}

void FileButton::changeEvent(QEvent *event)
{
    QPushButton::changeEvent(event);
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::FontChange)
        updateText();
}

} // namespace tamiz::ui
