// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <limits>
#include <optional>

#include "tests/engine/tokenizer/tokenizer_cases.h"

namespace tamiz::engine {

inline std::optional<std::string> pairOf(const nlohmann::json &expected)
{
    return expected.contains("pair") ? std::optional(expected["pair"].get<std::string>())
                                     : std::nullopt;
}

/// Checks every case of a fast_cases.json; the number of them. Ids from @p firstAdded on are tokens that
/// the compiled library found in normalised text and shows so.
inline std::size_t
compareWithCompiled(const Tokenizer &tokenizer, const std::filesystem::path &cases,
                    std::int64_t firstAdded = std::numeric_limits<std::int64_t>::max())
{
    std::size_t compared = 0;
    for (const nlohmann::json &expected : readJson(cases)) {
        const std::string text = expected["text"];
        SCOPED_TRACE(cases.string() + ": " + text);
        const std::optional<std::string> pair = pairOf(expected);
        const Encoding encoding = tokenizer.encode(text, pair, {});
        EXPECT_EQ(nlohmann::json(encoding.ids), expected["ids"]);
        EXPECT_EQ(nlohmann::json(encoding.typeIds), expected["type_ids"]);
        EXPECT_EQ(nlohmann::json(offsetsOf(encoding)), expected["offsets"]);
        EXPECT_EQ(nlohmann::json(encoding.isSpecial), expected["special"]);
        EXPECT_EQ(tokenizer.decode(encoding.ids, false), expected["decoded"]);
        EXPECT_EQ(tokenizer.decode(encoding.ids, true), expected["decoded_skip_special"]);
        // The compiled library shows the text of an unknown token, and the blanks that a special
        // token took with it; ours is the piece of the vocabulary.
        const std::vector<std::string> tokens = tokensOf(tokenizer, encoding);
        EXPECT_EQ(tokens.size(), expected["tokens"].size());
        for (std::size_t i = 0; i < std::min(tokens.size(), expected["tokens"].size()); ++i) {
            if (!tokenizer.isSpecial(encoding.ids[i]) && encoding.ids[i] < firstAdded) {
                EXPECT_EQ(tokens[i], expected["tokens"][i]);
            }
        }
        if (expected.contains("no_special")) {
            const Encoding bare = tokenizer.encode(text, pair, { .addSpecialTokens = false });
            EXPECT_EQ(nlohmann::json(bare.ids), expected["no_special"]);
        }
        ++compared;
    }
    return compared;
}

/// Checks every case of a cases.json; the number of them.
inline std::size_t compareWithPython(const Tokenizer &tokenizer, const std::filesystem::path &cases)
{
    std::size_t compared = 0;
    for (const nlohmann::json &expected : readJson(cases)) {
        const std::string text = expected["text"];
        SCOPED_TRACE(cases.string() + ": " + text);
        EncodeOptions options;
        if (expected.contains("options")) {
            options.maxLength = expected["options"].value("max_length", 0);
            if (expected["options"].value("truncation", nlohmann::json()) == "only_second")
                options.truncation = Truncation::OnlySecond;
        }
        const Encoding encoding = tokenizer.encode(text, pairOf(expected), options);
        EXPECT_EQ(nlohmann::json(encoding.ids), expected["input_ids"]);
        if (!expected["token_type_ids"].is_null()) {
            EXPECT_EQ(nlohmann::json(encoding.typeIds), expected["token_type_ids"]);
        }
        ++compared;
        if (!expected.contains("tokens"))
            continue;
        EXPECT_EQ(nlohmann::json(tokensOf(tokenizer, encoding)), expected["tokens"]);
        const Encoding truncated = tokenizer.encode(text, std::nullopt, { .maxLength = 8 });
        EXPECT_EQ(nlohmann::json(truncated.ids), expected["truncated_8"]);
        const Encoding bare = tokenizer.encode(text, std::nullopt, { .addSpecialTokens = false });
        EXPECT_EQ(nlohmann::json(bare.ids), expected["no_special"]);
        EXPECT_EQ(tokenizer.decode(encoding.ids, false), expected["decoded"]);
        EXPECT_EQ(tokenizer.decode(encoding.ids, true), expected["decoded_skip_special"]);
    }
    return compared;
}

} // namespace tamiz::engine
