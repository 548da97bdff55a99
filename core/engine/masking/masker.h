// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "core/base/result.h"
#include "core/engine/tokenizer/tokenizer.h"
#include "core/recipe/recipe.h"

namespace tamiz::engine {

/// A row as the masker sees and changes it; all vectors have one entry a token.
struct MaskableRow
{
    std::vector<std::int64_t> ids;
    std::vector<std::int64_t> labels;       ///< token-level labels; empty for a sequence label
    std::vector<std::uint8_t> isSpecial;
    std::vector<std::uint64_t> classes;     ///< bits of TokenClassifier
    std::vector<std::uint8_t> isHidden;     ///< out: mode attention
    std::vector<std::uint8_t> isLossIgnored; ///< out: mode loss
    std::vector<std::uint8_t> isDropped;    ///< out: replacement drop; the caller removes them
};

/// Where in a run a draw happens. The same place always gives the same draw.
struct MaskPlace
{
    std::int64_t step = 0;       ///< optimiser step, 0-based
    std::int64_t totalSteps = 1;
    std::int64_t row = 0;        ///< index in the data set
};

/// Applies the masking rules of a recipe. Immutable: any thread. Special tokens are never touched.
class Masker
{
public:
    /// Fails when a rule names an unknown class, or needs a [MASK] or [UNK] the vocabulary lacks.
    static Result<Masker> build(const MaskingSection &masking, const Tokenizer &tokenizer,
                                std::uint64_t seed);

    void apply(MaskableRow &row, const MaskPlace &place) const;

    /// Probability with which rule @p rule masks a token at @p step, when the step is active.
    double probability(std::size_t rule, std::int64_t step, std::int64_t totalSteps) const;

    /// Whether the rule's draw makes @p step an active one.
    bool isActive(std::size_t rule, std::int64_t step) const;

    std::size_t ruleCount() const { return m_rules.size(); }

private:
    struct Rule
    {
        MaskRule settings;
        std::uint64_t classBit = 0; ///< 0 for kind any
    };
    Masker() = default;

    std::vector<Rule> m_rules;
    SpecialIds m_special;
    std::int64_t m_vocabSize = 0;
    std::vector<std::uint8_t> m_isSpecialId; ///< [vocab]
    std::uint64_t m_seed = 0;
};

} // namespace tamiz::engine
