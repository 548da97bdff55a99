// SPDX-License-Identifier: Apache-2.0
#include "core/tokens/token_classes.h"

#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/tokens/utf8.h"

namespace tamiz {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TokenClass property(const std::string &expression)
{
    TokenClass one;
    one.name = expression;
    one.expression = expression;
    return one;
}

TokenClass pattern(const std::string &expression, bool isCaseSensitive = true)
{
    TokenClass one = property(expression);
    one.kind = TokenClassKind::Pattern;
    one.caseSensitive = isCaseSensitive;
    return one;
}

TokenClass wordList(const std::vector<std::string> &words, bool isCaseSensitive = false)
{
    TokenClass one = property("words");
    one.kind = TokenClassKind::Words;
    one.expression.clear();
    one.words = words;
    one.caseSensitive = isCaseSensitive;
    return one;
}

TokenClass frequency(double minShare, double maxShare)
{
    TokenClass one = property("frequency");
    one.kind = TokenClassKind::Frequency;
    one.minShare = minShare;
    one.maxShare = maxShare;
    return one;
}

void noTexts(const std::function<void(std::string_view)> & /*use*/) { }

TokenClassifier classifier(const std::vector<TokenClass> &classes,
                           const TokenClassifier::ForEachText &texts = noTexts)
{
    auto built = TokenClassifier::build(classes, texts);
    if (!built)
        throw std::runtime_error(built.error().toString());
    return std::move(*built);
}

/// Which code points of @p text, each taken as a token, belong to the class: "x" or ".".
std::string membersOf(const TokenClass &one, const std::string &text)
{
    std::vector<CodePointSpan> tokens;
    for (std::int64_t i = 0; i < static_cast<std::int64_t>(decodeUtf8(text).size()); ++i)
        tokens.push_back({ i, i + 1 });
    std::string members;
    for (const std::uint64_t mask : classifier({ one }).classify(text, tokens))
        members += mask & 1 ? 'x' : '.';
    return members;
}

bool belongs(const TokenClass &one, const std::string &text, CodePointSpan token)
{
    return classifier({ one }).classify(text, { token }).front() != 0;
}

TEST(TokenClasses, namedPropertiesFollowUnicode)
{
    EXPECT_EQ(membersOf(property("punctuation"), "¿a? «b» -_+$"), "x.x.x.x.xx..");
    EXPECT_EQ(membersOf(property("symbols"), "+$€a°"), "xxx.x");
    EXPECT_EQ(membersOf(property("digits"), "7٣७½²a"), "xxx...");
    EXPECT_EQ(membersOf(property("numbers"), "7٣७½²a"), "xxxxx.");
    EXPECT_EQ(membersOf(property("letters"), "aÑ漢ب7"), "xxxx.");
    EXPECT_EQ(membersOf(property("letters"), "e\u0301"), "xx");
    EXPECT_EQ(membersOf(property("uppercase"), "AÑñΣ7"), "xx.x.");
    EXPECT_EQ(membersOf(property("emoji"), "a\U0001F98A7#"), ".x..");
    EXPECT_EQ(membersOf(property("whitespace"), "a \t\u00A0\u2028b"), ".xxxx.");
}

TEST(TokenClasses, uppercaseNeedsEveryCodePointAndCapitalizedOnlyTheWordsFirst)
{
    const std::string text = "UCI Madrid iPhone É\u0301a";
    EXPECT_TRUE(belongs(property("uppercase"), text, { 0, 3 }));
    EXPECT_FALSE(belongs(property("uppercase"), text, { 4, 10 }));
    EXPECT_TRUE(belongs(property("capitalized"), text, { 4, 10 }));
    EXPECT_TRUE(belongs(property("capitalized"), text, { 7, 10 })); // a piece inside the word
    EXPECT_FALSE(belongs(property("capitalized"), text, { 11, 17 }));
    EXPECT_FALSE(belongs(property("capitalized"), text, { 12, 17 })); // "Phone" is no word
    EXPECT_TRUE(belongs(property("capitalized"), text, { 18, 21 }));
}

TEST(TokenClasses, aUnicodeSetOrAShortNameIsAPropertyToo)
{
    EXPECT_EQ(membersOf(property("[:Lu:]"), "Aa"), "x.");
    EXPECT_EQ(membersOf(property("Lu"), "Aa"), "x.");
    EXPECT_EQ(membersOf(property("Han"), "漢a"), "x.");
    EXPECT_EQ(membersOf(property("\\p{Greek}"), "αa"), "x.");
    EXPECT_EQ(membersOf(property("[[aeiou]&[a-f]]"), "aeio"), "xx..");
}

TEST(TokenClasses, whiteSpaceInsideATokenDoesNotCount)
{
    const std::string text = "a , b";
    EXPECT_TRUE(belongs(property("punctuation"), text, { 1, 4 }));
    EXPECT_FALSE(belongs(property("punctuation"), text, { 0, 4 }));
    EXPECT_FALSE(belongs(property("punctuation"), text, { 1, 2 })); // white space only
    EXPECT_TRUE(belongs(property("whitespace"), text, { 1, 2 }));
}

TEST(TokenClasses, emptyAndOutsideSpansBelongNowhere)
{
    const TokenClassifier any = classifier({ [] {
        TokenClass one = property("any");
        one.kind = TokenClassKind::Any;
        return one;
    }() });
    EXPECT_THAT(any.classify("ab", { { 0, 0 }, { 0, 2 }, { 1, 9 }, { 5, 9 }, { -3, 1 }, { 2, 1 } }),
                ElementsAre(0, 1, 1, 0, 1, 0));
    EXPECT_THAT(any.classify("", { { 0, 0 }, { 0, 1 } }), ElementsAre(0, 0));
}

TEST(TokenClasses, patternsCountInCodePointsBeyondTheBmp)
{
    const std::string text = "\U0001F98A\U0001F98A 12mg \U0001F98A 5 mg";
    const TokenClass dose = pattern("\\d+\\s?mg\\b");
    EXPECT_TRUE(belongs(dose, text, { 3, 7 }));
    EXPECT_TRUE(belongs(dose, text, { 10, 14 }));
    EXPECT_FALSE(belongs(dose, text, { 2, 9 }));
    EXPECT_FALSE(belongs(dose, text, { 0, 2 }));
}

TEST(TokenClasses, patternsIgnoreCaseUnlessTold)
{
    EXPECT_TRUE(belongs(pattern("ñandú", false), "el ÑANDÚ", { 3, 8 }));
    EXPECT_FALSE(belongs(pattern("ñandú", true), "el ÑANDÚ", { 3, 8 }));
}

TEST(TokenClasses, aHostilePatternIsStoppedAndNamed)
{
    const TokenClass hostile = pattern("(a+)+b");
    const TokenClassifier built = classifier({ property("letters"), hostile, pattern("c") });
    const std::string text = std::string(5000, 'a') + "!c";
    const auto masks = built.classify(text, { { 0, 1 }, { 5001, 5002 } });
    EXPECT_THAT(masks, ElementsAre(1, 5));
    EXPECT_THAT(built.exhaustedPatterns(), ElementsAre("(a+)+b"));
}

TEST(TokenClasses, aPatternMayRunOverAMegabyte)
{
    std::string text;
    while (text.size() < (1U << 20))
        text += "palabra 12 ";
    const TokenClassifier built = classifier({ pattern("\\d+"), pattern("(?:x|y)*z|\\w+") });
    EXPECT_EQ(built.classify(text, { { 8, 10 } }).front(), 3U);
    EXPECT_THAT(built.exhaustedPatterns(), IsEmpty());
}

TEST(TokenClasses, wordsMatchWholeWordsInAnyCaseAndForm)
{
    const TokenClass list = wordList({ "niño", "New York", "  dolor  " });
    const std::string text = "El NIN\u0303O niños new york: dolor";
    EXPECT_TRUE(belongs(list, text, { 3, 8 }));
    EXPECT_FALSE(belongs(list, text, { 9, 14 })); // "niños" is another word
    EXPECT_TRUE(belongs(list, text, { 15, 18 }));
    EXPECT_TRUE(belongs(list, text, { 19, 23 }));
    EXPECT_FALSE(belongs(list, text, { 23, 24 }));
    EXPECT_TRUE(belongs(list, text, { 27, 30 })); // a piece of "dolor"
    EXPECT_FALSE(belongs(wordList({ "niño" }, true), "Niño", { 0, 4 }));
}

TEST(TokenClasses, wordsComeFromAFileToo)
{
    const auto path = std::filesystem::path(testing::TempDir()) / "token_classes_words.txt";
    std::ofstream(path) << "uno\r\n\r\ndos\r\n";
    TokenClass list = wordList({});
    list.wordsFile = path.string();
    EXPECT_EQ(membersOf(list, "dos"), "xxx");
    EXPECT_EQ(membersOf(list, "tres"), "....");
    std::filesystem::remove(path);

    const auto missing = TokenClassifier::build({ list }, noTexts);
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().code, ErrorCode::NotFound);
    EXPECT_THAT(missing.error().toString(), HasSubstr("masking.classes[0].words_file"));
}

