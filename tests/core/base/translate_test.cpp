// SPDX-License-Identifier: Apache-2.0
#include "core/base/translate.h"

#include <gtest/gtest.h>

namespace tamiz {
namespace {

class TranslateTest : public testing::Test
{
protected:
    void TearDown() override { setTranslator({}); }
};

TEST_F(TranslateTest, withoutATranslatorTheSentenceStaysEnglish)
{
    EXPECT_EQ(translate("Recipe", "a label has no name"), "a label has no name");
}

TEST_F(TranslateTest, theTranslatorGetsContextAndText)
{
    setTranslator(
        [](const char *context, const char *text) { return std::string(context) + "/" + text; });
    EXPECT_EQ(translate("Recipe", "a label has no name"), "Recipe/a label has no name");
}

TEST_F(TranslateTest, placesAreFilledInAnyOrderAndOnce)
{
    EXPECT_EQ(fillIn("%1 of %2", { "3", "4" }), "3 of 4");
    EXPECT_EQ(fillIn("de %2, %1", { "3", "4" }), "de 4, 3");
    EXPECT_EQ(fillIn("'%1'", { "%1 and %2" }), "'%1 and %2'"); // a person's text is not a template
    EXPECT_EQ(fillIn("%1 and %1", { "x" }), "x and x");
}

TEST_F(TranslateTest, whatIsNoPlaceStays)
{
    EXPECT_EQ(fillIn("100 %", { "x" }), "100 %");
    EXPECT_EQ(fillIn("%0 %2 %%1", { "x" }), "%0 %2 %x");
    EXPECT_EQ(fillIn("", { "x" }), "");
}

} // namespace
} // namespace tamiz
