// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <vector>

#include <QMainWindow>

#include "ui/settings/app_settings.h"
#include "ui/widgets/command_palette.h"

class QLabel;
class QStackedWidget;
class QToolButton;

namespace tamiz::ui {

class MainMenu;
class NavigationRail;

/// The studio's window: rail, pages, menu bar, status bar and command palette. It knows nothing of
/// runs or recipes; whoever composes the program connects its signals. GUI thread only.
///
/// A page is any QWidget with
///   objectName             stable, English, used for settings and screenshots ("runs")
///   windowTitle            its name on the rail and in the menu, translated
///   accessibleDescription  what it answers, translated; shown as the rail's tooltip
///   actions()              its commands, each with text, tooltip and shortcut; they go into a menu
///   property "ready"       false while what it shows is still on the way (screenshots wait for it);
///                          a page without the property is always ready
/// and overrides changeEvent() to set every text again on QEvent::LanguageChange.
class MainWindow : public QMainWindow
{
    Q_OBJECT

public:
    explicit MainWindow(AppSettings &settings, QWidget *parent = nullptr);

    /// The window takes the page. Its actions must be there already.
    void addPage(QWidget *page, const QString &iconName);
    /// Opens the page of that objectName; false when there is none.
    bool showPage(const QString &name);
    QWidget *currentPage() const;
    QList<QWidget *> pages() const;

    /// More commands for the palette, asked each time it opens.
    void addCommandSource(std::function<std::vector<PaletteCommand>()> source);

    /// "CPU, 2 threads, OpenBLAS" at the right of the status bar; @p warning is empty when all is
    /// well.
    void setMachine(const QString &summary, const QString &warning);

    /// Asked when the window is about to close; true while a run is active in this process.
    void setBusyCheck(std::function<bool()> isBusy);
    /// Closes without asking, once what was active has ended.
    void closeNow();

signals:
    void newExperimentRequested();
    void recipeOpened(const QString &file); ///< chosen, recent or dropped
    void modelDropped(const QString &folder);
    void demoRequested();
    void machineRequested();
    void aboutRequested();
    /// The person wants to close although a run is active: stop it, keep a checkpoint, then
    /// closeNow().
    void stopAndCloseRequested();
    void pageShown(const QString &name);
    void firstPainted();

protected:
    void changeEvent(QEvent *event) override;
    void closeEvent(QCloseEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;
    bool event(QEvent *event) override;

private:
    void connectMenu();
    void makeStatusBar();
    void chooseRecipe();
    void openPalette();
    void askToStop();
    void retranslate();

    AppSettings &m_settings;
    NavigationRail *m_rail;
    QStackedWidget *m_stack;
    MainMenu *m_menu;
    CommandPalette *m_palette;
    QToolButton *m_machineButton;
    QToolButton *m_warningButton;
    std::vector<QAction *> m_pageActions; ///< in the order of the stack
    std::vector<std::function<std::vector<PaletteCommand>()>> m_commandSources;
    std::function<bool()> m_isBusy;
    QString m_warning;
    bool m_mayClose = false;
    bool m_hasPainted = false;
};

} // namespace tamiz::ui
