// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/fuzzy_match.h"

namespace tamiz::ui {

namespace {

/// Base letter in lower case: "É" and "e" are the same.
QChar folded(QChar letter)
{
    const QString parts = letter.decomposition();
    return (parts.isEmpty() ? letter : parts.at(0)).toCaseFolded();
}

bool isWordStart(const QString &text, int index)
{
    return index == 0
        || (!text.at(index - 1).isLetterOrNumber() && text.at(index).isLetterOrNumber());
}

/// Leftmost match from @p from on; greedy, which is exact for "is there one".
std::optional<FuzzyMatch> matchFrom(const QString &pattern, const QString &text, int from)
{
    FuzzyMatch match;
    int at = from;
    int previous = -2;
    for (const QChar letter : pattern) {
        while (at < text.size() && folded(text.at(at)) != letter)
            ++at;
        if (at == text.size())
            return {};
        match.score += 1;
        if (at == previous + 1)
            match.score += 5;
        if (isWordStart(text, at))
            match.score += 8;
        match.positions << at;
        previous = at++;
    }
    // A short text that is mostly the pattern beats a long one that contains it.
    match.score -= static_cast<int>(text.size() - pattern.size()) / 8;
    return match;
}

} // namespace

std::optional<FuzzyMatch> fuzzyMatch(const QString &pattern, const QString &text)
{
    QString letters;
    for (const QChar letter : pattern) {
        if (!letter.isSpace())
            letters += folded(letter);
    }
    if (letters.isEmpty())
        return FuzzyMatch {};
    std::optional<FuzzyMatch> best;
    for (int from = 0; from < text.size(); ++from) {
        if (folded(text.at(from)) != letters.at(0))
            continue;
        std::optional<FuzzyMatch> match = matchFrom(letters, text, from);
        if (!match)
            break;
        if (!best || match->score > best->score)
            best = std::move(match);
    }
    return best;
}

} // namespace tamiz::ui
