// SPDX-License-Identifier: Apache-2.0
#include "core/engine/tokenizer/tokenizer_settings.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "core/engine/tokenizer/json_node.h"

namespace tamiz::engine {

namespace fs = std::filesystem;
using nlohmann::json;

namespace {

constexpr std::int64_t kMaxTokenId = 1 << 24;

constexpr const char *kNamedTokens[] { "unk_token",  "sep_token", "pad_token", "cls_token",
                                       "mask_token", "bos_token", "eos_token" };

/// A parsed file and where it came from; null when the file does not exist.
struct JsonFile
{
    const json &root;
    std::string path;
};

tl::unexpected<Error> wrongType(const JsonFile &file, const std::string &key, const char *expected,
                                const json &value)
{
    return fail(ErrorCode::InvalidInput,
                "'" + key + "' is " + shortText(value) + ", expected " + expected, file.path);
}

/// Sets @p target from @p object[key] unless it is set, absent or null.
Status readBool(const JsonFile &file, const json &object, const char *key,
                std::optional<bool> &target)
{
    const auto found = object.find(key);
    if (target || found == object.end() || found->is_null())
        return {};
    if (!found->is_boolean())
        return wrongType(file, key, "true or false", *found);
    target = found->get<bool>();
    return {};
}

/// A token is written as its text or as an object with "content".
Result<std::string> tokenContent(const JsonFile &file, const std::string &key, const json &value)
{
    if (value.is_string())
        return value.get<std::string>();
    if (value.is_object() && value.contains("content") && value["content"].is_string())
        return value["content"].get<std::string>();
    return wrongType(file, key, "a token", value);
}

Result<AddedToken> readAddedToken(const JsonFile &file, const std::string &key, const json &value)
{
    if (!value.is_object())
        return wrongType(file, key, "an object", value);
    AddedToken token;
    TAMIZ_TRY(token.content, tokenContent(file, key, value));
    const auto flag = [&](const char *name, bool &target) -> Status {
        std::optional<bool> read;
        TAMIZ_CHECK(readBool(file, value, name, read));
        target = read.value_or(false);
        return {};
    };
    TAMIZ_CHECK(flag("single_word", token.isSingleWord));
    TAMIZ_CHECK(flag("lstrip", token.stripsLeft));
    TAMIZ_CHECK(flag("rstrip", token.stripsRight));
    TAMIZ_CHECK(flag("normalized", token.isNormalized));
    TAMIZ_CHECK(flag("special", token.isSpecial));
    return token;
}

Result<std::int64_t> readId(const JsonFile &file, const std::string &key, std::int64_t id)
{
    if (id < 0 || id > kMaxTokenId) {
        return fail(ErrorCode::InvalidInput,
                    "token id " + std::to_string(id) + " in '" + key + "' is out of range",
                    file.path);
    }
    return id;
}

/// Unless a token of that content was there before.
void addToken(TokenizerSettings &settings, AddedToken token)
{
    if (!token.content.empty() && settings.addedContents.insert(token.content).second)
        settings.added.push_back(std::move(token));
}

Status readNamedTokens(const JsonFile &file, TokenizerSettings &settings)
{
    for (const char *key : kNamedTokens) {
        const auto found = file.root.find(key);
        if (found == file.root.end() || found->is_null() || settings.named.contains(key))
            continue;
        TAMIZ_TRY(settings.named[key], tokenContent(file, key, *found));
    }
    const auto more = file.root.find("additional_special_tokens");
    if (more == file.root.end() || more->is_null())
        return {};
    if (!more->is_array())
        return wrongType(file, "additional_special_tokens", "a list", *more);
    for (const json &value : *more) {
        TAMIZ_TRY(std::string content, tokenContent(file, "additional_special_tokens", value));
        addToken(settings, { .content = std::move(content) });
    }
    return {};
}

Status readAddedTokensDecoder(const JsonFile &file, TokenizerSettings &settings)
{
    const auto found = file.root.find("added_tokens_decoder");
    if (found == file.root.end() || found->is_null())
        return {};
    if (!found->is_object())
        return wrongType(file, "added_tokens_decoder", "an object", *found);
    for (const auto &[id, value] : found->items()) {
        const std::string key = "added_tokens_decoder." + id;
        const bool isNumber = !id.empty() && id.size() < 10
            && std::all_of(id.begin(), id.end(), [](char c) { return c >= '0' && c <= '9'; });
        if (!isNumber)
            return wrongType(file, "added_tokens_decoder", "token ids as keys", json(id));
        TAMIZ_TRY(AddedToken token, readAddedToken(file, key, value));
        TAMIZ_TRY(token.id, readId(file, key, std::stoll(id)));
        addToken(settings, std::move(token));
    }
    return {};
}

Status readConfig(const JsonFile &file, TokenizerSettings &settings)
{
    if (file.root.is_null())
        return {};
    const auto name = file.root.find("tokenizer_class");
    if (name != file.root.end() && name->is_string())
        settings.tokenizerClass = name->get<std::string>();
    TAMIZ_CHECK(readBool(file, file.root, "do_lower_case", settings.doLowerCase));
    TAMIZ_CHECK(readBool(file, file.root, "strip_accents", settings.stripAccents));
    TAMIZ_CHECK(readBool(file, file.root, "tokenize_chinese_chars", settings.tokenizeChineseChars));
    TAMIZ_CHECK(readBool(file, file.root, "keep_accents", settings.keepAccents));
    TAMIZ_CHECK(readBool(file, file.root, "add_bos_token", settings.addBos));
    TAMIZ_CHECK(readBool(file, file.root, "add_eos_token", settings.addEos));
    TAMIZ_CHECK(readBool(file, file.root, "add_prefix_space", settings.addPrefixSpace));
    TAMIZ_CHECK(readBool(file, file.root, "trim_offsets", settings.trimOffsets));
    std::optional<bool> cleansUpSpaces;
    TAMIZ_CHECK(readBool(file, file.root, "clean_up_tokenization_spaces", cleansUpSpaces));
    settings.cleansUpSpaces = cleansUpSpaces.value_or(false);
    TAMIZ_CHECK(readAddedTokensDecoder(file, settings));
    return readNamedTokens(file, settings);
}

/// The parts of tokenizer.json that the vocabulary's own files do not hold.
Status readCompiled(const JsonFile &file, TokenizerSettings &settings)
{
    if (file.root.is_null())
        return {};
    const auto added = file.root.find("added_tokens");
    if (added != file.root.end() && added->is_array()) {
        for (const json &value : *added) {
            TAMIZ_TRY(AddedToken token, readAddedToken(file, "added_tokens", value));
            const auto id = value.find("id");
            if (id == value.end() || !id->is_number_integer())
                return wrongType(file, "added_tokens", "an id in each entry", value);
            TAMIZ_TRY(token.id, readId(file, "added_tokens", id->get<std::int64_t>()));
            addToken(settings, std::move(token));
        }
    }
    const auto normalizer = file.root.find("normalizer");
    if (normalizer != file.root.end() && normalizer->is_object()
        && normalizer->value("type", json()) == "BertNormalizer") {
        TAMIZ_CHECK(readBool(file, *normalizer, "lowercase", settings.doLowerCase));
        TAMIZ_CHECK(readBool(file, *normalizer, "strip_accents", settings.stripAccents));
        TAMIZ_CHECK(
            readBool(file, *normalizer, "handle_chinese_chars", settings.tokenizeChineseChars));
    }
    return {};
}

} // namespace

std::string TokenizerSettings::nameOf(const std::string &key, const std::string &fallback) const
{
    const auto found = named.find(key);
    return found == named.end() ? fallback : found->second;
}

Status addCompiledSettings(const JsonNode &compiled, TokenizerSettings &settings)
{
    return readCompiled({ compiled.value(), compiled.file() }, settings);
}

Result<TokenizerSettings> readTokenizerSettings(const fs::path &folder, bool readsCompiled)
{
    TokenizerSettings settings;
    const fs::path configPath = folder / "tokenizer_config.json";
    TAMIZ_TRY(const json config, readJsonObject(configPath, &settings.configJson));
    TAMIZ_CHECK(readConfig({ config, configPath.string() }, settings));
    const fs::path namedPath = folder / "special_tokens_map.json";
    TAMIZ_TRY(const json named, readJsonObject(namedPath));
    if (!named.is_null())
        TAMIZ_CHECK(readNamedTokens({ named, namedPath.string() }, settings));
    if (readsCompiled) {
        const fs::path compiledPath = folder / "tokenizer.json";
        TAMIZ_TRY(const json compiled, readJsonObject(compiledPath));
        TAMIZ_CHECK(readCompiled({ compiled, compiledPath.string() }, settings));
    }
    return settings;
}

} // namespace tamiz::engine
