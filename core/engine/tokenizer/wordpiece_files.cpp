// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/engine/tokenizer/tokenizer_folder.h"
#include "core/engine/tokenizer/tokenizer_settings.h"
#include "core/engine/tokenizer/wordpiece_tokenizer.h"
#include "core/tokens/utf8.h"

namespace tamiz::engine {

namespace fs = std::filesystem;
using nlohmann::json;

namespace {

constexpr const char *kVocabularyFile = "vocab.txt";
constexpr std::uint64_t kMaxVocabularyBytes = 32U << 20; // the largest in use: 5 MB

std::string trimmedRight(const std::string &line)
{
    std::u32string text = decodeUtf8(line);
    while (!text.empty() && isBertWhitespace(text.back()))
        text.pop_back();
    // A token that is nothing but white space is kept as it is written.
    return text.empty() ? line : encodeUtf8(text);
}

/// One token a line, in id order.
Result<std::vector<std::string>> readVocabulary(const fs::path &path)
{
    TAMIZ_TRY(const std::string content, readVocabularyFile(path, kMaxVocabularyBytes));
    std::vector<std::string> tokens;
    for (std::size_t begin = 0; begin < content.size();) {
        const std::size_t end = std::min(content.find('\n', begin), content.size());
        std::string line = content.substr(begin, end - begin);
        if (line.ends_with('\r'))
            line.pop_back();
        const std::size_t invalid = findInvalidUtf8(line);
        if (invalid != std::string::npos) {
            return fail(ErrorCode::InvalidInput,
                        "byte " + std::to_string(invalid + 1) + " of the line is not valid UTF-8",
                        path.string() + ":" + std::to_string(tokens.size() + 1),
                        "Save the vocabulary as UTF-8, or download it again");
        }
        tokens.push_back(trimmedRight(line));
        begin = end + 1;
    }
    return tokens;
}

/// The tokens of the options with their ids: those that are always special, then the added ones.
std::vector<AddedToken> listedTokens(std::span<const std::string> vocabulary,
                                     const WordPieceOptions &options)
{
    std::vector<AddedToken> tokens;
    const auto add = [&](AddedToken token) {
        const auto found = std::find(vocabulary.begin(), vocabulary.end(), token.content);
        if (found != vocabulary.end())
            token.id = found - vocabulary.begin();
        else if (token.id < 0)
            return;
        tokens.push_back(std::move(token));
    };
    for (const AddedToken &token : options.added)
        add(token);
    for (const std::string &content :
         { options.pad, options.unknown, options.classifier, options.separator, options.mask })
        add({ .content = content });
    return tokens;
}

json newConfig(const WordPieceOptions &options)
{
    const auto stripAccents = options.normalizer.stripAccents;
    return { { "tokenizer_class", "BertTokenizer" },
             { "do_lower_case", options.normalizer.lowercase },
             { "strip_accents", stripAccents ? json(*stripAccents) : json(nullptr) },
             { "tokenize_chinese_chars", options.normalizer.spaceChineseChars },
             { "clean_up_tokenization_spaces", options.cleansUpSpaces } };
}

/// The configuration as it was read. Where tokenizer.json alone told how texts are normalised, it
/// tells so now, for that file is not written.
std::string keptConfig(const WordPieceOptions &options)
{
    json config = json::parse(options.configJson, nullptr, false);
    if (!config.is_object())
        return options.configJson;
    const json wanted = newConfig(options);
    bool isChanged = false;
    const std::pair<const char *, json> defaults[] { { "do_lower_case", true },
                                                     { "strip_accents", nullptr },
                                                     { "tokenize_chinese_chars", true } };
    for (const auto &[key, fallback] : defaults) {
        const json present = config.value(key, json());
        if ((present.is_null() ? fallback : present) == wanted[key])
            continue;
        config[key] = wanted[key];
        isChanged = true;
    }
    return isChanged ? config.dump(2) + "\n" : options.configJson;
}

} // namespace

Result<std::unique_ptr<WordPieceTokenizer>> WordPieceTokenizer::load(const fs::path &folder)
{
    TAMIZ_TRY(TokenizerSettings settings, readTokenizerSettings(folder));
    WordPieceOptions options;
    options.normalizer.lowercase = settings.doLowerCase.value_or(true);
    options.normalizer.stripAccents = settings.stripAccents;
    options.normalizer.spaceChineseChars = settings.tokenizeChineseChars.value_or(true);
    options.unknown = settings.nameOf("unk_token", options.unknown);
    options.separator = settings.nameOf("sep_token", options.separator);
    options.pad = settings.nameOf("pad_token", options.pad);
    options.classifier = settings.nameOf("cls_token", options.classifier);
    options.mask = settings.nameOf("mask_token", options.mask);
    options.added = std::move(settings.added);
    options.cleansUpSpaces = settings.cleansUpSpaces;
    options.configJson = std::move(settings.configJson);

    const fs::path path = folder / kVocabularyFile;
    TAMIZ_TRY(std::vector<std::string> vocabulary, readVocabulary(path));
    return create(std::move(vocabulary), std::move(options), path.string());
}

Status saveWordPiece(const fs::path &folder, std::span<const std::string> vocabulary,
                     const WordPieceOptions &options)
{
    std::string lines;
    for (const std::string &token : vocabulary) {
        if (token.find_first_of("\r\n") != std::string::npos) {
            return fail(ErrorCode::InvalidArgument, "a token with a line break cannot be saved",
                        (folder / kVocabularyFile).string());
        }
        lines += token + "\n";
    }
    const std::map<std::string, std::string> named { { "unk_token", options.unknown },
                                                     { "sep_token", options.separator },
                                                     { "pad_token", options.pad },
                                                     { "cls_token", options.classifier },
                                                     { "mask_token", options.mask } };
    std::string config;
    std::vector<AddedToken> added = options.added;
    if (options.configJson.empty()) {
        json written = newConfig(options);
        written.update(json(named));
        config = written.dump(2) + "\n";
        added = listedTokens(vocabulary, options);
    } else {
        config = keptConfig(options);
    }
    return writeTokenizerFolder(folder,
                                { .vocabularyFile = kVocabularyFile,
                                  .vocabulary = lines,
                                  .configJson = std::move(config),
                                  .added = std::move(added),
                                  .named = named });
}

} // namespace tamiz::engine
