// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main_window.h"

#include <QAction>
#include <QCloseEvent>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLocale>
#include <QMessageBox>
#include <QMimeData>
#include <QPushButton>
#include <QStackedWidget>
#include <QStatusBar>
#include <QTimer>
#include <QToolButton>

#include "ui/main_menu.h"
#include "ui/widgets/line_icon.h"
#include "ui/widgets/navigation_rail.h"

namespace tamiz::ui {

namespace {

/// The first recipe among dropped files; empty when there is none.
QString recipeIn(const QMimeData *data)
{
    for (const QUrl &url : data->urls()) {
        const QString file = url.toLocalFile();
        if (file.endsWith(QLatin1String(".yaml"), Qt::CaseInsensitive)
            || file.endsWith(QLatin1String(".yml"), Qt::CaseInsensitive))
            return file;
    }
    return {};
}

/// The first folder among dropped files; empty when there is none.
QString folderIn(const QMimeData *data)
{
    for (const QUrl &url : data->urls()) {
        if (QFileInfo(url.toLocalFile()).isDir())
            return url.toLocalFile();
    }
    return {};
}

bool canTakeFocus(const QWidget &widget, const QWidget &page)
{
    return (widget.focusPolicy() & Qt::TabFocus) != 0 && widget.isEnabled()
        && widget.isVisibleTo(&page);
}

/// Where somebody with a keyboard goes on: where he was on the page, else at its first control.
QWidget *entryOf(QWidget &page)
{
    if (QWidget *last = page.focusWidget(); last && canTakeFocus(*last, page))
        return last;
    if (page.focusProxy())
        return &page;
    QWidget *next = page.nextInFocusChain();
    while (next != &page && !(page.isAncestorOf(next) && canTakeFocus(*next, page)))
        next = next->nextInFocusChain();
    return next;
}

QString withoutMnemonic(QString text)
{
    return text.remove(QLatin1Char('&'));
}

} // namespace

MainWindow::MainWindow(AppSettings &settings, QWidget *parent)
    : QMainWindow(parent)
    , m_settings(settings)
    , m_rail(new NavigationRail(this))
    , m_stack(new QStackedWidget(this))
    , m_menu(new MainMenu(this, settings))
    , m_palette(nullptr)
{
    setAcceptDrops(true);
    setMinimumSize(1024, 640);
    auto *center = new QWidget(this);
    auto *row = new QHBoxLayout(center);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addWidget(m_rail);
    row->addWidget(m_stack, 1);
    setCentralWidget(center);
    makeStatusBar();
    m_palette = new CommandPalette(this);
    connectMenu();
    retranslate();
    if (!restoreGeometry(m_settings.windowGeometry()))
        resize(1280, 800);
}

void MainWindow::connectMenu()
{
    connect(m_menu, &MainMenu::newExperimentRequested, this, &MainWindow::newExperimentRequested);
    connect(m_menu, &MainMenu::openRecipeRequested, this, &MainWindow::chooseRecipe);
    connect(m_menu, &MainMenu::recipeChosen, this, &MainWindow::recipeOpened);
    connect(m_menu, &MainMenu::demoRequested, this, &MainWindow::demoRequested);
    connect(m_menu, &MainMenu::paletteRequested, this, &MainWindow::openPalette);
    connect(m_menu, &MainMenu::machineRequested, this, &MainWindow::machineRequested);
    connect(m_menu, &MainMenu::aboutRequested, this, &MainWindow::aboutRequested);
    connect(m_menu, &MainMenu::quitRequested, this, &QWidget::close);
    connect(m_menu, &MainMenu::fullScreenToggled, this, [this](bool on) {
        setWindowState(on ? windowState() | Qt::WindowFullScreen
                          : windowState() & ~Qt::WindowFullScreen);
    });
}

void MainWindow::makeStatusBar()
{
    m_warningButton = new QToolButton(this);
    m_warningButton->setObjectName(QStringLiteral("machineWarning"));
    m_warningButton->setIcon(lineIcon(QStringLiteral("warning")));
    m_warningButton->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_warningButton->hide();
    m_machineButton = new QToolButton(this);
    m_machineButton->setObjectName(QStringLiteral("machineSummary"));
    m_machineButton->setToolButtonStyle(Qt::ToolButtonTextOnly);
    m_machineButton->hide();
    for (QToolButton *button : { m_warningButton, m_machineButton }) {
        statusBar()->addPermanentWidget(button);
        connect(button, &QToolButton::clicked, this, &MainWindow::machineRequested);
    }
    statusBar()->setSizeGripEnabled(false);
}

void MainWindow::addPage(QWidget *page, const QString &iconName)
{
    m_stack->addWidget(page);
    QAction *action = m_menu->addPage(page, iconName);
    m_rail->addEntry(action);
    m_pageActions.push_back(action);
    connect(action, &QAction::triggered, this, [this, page] { showPage(page->objectName()); });
    if (m_stack->count() == 1)
        action->setChecked(true);
    m_menu->setCurrentPage(m_stack->currentWidget());
    // The status bar comes behind the pages.
    QWidget *last = page;
    while (page->isAncestorOf(last->nextInFocusChain()))
        last = last->nextInFocusChain();
    setTabOrder(last, m_warningButton);
    setTabOrder(m_warningButton, m_machineButton);
}

bool MainWindow::showPage(const QString &name)
{
    for (int i = 0; i < m_stack->count(); ++i) {
        if (m_stack->widget(i)->objectName() != name)
            continue;
        const bool isInRail = m_rail->isAncestorOf(focusWidget());
        m_stack->setCurrentIndex(i);
        QAction *const action = m_pageActions[static_cast<std::size_t>(i)];
        action->setChecked(true);
        if (isInRail)
            m_rail->focusEntry(action);
        else
            entryOf(*m_stack->currentWidget())->setFocus(Qt::OtherFocusReason);
        m_menu->setCurrentPage(m_stack->currentWidget());
        m_settings.setLastPage(name);
        emit pageShown(name);
        return true;
    }
    return false;
}

QWidget *MainWindow::currentPage() const
{
    return m_stack->currentWidget();
}

QList<QWidget *> MainWindow::pages() const
{
    QList<QWidget *> pages;
    for (int i = 0; i < m_stack->count(); ++i)
        pages << m_stack->widget(i);
    return pages;
}

void MainWindow::addCommandSource(std::function<std::vector<PaletteCommand>()> source)
{
    m_commandSources.push_back(std::move(source));
}

void MainWindow::setMachine(const QString &summary, const QString &warning)
{
    m_machineButton->setText(summary);
    m_machineButton->setVisible(!summary.isEmpty());
    m_warning = warning;
    m_warningButton->setToolTip(warning);
    m_warningButton->setVisible(!warning.isEmpty());
}

void MainWindow::setBusyCheck(std::function<bool()> isBusy)
{
    m_isBusy = std::move(isBusy);
}

void MainWindow::closeNow()
{
    m_mayClose = true;
    close();
}

void MainWindow::chooseRecipe()
{
    const QStringList recent = m_settings.recentRecipes();
    const QString file = QFileDialog::getOpenFileName(
        this, tr("Open recipe"), recent.value(0),
        tr("Recipes (*.yaml *.yml)") % QStringLiteral(";;") % tr("All files (*)"));
    if (!file.isEmpty())
        emit recipeOpened(file);
}

void MainWindow::openPalette()
{
    std::vector<PaletteCommand> commands;
    for (QAction *action : m_menu->actions()) {
        // What the menu shows greyed would do nothing here either.
        if (!action->isEnabled() || action->objectName() == QLatin1String("commandPalette"))
            continue;
        commands.push_back({ withoutMnemonic(action->text()),
                             action->shortcut().toString(QKeySequence::NativeText), action->icon(),
                             [this, action, page = m_menu->pageOf(action)] {
                                 if (page)
                                     showPage(page->objectName()); // where it can be seen
                                 action->trigger();
                             } });
    }
    for (const auto &source : m_commandSources) {
        for (PaletteCommand &command : source())
            commands.push_back(std::move(command));
    }
    m_palette->open(std::move(commands));
}

void MainWindow::askToStop()
{
    auto *question
        = new QMessageBox(QMessageBox::Question, tr("A run is active"),
                          tr("Stop the active run and close?"), QMessageBox::NoButton, this);
    question->setObjectName(QStringLiteral("stopQuestion"));
    question->setAttribute(Qt::WA_DeleteOnClose);
    question->setInformativeText(
        tr("It stops after the current step and keeps a checkpoint: next "
           "time you can resume it from there. Waiting runs stay queued."));
    const QPushButton *stop = question->addButton(tr("Stop and close"), QMessageBox::AcceptRole);
    QPushButton *stay = question->addButton(tr("Keep running"), QMessageBox::RejectRole);
    question->setDefaultButton(stay);
    question->setEscapeButton(stay);
    connect(question, &QMessageBox::buttonClicked, this, [this, stop](QAbstractButton *chosen) {
        if (chosen != stop)
            return;
        statusBar()->showMessage(tr("Stopping the run; its checkpoint is being written…"));
        centralWidget()->setEnabled(false);
        emit stopAndCloseRequested();
    });
    question->open();
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    if (!m_mayClose && m_isBusy && m_isBusy()) {
        event->ignore();
        if (!findChild<QMessageBox *>(QStringLiteral("stopQuestion")))
            askToStop();
        return;
    }
    m_settings.setWindowGeometry(saveGeometry());
    event->accept();
}

void MainWindow::dragEnterEvent(QDragEnterEvent *event)
{
    if (!recipeIn(event->mimeData()).isEmpty() || !folderIn(event->mimeData()).isEmpty())
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent *event)
{
    const QString file = recipeIn(event->mimeData());
    const QString folder = folderIn(event->mimeData());
    if (file.isEmpty() && folder.isEmpty())
        return;
    event->acceptProposedAction();
    if (!file.isEmpty())
        emit recipeOpened(file);
    else
        emit modelDropped(folder);
}

bool MainWindow::event(QEvent *event)
{
    const bool done = QMainWindow::event(event);
    if (event->type() == QEvent::Paint && !m_hasPainted) {
        m_hasPainted = true;
        // Once the picture has been handed over, which follows this event.
        QTimer::singleShot(0, this, &MainWindow::firstPainted);
    }
    return done;
}

void MainWindow::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange) {
        setLocale(QLocale()); // numbers in the fields of every page, as in its texts
        retranslate();
    }
    QMainWindow::changeEvent(event);
}

void MainWindow::retranslate()
{
    setWindowTitle(tr("Tamiz Studio"));
    m_menu->retranslate();
    m_rail->setAccessibleName(tr("Pages"));
    m_warningButton->setText(tr("Slow configuration"));
    m_warningButton->setAccessibleName(tr("Warning about this machine's configuration"));
    m_machineButton->setToolTip(tr("What training uses on this machine; click for details"));
    m_machineButton->setAccessibleName(tr("This machine"));
}

} // namespace tamiz::ui
