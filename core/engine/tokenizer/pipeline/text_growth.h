// SPDX-License-Identifier: Apache-2.0
// Private to tokenizer_json.cpp.
#pragma once

#include "core/engine/tokenizer/json_node.h"

namespace tamiz::engine {

/// Fails where a normaliser, a pre-tokeniser or a decoder could make a text thousands of times as
/// long: replacements in a row multiply, so that a few of them fill any memory. @p parts is the key of
/// a Sequence's list; call it after the reader, which bounds how deep those nest.
Status checkTextGrowth(const JsonNode &component, const std::string &parts);

} // namespace tamiz::engine
