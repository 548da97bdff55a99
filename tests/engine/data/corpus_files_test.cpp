// SPDX-License-Identifier: Apache-2.0
#include "core/engine/data/corpus_files.h"

#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/temporary_folder.h"

namespace tamiz::engine {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class CorpusFilesTest : public testing::Test
{
protected:
    void expectCorpusIn(const fs::path &out, const fs::path &folder) const
    {
        const auto files = corpusFiles(out);
        ASSERT_TRUE(files) << files.error().toString();
        EXPECT_EQ(files->text, folder / "corpus.txt");
        EXPECT_EQ(files->validation, folder / "corpus_valid.txt");
        EXPECT_EQ(files->summary, folder / "corpus.json");
    }

    test::TemporaryFolder m_folder;
    const fs::path m_root = m_folder.path();
};

TEST_F(CorpusFilesTest, ATextFileGetsItsNeighbours)
{
    const auto files = corpusFiles(m_root / "es.v2.txt");
    ASSERT_TRUE(files);
    EXPECT_EQ(files->text, m_root / "es.v2.txt");
    EXPECT_EQ(files->validation, m_root / "es.v2_valid.txt");
    EXPECT_EQ(files->summary, m_root / "es.v2.json");
}

TEST_F(CorpusFilesTest, AFolderGetsThemInside)
{
    fs::create_directories(m_root / "old.txt");
    expectCorpusIn(m_root / "old.txt", m_root / "old.txt");
    expectCorpusIn(m_root / "new", m_root / "new");
    expectCorpusIn(m_root / "new.d" / "", m_root / "new.d");
}

TEST_F(CorpusFilesTest, WhatNoReaderWouldTakeForTextIsRefused)
{
    std::ofstream(m_root / "corpus") << "mine";
    for (const fs::path &out : { m_root / "corpus", m_root / "corpus.jsonl", fs::path() }) {
        const auto files = corpusFiles(out);
        ASSERT_FALSE(files) << out;
        EXPECT_EQ(files.error().code, ErrorCode::InvalidArgument);
        EXPECT_THAT(files.error().hint, HasSubstr("Name a .txt file"));
    }
}

} // namespace
} // namespace tamiz::engine
