// SPDX-License-Identifier: Apache-2.0
#include "core/base/files.h"

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>

#include <gmock/gmock.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/atomic_file.h"
#include "tests/support/ordinary_user.h"

namespace tamiz {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

class Files : public ::testing::Test
{
protected:
    Files()
    {
        std::string pattern = ::testing::TempDir() + "tamiz-files-XXXXXX";
        m_folder = ::mkdtemp(pattern.data());
    }
    ~Files() override
    {
        std::error_code ignored;
        fs::permissions(m_folder, fs::perms::owner_all, ignored);
        fs::remove_all(m_folder, ignored);
    }

    std::size_t entries() const
    {
        return static_cast<std::size_t>(
            std::distance(fs::directory_iterator(m_folder), fs::directory_iterator()));
    }

    fs::path m_folder;
};

TEST_F(Files, whatIsWrittenIsReadBack)
{
    const std::string content("line\n\0byte\xff", 10);
    ASSERT_TRUE(writeFileAtomically(m_folder / "a", content));
    EXPECT_EQ(readFile(m_folder / "a").value(), content);
    ASSERT_TRUE(writeFileAtomically(m_folder / "a", ""));
    EXPECT_EQ(readFile(m_folder / "a").value(), "");
    EXPECT_EQ(entries(), 1u) << "no temporary file is left";
    struct stat status
    {
    };
    ASSERT_EQ(::stat((m_folder / "a").c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777, 0644u);
}

TEST_F(Files, readingNamesWhatIsWrong)
{
    EXPECT_EQ(readFile(m_folder / "none").error().code, ErrorCode::NotFound);
    EXPECT_THAT(readFile(m_folder / "none").error().where, HasSubstr("none"));
    EXPECT_EQ(readFile(m_folder).error().code, ErrorCode::InvalidInput);
    ASSERT_TRUE(writeFileAtomically(m_folder / "big", std::string(100, 'x')));
    EXPECT_TRUE(readFile(m_folder / "big", 100));
    const Result<std::string> tooLarge = readFile(m_folder / "big", 99);
    ASSERT_FALSE(tooLarge);
    EXPECT_THAT(tooLarge.error().message, HasSubstr("limit of 99 bytes"));
}

TEST_F(Files, aFolderThatIsMissingOrAFileInTheWayIsAnError)
{
    EXPECT_EQ(writeFileAtomically(m_folder / "no" / "a", "x").error().code, ErrorCode::NotFound);
    fs::create_directory(m_folder / "folder");
    EXPECT_FALSE(writeFileAtomically(m_folder / "folder", "x"));
    EXPECT_EQ(entries(), 1u) << "the temporary file is removed";
    ASSERT_TRUE(writeFileAtomically(m_folder / "file", "x"));
    const Status status = makeWritableFolder(m_folder / "file" / "inner");
    ASSERT_FALSE(status);
    EXPECT_THAT(status.error().where, HasSubstr("inner"));
    EXPECT_TRUE(makeWritableFolder(m_folder / "p" / "q"));
    EXPECT_TRUE(fs::is_directory(m_folder / "p" / "q"));
}

TEST_F(Files, anUnwritableFolderIsAnIoErrorThatKeepsTheOldFile)
{
    ASSERT_TRUE(writeFileAtomically(m_folder / "a", "old"));
    fs::permissions(m_folder, fs::perms(0555));
    const fs::path folder = m_folder;
    const int status = test::asOrdinaryUser([folder] {
        const Status written = writeFileAtomically(folder / "a", "new");
        const Status made = makeWritableFolder(folder);
        const bool isRight = !written && written.error().code == ErrorCode::Io
            && written.error().hint.find("permissions") != std::string::npos && !made
            && made.error().code == ErrorCode::Io;
        return isRight ? 0 : 1;
    });
    fs::permissions(m_folder, fs::perms::owner_all);
    if (status == test::kCannotDropRights)
        GTEST_SKIP() << "cannot drop root's rights here";
    EXPECT_EQ(status, 0);
    EXPECT_EQ(readFile(m_folder / "a").value(), "old");
}

TEST_F(Files, aFullDiskIsReportedAndKeepsTheOldFile)
{
    const fs::path disk = m_folder / "disk";
    fs::create_directory(disk);
    if (::mount("tmpfs", disk.c_str(), "tmpfs", 0, "size=64k") != 0)
        GTEST_SKIP() << "needs the right to mount a small tmpfs";
    ASSERT_TRUE(writeFileAtomically(disk / "a", "old"));
    const Status status = writeFileAtomically(disk / "a", std::string(1 << 20, 'x'));
    Status streamed;
    {
        AtomicFile file = std::move(AtomicFile::create(disk / "a").value());
        for (int piece = 0; piece < 100 && streamed; ++piece)
            streamed = file.write(std::string(1 << 12, 'x'));
    }
    const auto kept = readFile(disk / "a");
    const auto left = std::distance(fs::directory_iterator(disk), fs::directory_iterator());
    const std::uint64_t freeBytes = freeDiskBytes(disk / "not" / "yet");
    ::umount(disk.c_str());
    ASSERT_FALSE(status);
    ASSERT_FALSE(streamed);
    for (const Status &failed : { status, streamed }) {
        EXPECT_EQ(failed.error().code, ErrorCode::DiskFull);
        EXPECT_EQ(failed.error().where, disk / "a");
        EXPECT_THAT(failed.error().message, HasSubstr(std::strerror(ENOSPC)));
    }
    EXPECT_EQ(kept.value(), "old");
    EXPECT_EQ(left, 1) << "the temporary file is removed";
    EXPECT_LE(freeBytes, 64u * 1024);
    EXPECT_GT(freeBytes, 0u);
}

TEST_F(Files, aFileInPiecesHasItsNameOnlyWhenCommitted)
{
    ASSERT_TRUE(writeFileAtomically(m_folder / "a", "old"));
    {
        AtomicFile file = std::move(AtomicFile::create(m_folder / "a").value());
        ASSERT_TRUE(file.write(std::string_view("one ")));
        const std::array bytes { std::byte { 't' }, std::byte { '\0' } };
        ASSERT_TRUE(file.write(bytes));
        EXPECT_EQ(readFile(m_folder / "a").value(), "old");
        ASSERT_TRUE(file.commit());
    }
    EXPECT_EQ(readFile(m_folder / "a").value(), std::string("one t\0", 6));
    EXPECT_EQ(entries(), 1u);
}

TEST_F(Files, aFileThatIsNotCommittedLeavesNothing)
{
    {
        AtomicFile file = std::move(AtomicFile::create(m_folder / "a").value());
        ASSERT_TRUE(file.write(std::string_view("half")));
        EXPECT_EQ(entries(), 1u);
        const AtomicFile moved = std::move(file);
        EXPECT_EQ(entries(), 1u) << "a moved-from file removes nothing";
    }
    EXPECT_EQ(entries(), 0u);
    EXPECT_EQ(AtomicFile::create(m_folder / "no" / "a").error().code, ErrorCode::NotFound);
}

TEST_F(Files, aFolderIsPublishedWhole)
{
    ASSERT_TRUE(makeWritableFolder(m_folder / "tmp"));
    ASSERT_TRUE(writeFileAtomically(m_folder / "tmp" / "a", "x"));
    ASSERT_TRUE(publishFolder(m_folder / "tmp", m_folder / "final"));
    EXPECT_EQ(readFile(m_folder / "final" / "a").value(), "x");
    EXPECT_FALSE(fs::exists(m_folder / "tmp"));

    ASSERT_TRUE(makeWritableFolder(m_folder / "tmp"));
    EXPECT_FALSE(publishFolder(m_folder / "tmp", m_folder / "final"))
        << "a folder that holds files is not replaced";
    EXPECT_FALSE(publishFolder(m_folder / "none", m_folder / "other"));
}

TEST_F(Files, aReplacedFolderHasTheNewContentOnly)
{
    for (const char *content : { "first", "second" }) {
        ASSERT_TRUE(makeWritableFolder(m_folder / "tmp"));
        ASSERT_TRUE(writeFileAtomically(m_folder / "tmp" / content, content));
        const Status replaced = replaceFolder(m_folder / "tmp", m_folder / "final");
        ASSERT_TRUE(replaced) << replaced.error().toString();
        EXPECT_EQ(readFile(m_folder / "final" / content).value(), content);
        EXPECT_FALSE(fs::exists(m_folder / "tmp"));
    }
    EXPECT_FALSE(fs::exists(m_folder / "final" / "first"));

    const Status replaced = replaceFolder(m_folder / "none", m_folder / "final");
    ASSERT_FALSE(replaced);
    EXPECT_EQ(replaced.error().code, ErrorCode::NotFound);
    EXPECT_EQ(readFile(m_folder / "final" / "second").value(), "second");
}

TEST_F(Files, noPathLeavesItsFolder)
{
    fs::create_directory(m_folder / "in");
    ASSERT_TRUE(writeFileAtomically(m_folder / "in" / "a", "x"));
    ASSERT_TRUE(writeFileAtomically(m_folder / "secret", "x"));
    fs::create_symlink(m_folder / "secret", m_folder / "in" / "link");
    fs::create_symlink("..", m_folder / "in" / "up");
    const fs::path folder = m_folder / "in";

    EXPECT_EQ(resolveInside(folder, "a").value(), fs::canonical(folder) / "a");
    EXPECT_TRUE(resolveInside(folder, "new/deeper.txt"));
    EXPECT_TRUE(resolveInside(folder, "x/../a"));
    EXPECT_TRUE(resolveInside(folder, "..data")) << "a name may begin with dots";
    for (const char *escape : { "../secret", "x/../../secret", "/etc/passwd", "link", "up/secret",
                                "new/../../secret", ".." }) {
        const Result<fs::path> resolved = resolveInside(folder, escape);
        ASSERT_FALSE(resolved) << escape;
        EXPECT_EQ(resolved.error().code, ErrorCode::InvalidInput);
        EXPECT_THAT(resolved.error().message, HasSubstr(escape));
    }
}

TEST_F(Files, aLoopOfLinksIsAnErrorNotACrash)
{
    fs::create_symlink("b", m_folder / "a");
    fs::create_symlink("a", m_folder / "b");
    EXPECT_FALSE(resolveInside(m_folder, "a"));
    EXPECT_FALSE(readFile(m_folder / "a"));
}

} // namespace
} // namespace tamiz
