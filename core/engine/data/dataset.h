// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "core/base/problem.h"
#include "core/base/result.h"
#include "core/base/run_control.h"
#include "core/engine/data/label_map.h"
#include "core/engine/data/reader.h"
#include "core/engine/data/token_rows.h"
#include "core/engine/tokenizer/tokenizer.h"
#include "core/recipe/recipe.h"
#include "core/tokens/token_classes.h"

namespace tamiz::engine {

/// Tokenised rows of one split. Immutable after build: any thread. Copies share the rows.
struct Dataset
{
    TokenRows rows;
    std::int64_t choices = 1; ///< multiple choice: of `rows` that stand together
    std::int64_t questions = 0; ///< question answering: TokenRow::example is below it
    std::vector<Problem> problems; ///< labels not in the map, with file:line

    /// Rows to train on and to count: with their choices, or windows.
    std::int64_t size() const { return rows.size() / choices; }
    /// One, or the choices that stand together.
    Result<std::vector<TokenRow>> row(std::int64_t index) const;
    std::int64_t tokens() const { return rows.tokens(); }
};

/// What turns examples into rows.
struct DatasetSpec
{
    const TaskSection &task;
    const Tokenizer &tokenizer;
    const TokenClassifier &classifier;
    const LabelMap &labels;
    /// Masked LM from scratch: joins consecutive texts to rows of maxLength, so that none is padding.
    bool groupTexts = false;
    bool isLabelled = true; ///< false: a question whose answer is not known
};

/// Keeps the rows in memory. Fails when stopped, or when no row is left.
Result<Dataset> buildDataset(const ExampleSet &examples, const DatasetSpec &spec,
                             RunControl &control);

/// At most @p maxRows rows (questions with all their windows), evenly spaced, in memory; 0 = all, where
/// they are.
Result<Dataset> evenlySpaced(const Dataset &dataset, std::int64_t maxRows);

} // namespace tamiz::engine
