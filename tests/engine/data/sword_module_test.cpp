// SPDX-License-Identifier: Apache-2.0
#include "core/engine/data/sword_module.h"

#include <fstream>

#include <gmock/gmock.h>
#include <unistd.h>
#include <zlib.h>

namespace tamiz::engine {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;

void appendNumber(std::string &bytes, std::uint32_t value, int count)
{
    for (int i = 0; i < count; ++i)
        bytes += static_cast<char>(value >> 8 * i & 0xFF);
}

// A testament of one block, as the SWORD tools write it.
class SwordModule : public testing::Test
{
protected:
    void SetUp() override
    {
        m_folder = fs::path(testing::TempDir())
            / ("sword-" + std::to_string(getpid()) + "-"
               + testing::UnitTest::GetInstance()->current_test_info()->name());
        fs::create_directories(m_folder);
    }
    void TearDown() override { fs::remove_all(m_folder); }

    void write(const std::string &name, const std::string &bytes) const
    {
        std::ofstream(m_folder / name, std::ios::binary) << bytes;
    }

    void writeTestament(const std::vector<std::string> &entries) const
    {
        std::string text;
        std::string verses;
        for (const std::string &entry : entries) {
            appendNumber(verses, 0, 4);
            appendNumber(verses, static_cast<std::uint32_t>(text.size()), 4);
            appendNumber(verses, static_cast<std::uint32_t>(entry.size()), 2);
            text += entry;
        }
        std::string packed(compressBound(text.size()), '\0');
        uLongf size = packed.size();
        ASSERT_EQ(compress(reinterpret_cast<Bytef *>(packed.data()), &size,
                           reinterpret_cast<const Bytef *>(text.data()), text.size()),
                  Z_OK);
        packed.resize(size);
        std::string blocks;
        appendNumber(blocks, 0, 4);
        appendNumber(blocks, static_cast<std::uint32_t>(size), 4);
        appendNumber(blocks, static_cast<std::uint32_t>(text.size()), 4);
        write("ot.bzs", blocks);
        write("ot.bzv", verses);
        write("ot.bzz", packed);
    }

    void truncate(const std::string &name, std::uintmax_t bytes) const
    {
        fs::resize_file(m_folder / name, bytes);
    }

    std::string errorText() const
    {
        const auto result = readSwordText(m_folder);
        EXPECT_FALSE(result);
        return result ? "" : result.error().toString();
    }

    fs::path m_folder;
    const std::vector<std::string> m_entries {
        "<milestone type=\"x-importer\"/>",
        "<div type=\"book\" osisID=\"Gen\"/><title>Génesis</title>",
        "<chapter n=\"1\" osisID=\"Gen.1\" sID=\"Gen.1\"/>",
        "<w lemma=\"strong:H7225\">EN el principio</w> crió <w>Dios</w>. ",
        "",
        "Y <note>nota</note>dijo &amp; vió.",
        "<chapter n=\"2\" osisID=\"Gen.2\"/>",
        "Y fueron acabados.",
    };
};

TEST_F(SwordModule, readsChaptersAndVerses)
{
    writeTestament(m_entries);
    const auto chapters = readSwordText(m_folder);
    ASSERT_TRUE(chapters) << chapters.error().toString();
    ASSERT_EQ(chapters->size(), 2u);
    EXPECT_EQ((*chapters)[0].name, "Gen.1");
    EXPECT_THAT((*chapters)[0].verses, ElementsAre("EN el principio crió Dios.", "Y dijo & vió."));
    EXPECT_THAT((*chapters)[1].verses, ElementsAre("Y fueron acabados."));
}

TEST_F(SwordModule, everyTruncationOfEveryFileIsAnErrorOrLessText)
{
    for (const char *name : { "ot.bzs", "ot.bzv", "ot.bzz" }) {
        writeTestament(m_entries);
        const std::uintmax_t size = fs::file_size(m_folder / name);
        for (std::uintmax_t bytes = 0; bytes < size; ++bytes) {
            writeTestament(m_entries);
            truncate(name, bytes);
            const auto result = readSwordText(m_folder);
            if (!result) {
                EXPECT_EQ(result.error().code, ErrorCode::InvalidInput);
                EXPECT_THAT(result.error().where, HasSubstr("ot.bz"));
            } else {
                // A whole number of verse records left: a shorter book, no error to see.
                EXPECT_STREQ(name, "ot.bzv");
                EXPECT_EQ(bytes % 10, 0u);
            }
        }
    }
}

TEST_F(SwordModule, aTruncatedFileIsNamed)
{
    writeTestament(m_entries);
    truncate("ot.bzz", 12);
    EXPECT_THAT(errorText(), testing::AllOf(HasSubstr("ot.bzz"), HasSubstr("of 12")));
}

TEST_F(SwordModule, aRecordOutsideItsBlockIsNamed)
{
    writeTestament({ "<chapter osisID=\"Gen.1\"/>", "uno" });
    std::string verses;
    appendNumber(verses, 0, 4);
    appendNumber(verses, 20, 4);
    appendNumber(verses, 60'000, 2);
    write("ot.bzv", verses);
    EXPECT_THAT(errorText(), testing::AllOf(HasSubstr("record 0"), HasSubstr("60020")));
    verses.clear();
    appendNumber(verses, 7, 4);
    appendNumber(verses, 0, 4);
    appendNumber(verses, 3, 2);
    write("ot.bzv", verses);
    EXPECT_THAT(errorText(), HasSubstr("block 7 of 1"));
}

TEST_F(SwordModule, aClaimOfGigabytesIsRefused)
{
    writeTestament({ "<chapter osisID=\"Gen.1\"/>", "uno" });
    std::string blocks;
    appendNumber(blocks, 0, 4);
    appendNumber(blocks, 4, 4);
    appendNumber(blocks, 0xFFFFFFFF, 4);
    write("ot.bzs", blocks);
    EXPECT_THAT(errorText(), HasSubstr("4294967295"));
}

TEST_F(SwordModule, aFolderWithoutModuleAndAMissingFileAreErrors)
{
    EXPECT_THAT(errorText(), HasSubstr("no SWORD zText module"));
    writeTestament(m_entries);
    fs::remove(m_folder / "ot.bzv");
    EXPECT_THAT(errorText(), HasSubstr("ot.bzv"));
}

TEST(Osis, unclosedMarkupEndsTheVerse)
{
    EXPECT_EQ(osisPlainText("Y dijo <w lemma="), "Y dijo");
    EXPECT_EQ(osisPlainText("a</note>b &unknown; c & d"), "ab &unknown; c & d");
    EXPECT_EQ(osisPlainText("uno<lb/>dos"), "uno dos");
}

} // namespace
} // namespace tamiz::engine
