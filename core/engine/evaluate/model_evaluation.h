// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "core/base/result.h"
#include "core/base/run_control.h"
#include "core/engine/tokenizer/tokenizer.h"
#include "core/metrics/metric_event.h"
#include "core/recipe/recipe.h"
#include "core/tokens/token_classes.h"

namespace tamiz::engine {

/// A tuned (or base) model as it lies on disk.
struct ModelChoice
{
    std::filesystem::path model;
    std::filesystem::path adapter; ///< PEFT folder; empty = none
    double strength = 1; ///< factor on the adapter's update, 0..1
};

/// A recipe that evaluates @p choice on data: task and labels from the folder's card or config.json.
/// Needs an explicit @p task where the folder tells none; task.maxLength 0 = the folder's own.
Result<Recipe> evaluationRecipe(const ModelChoice &choice, const TaskSection &task);

/// Metrics of data.test, per class too; reliance per class where recipe.evaluation.reliance;
/// cross-entropy of data.reference. Series as a run names them, split "test".
Result<std::vector<std::pair<SeriesKey, double>>>
evaluateModel(const Recipe &recipe, const ModelChoice &choice, RunControl &control);

struct LabelScore
{
    std::string label;
    double probability = 0;
};

/// A prediction for one text. Classification: every label, likeliest first. Token classification: one
/// entry of `tokens` a word piece that begins a word. Masked LM: one entry a [MASK].
/// Causal LM: one entry, the token behind the last one.
struct Prediction
{
    struct Token
    {
        std::int64_t begin = 0; ///< code points
        std::int64_t end = 0;
        std::vector<LabelScore> labels; ///< likeliest first, at most 5
    };
    std::vector<LabelScore> labels;
    std::vector<Token> tokens;
    std::vector<CodePointSpan> hidden; ///< what the model could not see, in the first text
    bool isTruncated = false;
};

/// Answers for single texts. One thread at a time.
class Predictor
{
public:
    /// @p threads: 0 = automatic.
    static Result<std::unique_ptr<Predictor>> load(const ModelChoice &choice,
                                                   const TaskSection &task, int threads = 0);
    virtual ~Predictor() = default;

    /// @p hidden: the model cannot see tokens of its classes; nullptr = it sees everything.
    virtual Result<Prediction> predict(const std::string &text, const std::string &pair,
                                       const TokenClassifier *hidden)
        = 0;
    Result<Prediction> predict(const std::string &text, const std::string &pair)
    {
        return predict(text, pair, nullptr);
    }

    virtual const Tokenizer &tokenizer() const = 0;
};

} // namespace tamiz::engine
