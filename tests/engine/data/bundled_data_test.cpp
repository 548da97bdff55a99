// SPDX-License-Identifier: Apache-2.0
// The committed data sets are what resources/data/README.md says they are.
#include <fstream>
#include <map>
#include <regex>
#include <set>

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "core/engine/data/demo_rows.h"
#include "core/engine/data/text_words.h"
#include "core/tokens/utf8.h"

namespace tamiz::engine {
namespace {

using nlohmann::json;

std::vector<json> rowsOf(const std::string &file)
{
    std::ifstream stream(std::string(TAMIZ_SOURCE_DIR) + "/resources/data/" + file);
    EXPECT_TRUE(stream) << file;
    std::vector<json> rows;
    for (std::string line; std::getline(stream, line);)
        rows.push_back(json::parse(line));
    return rows;
}

TEST(BundledData, everyPageIsInOneSplitInBothLanguages)
{
    std::map<std::string, std::set<std::string>> splitsOf;
    std::map<std::string, int> languages;
    const std::map<std::string, std::size_t> sizes { { "train", 1066 },
                                                     { "validation", 354 },
                                                     { "test", 354 } };
    for (const auto &[split, size] : sizes) {
        const auto rows = rowsOf("libreoffice-modules/" + split + ".jsonl");
        EXPECT_EQ(rows.size(), size);
        for (const json &row : rows) {
            const std::string id = row.at("id");
            const std::string page = id.substr(0, id.rfind('.'));
            EXPECT_EQ(page.substr(0, page.find('/')), row.at("label"));
            EXPECT_EQ(id.substr(id.rfind('.') + 1), row.at("lang"));
            splitsOf[page].insert(split);
            ++languages[page];
        }
    }
    for (const auto &[page, splits] : splitsOf)
        EXPECT_EQ(splits.size(), 1u) << page;
    for (const auto &[page, count] : languages)
        EXPECT_EQ(count, 2) << page;
}

TEST(BundledData, noRowNamesItsProgram)
{
    const std::regex names("\\b(LibreOffice|Writer|Calc|Impress|BASIC|Basic|VBA)\\b");
    for (const char *split : { "train", "validation", "test" }) {
        for (const json &row : rowsOf("libreoffice-modules/" + std::string(split) + ".jsonl")) {
            const std::string text = row.at("text");
            EXPECT_FALSE(std::regex_search(text, names)) << text;
            EXPECT_EQ(findInvalidUtf8(text), std::string::npos);
            EXPECT_EQ(firstCharacters(text, kDemoCharacters), text);
        }
    }
}

TEST(BundledData, theSecondTestSetIsTheFirstWithoutPunctuation)
{
    const auto rows = rowsOf("libreoffice-modules/test.jsonl");
    const auto bare = rowsOf("libreoffice-modules/test_nopunct.jsonl");
    ASSERT_EQ(rows.size(), bare.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
        EXPECT_EQ(bare[i].at("text"), withoutPunctuation(rows[i].at("text").get<std::string>()));
        EXPECT_EQ(bare[i].at("label"), rows[i].at("label"));
        EXPECT_EQ(bare[i].at("id"), rows[i].at("id"));
    }
}

TEST(BundledData, referenceSetsAreOfTheSameChapters)
{
    for (const char *file : { "reference/es.jsonl", "reference/en-bible.jsonl" }) {
        const auto rows = rowsOf(file);
        EXPECT_EQ(rows.size(), 320u);
        for (const json &row : rows) {
            const std::string id = row.at("id");
            EXPECT_TRUE(isReferenceChapter(id.substr(0, id.find(':')))) << id;
        }
    }
    std::set<char> genres;
    for (const json &row : rowsOf("reference/en-brown.jsonl"))
        genres.insert(row.at("id").get<std::string>()[1]);
    EXPECT_EQ(genres.size(), 15u);
}

TEST(BundledData, tagsAreOneAWord)
{
    const std::set<std::string> known { "NOUN", "PROPN", "VERB",  "AUX",   "ADJ",   "ADV",
                                        "PRON", "DET",   "ADP",   "CCONJ", "SCONJ", "NUM",
                                        "PART", "INTJ",  "PUNCT", "X" };
    for (const char *split : { "train", "validation", "test" }) {
        for (const json &row : rowsOf("brown-pos/" + std::string(split) + ".jsonl")) {
            ASSERT_EQ(row.at("tokens").size(), row.at("tags").size());
            for (const json &tag : row.at("tags"))
                EXPECT_TRUE(known.count(tag.get<std::string>())) << tag;
        }
    }
}

} // namespace
} // namespace tamiz::engine
