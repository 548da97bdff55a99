// SPDX-License-Identifier: Apache-2.0
#include "core/engine/bench/tokenize_bench.h"

#include <algorithm>
#include <chrono>
#include <string_view>
#include <vector>

#include "core/base/files.h"
#include "core/engine/tokenizer/tokenizer.h"

namespace tamiz::engine {

namespace {

using Clock = std::chrono::steady_clock;

double secondsSince(Clock::time_point begin)
{
    return std::chrono::duration<double>(Clock::now() - begin).count();
}

std::vector<std::string_view> linesOf(std::string_view text)
{
    std::vector<std::string_view> lines;
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        lines.push_back(text.substr(begin, end - begin));
        begin = end + 1;
    }
    return lines;
}

} // namespace

Result<TokenizeBenchResult> benchTokenizing(const TokenizeBenchOptions &options,
                                            RunControl &control)
{
    if (options.rounds < 2) {
        return fail(ErrorCode::InvalidArgument,
                    std::to_string(options.rounds) + " rounds: two are the least", "--rounds");
    }
    TAMIZ_TRY(const std::string text, readFile(options.file));
    const std::vector<std::string_view> lines = linesOf(text);
    if (lines.empty())
        return fail(ErrorCode::InvalidInput, "the file is empty", options.file.string());

    TokenizeBenchResult result;
    const auto loading = Clock::now();
    TAMIZ_TRY(const auto tokenizer, loadTokenizer(options.folder));
    result.loadMs = 1000 * secondsSince(loading);
    result.kind = tokenizer->kind();
    result.lines = static_cast<std::int64_t>(lines.size());
    for (const std::string_view line : lines)
        result.bytes += static_cast<std::int64_t>(line.size());

    std::vector<double> seconds;
    for (int round = 0; round < options.rounds; ++round) {
        if (control.isStopRequested())
            return fail(ErrorCode::Cancelled, "stopped on request");
        const auto begin = Clock::now();
        result.tokens = 0;
        for (const std::string_view line : lines) {
            const Encoding encoding = tokenizer->encode(line, std::nullopt, {});
            result.tokens += static_cast<std::int64_t>(encoding.ids.size());
        }
        if (round > 0)
            seconds.push_back(secondsSince(begin));
    }
    std::sort(seconds.begin(), seconds.end());
    result.secondsMin = seconds.front();
    result.secondsMedian = seconds[seconds.size() / 2];
    return result;
}

} // namespace tamiz::engine
