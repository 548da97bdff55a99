// SPDX-License-Identifier: Apache-2.0
#include <cstdio>
#include <iostream>
#include <optional>
#include <string>

#include <nlohmann/json.hpp>

#include "app/cli/command.h"
#include "app/cli/console.h"
#include "app/cli/recipe_file.h"
#include "core/engine/data/resources.h"
#include "core/engine/engine.h"
#include "core/engine/tokenizer/tokenizer.h"
#include "core/tokens/token_classes.h"

namespace tamiz::cli {

namespace {

using nlohmann::json;

/// {"ids", "tokens", "offsets", "classes"} of one line; special tokens have the offsets [0, 0].
json describe(const engine::Tokenizer &tokenizer, const TokenClassifier &classifier,
              const std::string &line, const engine::EncodeOptions &options)
{
    const engine::Encoding encoding = tokenizer.encode(line, std::nullopt, options);
    const std::vector<std::uint64_t> masks = classifier.classify(line, encoding.offsets);
    json tokens = json::array();
    json offsets = json::array();
    json classes = json::array();
    for (std::size_t i = 0; i < encoding.ids.size(); ++i) {
        tokens.push_back(tokenizer.token(encoding.ids[i]));
        offsets.push_back({ encoding.offsets[i].begin, encoding.offsets[i].end });
        json names = json::array();
        for (std::size_t c = 0; c < classifier.classCount(); ++c) {
            if (masks[i] >> c & 1)
                names.push_back(classifier.className(c));
        }
        classes.push_back(std::move(names));
    }
    return { { "ids", encoding.ids },
             { "tokens", std::move(tokens) },
             { "offsets", std::move(offsets) },
             { "classes", std::move(classes) } };
}

int tokenizeLines(const engine::Tokenizer &tokenizer, const TokenClassifier &classifier,
                  const engine::EncodeOptions &options)
{
    std::ios::sync_with_stdio(false);
    std::string line;
    while (std::getline(std::cin, line)) {
        std::cout << describe(tokenizer, classifier, line, options)
                         .dump(-1, ' ', false, json::error_handler_t::replace)
                  << '\n';
        if (!std::cout) {
            std::fputs("tamiz tokenize: cannot write to standard output\n", stderr);
            return kFailed;
        }
    }
    std::cout.flush();
    for (const std::string &name : classifier.exhaustedPatterns())
        std::fprintf(stderr,
                     "tamiz tokenize: warning: the pattern of class '%s' was stopped on a long "
                     "line: later matches in it are missing\n",
                     name.c_str());
    return std::cout ? kDone : kFailed;
}

} // namespace

int tokenizeCommand(const Arguments &arguments)
{
    cxxopts::Options options("tamiz tokenize",
                             "Tokenises each line of standard input with the tokenizer of a model "
                             "folder; one JSON object a line on standard output: ids, tokens, "
                             "offsets (code points) and, for each token, the names of its classes");
    options.positional_help("DIR");
    options.add_options()("folder", "model folder, or 'bundled'", cxxopts::value<std::string>(),
                          "DIR")("json", "JSON on standard output (always the case)")(
        "no-special", "without the special tokens that the model adds")(
        "classes",
        "name the classes of masking.classes of this recipe; without it, the built-in ones: every "
        "named Unicode property but white space (punctuation, symbols, digits, letters ...)",
        cxxopts::value<std::string>(), "RECIPE");
    options.parse_positional({ "folder" });
    int exitCode = kDone;
    const auto parsed = parseArguments(options, arguments, exitCode);
    if (!parsed)
        return exitCode;
    if (parsed->count("folder") == 0) {
        std::fputs("tamiz tokenize: which model folder?\n", stderr);
        return kUsage;
    }
    Recipe recipe;
    recipe.masking.classes = defaultTokenClasses();
    if (parsed->count("classes")) {
        std::optional<Recipe> read
            = readTokenClasses((*parsed)["classes"].as<std::string>(), exitCode);
        if (!read)
            return exitCode;
        recipe = std::move(*read);
    }
    const auto tokenizer = engine::loadTokenizer(engine::resolveResource(
        (*parsed)["folder"].as<std::string>(), engine::findResourceFolder()));
    if (!tokenizer)
        return report(tokenizer.error());
    const auto classifier = makeClassifier(recipe);
    if (!classifier)
        return report(classifier.error());
    return tokenizeLines(**tokenizer, *classifier,
                         { .addSpecialTokens = parsed->count("no-special") == 0 });
}

} // namespace tamiz::cli
