// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/engine/tokenizer/added_tokens.h"

namespace tamiz::engine {

/// A tokenizer's folder as it is written; what is read from the JSON files stands in
/// tokenizer_settings.h.
struct TokenizerFolder
{
    std::string vocabularyFile; ///< "vocab.txt", "spiece.model" ...
    std::string_view vocabulary; ///< its content
    std::string configJson; ///< tokenizer_config.json
    std::vector<AddedToken> added; ///< written there too where tokenizer.json alone had them
    std::map<std::string, std::string> named; ///< special_tokens_map.json: "cls_token" -> "[CLS]"
};

/// tokenizer_config.json with every token that has an id; the text itself where it lists them all.
std::string withAddedTokens(const std::string &configJson, const std::vector<AddedToken> &added);

/// The same of tokenizer.json, which numbers its added tokens itself.
std::string withCompiledAddedTokens(const std::string &tokenizerJson,
                                    const std::vector<AddedToken> &added);

/// special_tokens_map.json of RoBERTa and XLM-RoBERTa.
std::map<std::string, std::string> robertaTokenNames();

/// Makes the folder and writes its files, each temp-then-rename.
Status writeTokenizerFolder(const std::filesystem::path &folder, const TokenizerFolder &content);

/// The content of a vocabulary's file, which is never empty.
Result<std::string> readVocabularyFile(const std::filesystem::path &path, std::uint64_t maxBytes);

} // namespace tamiz::engine
