// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/base/run_control.h"
#include "core/engine/evaluate/model_evaluation.h"
#include "core/engine/generate/sampler.h"

namespace tamiz::engine {

struct GenerateOptions
{
    std::int64_t maxNewTokens = 128;
    SamplingOptions sampling {};
    std::vector<std::string> stops {}; ///< texts that end the answer; not part of it
};

struct GeneratedText
{
    std::string text; ///< without the prompt
    std::vector<std::int64_t> ids; ///< of the new tokens
    std::int64_t promptTokens = 0;
    std::string stopReason; ///< "end", "length", "context", "stop", "request"
    double seconds = 0;
};

/// Called with each new piece of text, whole characters at a time.
using TextSink = std::function<void(const std::string &)>;

/// Continues texts with a decoder. One thread at a time.
class Generator
{
public:
    static Result<std::unique_ptr<Generator>> load(const ModelChoice &choice);
    virtual ~Generator() = default;

    /// A stop request is seen within one token and is no failure: what is there comes back.
    virtual Result<GeneratedText> generate(const std::string &prompt,
                                           const GenerateOptions &options, RunControl &control,
                                           const TextSink &sink)
        = 0;
};

} // namespace tamiz::engine
