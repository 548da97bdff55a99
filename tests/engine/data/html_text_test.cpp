// SPDX-License-Identifier: Apache-2.0
#include "core/engine/data/html_text.h"

#include <gmock/gmock.h>

namespace tamiz::engine {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::vector<std::string> htmlParagraphs(const std::string &markup, const std::string &id = {})
{
    const auto result = markupParagraphs(markup, { false, id, false }, "page.html");
    EXPECT_TRUE(result) << result.error().toString();
    return result.value_or(std::vector<std::string> {});
}

TEST(HtmlText, blocksBecomeParagraphsAndInlineMarkupDoesNot)
{
    EXPECT_THAT(htmlParagraphs("<h1>Título</h1><p>Una <b>hoja</b>\n de&nbsp;c&aacute;lculo.</p>"
                               "<ul><li>uno</li><li>dos<br>tres</li></ul>cola"),
                ElementsAre("Título", "Una hoja de cálculo.", "uno", "dos tres", "cola"));
}

TEST(HtmlText, leavesOutScriptsNavigationListingsAndRelatedPages)
{
    EXPECT_THAT(htmlParagraphs("<head><title>x</title></head><body><nav>menu</nav><p>sí</p>"
                               "<script>var a;</script><pre>Sub Main</pre>"
                               "<div class='extra relatedtopics'><p>otra</p></div></body>"),
                ElementsAre("sí"));
}

TEST(HtmlText, leavesOutTheHiddenVariantsOfOtherModules)
{
    EXPECT_THAT(htmlParagraphs("<p>Pulse <span hidden='true' class='MAC'>Comando</span>"
                               "<span hidden='true' class=''>Ctrl</span>.</p>"),
                ElementsAre("Pulse Ctrl."));
}

TEST(HtmlText, keepsCodeWhenAsked)
{
    const auto result = markupParagraphs("<p>a</p><pre>b c</pre>", { false, {}, true }, "x");
    ASSERT_TRUE(result);
    EXPECT_THAT(*result, ElementsAre("a", "b c"));
}

TEST(HtmlText, readsOnlyTheContentElement)
{
    const std::string page = "<p>fuera</p><div id='DisplayArea'><p>dentro</p></div><p>fuera</p>";
    EXPECT_THAT(htmlParagraphs(page, "DisplayArea"), ElementsAre("dentro"));
}

TEST(HtmlText, aPageWithoutItsContentElementIsAnErrorThatNamesFileAndId)
{
    const auto result
        = markupParagraphs("<p>fuera</p><div id='Disp", { false, "DisplayArea", false }, "a.html");
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, ErrorCode::NotFound);
    EXPECT_THAT(result.error().toString(), HasSubstr("a.html"));
    EXPECT_THAT(result.error().toString(), HasSubstr("DisplayArea"));
}

TEST(HtmlText, readsBrokenMarkup)
{
    EXPECT_THAT(htmlParagraphs("<p>uno<p>dos</b></i><div>tres"), ElementsAre("uno", "dos", "tres"));
    EXPECT_THAT(htmlParagraphs("<p><p><p>"), IsEmpty());
}

TEST(HtmlText, nothingToParseIsAnError)
{
    const auto html = markupParagraphs("", {}, "leer.html");
    ASSERT_FALSE(html);
    EXPECT_THAT(html.error().toString(), HasSubstr("leer.html"));
    const auto xml = markupParagraphs("\x01\x02 no xml", { true, {}, false }, "leer.page");
    ASSERT_FALSE(xml);
    EXPECT_EQ(xml.error().code, ErrorCode::InvalidInput);
}

TEST(HtmlText, deepNestingNeitherOverflowsNorFails)
{
    std::string deep;
    for (int i = 0; i < 200'000; ++i)
        deep += "<div>";
    const auto result = markupParagraphs("<p>antes</p>" + deep + "fondo", {}, "deep.html");
    if (result)
        EXPECT_THAT(*result, testing::Contains("antes"));
    else
        EXPECT_EQ(result.error().code, ErrorCode::InvalidInput);
}

TEST(HtmlText, readsMallardWithoutCreditsAndEntities)
{
    const std::string page
        = "<?xml version='1.0'?><!DOCTYPE page [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"
          "<page xmlns='http://projectmallard.org/1.0/'><info><credit><name>Ana</name></credit>"
          "<desc>d</desc></info><title>Enviar</title><steps><item><p>Pulse "
          "<gui>Sí</gui>.</p></item>"
          "</steps><code>ls -l</code><p>Con <code>ls</code> &x;</p></page>";
    const auto result = markupParagraphs(page, { true, {}, false }, "a.page");
    ASSERT_TRUE(result) << result.error().toString();
    EXPECT_THAT(*result, ElementsAre("Enviar", "Pulse Sí.", "Con ls"));
}

} // namespace
} // namespace tamiz::engine
