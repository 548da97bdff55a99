// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QString>

#include "core/runs/playground.h"

namespace tamiz::ui {

/// Words that the model gave one label, joined where their tags continue each other.
struct TaggedSpan
{
    CodePointSpan span;
    QString label; ///< without "B-" or "I-"
    double probability = 0; ///< of its least certain word
};

/// The spans of a tagging whose label is not "O", in the order of the text. Tags are those of IOB2; a
/// tag without a prefix joins its equal neighbours.
std::vector<TaggedSpan> taggedSpans(const TrialAnswer &answer);

/// What a score stands for; "(no answer)" where the text holds none.
QString answerText(const TrialScore &score);

/// The text with every [MASK] replaced by the likeliest word.
QString filledText(const TrialAnswer &answer);

/// The text with the word in its middle taken out.
QString withMask(const QString &text);

/// A vocabulary's piece as a person reads it: without "##", with a space for "▁", "Ġ" and
/// "</w>".
QString pieceText(const std::string &piece);

/// Where each code point of @p text begins in it, in UTF-16 units; one entry more, its end.
std::vector<int> codePointStarts(const QString &text);

} // namespace tamiz::ui
