// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>

#include "core/base/result.h"
#include "core/base/run_control.h"
#include "core/engine/tokenizer/tokenizer.h"
#include "core/runs/token_proposals.h"

namespace tamiz::engine {

/// Proposes words of a corpus as tokens: those that are frequent and that the tokenizer does not know, or
/// cuts into many pieces, by the pieces that they would save, then by how often they occur. Words that the tokenizer cannot tell apart, as upper case
/// to one that ignores it, are one word, written as most often. @p tokenizer is extended by what is
/// proposed, to count what the corpus takes afterwards: pass one of your own.
Result<TokenProposals> proposeTokens(const TokenClassifier::ForEachText &texts,
                                     std::unique_ptr<Tokenizer> tokenizer,
                                     const ProposalOptions &options, RunControl &control,
                                     const std::function<void(double)> &progress = {});

} // namespace tamiz::engine
