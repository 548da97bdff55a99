// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "core/engine/tokenizer/pipeline/aligned_text.h"

namespace tamiz::engine {

/// A piece of the vocabulary and the part of the text that it stands for; of an id that spells one
/// byte of a character, the character.
struct ModelPiece
{
    std::int64_t id = 0;
    TextRange range;
};

/// Splits words into pieces of its vocabulary. Immutable: any thread.
class PieceModel
{
public:
    virtual ~PieceModel() = default;

    /// Appends the pieces of each word of @p text to @p out.
    virtual void tokenize(std::u32string_view text, const std::vector<TextRange> &words,
                          std::vector<ModelPiece> &out) const = 0;
};

} // namespace tamiz::engine
