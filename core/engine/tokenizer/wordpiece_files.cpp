// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include <nlohmann/json.hpp>

#include "core/base/files.h"
#include "core/engine/tokenizer/tokenizer_settings.h"
#include "core/engine/tokenizer/wordpiece_tokenizer.h"
#include "core/tokens/utf8.h"

namespace tamiz::engine {

namespace fs = std::filesystem;
using nlohmann::json;

namespace {

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
    TAMIZ_TRY(const std::string content, readFile(path, kMaxVocabularyBytes));
    if (content.empty()) {
        return fail(ErrorCode::InvalidInput, "the vocabulary file is empty", path.string(),
                    "Download the model's files again");
    }
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

/// What transformers writes for a token that is found in the text as it is.
json addedTokenJson(const AddedToken &token)
{
    return { { "content", token.content },          { "lstrip", token.stripsLeft },
             { "normalized", token.isNormalized },  { "rstrip", token.stripsRight },
             { "single_word", token.isSingleWord }, { "special", token.isSpecial } };
}

json newConfig(const std::vector<std::string> &vocabulary, const WordPieceOptions &options)
{
    json decoder = json::object();
    const auto add = [&](const AddedToken &token) {
        const auto found = std::find(vocabulary.begin(), vocabulary.end(), token.content);
        if (found != vocabulary.end())
            decoder[std::to_string(found - vocabulary.begin())] = addedTokenJson(token);
    };
    for (const std::string &content :
         { options.pad, options.unknown, options.classifier, options.separator, options.mask })
        add({ .content = content });
    for (const AddedToken &token : options.added)
        add(token);
    const auto stripAccents = options.normalizer.stripAccents;
    return { { "tokenizer_class", "BertTokenizer" },
             { "added_tokens_decoder", decoder },
             { "do_lower_case", options.normalizer.lowercase },
             { "strip_accents", stripAccents ? json(*stripAccents) : json(nullptr) },
             { "tokenize_chinese_chars", options.normalizer.spaceChineseChars },
             { "clean_up_tokenization_spaces", options.cleansUpSpaces } };
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

    const fs::path path = folder / "vocab.txt";
    TAMIZ_TRY(std::vector<std::string> vocabulary, readVocabulary(path));
    return create(std::move(vocabulary), std::move(options), path.string());
}

Status saveWordPiece(const fs::path &folder, const std::vector<std::string> &vocabulary,
                     const WordPieceOptions &options)
{
    std::string lines;
    for (const std::string &token : vocabulary) {
        if (token.find_first_of("\r\n") != std::string::npos) {
            return fail(ErrorCode::InvalidArgument, "a token with a line break cannot be saved",
                        (folder / "vocab.txt").string());
        }
        lines += token + "\n";
    }
    const json named { { "unk_token", options.unknown },
                       { "sep_token", options.separator },
                       { "pad_token", options.pad },
                       { "cls_token", options.classifier },
                       { "mask_token", options.mask } };
    std::string config = options.configJson;
    if (config.empty()) {
        json written = newConfig(vocabulary, options);
        written.update(named);
        config = written.dump(2) + "\n";
    }
    TAMIZ_CHECK(makeWritableFolder(folder));
    TAMIZ_CHECK(writeFileAtomically(folder / "vocab.txt", lines));
    TAMIZ_CHECK(writeFileAtomically(folder / "tokenizer_config.json", config));
    return writeFileAtomically(folder / "special_tokens_map.json", named.dump(2) + "\n");
}

} // namespace tamiz::engine