TEST(TokenClasses, frequencyIsTheShareOfTheTrainingWords)
{
    // 10 words: "de" 5, "la" 3, "casa" 2; punctuation is no word.
    const auto texts = [](const auto &use) {
        use("de la casa, de la casa.");
        use("DE de De la !!!");
    };
    const TokenClassifier built
        = classifier({ frequency(0.4, 1), frequency(0.25, 0.35), frequency(0, 0.2) }, texts);
    const std::string text = "de la casa nueva .";
    EXPECT_THAT(built.classify(text, { { 0, 2 }, { 3, 5 }, { 6, 10 }, { 11, 16 }, { 17, 18 } }),
                ElementsAre(1, 2, 4, 4, 0));
}

TEST(TokenClasses, textsAreReadOnlyForFrequencies)
{
    bool isCalled = false;
    classifier({ property("digits") }, [&](const auto &) { isCalled = true; });
    EXPECT_FALSE(isCalled);
}

TEST(TokenClasses, wordsOfScriptsWithoutBlanksAreFound)
{
    EXPECT_TRUE(belongs(wordList({ "東京" }), "東京に行く", { 0, 2 }));
    EXPECT_FALSE(belongs(wordList({ "東京" }), "東京に行く", { 2, 3 }));
}

TEST(TokenClasses, invalidUtf8IsOneReplacementASequence)
{
    const std::string text = "a\xE2\x82 7\xFF"
                             "8"; // a U+FFFD blank 7 U+FFFD 8
    EXPECT_EQ(membersOf(property("digits"), text), "...x.x");
    EXPECT_EQ(membersOf(property("[\\uFFFD]"), text), ".x..x.");
}

