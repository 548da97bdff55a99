// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>

#include "core/base/result.h"
#include "core/engine/tokenizer/pipeline/merge_table.h"
#include "core/engine/tokenizer/pipeline/piece_model.h"
#include "core/engine/tokenizer/pipeline/vocabulary.h"

namespace tamiz::engine {

struct BpeOptions
{
    std::int64_t unknown = -1; ///< -1 = characters outside the vocabulary are dropped
    std::string continuingPrefix {}; ///< before every piece but the first of a word
    std::string endOfWordSuffix {};
    bool fusesUnknown = false; ///< unknown characters in a row are one piece
    bool byteFallback = false; ///< unknown characters are spelt in bytes, <0xC3>
    bool ignoresMerges = false; ///< a word of the vocabulary is one piece, whatever the merges say
};

/// Byte-pair encoding of huggingface/tokenizers. A word of n characters takes n log n.
class BpeModel final : public PieceModel
{
public:
    struct Merge
    {
        std::string left;
        std::string right;
    };

    /// @p merges, the most important first. Fails when one is not of the vocabulary; @p whereOf
    /// names the place of the merge of an index.
    static Result<std::unique_ptr<BpeModel>>
    create(const Vocabulary &vocabulary, const std::vector<Merge> &merges, BpeOptions options,
           const std::function<std::string(std::size_t)> &whereOf);

    void tokenize(std::u32string_view text, const std::vector<TextRange> &words,
                  std::vector<ModelPiece> &out) const override;

private:
    struct Scratch;
    BpeModel() = default;

    std::int64_t idOf(std::u32string_view text, TextRange word, std::size_t at) const;
    bool appendBytes(char32_t codePoint, std::size_t at, Scratch &scratch) const;
    void splitIntoSymbols(std::u32string_view text, TextRange word, Scratch &scratch) const;
    void mergeSymbols(Scratch &scratch) const;
    void queueMerge(std::size_t left, std::size_t right, Scratch &scratch) const;

    BpeOptions m_options;
    std::unordered_map<std::string, std::int64_t> m_ids; ///< whole words, and pieces with affixes
    std::unordered_map<char32_t, std::int64_t> m_characters;
    std::array<std::int64_t, 0x180> m_common {}; ///< m_characters of the first code points
    std::array<std::int64_t, 256> m_bytes {}; ///< -1 = the vocabulary has no such piece
    MergeTable m_merges;
};

} // namespace tamiz::engine
