// SPDX-License-Identifier: Apache-2.0
// Source: transformers, tokenization_bert_fast.py, tokenization_gpt2_fast.py,
// tokenization_roberta_fast.py, tokenization_llama_fast.py, tokenization_gemma_fast.py.
#include "core/engine/tokenizer/pipeline/config_overrides.h"

#include <initializer_list>
#include <utility>

#include <nlohmann/json.hpp>

namespace tamiz::engine {

using nlohmann::json;

namespace {

using Settings = std::initializer_list<std::pair<const char *, std::optional<bool>>>;

/// Sets what is given in the component @p key, if it is of this type.
void setIn(json &compiled, const char *key, const char *type, const Settings &settings)
{
    const auto component = compiled.find(key);
    if (component == compiled.end() || !component->is_object() || !component->contains("type")
        || (*component)["type"] != type)
        return;
    for (const auto &[name, value] : settings) {
        if (value)
            (*component)[name] = *value;
    }
}

} // namespace

void applyConfigOverrides(const TokenizerSettings &config, json &compiled)
{
    // A class of no family has no such settings.
    if (!config.tokenizerClass.starts_with("PreTrainedTokenizer")) {
        setIn(compiled, "normalizer", "BertNormalizer",
              { { "lowercase", config.doLowerCase },
                { "strip_accents", config.stripAccents },
                { "handle_chinese_chars", config.tokenizeChineseChars } });
    }
    setIn(compiled, "pre_tokenizer", "ByteLevel",
          { { "add_prefix_space", config.addPrefixSpace } });
    setIn(
        compiled, "post_processor", "RobertaProcessing",
        { { "add_prefix_space", config.addPrefixSpace }, { "trim_offsets", config.trimOffsets } });
}

Result<std::optional<PostProcessor>> templateOverride(const TokenizerSettings &config,
                                                      const Vocabulary &vocabulary,
                                                      const std::string &where)
{
    const std::string &name = config.tokenizerClass;
    const bool isOwn
        = name.starts_with("Llama") || name.starts_with("CodeLlama") || name.starts_with("Gemma");
    if (!isOwn || (!config.addBos && !config.addEos))
        return std::nullopt;
    const auto wanted = [&](bool isUsed, const char *key,
                            const char *usual) -> Result<std::optional<std::int64_t>> {
        if (!isUsed)
            return std::nullopt;
        const std::string token = config.nameOf(key, usual);
        const std::optional<std::int64_t> id = vocabulary.id(token);
        if (!id)
            return fail(ErrorCode::InvalidInput,
                        "the vocabulary has no token '" + token + "', which tokenizer_config.json "
                            + "wants beside each text",
                        where, "Check that the tokenizer's files belong together");
        return id;
    };
    TAMIZ_TRY(const auto begin, wanted(config.addBos.value_or(true), "bos_token", "<s>"));
    TAMIZ_TRY(const auto end, wanted(config.addEos.value_or(false), "eos_token", "</s>"));
    return PostProcessor::llama(begin, end);
}

} // namespace tamiz::engine
