// SPDX-License-Identifier: Apache-2.0
#include "core/engine/evaluate/evaluator.h"

#include <algorithm>
#include <memory>
#include <numeric>
#include <span>
#include <utility>
#include <vector>

#include "core/engine/data/collator.h"
#include "core/engine/data/sequences.h"
#include "core/engine/evaluate/score_sum.h"
#include "core/engine/evaluate/task_scorer.h"
#include "core/engine/masking/hidden_classes.h"

namespace tamiz::engine {

namespace {

// Draws of measuring never coincide with those of training.
constexpr std::uint64_t kMeasuringStream = 0x6d656173;

/// Batches of rows of similar length, so that little is padding; the order of the result does not
/// matter to a mean.
class BatchesByLength
{
public:
    static Result<BatchesByLength> of(const Dataset &dataset, int batchSize)
    {
        std::vector<std::uint32_t> lengths; // of the first choice
        std::int64_t index = 0;
        TAMIZ_CHECK(dataset.rows.forEach([&](const TokenRow &row) -> Status {
            if (index++ % dataset.choices == 0)
                lengths.push_back(static_cast<std::uint32_t>(row.length()));
            return {};
        }));
        BatchesByLength batches;
        batches.m_batchSize = static_cast<std::size_t>(std::max(batchSize, 1));
        batches.m_order.resize(lengths.size());
        std::iota(batches.m_order.begin(), batches.m_order.end(), 0U);
        std::stable_sort(
            batches.m_order.begin(), batches.m_order.end(),
            [&lengths](std::uint32_t a, std::uint32_t b) { return lengths[a] < lengths[b]; });
        return batches;
    }

    std::size_t count() const { return (m_order.size() + m_batchSize - 1) / m_batchSize; }
    std::span<const std::uint32_t> operator[](std::size_t batch) const
    {
        const std::size_t begin = batch * m_batchSize;
        return std::span(m_order).subspan(begin, std::min(m_batchSize, m_order.size() - begin));
    }

private:
    std::size_t m_batchSize = 1;
    std::vector<std::uint32_t> m_order; ///< of the data set's rows
};

/// The bit of a class's index; none of index -1.
std::uint64_t bitOf(int tokenClass)
{
    return tokenClass < 0 ? 0 : std::uint64_t { 1 } << tokenClass;
}

} // namespace

Evaluator::Evaluator(const Model &model, const ExperimentData &data, const Recipe &recipe)
    : m_model(model)
    , m_data(data)
    , m_recipe(recipe)
{
}

Result<Evaluation> Evaluator::evaluate(const Dataset &dataset, int hiddenClass,
                                       const EvaluationGate &gate) const
{
    if (isLanguageModelling(m_recipe.task.type))
        return evaluateVocabulary(dataset, hiddenClass, gate);
    return evaluateTask(dataset, hiddenClass, gate);
}

Result<Evaluation> Evaluator::evaluateReference(const Dataset &dataset,
                                                const EvaluationGate &gate) const
{
    return evaluateVocabulary(dataset, -1, gate);
}

Result<Evaluation> Evaluator::evaluateVocabulary(const Dataset &dataset, int hiddenClass,
                                                 const EvaluationGate &gate) const
{
    const MlmMasker mlm(*m_data.tokenizer, m_recipe.task.mlmProbability,
                        CounterRandom(m_recipe.seed).at(kMeasuringStream));
    ScoreSum sum(m_data.classifier.classCount());
    TAMIZ_TRY(const BatchesByLength batches,
              BatchesByLength::of(dataset, m_recipe.evaluation.batchSize));
    for (std::size_t b = 0; b < batches.count(); ++b) {
        if (!gate(static_cast<double>(b) / static_cast<double>(batches.count())))
            return fail(ErrorCode::Cancelled, "stopped while evaluating");
        BatchBuilder builder(m_data.tokenizer->special().pad, LabelKind::Token);
        for (const std::int64_t index : batches[b]) {
            TAMIZ_TRY(const TokenRow row, dataset.rows.at(index));
            MaskableRow masked = toMaskable(row);
            if (m_model.config().decoder)
                masked.labels = causalLabels(row.ids);
            else
                mlm.applyForMeasuring(masked, static_cast<std::uint64_t>(index));
            hideClasses(masked, bitOf(hiddenClass), m_data.tokenizer->special());
            builder.add(row, masked, index);
        }
        const Batch batch = std::move(builder).build();
        const VocabularyScores scores = m_model.vocabularyScores(toTensors(batch)); // [N] each
        const auto losses = scores.losses.accessor<float, 1>();
        const auto right = scores.isRight.accessor<bool, 1>();
        std::int64_t n = 0;
        for (std::size_t i = 0; i < batch.labels.size(); ++i) {
            if (batch.labels[i] != kIgnoredLabel) {
                sum.add(losses[n], right[n], batch.classes[i]);
                ++n;
            }
        }
    }
    Evaluation evaluation = sum.result();
    evaluation.metrics.push_back({ "accuracy", evaluation.all.accuracy });
    return evaluation;
}

Result<Evaluation> Evaluator::evaluateTask(const Dataset &dataset, int hiddenClass,
                                           const EvaluationGate &gate) const
{
    const torch::NoGradGuard noGrad;
    const std::unique_ptr<TaskScorer> scorer = makeTaskScorer(m_recipe, m_data, dataset.choices);
    TAMIZ_TRY(const BatchesByLength batches,
              BatchesByLength::of(dataset, m_recipe.evaluation.batchSize));
    for (std::size_t b = 0; b < batches.count(); ++b) {
        if (!gate(static_cast<double>(b) / static_cast<double>(batches.count())))
            return fail(ErrorCode::Cancelled, "stopped while evaluating");
        BatchBuilder builder(m_data.tokenizer->special().pad, labelKind(m_recipe.task.type),
                             dataset.choices);
        std::vector<TokenRow> rows;
        for (const std::int64_t index : batches[b]) {
            TAMIZ_TRY(std::vector<TokenRow> together, dataset.row(index));
            for (TokenRow &row : together) {
                MaskableRow masked = toMaskable(row);
                hideClasses(masked, bitOf(hiddenClass), m_data.tokenizer->special());
                builder.add(row, masked, index);
                rows.push_back(std::move(row));
            }
        }
        const Batch batch = std::move(builder).build();
        scorer->add(batch, rows, m_model.forward(toTensors(batch).unlabelled(), ForwardContext {}));
    }
    return scorer->result();
}

} // namespace tamiz::engine
