// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include <QList>
#include <QString>

namespace tamiz::ui {

struct FuzzyMatch
{
    int score = 0; ///< higher is better
    QList<int> positions; ///< indices into the text, ascending
};

/// Finds the letters of @p pattern in @p text in order, ignoring case, accents and the pattern's
/// spaces; prefers beginnings of words and runs of letters. Nothing when a letter is missing.
std::optional<FuzzyMatch> fuzzyMatch(const QString &pattern, const QString &text);

} // namespace tamiz::ui
