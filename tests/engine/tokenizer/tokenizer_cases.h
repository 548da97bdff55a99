// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "core/engine/tokenizer/tokenizer.h"

namespace tamiz::engine {

/// Folders of recorded cases of a tokenizer family: the copy in this repository, and the shared
/// fixtures where they are present.
inline std::vector<std::filesystem::path> caseFolders(const std::string &family)
{
    const char *given = std::getenv("TAMIZ_HF_FIXTURES");
    const std::filesystem::path shared = given ? given : TAMIZ_SOURCE_DIR "/../shared/fixtures/hf";
    std::vector<std::filesystem::path> folders;
    for (const std::filesystem::path &root : { std::filesystem::path(TAMIZ_TEST_DATA), shared }) {
        if (std::filesystem::exists(root / "tokenizers" / family))
            folders.push_back(root / "tokenizers" / family);
    }
    return folders;
}

inline nlohmann::json readJson(const std::filesystem::path &path)
{
    std::ifstream file(path);
    EXPECT_TRUE(file.is_open()) << path;
    return nlohmann::json::parse(file);
}

template<typename Kind>
std::unique_ptr<Tokenizer> orFail(Result<std::unique_ptr<Kind>> tokenizer)
{
    if (!tokenizer) {
        ADD_FAILURE() << tokenizer.error().toString();
        return nullptr;
    }
    return std::move(*tokenizer);
}

inline std::unique_ptr<Tokenizer> loadOrFail(const std::filesystem::path &folder)
{
    return orFail(loadTokenizer(folder));
}

inline std::vector<std::string> tokensOf(const Tokenizer &tokenizer, const Encoding &encoding)
{
    std::vector<std::string> tokens;
    for (const std::int64_t id : encoding.ids)
        tokens.push_back(tokenizer.token(id));
    return tokens;
}

inline std::vector<std::vector<std::int64_t>> offsetsOf(const Encoding &encoding)
{
    std::vector<std::vector<std::int64_t>> offsets;
    for (const CodePointSpan &span : encoding.offsets)
        offsets.push_back({ span.begin, span.end });
    return offsets;
}

} // namespace tamiz::engine
