// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/engine/tokenizer/pipeline/bpe_model.h"
#include "core/engine/tokenizer/pipeline/pipeline_tokenizer.h"
#include "core/engine/tokenizer/pipeline/vocabulary.h"

namespace tamiz::engine {

struct TokenizerSettings;

/// The tokens that a family gives a meaning to; empty where it has none.
struct SpecialNames
{
    const char *begin;
    const char *end;
    const char *unknown;
    const char *pad;
    const char *mask;
};

/// vocab.json: ids by token.
Result<Vocabulary> readVocabularyJson(const std::filesystem::path &path);

/// merges.txt: a line a merge, two tokens with a blank in between, the most important first.
struct MergesFile
{
    std::vector<BpeModel::Merge> merges;
    std::vector<std::size_t> lines; ///< of each merge, from 1 on
    std::string path;

    std::string placeOf(std::size_t merge) const
    {
        return path + ":" + std::to_string(lines[merge]);
    }
};
/// @p hasCounts: more may follow on a line, and a last line without an end says nothing, as transformers
/// reads such files.
Result<MergesFile> readMerges(const std::filesystem::path &path, bool hasCounts = false);

/// The class in tokenizer_config.json, else the model type in config.json; may be empty.
Result<std::string> tokenizerFamily(const TokenizerSettings &settings,
                                    const std::filesystem::path &folder);

/// The tokens that are found in the text, those of the files, then those that the family names; ids of
/// the special ones.
Status addTokens(const std::filesystem::path &folder, const TokenizerSettings &settings,
                 const SpecialNames &names, TokenizerPipeline &parts);

} // namespace tamiz::engine
