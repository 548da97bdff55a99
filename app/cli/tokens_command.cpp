// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstdio>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "app/cli/command.h"
#include "app/cli/console.h"
#include "core/engine/data/file_texts.h"
#include "core/engine/data/resources.h"
#include "core/engine/engine.h"
#include "core/engine/tokenizer/token_proposals.h"

namespace tamiz::cli {

namespace {

using nlohmann::json;

constexpr const char *kUsageText = "usage: tamiz tokens propose --model DIR --data FILE... "
                                   "[--count N] [--min-count N] [--json]\n";

std::string joined(const std::vector<std::string> &pieces)
{
    std::string text;
    for (const std::string &piece : pieces)
        text += (text.empty() ? "" : " ") + piece;
    return text;
}

json toJson(const TokenProposals &found)
{
    json list = json::array();
    for (const TokenProposal &one : found.proposals) {
        list.push_back({ { "token", one.token },
                         { "occurrences", one.occurrences },
                         { "pieces", one.pieces },
                         { "saved", one.saved },
                         { "unknown", one.isUnknown } });
    }
    return { { "proposals", std::move(list) },
             { "tokens_before", found.tokensBefore },
             { "tokens_after", found.tokensAfter } };
}

void print(const TokenProposals &found)
{
    std::printf("%11s %8s  %s\n", "occurrences", "saved", "token <- pieces");
    for (const TokenProposal &one : found.proposals) {
        std::printf("%11lld %8lld  %s <- %s%s\n", static_cast<long long>(one.occurrences),
                    static_cast<long long>(one.saved), one.token.c_str(),
                    joined(one.pieces).c_str(), one.isUnknown ? " (unknown today)" : "");
    }
    const double share = found.tokensBefore > 0
        ? 100.0 * static_cast<double>(found.tokensAfter - found.tokensBefore)
            / static_cast<double>(found.tokensBefore)
        : 0;
    std::printf("All of them: %lld tokens instead of %lld (%+.1f %%)\n",
                static_cast<long long>(found.tokensAfter),
                static_cast<long long>(found.tokensBefore), share);
}

Result<TokenProposals> propose(const cxxopts::ParseResult &options, RunControl &control)
{
    TAMIZ_TRY(std::unique_ptr<engine::Tokenizer> tokenizer,
              engine::loadTokenizer(engine::resolveResource(options["model"].as<std::string>(),
                                                            engine::findResourceFolder())));
    TaskSection task;
    task.type = TaskType::MaskedLm; // texts alone
    const auto paths = options["data"].as<std::vector<std::string>>();
    engine::FileTexts texts({ paths.begin(), paths.end() }, task, control);
    TAMIZ_CHECK(texts.check());
    auto result = engine::proposeTokens(
        texts.reader(), std::move(tokenizer),
        { .count = static_cast<std::size_t>(std::max(options["count"].as<int>(), 0)),
          .minOccurrences = options["min-count"].as<int>() },
        control);
    TAMIZ_CHECK(texts.status());
    return result;
}

} // namespace

int tokensCommand(const Arguments &arguments)
{
    int exitCode = kDone;
    if (!hasVerb(arguments, "propose", kUsageText, exitCode))
        return exitCode;
    cxxopts::Options options(
        "tamiz tokens propose",
        "Words of the data that are frequent and that the model's tokenizer does not know or cuts "
        "into many pieces, by the pieces that they would save: what a recipe's "
        "vocabulary.add_tokens may add");
    options.add_options()("model", "model folder, or 'bundled'", cxxopts::value<std::string>(),
                          "DIR")("data", "data files of texts",
                                 cxxopts::value<std::vector<std::string>>(), "FILE")(
        "count", "at most so many", cxxopts::value<int>()->default_value("50"),
        "N")("min-count", "words that occur so often at least",
             cxxopts::value<int>()->default_value("5"),
             "N")("json", "one JSON object on standard output");
    options.parse_positional({ "data" });
    options.positional_help("FILE...");
    const auto parsed
        = parseArguments(options, Arguments(arguments.begin() + 1, arguments.end()), exitCode);
    if (!parsed)
        return exitCode;
    for (const char *name : { "model", "data" }) {
        if (parsed->count(name) == 0) {
            std::fprintf(stderr, "tamiz tokens propose: --%s is missing\n", name);
            return kUsage;
        }
    }
    RunControl control;
    const StopOnSignal stop(control);
    const auto found = propose(*parsed, control);
    if (!found)
        return report(found.error());
    if (parsed->count("json") > 0)
        printJson(toJson(*found));
    else
        print(*found);
    return kDone;
}

} // namespace tamiz::cli
