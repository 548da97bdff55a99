// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>

#include <QApplication>
#include <QDir>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "ui/settings/app_settings.h"
#include "ui/settings/style_sheet.h"
#include "ui/settings/theme.h"
#include "ui/settings/theme_colors.h"
#include "ui/widgets/line_icon.h"

using namespace tamiz::ui;

namespace {

double luminance(const QColor &color)
{
    const auto linear = [](double part) {
        return part <= 0.04045 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF())
        + 0.0722 * linear(color.blueF());
}

/// WCAG 2.2 contrast ratio.
double contrast(const QColor &a, const QColor &b)
{
    const auto [low, high] = std::minmax({ luminance(a), luminance(b) });
    return (high + 0.05) / (low + 0.05);
}

} // namespace

class TestTheme : public QObject
{
    Q_OBJECT

private slots:
    void switchesThePaletteOfTheProgram()
    {
        applyTheme(*qApp, ThemeChoice::Dark);
        QVERIFY(isDark(QApplication::palette()));
        applyTheme(*qApp, ThemeChoice::Light);
        QVERIFY(!isDark(QApplication::palette()));
    }

    void leavesNoPlaceholderInTheStyleSheet()
    {
        for (const bool dark : { false, true })
            QVERIFY(!styleSheet(themeColors(dark)).contains(QLatin1Char('$')));
    }

    void keepsTextReadable_data()
    {
        QTest::addColumn<bool>("dark");
        QTest::newRow("light") << false;
        QTest::newRow("dark") << true;
    }

    void keepsTextReadable()
    {
        QFETCH(bool, dark);
        const ThemeColors &c = themeColors(dark);
        const QList<std::pair<QColor, QColor>> texts {
            { c.text, c.window },        { c.text, c.surface },         { c.text, c.sunken },
            { c.text, c.accentSoft },    { c.text, c.hover },           { c.mutedText, c.window },
            { c.mutedText, c.surface },  { c.mutedText, c.sunken },     { c.accent, c.surface },
            { c.onAccent, c.accent },    { c.onAccent, c.accentHover }, { c.positive, c.surface },
            { c.warning, c.surface },    { c.warning, c.warningSoft },  { c.danger, c.surface },
            { c.danger, c.dangerSoft },  { c.text, c.warningSoft },     { c.text, c.dangerSoft },
            { c.tooltipText, c.tooltip }
        };
        for (const auto &[text, ground] : texts)
            QVERIFY2(contrast(text, ground) >= 4.5,
                     qPrintable(text.name() + QLatin1Char('/') + ground.name()));
        // Outlines of what can be operated, and curves on their ground.
        QVERIFY(contrast(c.fieldBorder, c.surface) >= 3);
    }

    void hasEveryIconInBothForms()
    {
        const QStringList files = QDir(QStringLiteral(":/tamiz/icons")).entryList();
        QVERIFY(files.size() > 30);
        for (const QString &file : files) {
            const QPixmap pixmap = linePixmap(file.chopped(4), QColor(Qt::red), 24, 1);
            QCOMPARE(pixmap.size(), QSize(24, 24));
            const QImage image = pixmap.toImage();
            bool isDrawn = false;
            for (int y = 0; y < 24 && !isDrawn; ++y) {
                for (int x = 0; x < 24; ++x)
                    isDrawn |= qAlpha(image.pixel(x, y)) > 128 && qRed(image.pixel(x, y)) > 128;
            }
            QVERIFY2(isDrawn, file.toUtf8());
        }
        QVERIFY(lineIcon(QStringLiteral("no such icon")).isNull());
    }

    void remembersChoices()
    {
        const QTemporaryDir folder;
        const QString file = folder.filePath(QStringLiteral("studio.ini"));
        {
            AppSettings settings(file);
            QCOMPARE(settings.theme(), ThemeChoice::System);
            QCOMPARE(settings.language(), LanguageChoice::System);
            QSignalSpy theme(&settings, &AppSettings::themeChanged);
            settings.setTheme(ThemeChoice::Dark);
            settings.setTheme(ThemeChoice::Dark);
            QCOMPARE(theme.count(), 1);
            settings.setLanguage(LanguageChoice::Spanish);
            for (int i = 0; i < 12; ++i) {
                QFile recipe(folder.filePath(QStringLiteral("r%1.yaml").arg(i)));
                QVERIFY(recipe.open(QIODevice::WriteOnly));
                settings.addRecentRecipe(recipe.fileName());
            }
            settings.addRecentRecipe(folder.filePath(QStringLiteral("gone.yaml")));
        }
        const AppSettings settings(file);
        QCOMPARE(settings.theme(), ThemeChoice::Dark);
        QCOMPARE(settings.language(), LanguageChoice::Spanish);
        QCOMPARE(settings.recentRecipes().size(), 9); // ten are kept, one of them is gone
        QVERIFY(settings.recentRecipes().at(0).endsWith(QLatin1String("r11.yaml")));
    }
};

QTEST_MAIN(TestTheme)
#include "tst_theme.moc"
