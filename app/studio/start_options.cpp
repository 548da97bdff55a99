// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/start_options.h"

#include <cstdio>

#include <QCommandLineParser>
#include <QFileInfo>

#include "core/store/run_store.h"
#include "ui/bridge/convert.h"

namespace tamiz::ui {

namespace {

constexpr int kUsage = 1;

void print(std::FILE *out, const QString &text)
{
    std::fputs(text.toLocal8Bit().constData(), out);
}

} // namespace

ParsedOptions parseOptions(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        QStringLiteral("Fine-tune transformers without over-specialising them."));
    parser.addPositionalArgument(QStringLiteral("recipe"),
                                 QStringLiteral("A recipe file to open in the designer."),
                                 QStringLiteral("[RECIPE.yaml]"));
    const QCommandLineOption help({ QStringLiteral("h"), QStringLiteral("help") },
                                  QStringLiteral("This list."));
    const QCommandLineOption version(QStringLiteral("version"), QStringLiteral("The version."));
    const QCommandLineOption home(QStringLiteral("home"),
                                  QStringLiteral("Where runs are kept; default $TAMIZ_HOME, else "
                                                 "~/.local/share/tamiz."),
                                  QStringLiteral("folder"));
    const QCommandLineOption demo(
        QStringLiteral("demo"),
        QStringLiteral("Opens the demo project, apart from your own runs."));
    const QCommandLineOption screenshot(
        QStringLiteral("screenshot"),
        QStringLiteral("Saves pictures of every page in both themes and languages, then quits. "
                       "Needs no display; trains the demo first unless --home has runs."),
        QStringLiteral("folder"));
    const QCommandLineOption trace(
        QStringLiteral("trace-startup"),
        QStringLiteral("Prints the milliseconds from the start of the process to the first painted "
                       "window (so does TAMIZ_TRACE_STARTUP=1)."));
    const QCommandLineOption quit(QStringLiteral("quit-after-paint"),
                                  QStringLiteral("Quits once the window is painted."));
    parser.addOptions({ help, version, home, demo, screenshot, trace, quit });

    ParsedOptions parsed;
    if (!parser.parse(arguments)) {
        print(stderr, QString(u"tamiz-studio: " % parser.errorText() % u'\n'));
        parsed.exitCode = kUsage;
        return parsed;
    }
    if (parser.isSet(version)) {
        print(stdout, QStringLiteral("tamiz-studio " TAMIZ_VERSION "\n"));
        parsed.exitCode = 0;
        return parsed;
    }
    if (parser.isSet(help)) {
        // The parser knows the program's name only while a QCoreApplication lives.
        print(stdout,
              parser.helpText().replace(QLatin1String("<executable_name>"),
                                        QLatin1String("tamiz-studio")));
        parsed.exitCode = 0;
        return parsed;
    }
    if (parser.positionalArguments().size() > 1) {
        print(stderr, QStringLiteral("tamiz-studio: more than one recipe was given\n"));
        parsed.exitCode = kUsage;
        return parsed;
    }

    StartOptions &options = parsed.options;
    options.isDemo = parser.isSet(demo);
    options.home = defaultHome();
    if (parser.isSet(home))
        options.home = toPath(QFileInfo(parser.value(home)).absoluteFilePath());
    else if (options.isDemo)
        options.home /= "demo";
    options.recipeFile = parser.positionalArguments().value(0);
    options.screenshotFolder = parser.value(screenshot);
    // Screenshots without a home show the demo in a folder of their own, made and removed on the way.
    if (!options.screenshotFolder.isEmpty() && !parser.isSet(home))
        options.home.clear();
    options.tracesStartup
        = parser.isSet(trace) || qEnvironmentVariableIntValue("TAMIZ_TRACE_STARTUP") != 0;
    options.quitsAfterPaint = parser.isSet(quit);
    return parsed;
}

} // namespace tamiz::ui
