// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace tamiz::engine {

struct TaggedWord
{
    std::string word;
    std::string tag; ///< as in the file: "np-tl", "vbd", "``"
};
using TaggedSentence = std::vector<TaggedWord>;

/// One file of the Brown corpus (W. N. Francis and H. Kucera 1964): "word/tag" pairs, one sentence a
/// line; the genre is the second letter of the file name, a to r.
struct BrownDocument
{
    std::string name; ///< "ca01"
    char genre = 'a';
    std::vector<TaggedSentence> sentences;
};

/// All documents below @p folder, by name. A word without a tag and an empty file are errors that
/// name file and line.
Result<std::vector<BrownDocument>> readBrownCorpus(const std::filesystem::path &folder);

Result<BrownDocument> parseBrownDocument(std::string_view text, const std::string &name);

/// A word as it was printed: the corpus writes quotation marks as `` and ''.
std::string_view printedWord(std::string_view word);

/// The sentence as it was printed: no space before closing marks, plain quotation marks.
std::string plainSentence(const TaggedSentence &sentence);

/// Coarse class of a Brown tag, named as in Universal Dependencies: NOUN PROPN VERB AUX ADJ ADV
/// PRON DET ADP CCONJ SCONJ NUM PART INTJ PUNCT X. Table after S. Petrov, D. Das, R. McDonald,
/// "A universal part-of-speech tagset" (LREC 2012), en-brown, with proper nouns, auxiliaries and
/// the two kinds of conjunctions kept apart.
std::string_view coarseTag(std::string_view brownTag);

} // namespace tamiz::engine
