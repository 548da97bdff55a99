// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QObject>
#include <QSettings>
#include <QStringList>

#include "ui/settings/theme.h"

namespace tamiz::ui {

enum class LanguageChoice { System, English, Spanish };

/// What the program remembers about the person's wishes, typed, in one INI file. Handed to whoever
/// needs it; never a singleton. GUI thread only.
class AppSettings : public QObject
{
    Q_OBJECT

public:
    explicit AppSettings(const QString &file, QObject *parent = nullptr);

    /// $XDG_CONFIG_HOME/tamiz/studio.ini, or below ~/.config.
    static QString defaultFile();

    ThemeChoice theme() const;
    void setTheme(ThemeChoice theme);

    LanguageChoice language() const;
    void setLanguage(LanguageChoice language);

    QByteArray windowGeometry() const;
    void setWindowGeometry(const QByteArray &geometry);

    /// objectName of the page that was open.
    QString lastPage() const;
    void setLastPage(const QString &page);

    /// Newest first, at most 10; files that are gone are left out.
    QStringList recentRecipes() const;
    void addRecentRecipe(const QString &file);

    /// Folders of models that the person imported, newest first.
    QStringList modelFolders() const;
    void addModelFolder(const QString &folder);
    /// Forgets the folder; its files stay.
    void removeModelFolder(const QString &folder);

signals:
    void themeChanged();
    void languageChanged();
    void recentRecipesChanged();
    void modelFoldersChanged();

private:
    QSettings m_store;
};

} // namespace tamiz::ui
