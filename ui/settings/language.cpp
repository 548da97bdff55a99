// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/language.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QLocale>

#include "core/base/translate.h"

namespace tamiz::ui {

namespace {

QString languageName(LanguageChoice choice, const QLocale &system)
{
    if (choice == LanguageChoice::Spanish)
        return QStringLiteral("es");
    if (choice == LanguageChoice::English)
        return QStringLiteral("en");
    for (const QString &wanted : system.uiLanguages()) {
        if (wanted.startsWith(QLatin1String("es")))
            return QStringLiteral("es");
        if (wanted.startsWith(QLatin1String("en")))
            return QStringLiteral("en");
    }
    return QStringLiteral("en");
}

} // namespace

LanguageSwitch::LanguageSwitch(QObject *parent)
    : QObject(parent)
    , m_systemLocale(QLocale::system())
{
    setTranslator([](const char *context, const char *text) {
        return QCoreApplication::translate(context, text).toStdString();
    });
}

void LanguageSwitch::apply(LanguageChoice choice)
{
    const QString name = languageName(choice, m_systemLocale);
    if (name == m_current)
        return;
    m_current = name;
    // The person's own country where it speaks the language, else the language's usual one.
    QLocale locale(name);
    if (m_systemLocale.language() == locale.language())
        locale = m_systemLocale;
    QLocale::setDefault(locale);

    QCoreApplication::removeTranslator(&m_qtTexts);
    QCoreApplication::removeTranslator(&m_texts);
    if (m_qtTexts.load(QStringLiteral("qtbase_") + name,
                       QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
        QCoreApplication::installTranslator(&m_qtTexts);
    if (m_texts.load(QStringLiteral(":/i18n/tamiz_") + name + QStringLiteral(".qm")))
        QCoreApplication::installTranslator(&m_texts);
}

} // namespace tamiz::ui
