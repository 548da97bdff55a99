// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <vector>

#include "core/engine/tokenizer/tokenizer.h"

namespace tamiz::engine {

/// A token of one text, before special tokens are added.
struct TextToken
{
    std::int64_t id = 0;
    CodePointSpan offset;
    /// Blanks that the token begins and ends with; of a token that was found in the text itself,
    /// those that it took with it.
    std::uint32_t blanksBefore = 0;
    std::uint32_t blanksAfter = 0;
};

/// What a model expects around its texts: the post-processors of tokenizer.json.
struct PostProcessor
{
    struct Part
    {
        enum class Kind { First, Second, Special };
        Kind kind = Kind::First;
        std::int64_t typeId = 0;
        std::vector<std::int64_t> ids {}; ///< of Special
    };
    /// Offsets without the blanks of a token.
    struct Trim
    {
        bool keepsFirstBlank = false; ///< a single blank of the first word was not in the text
    };

    std::vector<Part> single { { .kind = Part::Kind::First } };
    std::vector<Part> pair { { .kind = Part::Kind::First },
                             { .kind = Part::Kind::Second, .typeId = 1 } };
    std::optional<Trim> trim {};

    static Part special(std::int64_t id, std::int64_t typeId = 0);

    /// <s> A </s> and <s> A </s></s> B </s>, all of type 0.
    static PostProcessor roberta(std::int64_t begin, std::int64_t end, std::optional<Trim> trim);
    /// <s> A </s> and <s> A </s> <s> B </s>, the second of type 1: LLaMA's. Without those that are absent.
    static PostProcessor llama(std::optional<std::int64_t> begin, std::optional<std::int64_t> end);
    /// [CLS] A [SEP] and [CLS] A [SEP] B [SEP].
    static PostProcessor bert(std::int64_t begin, std::int64_t end);

    /// Truncates, trims offsets and adds the special tokens. @p second is null for a single text.
    Encoding assemble(const std::vector<TextToken> &first, const std::vector<TextToken> *second,
                      const EncodeOptions &options) const;
};

} // namespace tamiz::engine
