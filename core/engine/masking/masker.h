// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "core/base/random.h"
#include "core/base/result.h"
#include "core/engine/tokenizer/tokenizer.h"
#include "core/recipe/recipe.h"

namespace tamiz::engine {

/// A row as the masker sees and changes it; all vectors have one entry a token.
struct MaskableRow
{
    std::vector<std::int64_t> ids;
    std::vector<std::int64_t> labels; ///< token-level labels; empty for a sequence label
    std::vector<std::uint8_t> isSpecial;
    std::vector<std::uint64_t> classes; ///< bits of TokenClassifier
    std::vector<std::uint8_t> isHidden; ///< out: mode attention
    std::vector<std::uint8_t> isLossIgnored; ///< out: mode loss
    std::vector<std::uint8_t> isDropped; ///< out: replacement drop; the caller removes them
};

/// Where in a run a draw happens. The same place always gives the same draw.
struct MaskPlace
{
    std::int64_t step = 0; ///< optimiser step, 0-based
    std::int64_t totalSteps = 1;
    std::int64_t row = 0; ///< index in the data set
};

/// Applies the masking rules of a recipe, in their order. Immutable: any thread. Every draw is a
/// function of seed, rule, step, row and position, so a preview shows what a run does.
///
/// Special tokens are never touched: neither those that the tokenizer added nor those written in the
/// text; a [MASK] that the masked-LM task put on a labelled position counts as the token it hides
/// for the modes loss and attention. Rules compose: a token that one rule replaced or dropped is not
/// replaced again by a later one; a dropped token is left alone by the other modes as well. A
/// random-control rule draws, per row, as many tokens as its rule would mask, without repetition
/// among all that are not special.
class Masker
{
public:
    /// Fails when a rule names an unknown class, or needs a [MASK] or [UNK] the vocabulary lacks.
    static Result<Masker> build(const MaskingSection &masking, const Tokenizer &tokenizer,
                                std::uint64_t seed);

    /// The vectors of @p row have one length; @p labels may be empty.
    void apply(MaskableRow &row, const MaskPlace &place) const;

    /// Probability with which rule @p rule masks a token at @p step, when the step is active; 0 in
    /// the off phases of an alternating schedule. A ramp ends at its last step, totalSteps - 1.
    double probability(std::size_t rule, std::int64_t step, std::int64_t totalSteps) const;

    /// Whether the rule's draw makes @p step an active one (share of steps).
    bool isActive(std::size_t rule, std::int64_t step) const;

    std::size_t ruleCount() const { return m_rules.size(); }

private:
    struct Rule
    {
        MaskRule settings;
        std::uint64_t classBit = 0; ///< 0 for kind any
    };
    Masker() = default;

    bool isTouchable(const MaskableRow &row, std::size_t position, MaskMode mode) const;
    std::vector<std::size_t> chosenPositions(std::size_t rule, const MaskableRow &row,
                                             const MaskPlace &place,
                                             const std::vector<std::uint8_t> &isReplaced) const;
    std::int64_t replacementId(const MaskRule &rule, const CounterRandom &random,
                               std::size_t position) const;

    std::vector<Rule> m_rules;
    SpecialIds m_special;
    std::vector<std::uint8_t> m_isSpecialId; ///< [vocab]
    std::vector<std::int64_t> m_plainIds; ///< every id that is not special
    std::uint64_t m_seed = 0;
};

} // namespace tamiz::engine
