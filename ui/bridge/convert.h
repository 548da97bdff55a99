// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <string_view>

#include <QDateTime>
#include <QString>
#include <QStringList>

#include "core/runs/run_state.h"

namespace tamiz::ui {

// The only place where core's std types become Qt's and back. Text of core is UTF-8; invalid bytes
// become U+FFFD. Any thread.

QString toQt(std::string_view text);
inline QString toQt(const std::string &text)
{
    return toQt(std::string_view(text));
}
std::string toStd(const QString &text);

QString toQt(const std::filesystem::path &path);
std::filesystem::path toPath(const QString &path);

QDateTime toQt(std::chrono::system_clock::time_point time); ///< local time

/// Tags as core stores them ("a, b") and as views edit them; trimmed, no empty ones, no repeats.
QStringList toTags(std::string_view commaSeparated);
std::string fromTags(const QStringList &tags);

/// Translated name of a state ("running").
QString stateName(RunState state);
/// Translated name of a progress phase; unknown phases pass through.
QString phaseName(std::string_view phase);

/// A duration for people: "42 s", "3 min 10 s", "2 h 05 min", "3 d 4 h". Empty when negative.
QString durationText(double seconds);

} // namespace tamiz::ui
