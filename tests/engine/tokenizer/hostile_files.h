// SPDX-License-Identifier: Apache-2.0
// What tests of files that are missing, truncated, wrong or hostile share.
#pragma once

#include <algorithm>
#include <random>

#include "tests/engine/tokenizer/tokenizer_cases.h"
#include "tests/support/temporary_folder.h"

namespace tamiz::engine {

/// The error of loading a folder with these files, or "" when it loads.
inline std::string errorOf(const std::vector<std::pair<std::string, std::string>> &files)
{
    const test::TemporaryFolder folder;
    for (const auto &[name, content] : files)
        folder.write(name, content);
    const auto tokenizer = loadTokenizer(folder.path());
    return tokenizer ? std::string() : tokenizer.error().toString();
}

/// Deterministic mutations of a file: bytes overwritten, cut out, doubled, the end cut off.
inline std::string mutated(std::string content, std::mt19937_64 &random)
{
    const auto below = [&random](std::size_t bound) { return bound ? random() % bound : 0; };
    for (std::size_t n = 1 + below(4); n > 0 && !content.empty(); --n) {
        const std::size_t at = below(content.size());
        const std::size_t size = 1 + below(std::min<std::size_t>(16, content.size() - at));
        switch (below(5)) {
        case 0:
            content[at] = static_cast<char>(random());
            break;
        case 1:
            content.erase(at, size);
            break;
        case 2:
            content.insert(at, content.substr(at, size));
            break;
        case 3:
            content.resize(at);
            break;
        default:
            content[at] = static_cast<char>(content[at] ^ (1 << below(8)));
        }
    }
    return content;
}

/// Loads mutations of one of the files; whatever loads has to tokenise and decode without harm.
/// Files in @p without are left out: the loader would take them instead.
inline void survives(const std::filesystem::path &source, const std::string &victim, int rounds,
                     const std::vector<std::string> &without = {})
{
    const test::TemporaryFolder folder;
    for (const auto &entry : std::filesystem::directory_iterator(source)) {
        const std::string name = entry.path().filename();
        const bool isLeftOut = std::find(without.begin(), without.end(), name) != without.end();
        if (name != "cases.json" && name != "fast_cases.json" && !isLeftOut)
            folder.write(name, test::contentOf(entry.path()));
    }
    const std::string original = test::contentOf(source / victim);
    const std::string text
        = "Über den W\xE4ldern 敏捷 [MASK] <mask> \U0001F98A l'été e\u0301 12.5\t";
    std::mt19937_64 random(20240607);
    int loaded = 0;
    for (int i = 0; i < rounds; ++i) {
        folder.write(victim, mutated(original, random));
        const auto tokenizer = loadTokenizer(folder.path());
        if (!tokenizer) {
            EXPECT_FALSE(tokenizer.error().message.empty());
            EXPECT_FALSE(tokenizer.error().where.empty());
            continue;
        }
        ++loaded;
        const Encoding encoding = (*tokenizer)->encode(text, text, { .maxLength = 60 });
        for (std::size_t t = 0; t < encoding.ids.size(); ++t) {
            ASSERT_GE(encoding.ids[t], 0);
            ASSERT_LT(encoding.ids[t], (*tokenizer)->vocabSize());
            ASSERT_LE(encoding.offsets[t].begin, encoding.offsets[t].end);
        }
        (*tokenizer)->decode(encoding.ids, false);
    }
    EXPECT_GT(loaded, 0);
    EXPECT_LT(loaded, rounds);
}

} // namespace tamiz::engine
