// SPDX-License-Identifier: Apache-2.0
#include "core/tokens/utf8.h"

#include <gtest/gtest.h>

namespace tamiz {
namespace {

TEST(Utf8, decodesEveryLength)
{
    EXPECT_EQ(decodeUtf8("aé漢\U0001F98A"), U"aé漢\U0001F98A");
    EXPECT_EQ(encodeUtf8(U"aé漢\U0001F98A"), "aé漢\U0001F98A");
    EXPECT_EQ(decodeUtf8(std::string_view("\0a", 2)), std::u32string_view(U"\0a", 2));
}

TEST(Utf8, readsEachMaximalIllFormedSequenceAsOneReplacement)
{
    // The example of Unicode 15, table 3-8, and what Python's errors="replace" gives.
    EXPECT_EQ(decodeUtf8("\x61\xF1\x80\x80\xE1\x80\xC2\x62\x80\x63\x80\xBF\x64"),
              U"a\uFFFD\uFFFD\uFFFDb\uFFFDc\uFFFD\uFFFDd");
    EXPECT_EQ(decodeUtf8("\xC0\xAF"), U"\uFFFD\uFFFD"); // overlong
    EXPECT_EQ(decodeUtf8("\xED\xA0\x80"), U"\uFFFD\uFFFD\uFFFD"); // surrogate
    EXPECT_EQ(decodeUtf8("\xF4\x90\x80\x80"), U"\uFFFD\uFFFD\uFFFD\uFFFD"); // above U+10FFFF
    EXPECT_EQ(decodeUtf8("\xE6\xBC"), U"\uFFFD"); // cut off
}

TEST(Utf8, findsTheFirstInvalidByte)
{
    EXPECT_EQ(findInvalidUtf8("año"), std::string_view::npos);
    EXPECT_EQ(findInvalidUtf8("a\xC3"), 1U);
    EXPECT_EQ(findInvalidUtf8(""), std::string_view::npos);
}

TEST(Utf8, writesWhatIsNoCharacterAsReplacement)
{
    EXPECT_EQ(encodeUtf8(std::u32string { 0xD800, 0x110000 }), "\uFFFD\uFFFD");
}

} // namespace
} // namespace tamiz
