// SPDX-License-Identifier: Apache-2.0
#include <cstring>
#include <fstream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/files.h"
#include "core/base/random.h"
#include "core/engine/model/safetensors.h"
#include "tests/support/temporary_folder.h"

namespace tamiz::engine {

namespace {

using test::TemporaryFolder;
using ::testing::HasSubstr;

class SafetensorsTest : public ::testing::Test
{
protected:
    /// A file with this header and this many bytes of data behind it.
    std::filesystem::path write(const std::string &header, std::size_t dataBytes,
                                std::uint64_t claimed = 0)
    {
        const std::uint64_t bytes = claimed ? claimed : header.size();
        std::string content(reinterpret_cast<const char *>(&bytes), sizeof bytes);
        content += header + std::string(dataBytes, '\1');
        return writeRaw(content);
    }

    std::filesystem::path writeRaw(const std::string &content)
    {
        const std::filesystem::path path = m_folder.path() / "x.safetensors";
        std::ofstream(path, std::ios::binary | std::ios::trunc) << content;
        return path;
    }

    std::string errorOf(const std::string &header, std::size_t dataBytes, std::uint64_t claimed = 0)
    {
        const auto file = SafetensorsFile::open(write(header, dataBytes, claimed));
        return file ? "opened" : file.error().toString();
    }

    TemporaryFolder m_folder;
};

TEST_F(SafetensorsTest, ReadsBackWhatItWrote)
{
    const std::vector<float> values = { 1, -2, 3.5F, 4, 5, 6 };
    const std::vector<std::int64_t> ids = { 7, 8 };
    std::map<std::string, TensorView> tensors;
    tensors["b.weight"] = { "F32", { 2, 3 }, std::as_bytes(std::span(values)) };
    tensors["a.ids"] = { "I64", { 2 }, std::as_bytes(std::span(ids)) };
    tensors["empty"] = { "F32", { 0, 4 }, {} };
    tensors["scalar"] = { "F32", {}, std::as_bytes(std::span(values).first(1)) };
    const auto path = m_folder.path() / "x.safetensors";
    ASSERT_TRUE(writeSafetensors(path, tensors, { { "made", "here" } }));

    const auto file = SafetensorsFile::open(path);
    ASSERT_TRUE(file) << file.error().toString();
    EXPECT_EQ((*file)->metadata().at("format"), "pt");
    EXPECT_EQ((*file)->metadata().at("made"), "here");
    ASSERT_EQ((*file)->tensors().size(), 4U);
    for (const auto &[name, expected] : tensors) {
        const TensorView &view = (*file)->tensors().at(name);
        EXPECT_EQ(view.dtype, expected.dtype) << name;
        EXPECT_EQ(view.shape, expected.shape) << name;
        ASSERT_EQ(view.data.size(), expected.data.size()) << name;
        if (!view.data.empty()) {
            EXPECT_EQ(std::memcmp(view.data.data(), expected.data.data(), view.data.size()), 0);
        }
    }
    // Eight-byte types come first: every tensor is aligned to its type.
    const auto offset
        = reinterpret_cast<std::uintptr_t>((*file)->tensors().at("a.ids").data.data());
    EXPECT_EQ(offset % 8, 0U);
}

TEST_F(SafetensorsTest, TruncatedFilesSayWhereTheyEnd)
{
    const std::vector<float> values(100, 1);
    const auto path = m_folder.path() / "x.safetensors";
    ASSERT_TRUE(
        writeSafetensors(path, { { "w", { "F32", { 100 }, std::as_bytes(std::span(values)) } } }));
    const std::string whole = *readFile(path);
    for (std::size_t size = 0; size < whole.size(); ++size) {
        const auto file = SafetensorsFile::open(writeRaw(whole.substr(0, size)));
        ASSERT_FALSE(file) << size;
        EXPECT_THAT(file.error().toString(), HasSubstr("x.safetensors"));
    }
    const auto file = SafetensorsFile::open(writeRaw(whole.substr(0, whole.size() - 4)));
    EXPECT_THAT(file.error().toString(), HasSubstr("'w' ends at byte 400"));
    EXPECT_FALSE(SafetensorsFile::open(writeRaw(whole + "x"))) << "bytes that belong to no tensor";
}

TEST_F(SafetensorsTest, HeadersThatLieAreRefused)
{
    const std::string good = R"({"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}})";
    EXPECT_EQ(errorOf(good, 8), "opened");
    EXPECT_EQ(errorOf(good + "   ", 8), "opened") << "padding";
    EXPECT_THAT(errorOf(good, 8, ~std::uint64_t { 0 }), HasSubstr("header claims"));
    EXPECT_THAT(errorOf(good, 8, 100'000'001), HasSubstr("header claims"));
    EXPECT_THAT(errorOf(good, 8, 1000), HasSubstr("header claims"));
    EXPECT_THAT(errorOf(good, 12), HasSubstr("12 bytes"));

    const auto header = [](const std::string &entry) { return R"({"w":)" + entry + "}"; };
    const std::pair<std::string, const char *> wrong[] = {
        { header(R"({"dtype":"F33","shape":[2],"data_offsets":[0,8]})"), "unknown type 'F33'" },
        { header(R"({"dtype":"F32","shape":[3],"data_offsets":[0,8]})"), "shape [3]" },
        { header(R"({"dtype":"F32","shape":[-2],"data_offsets":[0,8]})"), "-2" },
        { header(R"({"dtype":"F32","shape":[2],"data_offsets":[8,0]})"), "data_offsets [8, 0]" },
        { header(R"({"dtype":"F32","shape":[2],"data_offsets":[0,8,8]})"), "more than two" },
        { header(R"({"dtype":"F32","shape":[2],"data_offsets":[0]})"), "needs dtype" },
        { header(R"({"dtype":"F32","shape":[2]})"), "needs dtype" },
        { header(R"({"dtype":"F32","shape":[2],"shape":[2],"data_offsets":[0,8]})"), "twice" },
        { header(R"({"dtype":"F32","shape":[2],"data_offsets":[0,8],"x":1})"), "unknown key 'x'" },
        { header(R"({"dtype":"F32","shape":[2.5],"data_offsets":[0,8]})"), "2.5" },
        { header(R"({"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,8]})"),
          "shape" },
        { header(R"({"dtype":"F32","shape":[18446744073709551615],"data_offsets":[0,8]})"),
          "1844" },
        { header(
              R"({"dtype":"F32","shape":[2],"data_offsets":[18446744073709551608,18446744073709551615]})"),
          "" },
        { header("[1]"), "an array" },
        { header("null"), "null" },
        { R"({"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}})",
          "duplicate tensor 'w'" },
        { R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[2,6]}})",
          "overlap or hole" },
        { R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[0],"data_offsets":[8,8]}})",
          "overlap or hole" },
        { R"({"__metadata__":{"a":1}})", "1" },
        { R"({"__metadata__":{"a":"b")", "not valid JSON" },
        { R"([])", "not a JSON object" },
        { "", "" },
        { std::string(1'000'000, '['), "not a JSON object" },
        { R"({"w":)" + std::string(1'000'000, '['), "" },
        { "{\"\xff\":{}}", "not valid JSON" },
    };
    for (const auto &[text, part] : wrong) {
        const std::string error = errorOf(text, 8);
        EXPECT_NE(error, "opened") << text.substr(0, 200);
        EXPECT_THAT(error, HasSubstr(part)) << text.substr(0, 200);
        EXPECT_THAT(error, HasSubstr("x.safetensors"));
    }
}

