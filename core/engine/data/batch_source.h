// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "core/base/result.h"
#include "core/engine/data/batch.h"
#include "core/engine/data/collator.h"
#include "core/engine/data/experiment_data.h"
#include "core/engine/data/run_plan.h"
#include "core/engine/masking/masker.h"
#include "core/recipe/recipe.h"

namespace tamiz::engine {

/// Masks a row as an optimiser step of a run does; the designer's preview asks it too. Immutable: any
/// thread.
class RowMasker
{
public:
    RowMasker(const Tokenizer &tokenizer, const Recipe &recipe, Masker masker);

    MaskableRow masked(const TokenRow &row, const MaskPlace &place) const;

private:
    bool m_isMaskedLm;
    MlmMasker m_mlm;
    Masker m_masker;
};

/// The training batches of a run: the batch of a micro-step depends on its number only, so a resumed
/// run sees what the straight run saw. Trainer thread only.
class BatchSource
{
public:
    BatchSource(const ExperimentData &data, const Recipe &recipe, const RunPlan &plan,
                RowMasker masker);

    /// Rows of micro-step @p microStep (0-based), masked as optimiser step @p step of the run.
    /// Fails when they cannot be read.
    Result<Batch> batch(std::int64_t microStep, std::int64_t step);

private:
    const ExperimentData &m_data;
    const Recipe &m_recipe;
    const RunPlan m_plan;
    const RowMasker m_masker;
    std::int64_t m_epoch = -1;
    std::vector<std::uint32_t> m_order; ///< of m_epoch
};

} // namespace tamiz::engine
