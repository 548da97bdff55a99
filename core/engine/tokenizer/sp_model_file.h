// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace tamiz::engine {

/// What the bytes of a SentencePiece .model file say before SentencePiece sees them.
struct SpModelInfo
{
    enum class Type { Unigram = 1, Bpe = 2, Word = 3, Char = 4 };
    Type type = Type::Unigram;
    std::int64_t pieces = 0;
    bool hasBytePieces = false;
};

/// Walks the protobuf wire format with bounds checks, and checks the normalisation table, which
/// SentencePiece itself follows without looking. @p where names the file in errors.
/// Source: sentencepiece_model.proto; normalizer.cc; darts.h of sentencepiece 0.1.97.
Result<SpModelInfo> checkSpModel(std::string_view bytes, const std::string &where);

/// Checks a normalisation table by itself; an empty one is fine.
Status checkCharsmap(std::string_view map, const std::string &where);

} // namespace tamiz::engine
