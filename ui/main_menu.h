// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QObject>
#include <QPointer>

#include "ui/settings/app_settings.h"

class QAction;
class QActionGroup;
class QMainWindow;
class QMenu;

namespace tamiz::ui {

/// The window's menu bar and the actions that belong to no page. Pages add a menu of their own
/// actions. GUI thread only.
class MainMenu : public QObject
{
    Q_OBJECT

public:
    MainMenu(QMainWindow *window, AppSettings &settings);

    /// Puts the page into the View menu, and its actions (if any) under a menu of its title.
    /// Returns the action that shows the page.
    QAction *addPage(QWidget *page, const QString &iconName);

    /// The menu of @p page stands in the bar and its shortcuts work; those of the other pages do not,
    /// so that Find, Undo or Delete mean what is in sight.
    void setCurrentPage(const QWidget *page);
    /// The page whose menu has @p action; nullptr for commands of the whole window.
    QWidget *pageOf(const QAction *action) const;

    /// Every action that does something, in menu order; menus and separators are left out.
    std::vector<QAction *> actions() const;

    void retranslate();

signals:
    void newExperimentRequested();
    void openRecipeRequested();
    void recipeChosen(const QString &file); ///< from the list of recent ones
    void demoRequested();
    void paletteRequested();
    void fullScreenToggled(bool on);
    void machineRequested();
    void aboutRequested();
    void quitRequested();

private:
    struct PageEntry
    {
        QPointer<QWidget> page;
        QAction *action;
        QMenu *menu; ///< nullptr when the page has no actions
    };

    QAction *makeAction(QMenu *menu, const char *name, const QString &iconName,
                        const QKeySequence &shortcut);
    void makeThemeMenu();
    void makeLanguageMenu();
    void fillRecent();
    void checkChoices();
    bool eventFilter(QObject *watched, QEvent *event) override;

    QMainWindow *m_window;
    AppSettings &m_settings;
    std::vector<PageEntry> m_pages;

    QMenu *m_file;
    QMenu *m_recent;
    QMenu *m_view;
    QMenu *m_theme;
    QMenu *m_language;
    QMenu *m_help;
    QAction *m_pagesEnd;

    QAction *m_newExperiment;
    QAction *m_openRecipe;
    QAction *m_demo;
    QAction *m_quit;
    QAction *m_palette;
    QAction *m_fullScreen;
    QAction *m_themeSystem;
    QAction *m_themeLight;
    QAction *m_themeDark;
    QAction *m_languageSystem;
    QAction *m_languageEnglish;
    QAction *m_languageSpanish;
    QAction *m_machine;
    QAction *m_about;
};

} // namespace tamiz::ui
