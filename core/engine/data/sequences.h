// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/engine/data/dataset.h"

namespace tamiz::engine {

/// What the model reads at once: one or two texts, and the row they make.
struct Sequence
{
    std::string text;
    std::string textPair; ///< empty = none
    Encoding encoding;
    TokenRow row;
};

/// An example as training sees it: one sequence; of a multiple choice one a choice, of a question one a
/// window of its context. Token classification labels a word's first piece.
Result<std::vector<Sequence>> sequencesOf(const Example &example, const DatasetSpec &spec);

/// Each token is the label that is predicted from those before it; the first one has none.
std::vector<std::int64_t> causalLabels(const std::vector<std::int64_t> &ids);

} // namespace tamiz::engine
