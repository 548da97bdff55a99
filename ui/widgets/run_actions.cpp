// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/run_actions.h"

#include <algorithm>

#include <QAction>
#include <QCheckBox>
#include <QMessageBox>
#include <QPushButton>

#include "ui/bridge/convert.h"
#include "ui/bridge/run_controller.h"
#include "ui/widgets/line_icon.h"

namespace tamiz::ui {

RunActions::RunActions(RunController &controller, QWidget *window)
    : QObject(window)
    , m_controller(controller)
    , m_window(window)
    , m_pause(makeAction(QStringLiteral("pauseRun"), QStringLiteral("pause"),
                         QKeySequence(Qt::CTRL | Qt::Key_P)))
    , m_resume(makeAction(QStringLiteral("resumeRun"), QStringLiteral("play"),
                          QKeySequence(Qt::CTRL | Qt::Key_R)))
    , m_stop(makeAction(QStringLiteral("stopRun"), QStringLiteral("stop"),
                        QKeySequence(Qt::CTRL | Qt::Key_Period)))
    , m_checkpoint(makeAction(QStringLiteral("checkpointRun"), QStringLiteral("checkpoint"),
                              QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_C)))
    , m_export(makeAction(QStringLiteral("exportRun"), QStringLiteral("export"),
                          QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_E)))
    , m_rename(
          makeAction(QStringLiteral("renameRun"), QStringLiteral("edit"), QKeySequence(Qt::Key_F2)))
    , m_archive(makeAction(QStringLiteral("archiveRun"), QStringLiteral("archive"),
                           QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_A)))
    , m_remove(makeAction(QStringLiteral("deleteRun"), QStringLiteral("delete"),
                          QKeySequence(Qt::CTRL | Qt::Key_Delete)))
{
    connect(m_pause, &QAction::triggered, this, [this] { m_controller.pause(*m_current); });
    connect(m_resume, &QAction::triggered, this, [this] { m_controller.resume(*m_current); });
    connect(m_stop, &QAction::triggered, this, [this] { m_controller.stop(*m_current); });
    connect(m_checkpoint, &QAction::triggered, this,
            [this] { m_controller.checkpointNow(*m_current); });
    connect(m_export, &QAction::triggered, this, [this] { emit exportRequested(*m_current); });
    connect(m_rename, &QAction::triggered, this, [this] { emit renameRequested(*m_current); });
    connect(m_archive, &QAction::triggered, this, [this] {
        const RunRecord *current = m_controller.run(*m_current);
        const bool isArchived = current && !current->isArchived;
        for (const RunId run : std::as_const(m_selection))
            m_controller.setArchived(run, isArchived);
    });
    connect(m_remove, &QAction::triggered, this, &RunActions::askToRemove);
    connect(&controller, &RunController::runsChanged, this, &RunActions::update);
    connect(&controller, &RunController::runStateChanged, this, &RunActions::update);
    retranslate();
}

QAction *RunActions::makeAction(const QString &name, const QString &icon,
                                const QKeySequence &shortcut)
{
    auto *action = new QAction(this);
    action->setObjectName(name);
    action->setIcon(lineIcon(icon));
    action->setShortcut(shortcut);
    return action;
}

QList<QAction *> RunActions::all() const
{
    return { m_pause, m_resume, m_stop, m_checkpoint, m_export, m_rename, m_archive, m_remove };
}

void RunActions::setCurrent(std::optional<RunId> run)
{
    m_current = run;
    update();
}

void RunActions::setSelection(const QList<RunId> &runs)
{
    m_selection = runs;
    update();
}

void RunActions::update()
{
    const RunRecord *run = m_current ? m_controller.run(*m_current) : nullptr;
    const bool isOurs = run && m_controller.isControllable(run->id);
    const bool isRunning = run && m_controller.runningRun() == run->id;
    m_pause->setEnabled(isRunning && run->state == RunState::Running);
    m_resume->setEnabled(run
                         && ((isRunning && run->state == RunState::Paused)
                             || (run->state == RunState::Queued && !isRunning)
                             || canResume(run->state)));
    // The queue lets go of a run a moment after its last state.
    const bool isOver = run && isTerminal(run->state);
    m_stop->setEnabled(isOurs && !isOver && run->state != RunState::Stopping);
    m_checkpoint->setEnabled(isRunning && !isOver && run->state != RunState::Stopping);
    m_export->setEnabled(run && run->state == RunState::Finished);
    m_rename->setEnabled(run != nullptr);
    m_archive->setEnabled(run && !isActive(run->state));
    m_remove->setEnabled(run && !isActive(run->state) && run->state != RunState::Queued);
    m_archive->setText(run && run->isArchived ? tr("Take out of the archive") : tr("Archive"));
    m_resume->setText(run && run->state == RunState::Queued ? tr("Start now") : tr("Resume"));
}

void RunActions::retranslate()
{
    m_pause->setText(tr("Pause"));
    m_pause->setToolTip(tr("Holds the run after the current step; the model stays in memory, so "
                           "going on costs nothing"));
    m_resume->setToolTip(tr("Goes on where the run was held, or from its last checkpoint; steps "
                            "after that checkpoint are trained again"));
    m_stop->setText(tr("Stop"));
    m_stop->setToolTip(tr("Ends the run after the current step and keeps a checkpoint, from which "
                          "it can be resumed"));
    m_checkpoint->setText(tr("Checkpoint now"));
    m_checkpoint->setToolTip(tr("Writes weights and optimiser state to the run folder after the "
                                "current step; takes about as long as the disk needs"));
    m_export->setText(tr("Export adapter…"));
    m_export->setToolTip(tr("Writes the adapter for other tools, reads it back and compares; "
                            "available when the run has finished"));
    m_rename->setText(tr("Rename"));
    m_rename->setToolTip(tr("Changes the run's name; its folder keeps its own"));
    m_archive->setToolTip(tr("Hides the selected runs from the list; nothing is deleted"));
    m_remove->setText(tr("Delete…"));
    m_remove->setToolTip(tr("Deletes the selected runs and their recorded metrics; asks first"));
    update();
}

void RunActions::askToRemove()
{
    QList<RunId> runs = m_selection.isEmpty() ? QList<RunId> { *m_current } : m_selection;
    const RunRecord *first = m_controller.run(runs.first());
    if (!first)
        return;
    auto *box = new QMessageBox(m_window);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setIcon(QMessageBox::Warning);
    box->setWindowTitle(tr("Delete runs"));
    box->setText(runs.size() == 1 ? tr("Delete the run “%1”?").arg(toQt(first->name))
                                  : tr("Delete %n runs?", nullptr, static_cast<int>(runs.size())));
    box->setInformativeText(tr("Its curves and log are removed from the list for good."));
    auto *withFolder = new QCheckBox(tr("Delete checkpoints and exports on the disk as well"), box);
    box->setCheckBox(withFolder);
    QPushButton *yes = box->addButton(tr("Delete"), QMessageBox::DestructiveRole);
    yes->setProperty("kind", QStringLiteral("danger"));
    box->setDefaultButton(box->addButton(QMessageBox::Cancel));
    connect(yes, &QPushButton::clicked, this, [this, runs, withFolder] {
        for (const RunId run : runs)
            m_controller.remove(run, withFolder->isChecked());
    });
    box->open();
}

} // namespace tamiz::ui
