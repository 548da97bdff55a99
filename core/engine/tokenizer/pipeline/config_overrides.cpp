// SPDX-License-Identifier: Apache-2.0
// Source: transformers, tokenization_bert_fast.py, tokenization_gpt2_fast.py,
// tokenization_roberta_fast.py.
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

} // namespace tamiz::engine
