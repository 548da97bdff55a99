// SPDX-License-Identifier: Apache-2.0
#pragma once

// Engine-private: names torch through model.h.

#include <cstdint>
#include <functional>
#include <set>
#include <vector>

#include "core/base/result.h"
#include "core/engine/generate/sampler.h"
#include "core/engine/model/model.h"

namespace tamiz::engine {

enum class StopReason {
    EndToken, ///< the model ended the text
    Length, ///< as many tokens as were asked for
    Context, ///< the model has no further position
    StopString,
    Request ///< a person stopped it
};
/// "end", "length", "context", "stop", "request"
const char *toString(StopReason reason);

struct TokenLoopOptions
{
    std::int64_t maxNewTokens = 128;
    SamplingOptions sampling {};
    std::set<std::int64_t> endIds {}; ///< end the text; not part of it
};

struct NewTokens
{
    std::vector<std::int64_t> ids;
    StopReason reason = StopReason::Length;
};

/// Called with each new token; anything but Length ends the text for that reason.
using TokenSink = std::function<StopReason(std::int64_t)>;

/// Continues @p prompt token by token, each at the cost of one token. Fails on a model that is no
/// language model and on a prompt that is empty or too long. May throw what torch throws.
Result<NewTokens> continueTokens(const Model &model, const std::vector<std::int64_t> &prompt,
                                 const TokenLoopOptions &options, const TokenSink &sink);

} // namespace tamiz::engine
