// SPDX-License-Identifier: Apache-2.0
#include "core/engine/evaluate/predictor.h"

#include <algorithm>
#include <functional>
#include <utility>

#include <torch/types.h>

#include "core/engine/data/collator.h"
#include "core/engine/data/sequences.h"
#include "core/engine/evaluate/answer_search.h"
#include "core/engine/evaluate/model_choice.h"
#include "core/engine/masking/hidden_classes.h"
#include "core/engine/model/torch_error.h"
#include "core/engine/process.h"
#include "core/engine/train/training_setup.h"
#include "core/tokens/utf8.h"

namespace tamiz::engine {

namespace {

constexpr std::size_t kWindowsAtOnce = 16;

std::vector<LabelScore> best(const torch::Tensor &probabilities, std::int64_t count,
                             const std::function<std::string(std::int64_t)> &name)
{
    const auto [values, ids] = probabilities.topk(std::min(count, probabilities.numel())); // [k]
    std::vector<LabelScore> scores;
    for (std::int64_t i = 0; i < ids.numel(); ++i)
        scores.push_back({ name(ids.data_ptr<std::int64_t>()[i]), values.data_ptr<float>()[i] });
    return scores;
}

class TaskPredictor final : public Predictor
{
public:
    TaskPredictor(Recipe recipe, std::unique_ptr<Tokenizer> tokenizer, TokenClassifier noClasses,
                  LabelMap labels, std::unique_ptr<Model> model, int threads)
        : m_recipe(std::move(recipe))
        , m_tokenizer(std::move(tokenizer))
        , m_noClasses(std::move(noClasses))
        , m_labels(std::move(labels))
        , m_model(std::move(model))
        , m_threads(threads)
    {
    }

    Result<Prediction> predict(const Example &question, const TokenClassifier *hidden) override
    {
        return guarded([&] {
            const ThreadCount threads(m_threads);
            return answer(question, hidden);
        });
    }

    const TaskSection &task() const override { return m_recipe.task; }
    const Tokenizer &tokenizer() const override { return *m_tokenizer; }

private:
    /// The row with the tokens of the classes out of sight.
    MaskableRow seen(const TokenRow &row) const
    {
        MaskableRow masked = toMaskable(row);
        for (std::size_t i = 0; i < row.ids.size(); ++i)
            masked.isSpecial[i] = row.isSpecial[i] || m_tokenizer->isSpecial(row.ids[i]);
        hideClasses(masked, ~std::uint64_t { 0 }, m_tokenizer->special());
        return masked;
    }

    /// What the model says of sequences from @p begin on; notes what it could not see.
    ModelOutput ask(const std::vector<Sequence> &sequences, std::size_t begin, std::size_t end,
                    Prediction &prediction) const
    {
        const bool isContext = m_recipe.task.type == TaskType::QuestionAnswering;
        const bool isChoice = m_recipe.task.type == TaskType::MultipleChoice;
        BatchBuilder builder(m_tokenizer->special().pad, labelKind(m_recipe.task.type),
                             isChoice ? static_cast<std::int64_t>(end - begin) : 1);
        for (std::size_t s = begin; s < end; ++s) {
            const Sequence &sequence = sequences[s];
            const MaskableRow row = seen(sequence.row);
            builder.add(sequence.row, row, 0);
            prediction.isTruncated = prediction.isTruncated || sequence.row.isTruncated;
            for (std::size_t i = 0; i < row.ids.size(); ++i) {
                const bool isChanged = row.ids[i] != sequence.row.ids[i] || row.isHidden[i];
                const bool isAnswered = (sequence.encoding.isSecond[i] != 0) == isContext;
                const CodePointSpan &place = sequence.encoding.offsets[i];
                auto &hidden = prediction.hidden; // windows and choices repeat places
                if (isChanged && isAnswered
                    && std::find(hidden.begin(), hidden.end(), place) == hidden.end())
                    hidden.push_back(place);
            }
        }
        return m_model->forward(toTensors(std::move(builder).build()).unlabelled(), {});
    }

    Result<Prediction> answer(const Example &question, const TokenClassifier *hidden)
    {
        const torch::NoGradGuard noGrad;
        TAMIZ_TRY(const std::vector<Sequence> sequences,
                  sequencesOf(question,
                              { .task = m_recipe.task,
                                .tokenizer = *m_tokenizer,
                                .classifier = hidden ? *hidden : m_noClasses,
                                .labels = m_labels,
                                .isLabelled = false }));
        Prediction prediction;
        if (m_recipe.task.type == TaskType::QuestionAnswering) {
            seekAnswers(question, sequences, prediction);
            return prediction;
        }
        const torch::Tensor logits
            = ask(sequences, 0, sequences.size(), prediction).logits.cpu(); // [1, K] or [1, T, K]
        sayOfRow(sequences.front(), logits[0], prediction);
        return prediction;
    }

