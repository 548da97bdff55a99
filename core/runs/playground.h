// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "core/recipe/recipe.h"
#include "core/tokens/token_classes.h"

namespace tamiz {

/// A model to try: a folder ("bundled" too), with an adapter or without.
struct TrialModel
{
    std::filesystem::path model;
    std::filesystem::path adapter; ///< PEFT folder; empty = none
    double strength = 1; ///< factor on the adapter's update; 0 = the base's body

    bool operator==(const TrialModel &) const = default;
};

/// A text for a model that answers at once: which labels, which number, which tags, which word behind
/// "[MASK]", which of some choices, where in a second text the answer stands.
struct TrialQuestion
{
    TrialModel model;
    std::string text;
    /// Question answering: the text to answer from. Multiple choice: a choice a line. Next sentence: it.
    std::string second;
    std::vector<TokenClass> hidden; ///< the model cannot see tokens of these classes
};

/// Whether the task asks for a second text.
constexpr bool hasSecondText(TaskType task)
{
    return task == TaskType::QuestionAnswering || task == TaskType::MultipleChoice
        || task == TaskType::NextSentence;
}

struct TrialScore
{
    std::string label;
    double probability = 0;
};

struct TrialNumber
{
    std::string name;
    double value = 0;
};

/// A place in the text with what the model says about it, likeliest first.
struct TrialPlace
{
    CodePointSpan span;
    std::vector<TrialScore> scores;
};

struct TrialAnswer
{
    TaskType task = TaskType::Classification;
    std::string
        text; ///< that is shown: the question's, [MASK] as the vocabulary spells it; the context
    /// Every label or choice, likeliest first; answers in words, "" = none in the text.
    std::vector<TrialScore> scores;
    std::vector<TrialNumber> numbers; ///< regression
    /// Tagging: a word each; masked LM: a [MASK] each; question answering: the likeliest answer.
    std::vector<TrialPlace> places;
    std::vector<CodePointSpan> hidden; ///< tokens that the model could not see
    bool isTruncated = false; ///< the text is longer than the model reads
    double seconds = 0; ///< without loading
};

/// A text for a decoder to go on with.
struct ContinuationQuestion
{
    TrialModel model;
    std::string prompt;
    std::int64_t maxNewTokens = 128;
    double temperature = 0; ///< 0 = the likeliest token each time
    double topP = 1;
    std::uint64_t seed = 42;
};

struct Continuation
{
    std::string text; ///< without the prompt
    std::int64_t newTokens = 0;
    std::string stopReason; ///< "end", "length", "context", "request"
    double seconds = 0;
};

/// Told each new piece of text, whole characters at a time, on the thread that asked.
using ContinuationSink = std::function<void(const std::string &piece)>;

} // namespace tamiz
