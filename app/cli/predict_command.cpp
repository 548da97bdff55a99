// SPDX-License-Identifier: Apache-2.0
#include <cstdio>
#include <iostream>
#include <optional>
#include <string>

#include <nlohmann/json.hpp>

#include "app/cli/command.h"
#include "app/cli/console.h"
#include "app/cli/model_options.h"
#include "core/engine/evaluate/predictor.h"

namespace tamiz::cli {

namespace {

using nlohmann::json;

json toJson(const std::vector<engine::LabelScore> &scores)
{
    json labels = json::array();
    for (const engine::LabelScore &score : scores)
        labels.push_back({ { "label", score.label }, { "probability", score.probability } });
    return labels;
}

json labelJson(const engine::Prediction &prediction, TaskType task)
{
    json result = { { "labels", toJson(prediction.labels) } };
    if (task != TaskType::MultiLabel) {
        result["label"] = prediction.labels.front().label;
        return result;
    }
    result["predicted"] = json::array();
    for (const engine::LabelScore &score : prediction.labels) {
        if (score.probability >= 0.5)
            result["predicted"].push_back(score.label);
    }
    return result;
}

json answerJson(const engine::Prediction &prediction)
{
    json answers = json::array();
    for (const engine::Prediction::Span &span : prediction.answers)
        answers.push_back({ { "text", span.text },
                            { "begin", span.place.begin },
                            { "end", span.place.end },
                            { "probability", span.probability } });
    const std::string best = prediction.answers.empty() ? "" : prediction.answers.front().text;
    return { { "answer", best }, { "answers", answers } };
}

json tokenJson(const engine::Prediction &prediction)
{
    json tokens = json::array();
    for (const engine::Prediction::Token &token : prediction.tokens)
        tokens.push_back(
            { { "begin", token.begin }, { "end", token.end }, { "labels", toJson(token.labels) } });
    return { { "tokens", tokens } };
}

json toJson(const engine::Prediction &prediction, TaskType task)
{
    if (task == TaskType::QuestionAnswering)
        return answerJson(prediction);
    if (task == TaskType::Regression) {
        json values = json::object();
        for (const engine::Prediction::Number &number : prediction.numbers)
            values[number.name] = number.value;
        return { { "value", prediction.numbers.front().value }, { "values", values } };
    }
    return prediction.labels.empty() ? tokenJson(prediction) : labelJson(prediction, task);
}

} // namespace

int predictCommand(const Arguments &arguments)
{
    cxxopts::Options options = modelOptions(
        "predict",
        R"(Answers rows of standard input, one JSON a line, with the columns of the task's data:
{"text": ..., "text_pair": ...}, {"question": ..., "context": ...}, {"question": ..., "choices": [...]})");
    int exitCode = kDone;
    const auto parsed = parseArguments(options, arguments, exitCode);
    if (!parsed)
        return exitCode;
    const std::optional<ModelOptions> choice = chosenModel(*parsed, exitCode);
    if (!choice)
        return exitCode;
    const auto predictor = engine::Predictor::load(choice->model, choice->task, choice->threads);
    if (!predictor)
        return report(predictor.error());

    std::string line;
    for (std::int64_t number = 1; std::getline(std::cin, line); ++number) {
        const Result<engine::Example> row = engine::readUnlabelled(line, choice->task);
        if (!row) {
            std::fprintf(stderr, "tamiz: standard input:%lld: %s\n", static_cast<long long>(number),
                         row.error().message.c_str());
            return kInvalidInput;
        }
        const Result<engine::Prediction> prediction = (*predictor)->predict(*row, nullptr);
        if (!prediction)
            return report(prediction.error());
        printJson(toJson(*prediction, choice->task.type));
        std::fflush(stdout);
    }
    return kDone;
}

} // namespace tamiz::cli