    void seekAnswers(const Example &question, const std::vector<Sequence> &windows,
                     Prediction &prediction) const
    {
        AnswerSearch search(m_recipe.task.maxAnswerLength);
        for (std::size_t begin = 0; begin < windows.size(); begin += kWindowsAtOnce) {
            const std::size_t end = std::min(begin + kWindowsAtOnce, windows.size());
            const ModelOutput output = ask(windows, begin, end, prediction);
            const torch::Tensor starts = output.startLogits.cpu().contiguous(); // [W, T]
            const torch::Tensor ends = output.endLogits.cpu().contiguous(); // [W, T]
            for (std::size_t i = begin; i < end; ++i) {
                const auto row = static_cast<std::int64_t>(i - begin) * starts.size(1);
                search.add(windows[i].row.places, starts.data_ptr<float>() + row,
                           ends.data_ptr<float>() + row);
            }
        }
        for (const FoundAnswer &found : search.best(true)) {
            prediction.answers.push_back(
                { codePointSubstring(question.textPair, found.place.begin, found.place.end),
                  found.place, found.probability });
        }
    }

    /// @p logits: [K] of a row, [T, K] of its tokens
    void sayOfRow(const Sequence &sequence, const torch::Tensor &logits,
                  Prediction &prediction) const
    {
        const auto label
            = [this](std::int64_t id) { return m_labels.names().at(static_cast<std::size_t>(id)); };
        switch (m_recipe.task.type) {
        case TaskType::Regression:
            for (std::int64_t i = 0; i < logits.numel(); ++i)
                prediction.numbers.push_back({ label(i), logits[i].item<double>() });
            return;
        case TaskType::MultiLabel:
            prediction.labels = best(logits.sigmoid(), logits.numel(), label);
            return;
        case TaskType::MultipleChoice:
            prediction.labels = best(logits.softmax(-1), logits.numel(),
                                     [](std::int64_t id) { return std::to_string(id); });
            return;
        case TaskType::Classification:
        case TaskType::NextSentence:
            prediction.labels = best(logits.softmax(-1), logits.numel(), label);
            return;
        default:
            sayOfTokens(sequence.encoding, logits.softmax(-1), prediction);
        }
    }

    void sayOfTokens(const Encoding &encoding, const torch::Tensor &probabilities,
                     Prediction &prediction) const
    {
        const bool isVocabulary = isLanguageModelling(m_recipe.task.type);
        const bool isCausal = m_recipe.task.type == TaskType::CausalLm;
        for (std::size_t i = 0; i < encoding.ids.size(); ++i) {
            const bool isAsked = isCausal ? i + 1 == encoding.ids.size()
                : isVocabulary
                ? encoding.ids[i] == m_tokenizer->special().mask
                : !encoding.isSpecial[i] && !m_tokenizer->token(encoding.ids[i]).starts_with("##");
            if (!isAsked)
                continue;
            const auto name = [&](std::int64_t id) {
                return isVocabulary ? m_tokenizer->token(id)
                                    : m_labels.names().at(static_cast<std::size_t>(id));
            };
            prediction.tokens.push_back(
                { encoding.offsets[i].begin, encoding.offsets[i].end,
                  best(probabilities[static_cast<std::int64_t>(i)], 5, name) });
        }
    }

    const Recipe m_recipe;
    const std::unique_ptr<Tokenizer> m_tokenizer;
    const TokenClassifier m_noClasses;
    const LabelMap m_labels;
    const std::unique_ptr<Model> m_model;
    const int m_threads;
};

/// The folder's labels; those of its config.json where no card and no name tells more.
Result<LabelMap> labelsOf(const Recipe &recipe)
{
    const HeadKind head = headOf(recipe.task.type);
    const bool isNamed
        = head == HeadKind::SequenceClassification || head == HeadKind::TokenClassification;
    if (!recipe.task.labels.empty() || !isNamed)
        return LabelMap::from(recipe.task, {});
    TAMIZ_TRY(const ModelConfig config, ModelConfig::load(recipe.model.path));
    std::vector<std::string> names;
    for (const auto &[id, name] : config.id2label)
        names.push_back(name);
    return LabelMap(names);
}

} // namespace

Result<std::unique_ptr<Predictor>> Predictor::load(const ModelChoice &choice,
                                                   const TaskSection &task, int threads)
{
    return guarded([&]() -> Result<std::unique_ptr<Predictor>> {
        TAMIZ_TRY(Recipe recipe, evaluationRecipe(choice, task));
        TAMIZ_TRY(std::unique_ptr<Tokenizer> tokenizer,
                  loadTokenizer(choice.model, choice.adapter));
        TAMIZ_TRY(TokenClassifier noClasses, TokenClassifier::build({}, [](const auto &) {}));
        TAMIZ_TRY(LabelMap labels, labelsOf(recipe));
        TAMIZ_TRY(auto model, loadChoice(choice, recipe, *tokenizer, labels));
        return std::unique_ptr<Predictor>(std::make_unique<TaskPredictor>(
            std::move(recipe), std::move(tokenizer), std::move(noClasses), std::move(labels),
            std::move(model), threads));
    });
}

} // namespace tamiz::engine
