// SPDX-License-Identifier: Apache-2.0
// Private to tokenizer_json.cpp.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "core/engine/tokenizer/tokenizer_settings.h"

namespace tamiz::engine {

/// Changes the content of tokenizer.json where tokenizer_config.json says otherwise, as transformers
/// does when it loads the two: who edits do_lower_case expects it to count.
void applyConfigOverrides(const TokenizerSettings &config, nlohmann::json &compiled);

} // namespace tamiz::engine
