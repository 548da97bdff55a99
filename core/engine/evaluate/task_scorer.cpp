// SPDX-License-Identifier: Apache-2.0
#include "core/engine/evaluate/task_scorer.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <ATen/ops/argmax.h>
#include <ATen/ops/nll_loss_nd.h>

#include "core/engine/evaluate/answer_metrics.h"
#include "core/engine/evaluate/answer_search.h"
#include "core/engine/evaluate/classification_metrics.h"
#include "core/engine/evaluate/estimate_metrics.h"
#include "core/engine/evaluate/label_set_metrics.h"
#include "core/engine/evaluate/score_sum.h"
#include "core/tokens/utf8.h"

namespace tamiz::engine {

namespace {

/// Cross-entropy of each row in nats; 0 where the label is -100. logits [N, K], labels [N] -> [N] f64
torch::Tensor crossEntropies(const torch::Tensor &logits, const torch::Tensor &labels)
{
    return at::nll_loss_nd(logits.to(torch::kFloat64).log_softmax(-1), labels, {},
                           at::Reduction::None, kIgnoredLabel);
}

/// One of several answers a row or a token.
class ClassScorer final : public TaskScorer
{
public:
    ClassScorer(std::int64_t labels, std::size_t tokenClasses, bool hasF1)
        : m_confusion(labels)
        , m_labels(labels)
        , m_sum(tokenClasses)
        , m_hasClasses(tokenClasses > 0)
        , m_hasF1(hasF1)
    {
    }

    void add(const Batch &batch, const std::vector<TokenRow> & /*rows*/,
             const ModelOutput &output) override
    {
        const torch::Tensor logits = output.logits.reshape({ -1, m_labels }).cpu(); // [N, K]
        const torch::Tensor labels = torch::tensor(batch.labels, torch::kLong); // [N]
        const torch::Tensor losses = crossEntropies(logits, labels); // [N]
        const torch::Tensor predictions = logits.argmax(-1); // [N]
        for (std::size_t i = 0; i < batch.labels.size(); ++i) {
            const std::int64_t label = batch.labels[i];
            if (label == kIgnoredLabel)
                continue;
            const std::int64_t prediction = predictions.data_ptr<std::int64_t>()[i];
            m_confusion.add(label, prediction);
            m_sum.add(losses.data_ptr<double>()[i], label == prediction,
                      m_hasClasses ? batch.classes[i] : 0);
        }
    }

    Evaluation result() const override
    {
        Evaluation evaluation = m_sum.result();
        evaluation.metrics.push_back({ "accuracy", evaluation.all.accuracy });
        if (m_hasF1)
            evaluation.metrics.push_back({ "f1_macro", m_confusion.macroF1() });
        return evaluation;
    }

private:
    ConfusionMatrix m_confusion;
    std::int64_t m_labels;
    ScoreSum m_sum;
    bool m_hasClasses;
    bool m_hasF1;
};

/// Any number of labels a row: each holds whose probability is at least a half.
class LabelSetScorer final : public TaskScorer
{
public:
    explicit LabelSetScorer(std::vector<std::string> labels)
        : m_names(std::move(labels))
        , m_counts(m_names.size())
        , m_sum(0)
    {
    }

    void add(const Batch &batch, const std::vector<TokenRow> & /*rows*/,
             const ModelOutput &output) override
    {
        const torch::Tensor logits = output.logits.cpu().to(torch::kFloat64).contiguous(); // [B, K]
        const torch::Tensor targets = torch::tensor(batch.targets, torch::kFloat64); // [B * K]
        const torch::Tensor losses
            = torch::binary_cross_entropy_with_logits(logits, targets.view_as(logits), {}, {},
                                                      at::Reduction::None)
                  .mean(-1); // [B]
        const std::size_t count = m_names.size();
        for (std::size_t row = 0; row < static_cast<std::size_t>(batch.rows); ++row) {
            std::vector<bool> truth;
            std::vector<bool> prediction;
            for (std::size_t i = row * count; i < (row + 1) * count; ++i) {
                truth.push_back(batch.targets[i] > 0.5F);
                prediction.push_back(logits.data_ptr<double>()[i] >= 0); // sigmoid(0) = 1/2
            }
            m_counts.add(truth, prediction);
            m_sum.add(losses.data_ptr<double>()[row], truth == prediction);
        }
    }

    Evaluation result() const override
    {
        Evaluation evaluation = m_sum.result();
        evaluation.metrics = { { "f1_micro", m_counts.microF1() },
                               { "f1_macro", m_counts.macroF1() },
                               { "exact_match", m_counts.exactMatch() } };
        for (std::size_t i = 0; i < m_names.size(); ++i)
            evaluation.labels.push_back({ m_names[i], m_counts.f1(i) });
        return evaluation;
    }

private:
    std::vector<std::string> m_names;
    LabelSetCounts m_counts;
    ScoreSum m_sum;
};

/// Numbers. Errors are means over all of them; correlations are of each kind of number, then averaged.
class EstimateScorer final : public TaskScorer
{
public:
    explicit EstimateScorer(std::size_t numbers)
        : m_truths(numbers)
        , m_estimates(numbers)
    {
    }

