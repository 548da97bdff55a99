// SPDX-License-Identifier: Apache-2.0
#include "core/engine/data/text_words.h"

#include <gtest/gtest.h>

namespace tamiz::engine {
namespace {

TEST(TextWords, areLowerCasedLettersAndDigits)
{
    EXPECT_EQ(wordsOf("¿Qué AÑO, 2024? don't"),
              (std::vector<std::string> { "qué", "año", "2024", "don", "t" }));
    EXPECT_TRUE(wordsOf(" ... — ").empty());
}

TEST(TextWords, invalidBytesSeparateWords)
{
    EXPECT_EQ(wordsOf("uno\xFF"
                      "dos"),
              (std::vector<std::string> { "uno", "dos" }));
}

TEST(TextWords, spacesAreCollapsedAndInvisiblesDropped)
{
    EXPECT_EQ(normaliseSpaces("\n a\t\u00A0 b\u00ADc \u200B"), "a bc");
    EXPECT_EQ(normaliseSpaces(" \n "), "");
}

TEST(TextWords, cutFallsBetweenWordsAndCountsCharacters)
{
    EXPECT_EQ(firstCharacters("ñandú azul", 7), "ñandú");
    EXPECT_EQ(firstCharacters("ñandú azul", 10), "ñandú azul");
    EXPECT_EQ(firstCharacters("ñandúes", 3), "ñan");
    EXPECT_EQ(firstCharacters("", 3), "");
}

TEST(TextWords, punctuationGoesAndSymbolsStay)
{
    EXPECT_EQ(withoutPunctuation("«Sí», dijo; (a/b) = 3 < 4 + $5 …"), "Sí dijo a b = 3 < 4 + $5");
    EXPECT_EQ(withoutPunctuation("Insert ▸ Table"), "Insert ▸ Table");
}

TEST(TextWords, windowsOfWords)
{
    const std::vector<std::string> words { "a", "b", "c", "a", "b" };
    const auto hashes = windowHashes(words, 2);
    ASSERT_EQ(hashes.size(), 4u);
    EXPECT_EQ(hashes[0], hashes[3]);
    EXPECT_NE(hashes[0], hashes[1]);
    EXPECT_TRUE(windowHashes(words, 6).empty());
    EXPECT_TRUE(windowHashes(words, 0).empty());
}

TEST(TextWords, hashIsTheSameOnEveryMachine)
{
    EXPECT_EQ(stableHash(""), 0xCBF29CE484222325ULL);
    EXPECT_EQ(stableHash("a"), 0xAF63DC4C8601EC8CULL); // published FNV-1a test vector
}

TEST(TextWords, languageByFunctionWords)
{
    const auto counts = [](const char *text) { return countStopWords(wordsOf(text)); };
    const auto spanish = counts("la hoja de cálculo que el programa abre");
    EXPECT_TRUE(isMostlyIn("es", spanish, 0.15));
    EXPECT_FALSE(isMostlyIn("en", spanish, 0.15));
    const auto mixed = counts("la hoja de cálculo is the one that you will open");
    EXPECT_FALSE(isMostlyIn("es", mixed, 0.15));
    const auto none = counts("SUM ABS ROUND");
    EXPECT_FALSE(isMostlyIn("es", none, 0.15));
    EXPECT_TRUE(isMostlyIn("es", none, 1));
}

TEST(TextWords, similarityOfSets)
{
    EXPECT_DOUBLE_EQ(jaccard({ 1, 2, 3 }, { 2, 3, 4 }), 0.5);
    EXPECT_DOUBLE_EQ(jaccard({}, {}), 0);
    EXPECT_DOUBLE_EQ(jaccard({ 1 }, { 1 }), 1);
}

TEST(TextWords, letters)
{
    EXPECT_DOUBLE_EQ(letterShare("ab 12"), 0.5);
    EXPECT_DOUBLE_EQ(letterShare(" "), 0);
    EXPECT_EQ(countWords(" uno  dos\ntres "), 3u);
}

} // namespace
} // namespace tamiz::engine
