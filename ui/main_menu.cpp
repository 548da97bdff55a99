// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main_menu.h"

#include <QAction>
#include <QActionGroup>
#include <QEvent>
#include <QFileInfo>
#include <QMainWindow>
#include <QMenu>
#include <QMenuBar>

#include "ui/widgets/line_icon.h"

namespace tamiz::ui {

namespace {

void collect(const QWidget *menu, std::vector<QAction *> &found)
{
    for (QAction *action : menu->actions()) {
        if (action->menu())
            collect(action->menu(), found);
        else if (!action->isSeparator())
            found.push_back(action);
    }
}

void setTexts(QAction *action, const QString &text, const QString &tip)
{
    action->setText(text);
    action->setToolTip(tip);
    action->setStatusTip(tip);
}

} // namespace

MainMenu::MainMenu(QMainWindow *window, AppSettings &settings)
    : QObject(window)
    , m_window(window)
    , m_settings(settings)
    , m_file(window->menuBar()->addMenu(QString()))
    , m_recent(new QMenu(window))
    , m_view(window->menuBar()->addMenu(QString()))
    , m_theme(new QMenu(window))
    , m_language(new QMenu(window))
    , m_help(window->menuBar()->addMenu(QString()))
{
    m_newExperiment = makeAction(m_file, "newExperiment", QStringLiteral("add"), QKeySequence::New);
    m_openRecipe = makeAction(m_file, "openRecipe", QStringLiteral("open"), QKeySequence::Open);
    m_file->addMenu(m_recent);
    m_demo = makeAction(m_file, "startDemo", QStringLiteral("play"),
                        QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_D));
    m_file->addSeparator();
    m_quit = makeAction(m_file, "quit", QStringLiteral("quit"), QKeySequence(Qt::CTRL | Qt::Key_Q));
    m_quit->setMenuRole(QAction::QuitRole);

    m_pagesEnd = m_view->addSeparator();
    m_palette = makeAction(m_view, "commandPalette", QStringLiteral("search"),
                           QKeySequence(Qt::CTRL | Qt::Key_K));
    m_view->addMenu(m_theme);
    m_view->addMenu(m_language);
    m_fullScreen
        = makeAction(m_view, "fullScreen", QStringLiteral("fullscreen"), QKeySequence(Qt::Key_F11));
    m_fullScreen->setCheckable(true);
    makeThemeMenu();
    makeLanguageMenu();

    m_machine = makeAction(m_help, "machine", QStringLiteral("machine"),
                           QKeySequence(Qt::SHIFT | Qt::Key_F1));
    m_about = makeAction(m_help, "about", QStringLiteral("info"), QKeySequence(Qt::Key_F1));
    m_about->setMenuRole(QAction::AboutRole);

    connect(m_newExperiment, &QAction::triggered, this, &MainMenu::newExperimentRequested);
    connect(m_openRecipe, &QAction::triggered, this, &MainMenu::openRecipeRequested);
    connect(m_demo, &QAction::triggered, this, &MainMenu::demoRequested);
    connect(m_quit, &QAction::triggered, this, &MainMenu::quitRequested);
    connect(m_palette, &QAction::triggered, this, &MainMenu::paletteRequested);
    connect(m_fullScreen, &QAction::toggled, this, &MainMenu::fullScreenToggled);
    connect(m_machine, &QAction::triggered, this, &MainMenu::machineRequested);
    connect(m_about, &QAction::triggered, this, &MainMenu::aboutRequested);
    connect(&m_settings, &AppSettings::recentRecipesChanged, this, &MainMenu::fillRecent);
    connect(&m_settings, &AppSettings::themeChanged, this, &MainMenu::checkChoices);
    connect(&m_settings, &AppSettings::languageChanged, this, &MainMenu::checkChoices);
    fillRecent();
    checkChoices();
    retranslate();
}

QAction *MainMenu::makeAction(QMenu *menu, const char *name, const QString &iconName,
                              const QKeySequence &shortcut)
{
    auto *action = new QAction(lineIcon(iconName), QString(), this);
    action->setObjectName(QLatin1String(name));
    action->setShortcut(shortcut);
    menu->addAction(action);
    return action;
}

void MainMenu::makeThemeMenu()
{
    m_themeSystem = makeAction(m_theme, "themeSystem", QStringLiteral("settings"),
                               QKeySequence(QStringLiteral("Alt+Shift+S")));
    m_themeLight = makeAction(m_theme, "themeLight", QStringLiteral("sun"),
                              QKeySequence(QStringLiteral("Alt+Shift+L")));
    m_themeDark = makeAction(m_theme, "themeDark", QStringLiteral("moon"),
                             QKeySequence(QStringLiteral("Alt+Shift+D")));
    auto *group = new QActionGroup(this);
    const std::pair<QAction *, ThemeChoice> choices[] { { m_themeSystem, ThemeChoice::System },
                                                        { m_themeLight, ThemeChoice::Light },
                                                        { m_themeDark, ThemeChoice::Dark } };
    for (const auto &[action, choice] : choices) {
        action->setCheckable(true);
        action->setIconVisibleInMenu(false); // the check mark stands there
        group->addAction(action);
        connect(action, &QAction::triggered, this,
                [this, choice = choice] { m_settings.setTheme(choice); });
    }
}

