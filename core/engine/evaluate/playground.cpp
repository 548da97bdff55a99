// SPDX-License-Identifier: Apache-2.0
#include "core/engine/evaluate/playground.h"

#include <algorithm>
#include <chrono>
#include <optional>
#include <sstream>
#include <utility>

#include "core/engine/data/task_card.h"
#include "core/engine/model/model_config.h"
#include "core/tokens/utf8.h"

namespace tamiz::engine {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kKeptModels = 3; // base, tuned, and the one before
constexpr const char *kMask = "[MASK]";

const fs::path &tunedFolder(const TrialModel &model)
{
    return model.adapter.empty() ? model.model : model.adapter;
}

fs::file_time_type lastChange(const TrialModel &model)
{
    std::error_code status;
    fs::file_time_type newest {};
    for (const char *name : { "config.json", "adapter_config.json", "tamiz.json" }) {
        const auto time = fs::last_write_time(tunedFolder(model) / name, status);
        if (!status)
            newest = std::max(newest, time);
    }
    return newest;
}

double secondsSince(std::chrono::steady_clock::time_point begin)
{
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

/// The text with [MASK] spelt as the vocabulary has it.
Result<std::string> withOwnMask(const std::string &text, const Tokenizer &tokenizer,
                                const fs::path &folder)
{
    const std::int64_t id = tokenizer.special().mask;
    const std::string own = id >= 0 ? tokenizer.token(id) : kMask;
    std::string result = text;
    for (std::size_t at = 0; (at = result.find(kMask, at)) != std::string::npos; at += own.size())
        result.replace(at, std::string(kMask).size(), own);
    if (id < 0 || result.find(own) == std::string::npos) {
        return fail(ErrorCode::InvalidArgument, "the text has no [MASK] for the model to fill",
                    folder.string(), "Put [MASK] in the place of a word");
    }
    return result;
}

std::vector<TrialScore> scoresOf(const std::vector<LabelScore> &labels)
{
    std::vector<TrialScore> scores;
    for (const LabelScore &label : labels)
        scores.push_back({ label.label, label.probability });
    return scores;
}

/// Places of word beginnings reach to the end of their words: up to the next one, white space left out.
void extendToWords(std::vector<TrialPlace> &places, const std::u32string &text)
{
    const auto isSpace = [](char32_t c) { return c == U' ' || (c >= U'\t' && c <= U'\r'); };
    for (std::size_t i = 0; i < places.size(); ++i) {
        CodePointSpan &span = places[i].span;
        const auto limit = i + 1 < places.size() ? places[i + 1].span.begin
                                                 : static_cast<std::int64_t>(text.size());
        while (span.end < limit && !isSpace(text[static_cast<std::size_t>(span.end)]))
            ++span.end;
    }
}

std::optional<TaskType> taskOf(const ModelConfig &config)
{
    switch (config.head()) {
    case HeadKind::SequenceClassification:
        return config.problem() == ProblemType::Regression ? TaskType::Regression
            : config.problem() == ProblemType::MultiLabel  ? TaskType::MultiLabel
                                                           : TaskType::Classification;
    case HeadKind::TokenClassification:
        return TaskType::TokenClassification;
    case HeadKind::QuestionAnswering:
        return TaskType::QuestionAnswering;
    case HeadKind::MultipleChoice:
        return TaskType::MultipleChoice;
    case HeadKind::NextSentence:
        return TaskType::NextSentence;
    case HeadKind::MaskedLm:
        return TaskType::MaskedLm;
    case HeadKind::CausalLm:
        return TaskType::CausalLm;
    case HeadKind::None:
        break;
    }
    return std::nullopt;
}

/// The row that a question stands for.
Example exampleOf(const TrialQuestion &question, TaskType task, const std::string &text)
{
    Example example;
    example.text = text;
    if (task != TaskType::MultipleChoice) {
        example.textPair = question.second;
        return example;
    }
    std::istringstream lines(question.second);
    for (std::string line; std::getline(lines, line);) {
        if (!line.empty())
            example.choices.push_back(line);
    }
    return example;
}

Status checkSecond(const Example &example, TaskType task)
{
    if (task == TaskType::MultipleChoice && example.choices.size() < 2)
        return fail(ErrorCode::InvalidArgument, "fewer than two choices", {},
                    "Write one choice a line");
    const bool needsPair = task == TaskType::QuestionAnswering || task == TaskType::NextSentence;
    if (needsPair && example.textPair.empty())
        return fail(ErrorCode::InvalidArgument, "the second text is missing", {},
                    "Write it into the second field");
    return {};
}

/// The context, with the likeliest answer as a place in it.
void showAnswers(const Example &example, const std::vector<Prediction::Span> &found,
                 TrialAnswer &answer)
{
    answer.text = example.textPair;
    for (const Prediction::Span &span : found)
        answer.scores.push_back({ span.text, span.probability });
    if (!found.empty() && !found.front().place.isEmpty())
        answer.places.push_back({ found.front().place, {} });
}

} // namespace

Result<TaskSection> taskOf(const TrialModel &model)
{
    TAMIZ_TRY(std::optional<TaskSection> card, readTaskCard(tunedFolder(model)));
    if (card)
        return std::move(*card);
    TAMIZ_TRY(const ModelConfig config, ModelConfig::load(model.model));
    TaskSection task;
    task.maxLength = 0; // the folder's own
    if (const std::optional<TaskType> type = taskOf(config)) {
        task.type = *type;
        return task;
    }
    return fail(ErrorCode::Unsupported, "the folder does not tell what the model answers",
                tunedFolder(model).string(),
                "Choose a model with a head for classes, tags or its vocabulary");
}

Result<Playground::Loaded *> Playground::loaded(const TrialModel &model, bool continues)
{
    const fs::file_time_type changed = lastChange(model);
    const auto found = std::find_if(m_loaded.begin(), m_loaded.end(), [&](const Loaded &one) {
        return one.model == model && one.changed == changed
            && (one.generator != nullptr) == continues;
    });
    if (found != m_loaded.end()) {
        m_loaded.splice(m_loaded.begin(), m_loaded, found);
        return &m_loaded.front();
    }
    Loaded fresh { model, changed, {}, nullptr, nullptr };
    const ModelChoice choice { model.model, model.adapter, model.strength };
    TAMIZ_TRY(fresh.task, taskOf(model));
    if (continues) {
        TAMIZ_TRY(fresh.generator, Generator::load(choice));
    } else {
        TAMIZ_TRY(fresh.predictor, Predictor::load(choice, fresh.task));
    }
    m_loaded.push_front(std::move(fresh));
    if (m_loaded.size() > kKeptModels)
        m_loaded.pop_back();
    return &m_loaded.front();
}

Result<TrialAnswer> Playground::answer(const TrialQuestion &question, RunControl &control)
{
    const std::lock_guard lock(m_mutex);
    if (control.isStopRequested())
        return fail(ErrorCode::Cancelled, "stopped before the model was asked");
    TAMIZ_TRY(Loaded *const loaded, this->loaded(question.model, false));
    TAMIZ_TRY(const TokenClassifier hidden,
              TokenClassifier::build(question.hidden, [](const auto &) {}));
    if (control.isStopRequested())
        return fail(ErrorCode::Cancelled, "stopped before the model was asked");
    TrialAnswer answer;
    answer.task = loaded->task.type;
    answer.text = question.text;
    if (answer.task == TaskType::MaskedLm) {
        TAMIZ_TRY(answer.text,
                  withOwnMask(question.text, loaded->predictor->tokenizer(), question.model.model));
    }
    const Example example = exampleOf(question, answer.task, answer.text);
    TAMIZ_CHECK(checkSecond(example, answer.task));
    const auto begin = std::chrono::steady_clock::now();
    TAMIZ_TRY(const Prediction prediction,
              loaded->predictor->predict(example, question.hidden.empty() ? nullptr : &hidden));
    answer.seconds = secondsSince(begin);
    answer.scores = scoresOf(prediction.labels);
    if (answer.task == TaskType::MultipleChoice) { // numbers of choices become their texts
        for (TrialScore &score : answer.scores)
            score.label = example.choices.at(std::stoul(score.label));
    }
    for (const Prediction::Number &number : prediction.numbers)
        answer.numbers.push_back({ number.name, number.value });
    for (const Prediction::Token &token : prediction.tokens)
        answer.places.push_back({ { token.begin, token.end }, scoresOf(token.labels) });
    if (answer.task == TaskType::TokenClassification)
        extendToWords(answer.places, decodeUtf8(answer.text));
    if (answer.task == TaskType::QuestionAnswering)
        showAnswers(example, prediction.answers, answer);
    answer.hidden = prediction.hidden;
    answer.isTruncated = prediction.isTruncated;
    return answer;
}

Result<Continuation> Playground::continueText(const ContinuationQuestion &question,
                                              RunControl &control, const ContinuationSink &sink)
{
    const std::lock_guard lock(m_mutex);
    TAMIZ_TRY(Loaded *const loaded, this->loaded(question.model, true));
    GenerateOptions options;
    options.maxNewTokens = question.maxNewTokens;
    options.sampling.temperature = question.temperature;
    options.sampling.topP = question.topP;
    options.sampling.seed = question.seed;
    TAMIZ_TRY(const GeneratedText text,
              loaded->generator->generate(question.prompt, options, control, sink));
    return Continuation { text.text, static_cast<std::int64_t>(text.ids.size()), text.stopReason,
                          text.seconds };
}

} // namespace tamiz::engine
