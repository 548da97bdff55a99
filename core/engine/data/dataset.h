// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "core/base/problem.h"
#include "core/base/result.h"
#include "core/base/run_control.h"
#include "core/engine/data/reader.h"
#include "core/engine/tokenizer/tokenizer.h"
#include "core/recipe/recipe.h"
#include "core/tokens/token_classes.h"

namespace tamiz::engine {

/// Tokens from `begin` to behind the last one.
struct TokenSpan
{
    std::int64_t begin = -1; ///< -1 = nowhere
    std::int64_t end = -1;
};

/// A tokenised row; the vectors have one entry a token.
struct TokenRow
{
    std::vector<std::int64_t> ids;
    std::vector<std::uint8_t> typeIds;
    std::vector<std::uint8_t> isSpecial;
    std::vector<std::uint64_t> classes; ///< TokenClassifier bits
    std::vector<std::int64_t> labels; ///< token classification, causal LM; kIgnoredLabel elsewhere
    std::int64_t label = -100; ///< classification; multiple choice: the right one's index
    std::vector<float> targets; ///< one a label: multi-label 0 or 1, regression the number itself
    TokenSpan answer; ///< question answering: of the window; the first token where it holds none
    std::vector<CodePointSpan> places; ///< question answering: in the context; empty outside it
    bool isTruncated = false;
    std::int64_t example = 0; ///< that it is made of: its place among the file's rows
    std::int64_t part = 0; ///< of the example: which choice, which window

    std::int64_t length() const { return static_cast<std::int64_t>(ids.size()); }
    /// Names the row in random draws: the example's place, for its first part.
    std::int64_t key() const { return example + (part << 40); }
};

/// The labels of a task in id order.
class LabelMap
{
public:
    LabelMap() = default;
    explicit LabelMap(std::vector<std::string> names);

    /// The recipe's labels, else those that the task fixes, else the sorted labels of @p rows.
    static LabelMap from(const TaskSection &task, const std::vector<Example> &rows);

    const std::vector<std::string> &names() const { return m_names; }
    std::int64_t size() const { return static_cast<std::int64_t>(m_names.size()); }
    std::int64_t id(const std::string &name) const; ///< -1 = not in the map

private:
    std::vector<std::string> m_names;
    std::map<std::string, std::int64_t> m_ids;
};

/// A question as its answers are judged.
struct Question
{
    std::string context;
    std::vector<std::string> answers; ///< any of them is right; none = it has no answer
};

/// Tokenised rows of one split. Immutable after build: any thread.
struct Dataset
{
    std::vector<TokenRow> rows;
    std::int64_t choices = 1; ///< multiple choice: of `rows` that stand together
    std::vector<Question> questions; ///< question answering: TokenRow::example is an index here
    std::vector<Problem> problems; ///< labels not in the map, with file:line

    /// Rows to train on and to count: with their choices, or windows.
    std::int64_t size() const { return static_cast<std::int64_t>(rows.size()) / choices; }
    std::span<const TokenRow> row(std::int64_t index) const;
    std::int64_t tokens() const;
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

/// Fails when stopped, or when no row is left.
Result<Dataset> buildDataset(const ExampleSet &examples, const DatasetSpec &spec,
                             RunControl &control);

/// At most @p maxRows rows (questions with all their windows), evenly spaced; 0 = all.
Dataset evenlySpaced(const Dataset &dataset, std::int64_t maxRows);

} // namespace tamiz::engine
