// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>
#include <vector>

#include "core/base/result.h"
#include "core/base/run_control.h"
#include "core/engine/data/batch_source.h"
#include "core/engine/data/dataset.h"
#include "core/engine/data/row_index.h"
#include "core/engine/data/text_hashes.h"
#include "core/engine/tokenizer/tokenizer.h"
#include "core/recipe/recipe.h"
#include "core/runs/workbench.h"
#include "core/tokens/token_classes.h"

namespace tamiz::engine {

/// The training rows of a recipe, read from their files when they are asked for, and the tokenizer of its
/// model. Immutable: any thread.
struct TrainingTexts
{
    std::unique_ptr<Tokenizer> tokenizer; ///< with the recipe's own tokens
    std::vector<Problem> tokenProblems; ///< of those
    std::vector<std::filesystem::path> files;
    RowIndex index;
    LabelMap labels;

    /// Reads the files once. Fails with every problem of them, or when stopped.
    static Result<TrainingTexts> read(const Recipe &recipe, RunControl &control);
};

/// Shows rows as a step of training sees them, through the code that training uses.
class RowPreviewer
{
public:
    /// @p texts and @p classifier, of the recipe's classes, must outlive the previewer.
    static Result<RowPreviewer> build(const Recipe &recipe, const TrainingTexts &texts,
                                      const TokenClassifier &classifier);

    /// Rows from @p first on, at most @p count.
    Result<std::vector<PreviewRow>> rows(std::int64_t first, std::int64_t count, std::int64_t step,
                                         RunControl &control) const;

private:
    RowPreviewer(const Recipe &recipe, const TrainingTexts &texts,
                 const TokenClassifier &classifier, RowMasker masker);

    Result<PreviewRow> preview(const Example &example, std::int64_t index, std::int64_t step) const;

    Recipe m_recipe;
    const TrainingTexts &m_texts;
    const TokenClassifier &m_classifier;
    RowMasker m_masker;
    RunPlan m_plan;
};

/// Counts of the training split: rows, tokens, lengths, labels, classes. Reads the files once more, and
/// gives their texts to @p seen.
Result<DataInfo> describeTraining(const Recipe &recipe, const TrainingTexts &texts,
                                  const TokenClassifier &classifier, TextHashes &seen,
                                  RunControl &control);

} // namespace tamiz::engine
