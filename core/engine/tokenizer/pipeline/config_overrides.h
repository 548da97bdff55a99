// SPDX-License-Identifier: Apache-2.0
// Private to tokenizer_json.cpp.
#pragma once

#include <optional>
#include <string>

#include <nlohmann/json_fwd.hpp>

#include "core/engine/tokenizer/pipeline/post_processor.h"
#include "core/engine/tokenizer/pipeline/vocabulary.h"
#include "core/engine/tokenizer/tokenizer_settings.h"

namespace tamiz::engine {

/// Changes the content of tokenizer.json where tokenizer_config.json says otherwise, as transformers
/// does when it loads the two: who edits do_lower_case expects it to count.
void applyConfigOverrides(const TokenizerSettings &config, nlohmann::json &compiled);

/// The classes of LLaMA and Gemma put their begin and end tokens around a text themselves, as
/// add_bos_token and add_eos_token say, whatever template tokenizer.json has. Nothing where the class is
/// another or both keys are absent. Fails where such a token is wanted that the vocabulary lacks.
Result<std::optional<PostProcessor>> templateOverride(const TokenizerSettings &config,
                                                      const Vocabulary &vocabulary,
                                                      const std::string &where);

} // namespace tamiz::engine
