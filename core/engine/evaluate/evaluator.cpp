// SPDX-License-Identifier: Apache-2.0
#include "core/engine/evaluate/evaluator.h"

#include <algorithm>
#include <bit>
#include <numeric>

#include <ATen/ops/argmax.h>
#include <ATen/ops/nll_loss_nd.h>

#include "core/engine/data/collator.h"
#include "core/engine/evaluate/classification_metrics.h"
#include "core/engine/masking/hidden_classes.h"

namespace tamiz::engine {

namespace {

// Draws of measuring never coincide with those of training.
constexpr std::uint64_t kMeasuringStream = 0x6d656173;

/// Sums losses and hits, overall and by token class.
class ScoreSum
{
public:
    explicit ScoreSum(std::size_t classes)
        : m_classes(classes)
    {
    }

    void add(double loss, bool isRight, std::uint64_t classes)
    {
        m_all.add(loss, isRight);
        for (; classes != 0; classes &= classes - 1)
            m_classes[static_cast<std::size_t>(std::countr_zero(classes))].add(loss, isRight);
    }

    Evaluation result() const
    {
        Evaluation evaluation;
        evaluation.all = m_all.score();
        for (const Sum &sum : m_classes)
            evaluation.classes.push_back(sum.score());
        return evaluation;
    }

private:
    struct Sum
    {
        double loss = 0;
        std::int64_t right = 0;
        std::int64_t count = 0;

        void add(double value, bool isRight)
        {
            loss += value;
            right += isRight;
            ++count;
        }
        Score score() const
        {
            if (count == 0)
                return {};
            const auto n = static_cast<double>(count);
            return { loss / n, static_cast<double>(right) / n, count };
        }
    };

    Sum m_all;
    std::vector<Sum> m_classes;
};

/// Batches of rows of similar length, so that little is padding; the order of the result does not
/// matter to a mean.
std::vector<std::vector<std::int64_t>> batchesByLength(const Dataset &dataset, int batchSize)
{
    std::vector<std::int64_t> order(dataset.rows.size());
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(), [&dataset](std::int64_t a, std::int64_t b) {
        return dataset.rows[static_cast<std::size_t>(a)].length()
            < dataset.rows[static_cast<std::size_t>(b)].length();
    });
    std::vector<std::vector<std::int64_t>> batches;
    const auto size = static_cast<std::size_t>(std::max(batchSize, 1));
    for (std::size_t begin = 0; begin < order.size(); begin += size) {
        const std::size_t end = std::min(begin + size, order.size());
        batches.emplace_back(order.begin() + static_cast<std::ptrdiff_t>(begin),
                             order.begin() + static_cast<std::ptrdiff_t>(end));
    }
    return batches;
}

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
    const auto batches = batchesByLength(dataset, m_recipe.evaluation.batchSize);
    for (std::size_t b = 0; b < batches.size(); ++b) {
        if (!gate(static_cast<double>(b) / static_cast<double>(batches.size())))
            return fail(ErrorCode::Cancelled, "stopped while evaluating");
        BatchBuilder builder(m_data.tokenizer->special().pad, true);
        for (const std::int64_t index : batches[b]) {
            const TokenRow &row = dataset.rows[static_cast<std::size_t>(index)];
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
    return sum.result();
}

Result<Evaluation> Evaluator::evaluateTask(const Dataset &dataset, int hiddenClass,
                                           const EvaluationGate &gate) const
{
    const torch::NoGradGuard noGrad;
    const bool isTokenLevel = m_recipe.task.type == TaskType::TokenClassification;
    ScoreSum sum(isTokenLevel ? m_data.classifier.classCount() : 0);
    ConfusionMatrix confusion(m_data.labels.size());
    const auto batches = batchesByLength(dataset, m_recipe.evaluation.batchSize);
    for (std::size_t b = 0; b < batches.size(); ++b) {
        if (!gate(static_cast<double>(b) / static_cast<double>(batches.size())))
            return fail(ErrorCode::Cancelled, "stopped while evaluating");
        BatchBuilder builder(m_data.tokenizer->special().pad, isTokenLevel);
        for (const std::int64_t index : batches[b]) {
            const TokenRow &row = dataset.rows[static_cast<std::size_t>(index)];
            MaskableRow masked = toMaskable(row);
            hideClasses(masked, bitOf(hiddenClass), m_data.tokenizer->special());
            builder.add(row, masked, index);
        }
        const Batch batch = std::move(builder).build();
        BatchTensors tensors = toTensors(batch);
        const torch::Tensor labels = tensors.labels.reshape({ -1 }); // [N], N = B or B*T
        tensors.labels = torch::Tensor();
        const torch::Tensor logits = m_model.forward(tensors, ForwardContext {})
                                         .logits.reshape({ -1, m_data.labels.size() })
                                         .cpu(); // [N, L]
        const torch::Tensor losses
            = at::nll_loss_nd(logits.to(torch::kFloat64).log_softmax(-1), labels, {},
                              at::Reduction::None, kIgnoredLabel); // [N]
        const torch::Tensor predictions = logits.argmax(-1); // [N]
        for (std::int64_t i = 0; i < labels.numel(); ++i) {
            const std::int64_t label = labels.data_ptr<std::int64_t>()[i];
            if (label == kIgnoredLabel)
                continue;
            const std::int64_t prediction = predictions.data_ptr<std::int64_t>()[i];
            confusion.add(label, prediction);
            sum.add(losses.data_ptr<double>()[i], label == prediction,
                    isTokenLevel ? batch.classes[static_cast<std::size_t>(i)] : 0);
        }
    }
    Evaluation evaluation = sum.result();
    evaluation.macroF1 = confusion.macroF1();
    return evaluation;
}

} // namespace tamiz::engine
