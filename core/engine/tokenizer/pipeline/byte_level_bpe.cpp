// SPDX-License-Identifier: Apache-2.0
// Source: transformers, convert_slow_tokenizer.py, and the tokenizers that it converts.
#include "core/engine/tokenizer/pipeline/byte_level_bpe.h"

#include <nlohmann/json.hpp>

#include "core/engine/tokenizer/pipeline/bpe_files.h"
#include "core/engine/tokenizer/pipeline/bpe_model.h"
#include "core/engine/tokenizer/pipeline/pipeline_tokenizer.h"
#include "core/engine/tokenizer/pipeline/pre_tokenizers.h"
#include "core/engine/tokenizer/pipeline/tokenizer_files.h"
#include "core/engine/tokenizer/tokenizer_settings.h"

namespace tamiz::engine {

namespace fs = std::filesystem;
using nlohmann::json;

namespace {

enum class Family { Gpt2, Roberta, Deberta };

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
    TAMIZ_TRY(const std::string name, tokenizerFamily(settings, folder));
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
                    "GPT-2, RoBERTa, DeBERTa, their relatives and BioGPT are; or copy the model's "
                    "tokenizer.json into the folder");
    }
    // Nothing says what it is: the first family whose tokens are there.
    for (const FamilyFacts &facts : familyFacts()) {
        if (vocabulary.id(facts.special.begin) && vocabulary.id(facts.special.end))
            return &facts;
    }
    return &familyFacts().back();
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

Result<std::unique_ptr<Tokenizer>> loadByteLevelBpe(const fs::path &folder)
{
    TAMIZ_TRY(const TokenizerSettings settings, readTokenizerSettings(folder, false));
    const std::string where = (folder / "vocab.json").string();
    TokenizerPipeline parts;
    TAMIZ_TRY(parts.vocabulary, readVocabularyJson(folder / "vocab.json"));
    TAMIZ_TRY(const FamilyFacts *facts, familyOf(settings, folder, parts.vocabulary));

    TAMIZ_TRY(const MergesFile file, readMerges(folder / "merges.txt"));
    TAMIZ_TRY(parts.model,
              BpeModel::create(parts.vocabulary, file.merges, {},
                               [&file](std::size_t merge) { return file.placeOf(merge); }));

    TAMIZ_CHECK(addTokens(folder, settings, facts->special, parts));
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
