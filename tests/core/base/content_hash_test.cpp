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
