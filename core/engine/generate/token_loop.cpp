// SPDX-License-Identifier: Apache-2.0
#include "core/engine/generate/token_loop.h"

#include <span>
#include <string>

#include "core/engine/model/decoder.h"

namespace tamiz::engine {

const char *toString(StopReason reason)
{
    switch (reason) {
    case StopReason::EndToken:
        return "end";
    case StopReason::Length:
        return "length";
    case StopReason::Context:
        return "context";
    case StopReason::StopString:
        return "stop";
    case StopReason::Request:
        break;
    }
    return "request";
}

Result<NewTokens> continueTokens(const Model &model, const std::vector<std::int64_t> &prompt,
                                 const TokenLoopOptions &options, const TokenSink &sink)
{
    if (model.head() != HeadKind::CausalLm) {
        return fail(ErrorCode::Unsupported,
                    "only a language model that reads from left to right continues a text");
    }
    const std::int64_t room = model.config().maxLength();
    if (prompt.empty())
        return fail(ErrorCode::InvalidArgument, "the prompt has no tokens");
    if (static_cast<std::int64_t>(prompt.size()) > room) {
        return fail(ErrorCode::InvalidArgument,
                    "the prompt has " + std::to_string(prompt.size())
                        + " tokens, the model reads at most " + std::to_string(room));
    }

    const Sampler sampler(options.sampling);
    KeyValueCache cache;
    std::vector<std::int64_t> text = prompt;
    std::vector<std::int64_t> unread = prompt;
    NewTokens result;
    while (static_cast<std::int64_t>(result.ids.size()) < options.maxNewTokens) {
        const torch::Tensor scores = model.nextTokenScores(unread, cache); // [V]
        const std::int64_t id
            = sampler.choose({ scores.data_ptr<float>(), static_cast<std::size_t>(scores.numel()) },
                             text, result.ids.size());
        if (options.endIds.contains(id)) {
            result.reason = StopReason::EndToken;
            return result;
        }
        result.ids.push_back(id);
        text.push_back(id);
        result.reason = sink(id);
        if (result.reason != StopReason::Length)
            return result;
        if (static_cast<std::int64_t>(text.size()) > room) {
            result.reason = StopReason::Context;
            return result;
        }
        unread = { id };
    }
    return result;
}

} // namespace tamiz::engine