    void add(const Batch &batch, const std::vector<TokenRow> & /*rows*/,
             const ModelOutput &output) override
    {
        const torch::Tensor estimates
            = output.logits.cpu().to(torch::kFloat64).contiguous(); // [B, K]
        for (std::size_t i = 0; i < batch.targets.size(); ++i) {
            m_truths[i % m_truths.size()].push_back(static_cast<double>(batch.targets[i]));
            m_estimates[i % m_truths.size()].push_back(estimates.data_ptr<double>()[i]);
        }
    }

    Evaluation result() const override
    {
        Evaluation evaluation;
        const double mse = mean(meanSquaredError);
        evaluation.all.loss = mse;
        evaluation.all.count = std::ssize(m_truths.front());
        evaluation.metrics = { { "mae", mean(meanAbsoluteError) },
                               { "mse", mse },
                               { "pearson", mean(pearson) },
                               { "spearman", mean(spearman) } };
        return evaluation;
    }

private:
    using Measure = double (*)(const std::vector<double> &, const std::vector<double> &);
    double mean(Measure measure) const
    {
        double sum = 0;
        for (std::size_t i = 0; i < m_truths.size(); ++i)
            sum += measure(m_truths[i], m_estimates[i]);
        return sum / static_cast<double>(m_truths.size());
    }

    std::vector<std::vector<double>> m_truths; ///< [K][rows]
    std::vector<std::vector<double>> m_estimates;
};

/// Spans of a context, gathered from its windows.
class AnswerScorer final : public TaskScorer
{
public:
    explicit AnswerScorer(std::int64_t longest)
        : m_longest(longest)
        , m_sum(0)
    {
    }

    void add(const Batch &batch, const std::vector<TokenRow> &rows,
             const ModelOutput &output) override
    {
        const torch::Tensor start = output.startLogits.cpu().contiguous(); // [B, T]
        const torch::Tensor end = output.endLogits.cpu().contiguous(); // [B, T]
        const torch::Tensor losses
            = (crossEntropies(start, torch::tensor(batch.startPositions, torch::kLong))
               + crossEntropies(end, torch::tensor(batch.endPositions, torch::kLong)))
            / 2; // [B]
        for (std::int64_t i = 0; i < batch.rows; ++i) {
            const TokenRow &row = rows[static_cast<std::size_t>(i)];
            Asked &asked = m_asked.try_emplace(row.example, m_longest).first->second;
            if (row.question)
                asked.question = *row.question;
            asked.search.add(row.places, start.data_ptr<float>() + i * batch.length,
                             end.data_ptr<float>() + i * batch.length);
            m_sum.add(losses.data_ptr<double>()[i], false);
        }
    }

    Evaluation result() const override
    {
        // As transformers' example: "no answer" is one of the answers where the data has such questions.
        const bool mayBeNone = std::any_of(m_asked.begin(), m_asked.end(), [](const auto &asked) {
            return asked.second.question.answers.empty();
        });
        AnswerScore sum;
        for (const auto &[example, asked] : m_asked) {
            const Question &question = asked.question;
            const std::vector<FoundAnswer> found = asked.search.best(mayBeNone);
            const CodePointSpan place = found.empty() ? CodePointSpan {} : found.front().place;
            const AnswerScore score = scoreAnswer(
                codePointSubstring(question.context, place.begin, place.end), question.answers);
            sum.exactMatch += score.exactMatch;
            sum.f1 += score.f1;
        }
        const double count = std::max(static_cast<double>(m_asked.size()), 1.0);
        Evaluation evaluation = m_sum.result();
        evaluation.metrics
            = { { "f1", sum.f1 / count }, { "exact_match", sum.exactMatch / count } };
        return evaluation;
    }

private:
    struct Asked
    {
        explicit Asked(std::int64_t longest)
            : search(longest)
        {
        }
        AnswerSearch search;
        Question question;
    };

    const std::int64_t m_longest;
    std::map<std::int64_t, Asked> m_asked; ///< by example
    ScoreSum m_sum;
};

} // namespace

std::unique_ptr<TaskScorer> makeTaskScorer(const Recipe &recipe, const ExperimentData &data,
                                           std::int64_t choices)
{
    const TaskType task = recipe.task.type;
    switch (task) {
    case TaskType::MultiLabel:
        return std::make_unique<LabelSetScorer>(data.labels.names());
    case TaskType::Regression:
        return std::make_unique<EstimateScorer>(data.labels.names().size());
    case TaskType::QuestionAnswering:
        return std::make_unique<AnswerScorer>(recipe.task.maxAnswerLength);
    case TaskType::MultipleChoice:
        return std::make_unique<ClassScorer>(choices, 0, false);
    default:
        break;
    }
    const std::size_t classes
        = task == TaskType::TokenClassification ? data.classifier.classCount() : 0;
    return std::make_unique<ClassScorer>(data.labels.size(), classes, true);
}

} // namespace tamiz::engine
