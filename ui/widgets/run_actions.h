// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include <QList>
#include <QObject>

#include "core/runs/run_backend.h"

class QAction;
class QWidget;

namespace tamiz::ui {

class RunController;

/// Everything that can be done to the selected runs, as actions that the page's menu, the header's
/// buttons, the list's context menu and the command palette share. Pause, resume, stop, checkpoint
/// and export concern the current run; archive and delete all selected ones. GUI thread only.
class RunActions final : public QObject
{
    Q_OBJECT

public:
    /// Dialogs appear over @p window.
    RunActions(RunController &controller, QWidget *window);

    void setCurrent(std::optional<RunId> run);
    void setSelection(const QList<RunId> &runs); ///< the current one included

    QAction *pause() const { return m_pause; }
    QAction *resume() const { return m_resume; }
    QAction *stop() const { return m_stop; }
    QAction *checkpoint() const { return m_checkpoint; }
    QAction *exportAdapter() const { return m_export; }
    QAction *rename() const { return m_rename; }
    QAction *archive() const { return m_archive; }
    QAction *remove() const { return m_remove; }
    QList<QAction *> all() const;

    void retranslate();

signals:
    void exportRequested(tamiz::RunId run);
    void renameRequested(tamiz::RunId run);

private:
    QAction *makeAction(const QString &name, const QString &icon, const QKeySequence &shortcut);
    void update();
    void askToRemove();

    RunController &m_controller;
    QWidget *m_window;
    std::optional<RunId> m_current;
    QList<RunId> m_selection;
    QAction *m_pause;
    QAction *m_resume;
    QAction *m_stop;
    QAction *m_checkpoint;
    QAction *m_export;
    QAction *m_rename;
    QAction *m_archive;
    QAction *m_remove;
};

} // namespace tamiz::ui
