// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLocale>
#include <QObject>
#include <QTranslator>

#include "ui/settings/app_settings.h"

namespace tamiz::ui {

/// Installs the program's and Qt's own texts in a language, also while windows are open: each then
/// gets QEvent::LanguageChange and sets its texts anew. The default locale follows, so numbers and
/// dates match the words, and so do the sentences of the core. GUI thread only.
class LanguageSwitch : public QObject
{
    Q_OBJECT

public:
    explicit LanguageSwitch(QObject *parent = nullptr);

    void apply(LanguageChoice choice);

    /// "es" or "en".
    QString current() const { return m_current; }

private:
    QTranslator m_texts;
    QTranslator m_qtTexts;
    QLocale m_systemLocale;
    QString m_current;
};

} // namespace tamiz::ui
