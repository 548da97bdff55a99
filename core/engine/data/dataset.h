// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
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

/// A tokenised row; the vectors have one entry a token.
struct TokenRow
{
    std::vector<std::int64_t> ids;
    std::vector<std::uint8_t> typeIds;
    std::vector<std::uint8_t> isSpecial;
    std::vector<std::uint64_t> classes; ///< TokenClassifier bits
    std::vector<std::int64_t> labels; ///< token classification, causal LM; kIgnoredLabel elsewhere
    std::int64_t label = -100; ///< classification
    bool isTruncated = false;

    std::int64_t length() const { return static_cast<std::int64_t>(ids.size()); }
};

/// The labels of a task in id order.
class LabelMap
{
public:
    LabelMap() = default;
    explicit LabelMap(std::vector<std::string> names);

    /// The recipe's labels, else the sorted labels of @p rows.
    static LabelMap from(const TaskSection &task, const std::vector<Example> &rows);

    const std::vector<std::string> &names() const { return m_names; }
    std::int64_t size() const { return static_cast<std::int64_t>(m_names.size()); }
    std::int64_t id(const std::string &name) const; ///< -1 = not in the map

private:
    std::vector<std::string> m_names;
    std::map<std::string, std::int64_t> m_ids;
};

/// Tokenised rows of one split. Immutable after build: any thread.
struct Dataset
{
    std::vector<TokenRow> rows;
    std::vector<Problem> problems; ///< labels not in the map, with file:line

    std::int64_t size() const { return static_cast<std::int64_t>(rows.size()); }
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
};

/// Each token is the label that is predicted from those before it; the first one has none.
std::vector<std::int64_t> causalLabels(const std::vector<std::int64_t> &ids);

/// Tokenises one example as training sees it. Token classification labels a word's first piece.
Result<TokenRow> tokenizeExample(const Example &example, const DatasetSpec &spec);

/// Fails when stopped, or when no row is left.
Result<Dataset> buildDataset(const ExampleSet &examples, const DatasetSpec &spec,
                             RunControl &control);

/// At most @p maxRows rows, evenly spaced; 0 = all.
Dataset evenlySpaced(const Dataset &dataset, std::int64_t maxRows);

} // namespace tamiz::engine
