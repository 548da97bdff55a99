// SPDX-License-Identifier: Apache-2.0
#include "core/base/temporary_files.h"

#include <optional>

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "tests/support/temporary_folder.h"

namespace tamiz {
namespace {

namespace fs = std::filesystem;

std::string textAt(const FileDescriptor &file, std::uint64_t offset, std::size_t size)
{
    std::string text(size, '?');
    const auto count = readAt(file, "file", offset, std::as_writable_bytes(std::span(text)));
    return count ? text.substr(0, *count) : count.error().toString();
}

TEST(TemporaryFiles, aFolderGoesWithEverythingInIt)
{
    const test::TemporaryFolder place;
    {
        const auto folder = makeTemporaryFolder(place.path() / "new-");
        ASSERT_TRUE(folder) << folder.error().toString();
        EXPECT_TRUE(folder->path().filename().string().starts_with("new-"));
        fs::create_directories(folder->path() / "a" / "b");
        struct stat status
        {
        };
        ASSERT_EQ(::stat(folder->path().c_str(), &status), 0);
        EXPECT_EQ(status.st_mode & 0777, 0700U);
    }
    EXPECT_TRUE(fs::is_empty(place.path()));
}

TEST(TemporaryFiles, whatIsReleasedOrMovedStays)
{
    const test::TemporaryFolder place;
    fs::path path;
    {
        auto first = makeTemporaryFolder(place.path() / "a-");
        auto second = makeTemporaryFolder(place.path() / "a-");
        ASSERT_TRUE(first && second);
        EXPECT_NE(first->path(), second->path());
        path = first->path();
        std::optional<TemporaryName> owner;
        {
            const TemporaryName moved = std::move(*first);
            EXPECT_TRUE(fs::exists(path)) << "a moved-from name removes nothing";
            owner.emplace(path);
            owner->release();
        }
        EXPECT_FALSE(fs::exists(path)) << "its new owner's";
        second->release();
        path = place.path();
    }
    EXPECT_EQ(std::distance(fs::directory_iterator(path), fs::directory_iterator()), 1);
}

TEST(TemporaryFiles, aFileIsThereAsLongAsItsName)
{
    const test::TemporaryFolder place;
    {
        auto file = makeTemporaryFile(place.path() / "a-");
        ASSERT_TRUE(file) << file.error().toString();
        const std::string_view text = "abc";
        ASSERT_TRUE(writeAt(file->descriptor, "file", 3, std::as_bytes(std::span(text))));
        EXPECT_EQ(fs::file_size(file->name.path()), 3 + text.size());
    }
    EXPECT_TRUE(fs::is_empty(place.path()));
    EXPECT_EQ(makeTemporaryFile(place.path() / "no" / "a-").error().code, ErrorCode::NotFound);
    EXPECT_EQ(makeTemporaryFolder(place.path() / "no" / "a-").error().code, ErrorCode::NotFound);
}

TEST(TemporaryFiles, anUnnamedFileIsReadAtAnyPlace)
{
    const test::TemporaryFolder place;
    const auto file = openUnnamedFile(place.path());
    ASSERT_TRUE(file) << file.error().toString();
    EXPECT_TRUE(fs::is_empty(place.path()));
    const std::string_view text = "0123456789";
    ASSERT_TRUE(writeAt(*file, "file", 5, std::as_bytes(std::span(text))));
    EXPECT_EQ(textAt(*file, 0, 7), std::string(5, '\0') + "01");
    EXPECT_EQ(textAt(*file, 8, 4), "3456");
    EXPECT_EQ(textAt(*file, 13, 4), "89") << "the file ends";
    EXPECT_EQ(textAt(*file, 20, 4), "");
    EXPECT_EQ(readAt(FileDescriptor(), "name", 0, {}).value_or(1), 0U) << "nothing is asked for";
    std::byte one {};
    const auto unread = readAt(FileDescriptor(), "name", 0, { &one, 1 });
    ASSERT_FALSE(unread);
    EXPECT_EQ(unread.error().where, "name");
    EXPECT_FALSE(writeAt(FileDescriptor(), "name", 0, { &one, 1 }));
    EXPECT_FALSE(openUnnamedFile(place.path() / "no"));
}

} // namespace
} // namespace tamiz
