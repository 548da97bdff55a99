// SPDX-License-Identifier: Apache-2.0
// What is read of a JSON file piece by piece is what nlohmann's parser makes of the whole.
#include "core/engine/data/json_stream.h"

#include <random>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "core/tokens/utf8.h"

namespace tamiz::engine {
namespace {

using nlohmann::json;
using testing::ElementsAre;

std::vector<json> elementsOf(const std::string &text)
{
    std::istringstream stream(text);
    JsonElements elements(stream);
    std::vector<json> found;
    std::string element;
    while (elements.next(element)) {
        EXPECT_EQ(text.substr(static_cast<std::size_t>(elements.offset()), element.size()),
                  element);
        found.push_back(json::parse(element, nullptr, false));
    }
    return found;
}

/// Any value, with all that could be taken for the end of one inside its texts.
json anyValue(std::mt19937 &random, int depth)
{
    const char *texts[] = { "",     "a",        "]",         "}",    "\"",        "\\",
                            "\\\"", "[{\"a\":", "ñ, \u20ac", "\n\t", "a\\\\\"]}", ":" };
    switch (random() % (depth > 0 ? 8 : 6)) {
    case 0:
        return nullptr;
    case 1:
        return random() % 2 == 0;
    case 2:
        return static_cast<int>(random() % 2000) - 1000;
    case 3:
        return static_cast<double>(random() % 1000) * 1e-7;
    case 4:
    case 5:
        return texts[random() % std::size(texts)];
    case 6: {
        json list = json::array();
        for (auto left = random() % 4; left > 0; --left)
            list.push_back(anyValue(random, depth - 1));
        return list;
    }
    default: {
        json object = json::object();
        for (auto left = random() % 4; left > 0; --left)
            object[texts[random() % std::size(texts)]] = anyValue(random, depth - 1);
        return object;
    }
    }
}

TEST(JsonElements, areThoseOfTheList)
{
    std::mt19937 random(1);
    for (int i = 0; i < 500; ++i) {
        json list = json::array();
        for (auto left = random() % 6; left > 0; --left)
            list.push_back(anyValue(random, 3));
        for (const int indent : { -1, 0, 3 }) {
            const std::string text = (i % 2 == 0 ? "" : "\xEF\xBB\xBF \n") + list.dump(indent)
                + (i % 3 == 0 ? "" : "\r\n ");
            ASSERT_EQ(elementsOf(text), list.get<std::vector<json>>()) << text;
        }
    }
}

TEST(JsonElements, areThoseOfTheLastListOfArticles)
{
    std::mt19937 random(2);
    for (int i = 0; i < 300; ++i) {
        json object = anyValue(random, 3);
        while (!object.is_object())
            object = anyValue(random, 3);
        json articles = json::array();
        for (auto left = random() % 4; left > 0; --left)
            articles.push_back(anyValue(random, 2));
        object["data"] = articles;
        ASSERT_EQ(elementsOf(object.dump(i % 3)), articles.get<std::vector<json>>())
            << object.dump();
    }
    EXPECT_THAT(elementsOf(R"({"data": [1], "d\u0061ta": [2, 3]})"), ElementsAre(2, 3));
    EXPECT_THAT(elementsOf(R"({"data": [1], "data": 4})"), ElementsAre());
    EXPECT_THAT(elementsOf(R"({"a": {"data": [1]}})"), ElementsAre());
}

TEST(JsonElements, goOnWhereOneWas)
{
    std::istringstream stream(R"(  [{"a": 1}, "two", 3 , [4]] )");
    JsonElements elements(stream);
    EXPECT_EQ(elements.kind(), JsonElements::Kind::Rows);
    std::string element;
    ASSERT_TRUE(elements.next(element));
    ASSERT_TRUE(elements.next(element));
    EXPECT_EQ(element, "\"two\"");
    const std::int64_t second = elements.offset();
    while (elements.next(element)) { }
    elements.seek(second);
    ASSERT_TRUE(elements.next(element));
    EXPECT_EQ(element, "\"two\"");
    ASSERT_TRUE(elements.next(element));
    EXPECT_EQ(element, "3");
    EXPECT_EQ(elements.offset(), 20);
}

TEST(JsonElements, ofWhatIsNeitherListNorObjectThereAreNone)
{
    for (const char *text : { "", " ", "3", "\"[1]\"", "null" }) {
        std::istringstream stream(text);
        JsonElements elements(stream);
        EXPECT_EQ(elements.kind(), JsonElements::Kind::None) << text;
    }
}

/// The same two questions, asked of the whole text.
void expectSameAsWhole(const std::string &text)
{
    RunControl control;
    std::istringstream stream(text);
    const JsonCheck check(stream, control);
    const std::size_t bad = findInvalidUtf8(text);
    ASSERT_EQ(check.badByte().has_value(), bad != std::string::npos) << bad;
    if (check.badByte()) {
        EXPECT_EQ(check.badByte()->offset, bad);
        EXPECT_EQ(check.badByte()->value, static_cast<unsigned char>(text[bad]));
    } else {
        EXPECT_EQ(check.isJson(), json::accept(text));
    }
}

TEST(JsonCheck, saysOfAStreamWhatHoldsOfTheWhole)
{
    for (const char *text : { "", "[]", "[1,]", "[1] 2", "{\"a\": [1, {}]}", "\xEF\xBB\xBF[1]",
                              "[\"\\ud800\"]", "[\xff]", "not json \xc3", "[\"\xc3\xb1\"", "nul" })
        expectSameAsWhole(text);
    // Characters of each length, whole and cut, over the border of a block and at the end.
    for (const std::string character :
         { "a", "ñ", "€", "😀", "\xff", "\xc3", "\xe2\x82", "\xf0\x9f\x98", "\xe2\x82€" }) {
        for (std::size_t before = 65'530; before <= 65'537; ++before) {
            const std::string padded = "[\"" + std::string(before - 2, 'x') + character;
            expectSameAsWhole(padded + "\"]");
            expectSameAsWhole(padded);
            expectSameAsWhole(padded + std::string(70'000, 'y') + "\xfe\"]");
        }
    }
}

TEST(JsonCheck, endsWhenStopped)
{
    RunControl control;
    control.requestStop();
    std::istringstream stream("[1]");
    EXPECT_FALSE(JsonCheck(stream, control).isJson());
}

TEST(ParseJson, refusesWhatWouldTakeTheStack)
{
    const auto nested
        = [](std::size_t levels) { return std::string(levels, '[') + std::string(levels, ']'); };
    EXPECT_TRUE(parseJson(nested(200)));
    const auto deep = parseJson(nested(1'000'000));
    ASSERT_FALSE(deep);
    EXPECT_EQ(deep.error().message, "nested deeper than 200 levels");
    EXPECT_TRUE(parseJson('"' + std::string(1000, '[') + '"')) << "a text";
    EXPECT_EQ(parseJson("{").error().message, "not valid JSON");
}

} // namespace
} // namespace tamiz::engine
