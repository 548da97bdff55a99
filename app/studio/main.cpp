// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>

#include "app/studio/application.h"
#include "app/studio/start_options.h"

namespace {

QStringList argumentsOf(int argc, char *argv[])
{
    QStringList arguments;
    for (int i = 0; i < argc; ++i)
        arguments << QString::fromLocal8Bit(argv[i]);
    return arguments;
}

} // namespace

int main(int argc, char *argv[])
{
    // Answered before the window system is asked for anything.
    const tamiz::ui::ParsedOptions parsed = tamiz::ui::parseOptions(argumentsOf(argc, argv));
    if (parsed.exitCode)
        return *parsed.exitCode;
    if (!parsed.options.screenshotFolder.isEmpty()
        && qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");

    QApplication qt(argc, argv);
    QApplication::setApplicationName(QStringLiteral("tamiz-studio"));
    QApplication::setApplicationDisplayName(QStringLiteral("Tamiz Studio"));
    QApplication::setApplicationVersion(QStringLiteral(TAMIZ_VERSION));
    QApplication::setDesktopFileName(QStringLiteral("io.github.tamiz.Studio"));
    QApplication::setWindowIcon(QIcon(QStringLiteral(":/tamiz/tamiz-studio.svg")));

    tamiz::ui::Application application(qt, parsed.options);
    application.start();
    return QApplication::exec();
}
