// SPDX-License-Identifier: Apache-2.0
#include "core/engine/data/demo_pages.h"

#include <fstream>

#include <gmock/gmock.h>
#include <unistd.h>

#include "core/engine/data/text_words.h"

namespace tamiz::engine {
namespace {

using testing::HasSubstr;

TEST(ProductNames, areReplacedInBothLanguages)
{
    EXPECT_EQ(maskProductNames("In LibreOffice Calc and Writer, choose Data.", "en"),
              "In the program, choose Data.");
    EXPECT_EQ(maskProductNames("Macros de LibreOffice Basic o VBA", "es"), "Macros del programa");
    EXPECT_EQ(maskProductNames("Pasar a Impress", "es"), "Pasar al programa");
    EXPECT_EQ(maskProductNames("LibreOffice Writer/Web y en Draw", "es"), "el programa");
    EXPECT_EQ(maskProductNames("BasicLibraries, VBASupport", "en"), "the program");
}

TEST(ProductNames, ordinaryWordsStay)
{
    for (const char *text :
         { "Draw a line.", "Calculate the base", "Basically impressive", "Chart type" })
        EXPECT_EQ(maskProductNames(text, "en"), text);
}

std::vector<std::string> prose(const std::string &seed, bool spanish)
{
    std::string text;
    for (int i = 0; i < 12; ++i)
        text += (spanish ? " la hoja " : " the sheet ") + seed + std::to_string(i)
            + (spanish ? " que está en el documento" : " that is in this document");
    return { text };
}

HelpPage page(const std::string &name, const std::string &seed)
{
    return { name, name.substr(0, name.find('/')), prose(seed, true), prose(seed, false) };
}

TEST(DemoPages, eachFilterCountsWhatItLeavesOut)
{
    HelpPage short_ = page("scalc/b", "b");
    short_.spanish = { "la hoja" };
    HelpPage english = page("scalc/c", "c");
    english.spanish = english.english;
    HelpPage twin = page("swriter/twin", "a");
    DemoFilterCounts counts;
    const auto kept
        = selectDemoPages({ page("scalc/a", "a"), short_, english, twin, page("sdraw/a", "d"),
                            page("sbasic/a", "e"), page("sbasic/b", "f"), page("sbasic/c", "g") },
                          2, counts);
    EXPECT_EQ(counts.read, 8);
    EXPECT_EQ(counts.otherModule, 1);
    EXPECT_EQ(counts.tooShort, 1);
    EXPECT_EQ(counts.wrongLanguage, 1);
    EXPECT_EQ(counts.nearDuplicate, 1);
    EXPECT_EQ(counts.overClassCap, 1);
    EXPECT_EQ(counts.kept, 3);
    ASSERT_EQ(kept.size(), 3u);
    for (const DemoPage &demo : kept) {
        EXPECT_EQ(firstCharacters(demo.spanish, kDemoCharacters), demo.spanish);
        EXPECT_LE(demo.english.size(), kDemoCharacters);
    }
}

class HelpFolder : public testing::Test
{
protected:
    void SetUp() override
    {
        m_root = std::filesystem::path(testing::TempDir()) / ("help-" + std::to_string(getpid()));
        std::filesystem::create_directories(m_root / "es/scalc/guide");
        std::filesystem::create_directories(m_root / "en/scalc/guide");
    }
    void TearDown() override { std::filesystem::remove_all(m_root); }
    void write(const char *file, const char *text) const { std::ofstream(m_root / file) << text; }

    std::filesystem::path m_root;
};

TEST_F(HelpFolder, readsPagesThatExistInBothLanguages)
{
    write("es/scalc/guide/a.html", "<div id=DisplayArea><p>Uno</p></div>");
    write("en/scalc/guide/a.html", "<div id=DisplayArea><p>One</p></div>");
    write("es/scalc/guide/b.html", "<div id=DisplayArea><p>Solo</p></div>");
    const auto pages = readHelpPages(m_root / "es", m_root / "en");
    ASSERT_TRUE(pages) << pages.error().toString();
    ASSERT_EQ(pages->size(), 1u);
    EXPECT_EQ(pages->front().name, "scalc/guide/a");
    EXPECT_EQ(pages->front().module, "scalc");
    EXPECT_EQ(pages->front().english, std::vector<std::string> { "One" });
}

TEST_F(HelpFolder, aTruncatedPageIsNamed)
{
    write("es/scalc/guide/a.html", "<html><div id=Dis");
    write("en/scalc/guide/a.html", "<div id=DisplayArea><p>One</p></div>");
    const auto pages = readHelpPages(m_root / "es", m_root / "en");
    ASSERT_FALSE(pages);
    EXPECT_THAT(pages.error().toString(), HasSubstr("es/scalc/guide/a.html"));
}

TEST_F(HelpFolder, anEmptyFolderIsAnError)
{
    EXPECT_EQ(readHelpPages(m_root / "es", m_root / "en").error().code, ErrorCode::NotFound);
    EXPECT_EQ(readHelpPages(m_root / "no", m_root / "en").error().code, ErrorCode::NotFound);
}

} // namespace
} // namespace tamiz::engine
