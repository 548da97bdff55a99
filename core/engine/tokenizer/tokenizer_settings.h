// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

#include "core/base/result.h"
#include "core/engine/tokenizer/added_tokens.h"

namespace tamiz::engine {

class JsonNode;

/// What the JSON files beside a vocabulary say: tokenizer_config.json, then special_tokens_map.json,
/// then tokenizer.json where the others are silent. Every file may be missing.
struct TokenizerSettings
{
    std::string tokenizerClass; ///< "BertTokenizer"; may be empty
    std::map<std::string, std::string> named; ///< "cls_token" -> "[CLS]"
    std::vector<AddedToken> added; ///< id -1 = the vocabulary's id of the content
    std::unordered_set<std::string> addedContents; ///< theirs
    std::optional<bool> doLowerCase;
    std::optional<bool> stripAccents;
    std::optional<bool> tokenizeChineseChars;
    std::optional<bool> keepAccents; ///< ALBERT
    std::optional<bool> addBos; ///< LLaMA
    std::optional<bool> addEos;
    std::optional<bool> addPrefixSpace; ///< byte-level: a text begins as if after a blank
    std::optional<bool> trimOffsets; ///< RoBERTa: offsets without the blank before a word
    /// transformers' second clean-up of decoded text, on top of the decoder's own
    bool cleansUpSpaces = false;
    std::string configJson; ///< tokenizer_config.json as read; empty when there is none

    /// The content of "cls_token" and the like, or @p fallback.
    std::string nameOf(const std::string &key, const std::string &fallback) const;
};

/// Fails with file, key and value where a file is not JSON or a key has the wrong type.
/// @p readsCompiled false leaves tokenizer.json alone.
Result<TokenizerSettings> readTokenizerSettings(const std::filesystem::path &folder,
                                                bool readsCompiled = true);

/// Adds what a tokenizer.json that was read already says.
Status addCompiledSettings(const JsonNode &compiled, TokenizerSettings &settings);

} // namespace tamiz::engine