TEST_F(SafetensorsTest, NoChangeOfAByteMakesItReadOutside)
{
    const std::string good
        = R"({"__metadata__":{"format":"pt"},"a":{"dtype":"F16","shape":[2,2],"data_offsets":[0,8]},)"
          R"("b":{"dtype":"F32","shape":[2],"data_offsets":[8,16]}})";
    const CounterRandom random(7);
    for (std::uint64_t draw = 0; draw < 3000; ++draw) {
        std::string header = good;
        for (std::uint64_t change = 0; change <= draw % 3; ++change) {
            const std::size_t at = random.at(draw).below(header.size(), 2 * change);
            const char kinds[]
                = { '0', '9', '{', '}', '[', ']', ',', '"', '-', '\\', '\0', '\xfe' };
            header[at] = kinds[random.at(draw).below(std::size(kinds), 2 * change + 1)];
        }
        const auto file = SafetensorsFile::open(write(header, 16));
        if (!file)
            continue;
        std::size_t total = 0;
        for (const auto &[name, view] : (*file)->tensors()) {
            total += view.data.size();
            for (const std::byte value : view.data)
                ASSERT_EQ(value, std::byte { 1 });
        }
        EXPECT_EQ(total, 16U);
    }
}

TEST_F(SafetensorsTest, WritingFailsWithThePathAndLeavesNothing)
{
    const std::vector<float> values = { 1 };
    const std::map<std::string, TensorView> tensors
        = { { "w", { "F32", { 1 }, std::as_bytes(std::span(values)) } } };
    const Status missing = writeSafetensors(m_folder.path() / "no" / "x.safetensors", tensors);
    ASSERT_FALSE(missing);
    EXPECT_THAT(missing.error().toString(), HasSubstr("no/x.safetensors"));

    const Status wrong
        = writeSafetensors(m_folder.path() / "x.safetensors",
                           { { "w", { "F32", { 2 }, std::as_bytes(std::span(values)) } } });
    EXPECT_FALSE(wrong);
    EXPECT_TRUE(std::filesystem::is_empty(m_folder.path()));
}

} // namespace

} // namespace tamiz::engine
