// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/engine/data/reader.h"
#include "core/engine/evaluate/model_evaluation.h"
#include "core/engine/tokenizer/tokenizer.h"
#include "core/recipe/recipe.h"
#include "core/tokens/token_classes.h"

namespace tamiz::engine {

struct LabelScore
{
    std::string label;
    double probability = 0;
};

/// What a task says of one row; the list of its task is filled.
struct Prediction
{
    struct Token
    {
        std::int64_t begin = 0; ///< code points
        std::int64_t end = 0;
        std::vector<LabelScore> labels; ///< likeliest first, at most 5
    };
    struct Number
    {
        std::string name;
        double value = 0;
    };
    struct Span
    {
        std::string text; ///< empty = "no answer"
        CodePointSpan place; ///< in the context
        double probability = 0;
    };

    /// Every label, likeliest first: one holds, or with multi-label each on its own. Multiple choice: the
    /// numbers of the choices.
    std::vector<LabelScore> labels;
    std::vector<Number> numbers; ///< regression
    std::vector<Span> answers; ///< question answering: likeliest first
    /// Token classification: a word's first piece. Masked LM: a [MASK]. Causal LM: the token behind the last.
    std::vector<Token> tokens;
    std::vector<CodePointSpan>
        hidden; ///< what the model could not see, in the text that is answered from
    bool isTruncated = false;
};

/// Answers for single rows. One thread at a time.
class Predictor
{
public:
    /// @p threads: 0 = automatic.
    static Result<std::unique_ptr<Predictor>> load(const ModelChoice &choice,
                                                   const TaskSection &task, int threads = 0);
    virtual ~Predictor() = default;

    /// @p hidden: the model cannot see tokens of its classes; nullptr = it sees everything.
    virtual Result<Prediction> predict(const Example &question, const TokenClassifier *hidden) = 0;

    virtual const TaskSection &task() const = 0;
    virtual const Tokenizer &tokenizer() const = 0;
};

} // namespace tamiz::engine