TEST(TokenClasses, badClassesFailWithTheirPath)
{
    const auto messageOf = [](const TokenClass &one) {
        const auto built = TokenClassifier::build({ property("digits"), one }, noTexts);
        return built ? std::string() : built.error().toString();
    };
    EXPECT_THAT(messageOf(property("puntuation")),
                testing::AllOf(HasSubstr("masking.classes[1].expression"), HasSubstr("puntuation"),
                               HasSubstr("punctuation, symbols")));
    EXPECT_THAT(messageOf(property("[:Lu:")), HasSubstr("masking.classes[1].expression"));
    EXPECT_THAT(messageOf(property("")), HasSubstr("masking.classes[1].expression"));
    EXPECT_THAT(messageOf(property(std::string(5000, '['))), HasSubstr("not a Unicode property"));
    EXPECT_THAT(messageOf(pattern("(abc")), HasSubstr("not a regular expression"));
    EXPECT_THAT(messageOf(wordList({ "  " })), HasSubstr("masking.classes[1].words"));
    EXPECT_FALSE(TokenClassifier::build(std::vector<TokenClass>(65, property("Lu")), noTexts));
    EXPECT_TRUE(TokenClassifier::build(std::vector<TokenClass>(64, property("Lu")), noTexts));
}

TEST(TokenClasses, defaultClassesBuild)
{
    const TokenClassifier built = classifier(defaultTokenClasses());
    EXPECT_EQ(built.classCount(), propertyNames().size() - 1);
    EXPECT_EQ(built.className(0), "punctuation");
}

} // namespace
} // namespace tamiz
