// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/engine/data/batch.h"
#include "core/tokens/token_classes.h"

namespace tamiz::engine {

/// Tokens from `begin` to behind the last one.
struct TokenSpan
{
    std::int64_t begin = -1; ///< -1 = nowhere
    std::int64_t end = -1;

    bool operator==(const TokenSpan &) const = default;
};

/// A question as its answers are judged.
struct Question
{
    std::string context;
    std::vector<std::string> answers; ///< any of them is right; none = it has no answer

    bool operator==(const Question &) const = default;
};

/// A tokenised row; the vectors have one entry a token.
struct TokenRow
{
    std::vector<std::int64_t> ids;
    std::vector<std::uint8_t> typeIds;
    std::vector<std::uint8_t> isSpecial;
    std::vector<std::uint64_t> classes; ///< TokenClassifier bits
    std::vector<std::int64_t> labels; ///< token classification, causal LM; kIgnoredLabel elsewhere
    std::int64_t label = kIgnoredLabel; ///< classification; multiple choice: the right one's index
    std::vector<float> targets; ///< one a label: multi-label 0 or 1, regression the number itself
    TokenSpan answer; ///< question answering: of the window; the first token where it holds none
    std::vector<CodePointSpan> places; ///< question answering: in the context; empty outside it
    std::optional<Question> question; ///< question answering: with its first window
    bool isTruncated = false;
    std::int64_t example = 0; ///< that it is made of: its place among the file's rows
    std::int64_t part = 0; ///< of the example: which choice, which window

    std::int64_t length() const { return static_cast<std::int64_t>(ids.size()); }
    /// Names the row in random draws: the example's place, for its first part.
    std::int64_t key() const { return example + (part << 40); }

    bool operator==(const TokenRow &) const = default;
};

} // namespace tamiz::engine
