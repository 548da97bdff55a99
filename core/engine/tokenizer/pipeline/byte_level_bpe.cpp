// SPDX-License-Identifier: Apache-2.0
// Source: transformers, convert_slow_tokenizer.py, and the tokenizers that it converts.
#include "core/engine/tokenizer/pipeline/byte_level_bpe.h"

#include <algorithm>
#include <unordered_map>

#include <nlohmann/json.hpp>

#include "core/base/files.h"
#include "core/engine/tokenizer/json_node.h"
#include "core/engine/tokenizer/pipeline/pipeline_tokenizer.h"
#include "core/engine/tokenizer/pipeline/pre_tokenizers.h"
#include "core/engine/tokenizer/pipeline/tokenizer_files.h"
#include "core/engine/tokenizer/tokenizer_settings.h"
#include "core/tokens/utf8.h"

namespace tamiz::engine {

namespace fs = std::filesystem;
using nlohmann::json;

namespace {

constexpr std::uint64_t kMaxMergesBytes = 64U << 20; // the largest in use: 3 MB

enum class Family { Gpt2, Roberta, Deberta };

/// The tokens that a family gives a meaning to; empty where it has none.
struct SpecialNames
{
    const char *begin;
    const char *end;
    const char *unknown;
    const char *pad;
    const char *mask;
};

struct FamilyFacts
{
    Family family;
    const char *tokenizerClass; ///< written where the folder has no tokenizer_config.json
    std::vector<const char *> names; ///< how a tokenizer_class or a model_type begins
    SpecialNames special;
};

const std::vector<FamilyFacts> &familyFacts()
{
    static const std::vector<FamilyFacts> kFacts {
        { Family::Roberta,
          "RobertaTokenizer",
          { "Roberta", "roberta", "Bart", "bart", "Longformer", "longformer", "LED", "led", "Mvp",
            "mvp" },
          { "<s>", "</s>", "<unk>", "<pad>", "<mask>" } },
        { Family::Deberta,
          "DebertaTokenizer",
          { "DebertaTokenizer", "deberta" },
          { "[CLS]", "[SEP]", "[UNK]", "[PAD]", "[MASK]" } },
        { Family::Gpt2,
          "GPT2Tokenizer",
          { "GPT2", "gpt2", "GPTNeo", "gpt_neo", "gptj", "CodeGen", "codegen", "phi", "opt" },
          { "<|endoftext|>", "<|endoftext|>", "<|endoftext|>", "", "" } },
    };
    return kFacts;
}

Result<const FamilyFacts *> familyOf(const TokenizerSettings &settings, const fs::path &folder,
                                     const Vocabulary &vocabulary)
{
    std::string name = settings.tokenizerClass;
    if (name.empty() || name.starts_with("PreTrainedTokenizer")) {
        TAMIZ_TRY(const json config, readJsonObject(folder / "config.json"));
        name.clear();
        TAMIZ_CHECK(JsonNode(config, (folder / "config.json").string()).read("model_type", name));
    }
    for (const FamilyFacts &facts : familyFacts()) {
        for (const char *known : facts.names) {
            if (name.starts_with(known))
                return &facts;
        }
    }
    if (!name.empty()) {
        return fail(ErrorCode::Unsupported,
                    "tokenizers of '" + name + "' from vocab.json and merges.txt are not supported",
                    folder.string(),
                    "GPT-2, RoBERTa, DeBERTa and their relatives are; or copy the model's "
                    "tokenizer.json into the folder");
    }
    // Nothing says what it is: the first family whose tokens are there.
    for (const FamilyFacts &facts : familyFacts()) {
        if (vocabulary.id(facts.special.begin) && vocabulary.id(facts.special.end))
            return &facts;
    }
    return &familyFacts().back();
}

Result<Vocabulary> readVocabulary(const fs::path &path)
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

/// The tokens that are found in the text: those of the files, then those that the family names.
Status addTokens(const TokenizerSettings &settings, const SpecialNames &names,
                 const std::string &where, TokenizerPipeline &parts)
{
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
        TAMIZ_CHECK(parts.vocabulary.add(token, where));
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

Result<PostProcessor> postProcessorOf(const FamilyFacts &facts, const TokenizerSettings &settings,
                                      const SpecialIds &special, const std::string &where)
{
    const auto missing = [&](const char *name) {
        return fail(ErrorCode::InvalidInput,
                    std::string("the vocabulary has no token '") + name + "'", where,
                    "Check that vocab.json and tokenizer_config.json belong together");
    };
    if (facts.family == Family::Gpt2) {
        PostProcessor plain;
        if (!settings.addBos.value_or(false))
            return plain;
        if (special.begin < 0)
            return missing(facts.special.begin);
        for (auto *parts : { &plain.single, &plain.pair })
            parts->insert(parts->begin(), PostProcessor::special(special.begin));
        return plain;
    }
    if (special.begin < 0)
        return missing(facts.special.begin);
    if (special.end < 0)
        return missing(facts.special.end);
    if (facts.family == Family::Deberta)
        return PostProcessor::bert(special.begin, special.end);
    std::optional<PostProcessor::Trim> trim;
    if (settings.trimOffsets.value_or(true))
        trim = PostProcessor::Trim { .keepsFirstBlank = settings.addPrefixSpace.value_or(false) };
    return PostProcessor::roberta(special.begin, special.end, trim);
}

} // namespace

Result<MergesFile> parseMerges(std::string_view content, const std::string &where)
{
    MergesFile file;
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
        const std::string place = where + ":" + std::to_string(number);
        const std::size_t blank = line.find(' ');
        const bool isPair = blank != std::string_view::npos && blank > 0 && blank + 1 < line.size()
            && line.find(' ', blank + 1) == std::string_view::npos;
        if (findInvalidUtf8(line) != std::string_view::npos)
            return fail(ErrorCode::InvalidInput, "the line is not valid UTF-8", place,
                        "Download the file again");
        if (!isPair) {
            return fail(ErrorCode::InvalidInput,
                        "'" + std::string(line.substr(0, 60))
                            + "' is no merge, expected two tokens with a blank in between",
                        place, "Download the file again");
        }
        file.merges.push_back(
            { std::string(line.substr(0, blank)), std::string(line.substr(blank + 1)) });
        file.lines.push_back(number);
    }
    return file;
}

Result<std::unique_ptr<Tokenizer>> loadByteLevelBpe(const fs::path &folder)
{
    TAMIZ_TRY(const TokenizerSettings settings, readTokenizerSettings(folder, false));
    const std::string where = (folder / "vocab.json").string();
    TokenizerPipeline parts;
    TAMIZ_TRY(parts.vocabulary, readVocabulary(folder / "vocab.json"));
    TAMIZ_TRY(const FamilyFacts *facts, familyOf(settings, folder, parts.vocabulary));

    const std::string mergesPath = (folder / "merges.txt").string();
    TAMIZ_TRY(const std::string content, readFile(mergesPath, kMaxMergesBytes));
    TAMIZ_TRY(const MergesFile file, parseMerges(content, mergesPath));
    TAMIZ_TRY(parts.model,
              BpeModel::create(parts.vocabulary, file.merges, {}, [&](std::size_t merge) {
                  return mergesPath + ":" + std::to_string(file.lines[merge]);
              }));

    parts.added = settings.added;
    TAMIZ_CHECK(readAddedTokens(folder / "added_tokens.json", parts.added));
    TAMIZ_CHECK(addTokens(settings, facts->special, where, parts));
    parts.special = specialIds(settings, facts->special, parts.vocabulary);
    TAMIZ_TRY(parts.postProcessor, postProcessorOf(*facts, settings, parts.special, where));
    parts.preTokenizer = byteLevelPreTokenizer(settings.addPrefixSpace.value_or(false), true);
    parts.decoder = byteLevelDecoder();
    parts.cleansUpSpaces = settings.cleansUpSpaces;
    parts.kind = "Byte-level BPE";
    TAMIZ_TRY(parts.files, readTokenizerFiles(folder));
    if (settings.configJson.empty()) {
        const json config { { "tokenizer_class", facts->tokenizerClass },
                            { "add_prefix_space", settings.addPrefixSpace.value_or(false) } };
        parts.files.push_back({ "tokenizer_config.json", config.dump(2) + "\n" });
    }
    return std::make_unique<PipelineTokenizer>(std::move(parts));
}

} // namespace tamiz::engine
