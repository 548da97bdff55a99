// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <optional>

#include <QString>
#include <QStringList>

namespace tamiz::ui {

/// What the command line asks of the studio.
struct StartOptions
{
    std::filesystem::path home; ///< store and run folders
    QString recipeFile; ///< opened in the designer; empty = none
    QString screenshotFolder; ///< empty = no screenshots
    bool isDemo = false;
    bool tracesStartup = false;
    bool quitsAfterPaint = false;
};

/// Options to start with, or the exit code of a program that has said what it had to say (--help,
/// --version, a wrong option).
struct ParsedOptions
{
    StartOptions options;
    std::optional<int> exitCode;
};

ParsedOptions parseOptions(const QStringList &arguments);

} // namespace tamiz::ui
