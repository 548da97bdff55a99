// SPDX-License-Identifier: Apache-2.0
#include "core/base/content_hash.h"

#include <set>

#include <gtest/gtest.h>

#include "tests/support/temporary_folder.h"

namespace tamiz {
namespace {

TEST(Checksum, everyByteAndTheLengthCount)
{
    std::string bytes(67, '\0');
    std::set<std::uint64_t> sums { checksum(bytes) };
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        for (const char value : { '\1', '\x80' }) {
            bytes[i] = value;
            sums.insert(checksum(bytes));
        }
        bytes[i] = '\0';
        sums.insert(checksum(std::string_view(bytes).substr(0, i)));
    }
    EXPECT_EQ(sums.size(), 1 + 3 * bytes.size());
    EXPECT_NE(checksum("a", 0), checksum("a", 1));
}

/// The published value of nothing: what older files hold is read again.
TEST(Checksum, isXxh3)
{
    EXPECT_EQ(checksum(""), 0x2D06800538D394C2U);
}

/// Texts that differ at few places, each in a byte of the same significance.
TEST(Checksum, similarTextsDiffer)
{
    std::set<std::uint64_t> sums;
    std::string text(24, 'a');
    for (int i = 0; i < 65'536; ++i) {
        for (std::size_t digit = 0; digit < 4; ++digit)
            text[7 + 4 * digit] = static_cast<char>('A' + ((i >> (4 * digit)) & 15));
        sums.insert(checksum(text));
    }
    EXPECT_EQ(sums.size(), 65'536U);
}

TEST(ContentHash, partsAndTheirOrderName)
{
    const auto name = [](std::initializer_list<std::string_view> parts) {
        ContentHash hash;
        for (const std::string_view part : parts)
            hash.add(part);
        return hash.name();
    };
    EXPECT_EQ(name({ "a", "bc" }).size(), 32U);
    EXPECT_EQ(name({ "a", "bc" }), name({ "a", "bc" }));
    EXPECT_NE(name({ "a", "bc" }), name({ "ab", "c" }));
    EXPECT_NE(name({ "a", "b" }), name({ "b", "a" }));
    EXPECT_NE(name({ "a" }), name({ "a", "" }));
}

TEST(ContentHash, filesCountByContent)
{
    const test::TemporaryFolder folder;
    const std::string large(3'000'001, 'x');
    folder.write("a", large);
    folder.write("b", large);
    folder.write("c", large.substr(1) + "y");
    RunControl control;
    const auto name = [&](const char *file) {
        ContentHash hash;
        EXPECT_TRUE(hash.addFile(folder.path() / file, control));
        return hash.name();
    };
    EXPECT_EQ(name("a"), name("b"));
    EXPECT_NE(name("a"), name("c"));
    EXPECT_EQ(ContentHash().addFile(folder.path() / "none", control).error().code,
              ErrorCode::NotFound);
    control.requestStop();
    EXPECT_EQ(ContentHash().addFile(folder.path() / "a", control).error().code,
              ErrorCode::Cancelled);
}

} // namespace
} // namespace tamiz
