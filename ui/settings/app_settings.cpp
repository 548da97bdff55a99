// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/app_settings.h"

#include <QDir>
#include <QFileInfo>
#include <QStandardPaths>

namespace tamiz::ui {

namespace {

constexpr int kRecentRecipes = 10;

const QString kTheme = QStringLiteral("appearance/theme");
const QString kLanguage = QStringLiteral("appearance/language");
const QString kGeometry = QStringLiteral("window/geometry");
const QString kPage = QStringLiteral("window/page");
const QString kRecent = QStringLiteral("recipes/recent");
const QString kModels = QStringLiteral("models/folders");

} // namespace

AppSettings::AppSettings(const QString &file, QObject *parent)
    : QObject(parent)
    , m_store(file, QSettings::IniFormat)
{
}

QString AppSettings::defaultFile()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation)
        + QStringLiteral("/tamiz/studio.ini");
}

ThemeChoice AppSettings::theme() const
{
    const QString name = m_store.value(kTheme).toString();
    if (name == QLatin1String("light"))
        return ThemeChoice::Light;
    return name == QLatin1String("dark") ? ThemeChoice::Dark : ThemeChoice::System;
}

void AppSettings::setTheme(ThemeChoice theme)
{
    if (theme == this->theme())
        return;
    m_store.setValue(kTheme,
                     theme == ThemeChoice::Light      ? QStringLiteral("light")
                         : theme == ThemeChoice::Dark ? QStringLiteral("dark")
                                                      : QStringLiteral("system"));
    emit themeChanged();
}

LanguageChoice AppSettings::language() const
{
    const QString name = m_store.value(kLanguage).toString();
    if (name == QLatin1String("en"))
        return LanguageChoice::English;
    return name == QLatin1String("es") ? LanguageChoice::Spanish : LanguageChoice::System;
}

void AppSettings::setLanguage(LanguageChoice language)
{
    if (language == this->language())
        return;
    m_store.setValue(kLanguage,
                     language == LanguageChoice::English       ? QStringLiteral("en")
                         : language == LanguageChoice::Spanish ? QStringLiteral("es")
                                                               : QStringLiteral("system"));
    emit languageChanged();
}

QByteArray AppSettings::windowGeometry() const
{
    return m_store.value(kGeometry).toByteArray();
}

void AppSettings::setWindowGeometry(const QByteArray &geometry)
{
    m_store.setValue(kGeometry, geometry);
}

QString AppSettings::lastPage() const
{
    return m_store.value(kPage).toString();
}

void AppSettings::setLastPage(const QString &page)
{
    m_store.setValue(kPage, page);
}

QStringList AppSettings::recentRecipes() const
{
    QStringList files;
    for (const QString &file : m_store.value(kRecent).toStringList()) {
        if (QFileInfo::exists(file))
            files << file;
    }
    return files;
}

void AppSettings::addRecentRecipe(const QString &file)
{
    const QString path = QFileInfo(file).absoluteFilePath();
    QStringList files = m_store.value(kRecent).toStringList();
    files.removeAll(path);
    files.prepend(path);
    m_store.setValue(kRecent, files.mid(0, kRecentRecipes));
    emit recentRecipesChanged();
}

QStringList AppSettings::modelFolders() const
{
    return m_store.value(kModels).toStringList();
}

void AppSettings::addModelFolder(const QString &folder)
{
    const QString path = QDir(folder).absolutePath();
    QStringList folders = modelFolders();
    folders.removeAll(path);
    folders.prepend(path);
    m_store.setValue(kModels, folders);
    emit modelFoldersChanged();
}

void AppSettings::removeModelFolder(const QString &folder)
{
    QStringList folders = modelFolders();
    if (folders.removeAll(folder) == 0)
        return;
    m_store.setValue(kModels, folders);
    emit modelFoldersChanged();
}

} // namespace tamiz::ui
