// SPDX-License-Identifier: Apache-2.0
#include "core/engine/tokenizer/pipeline/bpe_files.h"

#include <algorithm>
#include <unordered_map>

#include <nlohmann/json.hpp>

#include "core/base/files.h"
#include "core/engine/tokenizer/json_node.h"
#include "core/engine/tokenizer/tokenizer_settings.h"
#include "core/tokens/utf8.h"

namespace tamiz::engine {

namespace fs = std::filesystem;
using nlohmann::json;

namespace {

constexpr std::uint64_t kMaxMergesBytes = 64U << 20; // the largest in use: 3 MB

/// added_tokens.json: ids by token. Tokens that the other files know more about are left to them.
Status readAddedTokens(const fs::path &path, std::vector<AddedToken> &added)
{
    TAMIZ_TRY(const json root, readJsonObject(path));
    const JsonNode whole(root, path.string());
    std::unordered_map<std::string, std::size_t> known;
    for (std::size_t i = 0; i < added.size(); ++i)
        known.emplace(added[i].content, i);
    for (const auto &[token, value] : root.items()) {
        TAMIZ_TRY(const std::int64_t id, whole.member(token).integer());
        const auto found = known.find(token);
        if (found == known.end())
            added.push_back(
                { .content = token, .id = id, .isNormalized = true, .isSpecial = false });
        else if (added[found->second].id < 0)
            added[found->second].id = id;
    }
    return {};
}

SpecialIds specialIds(const TokenizerSettings &settings, const SpecialNames &names,
                      const Vocabulary &vocabulary)
{
    const auto idOf = [&](const char *key, const std::string &fallback) {
        return vocabulary.id(settings.nameOf(key, fallback)).value_or(-1);
    };
    return { .pad = idOf("pad_token", names.pad),
             .unknown = idOf("unk_token", names.unknown),
             .mask = idOf("mask_token", names.mask),
             .begin = idOf("cls_token", settings.nameOf("bos_token", names.begin)),
             .end = idOf("sep_token", settings.nameOf("eos_token", names.end)) };
}

} // namespace

Result<Vocabulary> readVocabularyJson(const fs::path &path)
{
    TAMIZ_TRY(const json root, readJsonObject(path));
    std::vector<Vocabulary::Entry> entries;
    entries.reserve(root.size());
    const JsonNode whole(root, path.string());
    for (const auto &[token, id] : root.items()) {
        if (!id.is_number_integer())
            return whole.member(token).wrong("an id");
        entries.emplace_back(token, id.get<std::int64_t>());
    }
    return Vocabulary::create(std::move(entries), path.string());
}

Result<MergesFile> readMerges(const fs::path &path, bool hasCounts)
{
    MergesFile file;
    file.path = path.string();
    TAMIZ_TRY(const std::string all, readFile(path, kMaxMergesBytes));
    std::string_view content = all;
    if (hasCounts)
        content = content.substr(0, content.rfind('\n') + 1);
    std::size_t number = 0;
    for (std::size_t begin = 0; begin < content.size();) {
        const std::size_t end = std::min(content.find('\n', begin), content.size());
        std::string_view line = content.substr(begin, end - begin);
        begin = end + 1;
        ++number;
        if (line.ends_with('\r'))
            line.remove_suffix(1);
        if (line.empty() || line.starts_with("#version"))
            continue;
        const std::string place = file.path + ":" + std::to_string(number);
        const std::string_view whole = line;
        const std::size_t blank = line.find(' ');
        const std::size_t second
            = blank == std::string_view::npos ? blank : line.find(' ', blank + 1);
        if (hasCounts)
            line = line.substr(0, second);
        const bool isPair = blank != std::string_view::npos && blank > 0 && blank + 1 < line.size()
            && (hasCounts || second == std::string_view::npos);
        if (findInvalidUtf8(line) != std::string_view::npos)
            return fail(ErrorCode::InvalidInput, "the line is not valid UTF-8", place,
                        "Download the file again");
        if (!isPair) {
            return fail(ErrorCode::InvalidInput,
                        "'" + std::string(whole.substr(0, 60))
                            + "' is no merge, expected two tokens with a blank in between",
                        place, "Download the file again");
        }
        file.merges.push_back(
            { std::string(line.substr(0, blank)), std::string(line.substr(blank + 1)) });
        file.lines.push_back(number);
    }
    return file;
}

Result<std::string> tokenizerFamily(const TokenizerSettings &settings, const fs::path &folder)
{
    std::string name = settings.tokenizerClass;
    if (!name.empty() && !name.starts_with("PreTrainedTokenizer"))
        return name;
    TAMIZ_TRY(const json config, readJsonObject(folder / "config.json"));
    name.clear();
    TAMIZ_CHECK(JsonNode(config, (folder / "config.json").string()).read("model_type", name));
    return name;
}

Status addTokens(const fs::path &folder, const TokenizerSettings &settings,
                 const SpecialNames &names, TokenizerPipeline &parts)
{
    parts.added = settings.added;
    TAMIZ_CHECK(readAddedTokens(folder / "added_tokens.json", parts.added));
    const auto addNamed = [&](const std::string &content, bool stripsLeft) {
        const bool isListed
            = std::any_of(parts.added.begin(), parts.added.end(),
                          [&](const AddedToken &token) { return token.content == content; });
        if (!isListed && parts.vocabulary.id(content))
            parts.added.push_back({ .content = content, .stripsLeft = stripsLeft });
    };
    addNamed(settings.nameOf("mask_token", names.mask), true);
    for (const auto &[key, content] : settings.named)
        addNamed(content, false);
    for (const char *content : { names.begin, names.end, names.unknown, names.pad })
        addNamed(content, false);

    std::sort(parts.added.begin(), parts.added.end(),
              [](const AddedToken &a, const AddedToken &b) { return a.id < b.id; });
    for (AddedToken &token : parts.added)
        TAMIZ_CHECK(parts.vocabulary.add(token, (folder / "vocab.json").string()));
    parts.special = specialIds(settings, names, parts.vocabulary);
    return {};
}

} // namespace tamiz::engine
