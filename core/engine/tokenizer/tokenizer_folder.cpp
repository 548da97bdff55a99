// SPDX-License-Identifier: Apache-2.0
#include "core/engine/tokenizer/tokenizer_folder.h"

#include <unordered_set>

#include <nlohmann/json.hpp>

#include "core/base/files.h"

namespace tamiz::engine {

namespace fs = std::filesystem;
using nlohmann::json;

namespace {

/// What transformers writes for a token that is found in the text as it is.
json addedTokenJson(const AddedToken &token)
{
    return { { "content", token.content },          { "lstrip", token.stripsLeft },
             { "normalized", token.isNormalized },  { "rstrip", token.stripsRight },
             { "single_word", token.isSingleWord }, { "special", token.isSpecial } };
}

} // namespace

std::string withAddedTokens(const std::string &configJson, const std::vector<AddedToken> &added)
{
    json config = json::parse(configJson, nullptr, false);
    if (!config.is_object())
        return configJson;
    json &decoder = config["added_tokens_decoder"];
    if (!decoder.is_object())
        decoder = json::object();
    const std::size_t before = decoder.size();
    for (const AddedToken &token : added) {
        if (token.id >= 0)
            decoder.emplace(std::to_string(token.id), addedTokenJson(token));
    }
    return decoder.size() == before ? configJson : config.dump(2) + "\n";
}

std::string withCompiledAddedTokens(const std::string &tokenizerJson,
                                    const std::vector<AddedToken> &added)
{
    json compiled = json::parse(tokenizerJson, nullptr, false);
    if (!compiled.is_object())
        return tokenizerJson;
    json &list = compiled["added_tokens"];
    if (!list.is_array())
        list = json::array();
    std::unordered_set<std::int64_t> listed;
    for (const json &entry : list)
        listed.insert(entry.value("id", std::int64_t { -1 }));
    const std::size_t before = list.size();
    for (const AddedToken &token : added) {
        if (token.id < 0 || !listed.insert(token.id).second)
            continue;
        json entry = addedTokenJson(token);
        entry["id"] = token.id;
        list.push_back(std::move(entry));
    }
    return list.size() == before ? tokenizerJson : compiled.dump(2) + "\n";
}

std::map<std::string, std::string> robertaTokenNames()
{
    return { { "bos_token", "<s>" },    { "eos_token", "</s>" },  { "cls_token", "<s>" },
             { "sep_token", "</s>" },   { "pad_token", "<pad>" }, { "unk_token", "<unk>" },
             { "mask_token", "<mask>" } };
}

Status writeTokenizerFolder(const fs::path &folder, const TokenizerFolder &content)
{
    TAMIZ_CHECK(makeWritableFolder(folder));
    TAMIZ_CHECK(writeFileAtomically(folder / content.vocabularyFile, content.vocabulary));
    TAMIZ_CHECK(writeFileAtomically(folder / "tokenizer_config.json",
                                    withAddedTokens(content.configJson, content.added)));
    if (content.named.empty())
        return {};
    return writeFileAtomically(folder / "special_tokens_map.json",
                               json(content.named).dump(2) + "\n");
}

Result<std::string> readVocabularyFile(const fs::path &path, std::uint64_t maxBytes)
{
    TAMIZ_TRY(std::string content, readFile(path, maxBytes));
    if (content.empty()) {
        return fail(ErrorCode::InvalidInput, "the vocabulary file is empty", path.string(),
                    "Download the model's files again");
    }
    return content;
}

} // namespace tamiz::engine
