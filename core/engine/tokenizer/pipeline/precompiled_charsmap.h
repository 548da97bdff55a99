// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/engine/tokenizer/pipeline/aligned_text.h"

namespace tamiz::engine {

/// The normalisation table of a SentencePiece model, as the compiled Hugging Face `tokenizers`
/// applies it: short grapheme clusters as a whole, else code point by code point. Immutable.
class PrecompiledCharsmap
{
public:
    /// @p base64 as in tokenizer.json. Fails when the table is broken; @p where names it.
    static Result<std::shared_ptr<const PrecompiledCharsmap>> create(std::string_view base64,
                                                                     const std::string &where);

    AlignedText apply(const AlignedText &text) const;

private:
    PrecompiledCharsmap() = default;

    /// What a text becomes, or nothing when the table does not have it.
    std::optional<std::u32string> find(std::u32string_view text) const;

    std::vector<std::uint32_t> m_units; ///< a double-array trie over bytes
    std::string m_texts; ///< that its values point to, each up to a zero
};

} // namespace tamiz::engine
