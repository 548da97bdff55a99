// SPDX-License-Identifier: Apache-2.0
#include "core/engine/data/batch_source.h"

#include <algorithm>
#include <utility>

namespace tamiz::engine {

namespace {

constexpr std::uint64_t kMlmStream = 0x6d6c6d;
constexpr std::uint64_t kOrderStream = 0x6f72646572;

} // namespace

RowMasker::RowMasker(const Tokenizer &tokenizer, const Recipe &recipe, Masker masker)
    : m_isMaskedLm(recipe.task.type == TaskType::MaskedLm)
    , m_mlm(tokenizer, recipe.task.mlmProbability, CounterRandom(recipe.seed).at(kMlmStream))
    , m_masker(std::move(masker))
{
}

MaskableRow RowMasker::masked(const TokenRow &row, const MaskPlace &place) const
{
    MaskableRow result = toMaskable(row);
    // The task's own masking first: a rule then never hides what the task has to predict from its
    // label, only what it may predict from.
    if (m_isMaskedLm)
        m_mlm.apply(result, static_cast<std::uint64_t>(place.row),
                    static_cast<std::uint64_t>(place.step));
    m_masker.apply(result, place);
    return result;
}

BatchSource::BatchSource(const ExperimentData &data, const Recipe &recipe, const RunPlan &plan,
                         RowMasker masker)
    : m_data(data)
    , m_recipe(recipe)
    , m_plan(plan)
    , m_masker(std::move(masker))
{
}

Result<Batch> BatchSource::batch(std::int64_t microStep, std::int64_t step)
{
    const std::int64_t epoch = microStep / m_plan.batchesPerEpoch;
    if (epoch != m_epoch) {
        m_order = epochOrder(m_plan.rows, m_recipe.seed ^ kOrderStream, epoch);
        m_epoch = epoch;
    }
    const std::int64_t first = (microStep % m_plan.batchesPerEpoch) * m_recipe.training.batchSize;
    const std::int64_t last = std::min(first + m_recipe.training.batchSize, m_plan.rows);
    BatchBuilder builder(m_data.tokenizer->special().pad, labelKind(m_recipe.task.type),
                         m_data.train.choices);
    for (std::int64_t i = first; i < last; ++i) {
        const std::int64_t index = m_order[static_cast<std::size_t>(i)];
        TAMIZ_TRY(const std::vector<TokenRow> rows, m_data.train.row(index));
        for (const TokenRow &row : rows) {
            const MaskPlace place { .step = step,
                                    .totalSteps = m_plan.totalSteps,
                                    .row = row.key() };
            builder.add(row, m_masker.masked(row, place), index);
        }
    }
    return std::move(builder).build();
}

} // namespace tamiz::engine
