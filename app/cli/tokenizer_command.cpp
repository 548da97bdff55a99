// SPDX-License-Identifier: Apache-2.0
#include <cstdio>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "app/cli/command.h"
#include "app/cli/console.h"
#include "core/engine/data/file_texts.h"
#include "core/engine/tokenizer/tokenizer_training.h"
#include "core/recipe/recipe_io.h"

namespace tamiz::cli {

namespace {

namespace fs = std::filesystem;

constexpr const char *kUsageText = "usage: tamiz tokenizer train --type wordpiece|bpe|unigram "
                                   "--vocab-size N --out DIR FILE...\n";

std::optional<TokenizerKind> kindNamed(const std::string &name)
{
    for (const TokenizerKind kind :
         { TokenizerKind::WordPiece, TokenizerKind::Bpe, TokenizerKind::Unigram }) {
        if (name == toString(kind))
            return kind;
    }
    return std::nullopt;
}

Result<std::unique_ptr<engine::Tokenizer>> train(const cxxopts::ParseResult &options,
                                                 TokenizerKind kind, RunControl &control)
{
    const fs::path out = options["out"].as<std::string>();
    std::error_code status;
    if (fs::exists(out, status) && !(fs::is_directory(out, status) && fs::is_empty(out, status))) {
        return fail(ErrorCode::InvalidArgument, "the destination exists and is not an empty folder",
                    out.string(), "Choose another one");
    }
    TaskSection task;
    task.type = TaskType::MaskedLm; // texts alone
    const auto paths = options["files"].as<std::vector<std::string>>();
    engine::FileTexts texts({ paths.begin(), paths.end() }, task, control);
    TAMIZ_CHECK(texts.check());
    auto result = engine::trainTokenizer(texts.reader(),
                                         { .kind = kind,
                                           .vocabSize = options["vocab-size"].as<int>(),
                                           .lowercase = options.count("lowercase") > 0 },
                                         out, control);
    TAMIZ_CHECK(texts.status());
    return result;
}

} // namespace

int tokenizerCommand(const Arguments &arguments)
{
    int exitCode = kDone;
    if (!hasVerb(arguments, "train", kUsageText, exitCode))
        return exitCode;
    cxxopts::Options options("tamiz tokenizer train",
                             "Learns a vocabulary from data files and writes the files of a "
                             "tokenizer, as Hugging Face reads them");
    options.add_options()(
        "type",
        "wordpiece (BERT's), bpe (byte-level, RoBERTa's) or unigram (SentencePiece, XLM-RoBERTa's)",
        cxxopts::value<std::string>()->default_value("wordpiece"), "TYPE")(
        "vocab-size", "tokens, special ones included", cxxopts::value<int>()->default_value("8000"),
        "N")("lowercase",
             "the tokenizer ignores case")("out", "new folder", cxxopts::value<std::string>(),
                                           "DIR")("json", "one JSON object on standard output")(
        "files", "data files of texts", cxxopts::value<std::vector<std::string>>(), "FILE");
    options.parse_positional({ "files" });
    options.positional_help("FILE...");
    const auto parsed
        = parseArguments(options, Arguments(arguments.begin() + 1, arguments.end()), exitCode);
    if (!parsed)
        return exitCode;
    const std::string type = (*parsed)["type"].as<std::string>();
    const auto kind = kindNamed(type);
    if (!kind || parsed->count("out") == 0 || parsed->count("files") == 0) {
        std::fputs(kUsageText, stderr);
        return kUsage;
    }
    RunControl control;
    const StopOnSignal stop(control);
    const auto tokenizer = train(*parsed, *kind, control);
    if (!tokenizer)
        return report(tokenizer.error());
    const std::string out = (*parsed)["out"].as<std::string>();
    if (parsed->count("json") > 0) {
        printJson(nlohmann::json {
            { "folder", out }, { "type", type }, { "vocab_size", (*tokenizer)->vocabSize() } });
    } else {
        std::printf("%s: %s, %lld tokens\n", out.c_str(), (*tokenizer)->kind(),
                    static_cast<long long>((*tokenizer)->vocabSize()));
    }
    return kDone;
}

} // namespace tamiz::cli
