// SPDX-License-Identifier: Apache-2.0
// Source: huggingface/tokenizers, tokenizer/serialization.rs; transformers,
// tokenization_utils_fast.py.
#include "core/engine/tokenizer/pipeline/tokenizer_json.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "core/engine/tokenizer/pipeline/config_overrides.h"
#include "core/engine/tokenizer/pipeline/text_growth.h"
#include "core/engine/tokenizer/pipeline/tokenizer_files.h"
#include "core/engine/tokenizer/pipeline/tokenizer_json_parts.h"
#include "core/engine/tokenizer/tokenizer_settings.h"

namespace tamiz::engine {

namespace {

/// Gives the added tokens their ids: those that the file numbers in that order, then those that
/// only have a name, where the vocabulary knows it.
Status addTokens(const TokenizerSettings &settings, const std::string &where,
                 TokenizerPipeline &parts)
{
    std::vector<AddedToken> added = settings.added;
    for (const auto &[key, content] : settings.named) {
        const bool isListed = std::any_of(
            added.begin(), added.end(),
            [&content = content](const AddedToken &token) { return token.content == content; });
        if (!isListed)
            added.push_back({ .content = content });
    }
    std::stable_sort(added.begin(), added.end(), [](const AddedToken &a, const AddedToken &b) {
        return static_cast<std::uint64_t>(a.id) < static_cast<std::uint64_t>(b.id); // -1 is last
    });
    for (AddedToken &token : added) {
        if (token.id < 0 && !parts.vocabulary.id(token.content))
            continue;
        TAMIZ_CHECK(parts.vocabulary.add(token, where));
        parts.added.push_back(std::move(token));
    }
    return {};
}

/// The first special token before the text, or after it; -1 when there is none.
std::int64_t specialBeside(const std::vector<PostProcessor::Part> &single, bool isBefore)
{
    bool isPastText = false;
    for (const PostProcessor::Part &part : single) {
        if (part.kind == PostProcessor::Part::Kind::First)
            isPastText = true;
        else if (isPastText != isBefore && !part.ids.empty())
            return part.ids.front();
    }
    return -1;
}

SpecialIds specialIds(const TokenizerSettings &settings, const TokenizerPipeline &parts,
                      std::int64_t unknown)
{
    /// The first of the names that the vocabulary has.
    const auto firstOf = [&](std::initializer_list<std::string> names) {
        for (const std::string &name : names) {
            const auto id = name.empty() ? std::nullopt : parts.vocabulary.id(name);
            if (id)
                return *id;
        }
        return std::int64_t { -1 };
    };
    const auto named = [&](const char *key) { return settings.nameOf(key, ""); };
    SpecialIds special;
    special.pad = firstOf({ named("pad_token"), "[PAD]", "<pad>" });
    special.unknown = firstOf({ named("unk_token") });
    special.mask = firstOf({ named("mask_token"), "[MASK]", "<mask>" });
    special.begin = firstOf({ named("cls_token"), named("bos_token") });
    special.end = firstOf({ named("sep_token"), named("eos_token") });
    if (special.unknown < 0)
        special.unknown = unknown;
    if (special.begin < 0)
        special.begin = specialBeside(parts.postProcessor.single, true);
    if (special.end < 0)
        special.end = specialBeside(parts.postProcessor.single, false);
    if (special.end < 0)
        special.end = firstOf({ "</s>", "<|endoftext|>" });
    return special;
}

} // namespace

Result<std::unique_ptr<Tokenizer>> loadTokenizerJson(const std::filesystem::path &folder)
{
    const std::filesystem::path path = folder / "tokenizer.json";
    TAMIZ_TRY(nlohmann::json root, readJsonObject(path));
    TAMIZ_TRY(TokenizerSettings settings, readTokenizerSettings(folder, false));
    applyConfigOverrides(settings, root);
    const JsonNode whole(root, path.string());
    if (whole.isNull())
        return fail(ErrorCode::NotFound, "the folder has no tokenizer.json", folder.string());
    std::string version = "1.0";
    TAMIZ_CHECK(whole.read("version", version));
    if (version != "1.0")
        return whole.member("version").unsupported("version " + version);
    TAMIZ_CHECK(addCompiledSettings(whole, settings));

    TokenizerPipeline parts;
    TAMIZ_TRY(parts.normalizer, readNormalizer(whole.member("normalizer")));
    TAMIZ_TRY(parts.preTokenizer, readPreTokenizer(whole.member("pre_tokenizer")));
    TAMIZ_TRY(parts.decoder, readDecoder(whole.member("decoder")));
    TAMIZ_TRY(ReadModel read, readModel(whole.member("model")));
    parts.vocabulary = std::move(read.vocabulary);
    parts.model = std::move(read.model);
    TAMIZ_CHECK(addTokens(settings, path.string(), parts));
    TAMIZ_CHECK(checkTextGrowth(whole.member("normalizer"), "normalizers"));
    TAMIZ_CHECK(checkTextGrowth(whole.member("pre_tokenizer"), "pretokenizers"));
    TAMIZ_CHECK(checkTextGrowth(whole.member("decoder"), "decoders"));
    TAMIZ_TRY(parts.postProcessor,
              readPostProcessor(whole.member("post_processor"), parts.vocabulary));
    TAMIZ_TRY(const auto ownTemplate, templateOverride(settings, parts.vocabulary, path.string()));
    if (ownTemplate)
        parts.postProcessor = *ownTemplate;
    parts.special = specialIds(settings, parts, read.unknown);
    parts.cleansUpSpaces = settings.cleansUpSpaces;
    const bool isByteLevel = whole.member("decoder").member("type").value() == "ByteLevel";
    parts.kind
        = read.kind == ModelKind::Bpe && isByteLevel ? "Byte-level BPE" : toString(read.kind);
    TAMIZ_TRY(parts.files, readTokenizerFiles(folder));
    return std::make_unique<PipelineTokenizer>(std::move(parts));
}

} // namespace tamiz::engine