void MainMenu::makeLanguageMenu()
{
    m_languageSystem = makeAction(m_language, "languageSystem", QStringLiteral("language"),
                                  QKeySequence(QStringLiteral("Alt+Shift+Y")));
    m_languageEnglish = makeAction(m_language, "languageEnglish", QStringLiteral("language"),
                                   QKeySequence(QStringLiteral("Alt+Shift+E")));
    m_languageSpanish = makeAction(m_language, "languageSpanish", QStringLiteral("language"),
                                   QKeySequence(QStringLiteral("Alt+Shift+P")));
    auto *group = new QActionGroup(this);
    const std::pair<QAction *, LanguageChoice> choices[] {
        { m_languageSystem, LanguageChoice::System },
        { m_languageEnglish, LanguageChoice::English },
        { m_languageSpanish, LanguageChoice::Spanish }
    };
    for (const auto &[action, choice] : choices) {
        action->setCheckable(true);
        action->setIconVisibleInMenu(false); // the check mark stands there
        group->addAction(action);
        connect(action, &QAction::triggered, this,
                [this, choice = choice] { m_settings.setLanguage(choice); });
    }
}

QAction *MainMenu::addPage(QWidget *page, const QString &iconName)
{
    const int number = static_cast<int>(m_pages.size()) + 1;
    auto *action = new QAction(lineIcon(iconName), QString(), this);
    action->setObjectName(QStringLiteral("show_") + page->objectName());
    action->setShortcut(QKeySequence(Qt::CTRL | static_cast<Qt::Key>(Qt::Key_0 + number)));
    m_view->insertAction(m_pagesEnd, action);

    QMenu *menu = nullptr;
    if (!page->actions().isEmpty()) {
        menu = new QMenu(m_window);
        menu->addActions(page->actions());
        m_window->menuBar()->insertMenu(m_help->menuAction(), menu);
    }
    m_pages.push_back({ page, action, menu });
    page->installEventFilter(this);
    retranslate();
    return action;
}

void MainMenu::setCurrentPage(const QWidget *page)
{
    for (const PageEntry &entry : m_pages) {
        if (entry.menu)
            entry.menu->menuAction()->setVisible(entry.page == page);
    }
}

QWidget *MainMenu::pageOf(const QAction *action) const
{
    for (const PageEntry &entry : m_pages) {
        if (entry.page && entry.page->actions().contains(action))
            return entry.page;
    }
    return nullptr;
}

std::vector<QAction *> MainMenu::actions() const
{
    std::vector<QAction *> found;
    collect(m_window->menuBar(), found);
    return found;
}

void MainMenu::fillRecent()
{
    m_recent->clear();
    for (const QString &file : m_settings.recentRecipes()) {
        QAction *action = m_recent->addAction(QFileInfo(file).fileName());
        action->setToolTip(file);
        action->setStatusTip(file);
        connect(action, &QAction::triggered, this, [this, file] { emit recipeChosen(file); });
    }
    m_recent->setEnabled(!m_recent->isEmpty());
}

void MainMenu::checkChoices()
{
    const ThemeChoice theme = m_settings.theme();
    m_themeSystem->setChecked(theme == ThemeChoice::System);
    m_themeLight->setChecked(theme == ThemeChoice::Light);
    m_themeDark->setChecked(theme == ThemeChoice::Dark);
    const LanguageChoice language = m_settings.language();
    m_languageSystem->setChecked(language == LanguageChoice::System);
    m_languageEnglish->setChecked(language == LanguageChoice::English);
    m_languageSpanish->setChecked(language == LanguageChoice::Spanish);
}

bool MainMenu::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::WindowTitleChange)
        retranslate();
    return QObject::eventFilter(watched, event);
}

void MainMenu::retranslate()
{
    m_file->setTitle(tr("&File"));
    m_recent->setTitle(tr("Open &recent"));
    m_view->setTitle(tr("&View"));
    m_theme->setTitle(tr("&Theme"));
    m_language->setTitle(tr("&Language"));
    m_help->setTitle(tr("&Help"));

    setTexts(m_newExperiment, tr("&New experiment"),
             tr("Starts a recipe from the defaults; nothing runs until you start it"));
    setTexts(m_openRecipe, tr("&Open recipe…"), tr("Opens a recipe file in the designer"));
    setTexts(m_demo, tr("Start the &demo"),
             tr("Trains the bundled model on the bundled data; takes a few minutes of both cores"));
    setTexts(m_quit, tr("&Quit"), tr("Closes the studio; asks first when a run is active"));
    setTexts(m_palette, tr("&Command palette…"),
             tr("Finds any command, page, recipe or run by its name"));
    setTexts(m_fullScreen, tr("F&ull screen"), tr("Uses the whole screen for the window"));
    setTexts(m_themeSystem, tr("&System theme"), tr("Light or dark, as the desktop asks"));
    setTexts(m_themeLight, tr("&Light theme"), tr("Dark text on light surfaces"));
    setTexts(m_themeDark, tr("&Dark theme"), tr("Light text on dark surfaces"));
    setTexts(m_languageSystem, tr("S&ystem language"), tr("The language of the desktop"));
    // Each language under its own name, whatever the language in effect.
    setTexts(m_languageEnglish, QStringLiteral("&English"), tr("All texts in English, at once"));
    setTexts(m_languageSpanish, QStringLiteral("Es&pañol"), tr("All texts in Spanish, at once"));
    setTexts(m_machine, tr("This &machine"),
             tr("Shows the linear algebra library, vector instructions and threads in effect"));
    setTexts(m_about, tr("&About Tamiz Studio"), tr("Version, licences and where data are kept"));

    for (const PageEntry &entry : m_pages) {
        if (!entry.page)
            continue;
        setTexts(entry.action, entry.page->windowTitle(), entry.page->accessibleDescription());
        if (entry.menu)
            entry.menu->setTitle(entry.page->windowTitle());
    }
}

} // namespace tamiz::ui
