// SPDX-License-Identifier: Apache-2.0
// Files of torch.save, written here byte by byte: what is read, and what is refused.
#include <cstring>
#include <fstream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/random.h"
#include "core/engine/model/pickle_reader.h"
#include "core/engine/model/torch_file.h"
#include "tests/support/temporary_folder.h"

namespace tamiz::engine {

namespace {

using test::TemporaryFolder;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

template<typename T>
std::string raw(T value)
{
    std::string bytes(sizeof value, '\0');
    std::memcpy(bytes.data(), &value, sizeof value);
    return bytes;
}

// Instructions of pickle's protocol 2.
std::string text(const std::string &value)
{
    return "X" + raw(static_cast<std::uint32_t>(value.size())) + value;
}
std::string number(std::int32_t value)
{
    return "J" + raw(value);
}
std::string name(const std::string &module, const std::string &member)
{
    return "c" + module + "\n" + member + "\n";
}
std::string tuple(const std::vector<std::int32_t> &values)
{
    std::string bytes = "(";
    for (const std::int32_t value : values)
        bytes += number(value);
    return bytes + "t";
}

struct Tensor
{
    std::vector<std::int32_t> shape { 2, 3 };
    std::vector<std::int32_t> strides { 3, 1 };
    std::int32_t offset = 0;
    std::int32_t elements = 6;
    std::string type = "FloatStorage";
};

std::string tensorValue(const Tensor &tensor)
{
    return name("torch._utils", "_rebuild_tensor_v2") + "((" + text("storage")
        + name("torch", tensor.type) + text("0") + text("cpu") + number(tensor.elements) + "tQ"
        + number(tensor.offset) + tuple(tensor.shape) + tuple(tensor.strides) + "\x89"
        + name("collections", "OrderedDict") + ")RtR";
}

/// {'weight': value}
std::string dictionary(const std::string &value)
{
    return std::string("\x80\x02}(", 4) + text("weight") + value + "u.";
}

/// An archive of stored entries.
std::string zip(const std::vector<std::pair<std::string, std::string>> &entries)
{
    std::string files;
    std::string directory;
    for (const auto &[file, content] : entries) {
        const std::string sizes = raw(std::uint32_t { 0 }) // checksum, which nobody reads
            + raw(static_cast<std::uint32_t>(content.size()))
            + raw(static_cast<std::uint32_t>(content.size()))
            + raw(static_cast<std::uint16_t>(file.size())) + raw(std::uint16_t { 0 });
        directory += "PK\1\2" + std::string(12, '\0') + sizes + std::string(10, '\0')
            + raw(static_cast<std::uint32_t>(files.size())) + file;
        files += "PK\3\4" + std::string(10, '\0') + sizes + file + content;
    }
    const auto count = static_cast<std::uint16_t>(entries.size());
    return files + directory + "PK\5\6" + std::string(4, '\0') + raw(count) + raw(count)
        + raw(static_cast<std::uint32_t>(directory.size()))
        + raw(static_cast<std::uint32_t>(files.size())) + std::string(2, '\0');
}

std::string sixFloats()
{
    std::string bytes;
    for (int i = 0; i < 6; ++i)
        bytes += raw(static_cast<float>(i));
    return bytes;
}

std::string archive(const std::string &pickle)
{
    return zip({ { "model/data.pkl", pickle }, { "model/data/0", sixFloats() } });
}

Result<std::shared_ptr<const TensorFile>> open(const std::string &content)
{
    const TemporaryFolder folder;
    const auto path = folder.path() / "pytorch_model.bin";
    std::ofstream(path, std::ios::binary) << content;
    return openTorchFile(path);
}

std::vector<float> floatsOf(const std::string &pickle)
{
    const auto file = open(archive(pickle));
    EXPECT_TRUE(file) << file.error().toString();
    if (!file)
        return {};
    const auto data = (*file)->tensors().at("weight").data;
    std::vector<float> values(data.size() / sizeof(float));
    std::memcpy(values.data(), data.data(), data.size());
    return values;
}

std::string errorOf(const std::string &content)
{
    const auto file = open(content);
    return file ? "read" : file.error().toString();
}

TEST(PickleTest, ReadsTensorsOfEveryForm)
{
    EXPECT_THAT(floatsOf(dictionary(tensorValue({}))), ElementsAre(0, 1, 2, 3, 4, 5));
    EXPECT_THAT(
        floatsOf(dictionary(tensorValue({ .shape = { 3 }, .strides = { 1 }, .offset = 2 }))),
        ElementsAre(2, 3, 4));
    EXPECT_THAT(floatsOf(dictionary(tensorValue({ .shape = { 3, 2 }, .strides = { 1, 3 } }))),
                ElementsAre(0, 3, 1, 4, 2, 5))
        << "transposed";
    EXPECT_THAT(floatsOf(dictionary(tensorValue({ .shape = {}, .strides = {}, .offset = 5 }))),
                ElementsAre(5));
    EXPECT_THAT(
        floatsOf(dictionary(name("torch._utils", "_rebuild_parameter") + "(" + tensorValue({})
                            + "\x88" + name("collections", "OrderedDict") + ")RtR")),
        ElementsAre(0, 1, 2, 3, 4, 5));
}

TEST(PickleTest, ReadsAStateDictionaryWithItsMetadata)
{
    const std::string pickle = std::string("\x80\x02", 2) + name("collections", "OrderedDict")
        + ")R(" + text("weight") + tensorValue({}) + "u}" + text("_metadata") + "}" + text("") + "}"
        + text("version") + "K\x01sssb.";
    EXPECT_THAT(floatsOf(pickle), ElementsAre(0, 1, 2, 3, 4, 5));
}

TEST(PickleTest, RefusesEverythingThatIsNoTensorAndRunsNothing)
{
    const std::string call
        = std::string("\x80\x02", 2) + name("os", "system") + "(" + text("touch x") + "tR.";
    EXPECT_THAT(errorOf(archive(call)), HasSubstr("'os.system'"));
    EXPECT_THAT(errorOf(archive(call)), HasSubstr("no code of a file is ever run"));
    EXPECT_THAT(errorOf(archive(std::string("\x80\x04\x8c", 3))), HasSubstr("instruction 140"));
    EXPECT_THAT(errorOf(archive("i" + call)), HasSubstr("instruction 105"));
    EXPECT_THAT(errorOf(archive(text("x") + ")R.")), HasSubstr("cannot be called"));
    EXPECT_THAT(errorOf(archive("N.")), HasSubstr("no dictionary"));
    EXPECT_THAT(errorOf(archive("}")), HasSubstr("ends too early"));
    EXPECT_THAT(errorOf(archive("u.")), HasSubstr("lacks a mark"));
    EXPECT_THAT(errorOf(archive("R")), HasSubstr("more values than it has"));
    EXPECT_THAT(errorOf(archive("h\x07")), HasSubstr("never stored"));
    EXPECT_THAT(errorOf(archive(")" + std::string(1000, '\x85') + ".")), HasSubstr("too deep"));
    EXPECT_THAT(errorOf(archive(std::string(std::size_t { 3 } << 20, ')'))), HasSubstr("larger"));
}

TEST(PickleTest, RefusesTensorsThatLeaveTheirStorage)
{
    const std::vector<Tensor> wrong = {
        { .shape = { 7 }, .strides = { 1 } },
        { .offset = 1 },
        { .offset = -1 },
        { .shape = { -2, 3 } },
        { .strides = { -3, 1 } },
        { .shape = { 2, 3 }, .strides = { 4, 1 } },
        { .shape = { 2147483647, 2147483647, 2147483647 }, .strides = { 1, 1, 1 } },
        { .shape = { 6 }, .strides = { 1, 1 } },
        { .elements = 7 },
        { .type = "DoubleStorage" },
    };
    for (const Tensor &tensor : wrong)
        EXPECT_NE(errorOf(archive(dictionary(tensorValue(tensor)))), "read");
    EXPECT_THAT(
        errorOf(archive(dictionary(tensorValue({ .shape = { 1000, 1000 }, .strides = { 0, 0 } })))),
        HasSubstr("repeats its elements"));
    EXPECT_THAT(errorOf(zip({ { "model/data.pkl", dictionary(tensorValue({})) } })),
                HasSubstr("storage of 'weight' is missing"));
}

TEST(PickleTest, RefusesWhatIsNoArchive)
{
    EXPECT_THAT(errorOf(""), HasSubstr("no zip archive"));
    EXPECT_THAT(errorOf(std::string("\x80\x02", 2)), HasSubstr("before version 1.6"));
    EXPECT_THAT(errorOf(zip({ { "model/readme", "x" } })), HasSubstr("no data.pkl"));
    std::string compressed = archive(dictionary(tensorValue({})));
    compressed[compressed.rfind("PK\1\2") + 10] = 8;
    EXPECT_THAT(errorOf(compressed), HasSubstr("compressed"));
}

TEST(PickleTest, DamagedFilesNeverCrash)
{
    const std::string whole = archive(dictionary(tensorValue({})));
    for (std::size_t size = 0; size < whole.size(); size += 3)
        EXPECT_NE(errorOf(whole.substr(0, size)), "read") << size;
    const CounterRandom random(7);
    for (std::uint64_t i = 0; i < 3000; ++i) {
        std::string damaged = whole;
        for (std::uint64_t change = 0; change < 3; ++change) {
            const std::uint64_t place = random.below(damaged.size(), 2 * (3 * i + change));
            damaged[place] = static_cast<char>(random.below(256, 2 * (3 * i + change) + 1));
        }
        const auto file = open(damaged);
        if (!file)
            continue;
        for (const auto &[tensor, view] : (*file)->tensors()) // every byte is there
            EXPECT_GE(
                std::string(reinterpret_cast<const char *>(view.data.data()), view.data.size())
                    .size(),
                0U);
    }
}

} // namespace

} // namespace tamiz::engine
