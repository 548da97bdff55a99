// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "core/base/result.h"
#include "core/base/run_control.h"

namespace tamiz::engine {

/// What `tamiz bench tokenize` times.
struct TokenizeBenchOptions
{
    std::filesystem::path folder; ///< of the tokenizer
    std::filesystem::path file; ///< UTF-8 text, a row a line
    int rounds = 5; ///< over the whole file; the first, which fills caches, is left out
};

struct TokenizeBenchResult
{
    std::string kind; ///< "WordPiece" ...
    std::int64_t bytes = 0; ///< of the lines
    std::int64_t lines = 0;
    std::int64_t tokens = 0; ///< special ones included
    double loadMs = 0;
    double secondsMin = 0; ///< of a round
    double secondsMedian = 0;

    double megabytesPerSecond() const { return static_cast<double>(bytes) / secondsMedian / 1e6; }
    double tokensPerSecond() const { return static_cast<double>(tokens) / secondsMedian; }
};

/// Times the encoding of a file on one thread: every line by itself, with special tokens and offsets.
Result<TokenizeBenchResult> benchTokenizing(const TokenizeBenchOptions &options,
                                            RunControl &control);

} // namespace tamiz::engine
