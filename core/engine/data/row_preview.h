// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/base/run_control.h"
#include "core/engine/data/batch_source.h"
#include "core/engine/data/dataset.h"
#include "core/engine/tokenizer/tokenizer.h"
#include "core/recipe/recipe.h"
#include "core/runs/workbench.h"
#include "core/tokens/token_classes.h"

namespace tamiz::engine {

/// The training rows of a recipe as text, with the tokenizer of its model. Immutable: any thread.
struct TrainingTexts
{
    std::unique_ptr<Tokenizer> tokenizer; ///< with the recipe's own tokens
    std::vector<Problem> tokenProblems; ///< of those
    ExampleSet examples;
    LabelMap labels;

    /// The recipe's classes, with the words counted in these texts.
    Result<TokenClassifier> classifier(const std::vector<TokenClass> &classes) const;
};

/// Shows rows as a step of training sees them, through the code that training uses.
class RowPreviewer
{
public:
    /// @p texts must outlive the previewer.
    static Result<RowPreviewer> build(const Recipe &recipe, const TrainingTexts &texts);

    Result<PreviewRow> row(std::int64_t index, std::int64_t step) const;

private:
    RowPreviewer(const Recipe &recipe, const TrainingTexts &texts, TokenClassifier classifier,
                 RowMasker masker);

    Recipe m_recipe;
    const TrainingTexts &m_texts;
    TokenClassifier m_classifier;
    RowMasker m_masker;
    RunPlan m_plan;
};

/// Counts of the training split: rows, tokens, lengths, labels, classes.
Result<DataInfo> describeTraining(const Recipe &recipe, const TrainingTexts &texts,
                                  RunControl &control);

} // namespace tamiz::engine
