// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "core/base/random.h"
#include "core/engine/data/batch.h"
#include "core/engine/data/dataset.h"
#include "core/engine/masking/masker.h"
#include "core/engine/tokenizer/tokenizer.h"
#include "core/recipe/recipe.h"

namespace tamiz::engine {

/// Chooses the positions of the masked language model as BERT does (Devlin et al., 2019, section
/// 3.1): each token that is not special with the given probability; of those 80 % become [MASK],
/// 10 % a random token, 10 % stay. One draw a (key, position).
class MlmMasker
{
public:
    MlmMasker(const Tokenizer &tokenizer, double probability, CounterRandom random);

    /// Sets labels on the chosen positions and kIgnoredLabel elsewhere; changes ids. @p key names the
    /// draw, e.g. the step; the same key gives the same positions.
    void apply(MaskableRow &row, std::uint64_t rowIndex, std::uint64_t key) const;

    /// As apply(), but every chosen position becomes [MASK]: for measuring.
    void applyForMeasuring(MaskableRow &row, std::uint64_t rowIndex) const;

private:
    void choose(MaskableRow &row, const CounterRandom &random, bool isMeasuring) const;

    double m_probability;
    CounterRandom m_random;
    std::int64_t m_mask;
    std::vector<std::int64_t> m_plainIds; ///< ids that are not special
};

/// What the masker sees of a row.
MaskableRow toMaskable(const TokenRow &row);

/// Adds a row to a batch under construction; dropped positions are left out.
class BatchBuilder
{
public:
    /// @p choices rows that are added one after another stand together.
    BatchBuilder(std::int64_t padId, LabelKind labels, std::int64_t choices = 1);

    void add(const TokenRow &row, const MaskableRow &masked, std::int64_t rowIndex);
    /// Pads to the longest row.
    Batch build() &&;

private:
    struct Row
    {
        std::vector<std::int64_t> ids, typeIds, visible, labels;
        std::vector<std::uint64_t> classes;
    };
    void addSpan(const TokenRow &row, const std::vector<std::uint8_t> &isDropped);

    std::int64_t m_padId;
    LabelKind m_labels;
    std::vector<Row> m_rows;
    Batch m_batch;
};

/// The order in which an epoch visits the rows: a seeded shuffle that depends on (seed, epoch) only,
/// so a position in the run is enough to resume. The one thing that grows with a data set in a file: 4
/// bytes a row.
std::vector<std::uint32_t> epochOrder(std::int64_t rows, std::uint64_t seed, std::int64_t epoch);

} // namespace tamiz::engine
