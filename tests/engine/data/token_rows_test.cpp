// SPDX-License-Identifier: Apache-2.0
// Rows as they are packed, in memory and in files, whole and damaged.
#include "core/engine/data/token_rows.h"

#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/random.h"
#include "core/engine/data/sequences.h"
#include "tests/support/temporary_folder.h"

namespace tamiz::engine {

namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

constexpr RowLimits kLimits { .ids = 70'000, .labels = 3 };

TokenRow plainRow(std::int64_t example, std::size_t tokens)
{
    TokenRow row;
    row.example = example;
    for (std::size_t i = 0; i < tokens; ++i)
        row.ids.push_back(
            static_cast<std::int64_t>((i * 7919 + static_cast<std::size_t>(example)) % 70'000));
    row.isSpecial.assign(tokens, 0);
    if (tokens > 0)
        row.isSpecial.front() = row.isSpecial.back() = 1;
    row.typeIds.assign(tokens, 0);
    row.classes.assign(tokens, 0);
    row.labels.assign(tokens, kIgnoredLabel);
    return row;
}

/// One of each kind that a task makes.
std::vector<TokenRow> rowsOfTasks()
{
    std::vector<TokenRow> rows;
    rows.push_back(plainRow(0, 9));
    rows.back().label = 2;
    rows.push_back(plainRow(1, 0)); // an empty text, no special tokens
    rows.push_back(plainRow(2, 17));
    rows.back().typeIds[16] = 2; // XLNet's [CLS]
    rows.back().classes[3] = 1;
    rows.back().classes[4] = std::uint64_t { 1 } << 63;
    rows.back().isTruncated = true;
    rows.push_back(plainRow(3, 8));
    rows.back().labels[2] = 1;
    rows.push_back(plainRow(4, 8));
    rows.back().labels = causalLabels(rows.back().ids);
    rows.push_back(plainRow(5, 3));
    rows.back().targets = { 0.5F, -1e30F, 0 };
    rows.push_back(plainRow(6, 12));
    rows.back().answer = { 4, 6 };
    rows.back().places.assign(12, {});
    rows.back().places[4] = { 100, 105 };
    rows.back().question = Question { "un contexto ñ", { "ñ", "" } };
    rows.push_back(plainRow(6, 12));
    rows.back().part = 3;
    rows.back().answer = { 0, 1 };
    rows.back().places.assign(12, {});
    return rows;
}

TEST(RowCodec, everyRowComesBackAsItWas)
{
    std::string bytes;
    const std::vector<TokenRow> rows = rowsOfTasks();
    for (const TokenRow &row : rows)
        packRow(row, bytes);
    PackedReader reader(bytes);
    for (const TokenRow &row : rows) {
        TokenRow read;
        ASSERT_TRUE(unpackRow(reader, kLimits, read)) << row.example;
        EXPECT_EQ(read, row) << row.example;
    }
    EXPECT_EQ(reader.left(), 0U);
    TokenRow none;
    EXPECT_FALSE(unpackRow(reader, kLimits, none));
}

TEST(RowCodec, aPlainTokenTakesLittleMoreThanItsId)
{
    std::string bytes;
    packRow(plainRow(0, 128), bytes);
    EXPECT_LT(bytes.size(), 128U * 4 + 128 / 8 + 32);
}

TEST(RowCodec, whatDoesNotFitIsRefused)
{
    for (const TokenRow &row : rowsOfTasks()) {
        std::string bytes;
        packRow(row, bytes);
        for (std::size_t size = 0; size < bytes.size(); ++size) {
            PackedReader reader(std::string_view(bytes).substr(0, size));
            TokenRow read;
            EXPECT_FALSE(unpackRow(reader, kLimits, read)) << row.example << " cut at " << size;
        }
    }
    TokenRow wrong = plainRow(0, 4);
    const auto isRefused = [&wrong](const RowLimits &limits) {
        std::string bytes;
        packRow(wrong, bytes);
        PackedReader reader(bytes);
        TokenRow read;
        return !unpackRow(reader, limits, read);
    };
    EXPECT_FALSE(isRefused(kLimits));
    EXPECT_TRUE(isRefused({ .ids = wrong.ids[3], .labels = 3 }));
    wrong.label = 3;
    EXPECT_TRUE(isRefused(kLimits));
    wrong = plainRow(0, 4);
    wrong.labels[1] = 3;
    EXPECT_TRUE(isRefused(kLimits));
    wrong = plainRow(0, 4);
    wrong.answer = { 3, 5 };
    EXPECT_TRUE(isRefused(kLimits));
    wrong = plainRow(0, 4);
    wrong.targets = { 1 };
    EXPECT_TRUE(isRefused(kLimits));
}

TEST(RowCodec, noBytesMakeMoreThanTheyHold)
{
    // Whatever is accepted keeps the limits; sanitizers see the rest.
    const std::vector<TokenRow> rows = rowsOfTasks();
    for (std::uint64_t draw = 0; draw < 20'000; ++draw) {
        const CounterRandom random = CounterRandom(1).at(draw);
        std::string bytes;
        packRow(rows[random.below(rows.size(), 0)], bytes);
        for (std::uint64_t change = 1; change < 4; ++change)
            bytes[random.below(bytes.size(), 2 * change)]
                = static_cast<char>(random.below(256, 2 * change + 1));
        PackedReader reader(bytes);
        TokenRow read;
        if (!unpackRow(reader, kLimits, read))
            continue;
        EXPECT_LE(read.ids.size() * 4, bytes.size());
        for (const std::int64_t id : read.ids)
            EXPECT_LT(id, kLimits.ids);
        EXPECT_EQ(read.isSpecial.size(), read.ids.size());
        EXPECT_EQ(read.labels.size(), read.ids.size());
        EXPECT_LE(read.answer.end, read.length());
    }
}

class RowFiles : public testing::Test
{
protected:
    RowFileNotes notes() const
    {
        return { .key = "key", .choices = 1, .questions = 0, .labels = { "a", "b", "c" } };
    }

    /// 40 rows: two groups and a half.
    void write(RowWriter &writer) const
    {
        for (std::int64_t i = 0; i < 40; ++i) {
            TokenRow row = plainRow(i, static_cast<std::size_t>(3 + i % 5));
            row.label = i % 3;
            ASSERT_TRUE(writer.add(row));
        }
    }

    TokenRows writtenFile()
    {
        Result<RowWriter> writer = RowWriter::toFile(kLimits, m_file);
        EXPECT_TRUE(writer);
        write(*writer);
        Result<TokenRows> rows = std::move(*writer).finish(notes());
        EXPECT_TRUE(rows);
        return *rows;
    }

    Result<RowFile> open(const std::string &key = "key", std::int64_t vocabSize = kLimits.ids)
    {
        RunControl control;
        return RowFile::open(m_file, key, vocabSize, control);
    }

    static std::vector<TokenRow> all(const TokenRows &rows)
    {
        std::vector<TokenRow> result;
        EXPECT_TRUE(rows.forEach([&result](const TokenRow &row) -> Status {
            result.push_back(row);
            return {};
        }));
        return result;
    }

    const test::TemporaryFolder m_folder;
    const fs::path m_file = m_folder.path() / "a.rows";
};

TEST_F(RowFiles, aFileHoldsWhatMemoryHolds)
{
    RowWriter inMemory(kLimits);
    write(inMemory);
    const TokenRows rows = *std::move(inMemory).finish({});
    const TokenRows written = writtenFile();
    const Result<RowFile> opened = open();
    ASSERT_TRUE(opened) << opened.error().toString();
    EXPECT_EQ(opened->notes.labels, notes().labels);
    ASSERT_EQ(rows.size(), 40);
    for (const TokenRows *other : { &written, &opened->rows }) {
        EXPECT_EQ(other->size(), rows.size());
        EXPECT_EQ(other->tokens(), rows.tokens());
        EXPECT_EQ(all(*other), all(rows));
        for (const std::int64_t index : { 0, 15, 16, 31, 39, 7 })
            EXPECT_EQ(*other->at(index), *rows.at(index)) << index;
    }
    EXPECT_FALSE(rows.at(40));
    EXPECT_FALSE(rows.at(-1));
    EXPECT_EQ(TokenRows().size(), 0);
}

TEST_F(RowFiles, readingEndsWhereTheReaderWants)
{
    const TokenRows rows = writtenFile();
    int seen = 0;
    const Status status = rows.forEach([&seen](const TokenRow &) -> Status {
        return ++seen == 20 ? Status(fail(ErrorCode::Cancelled, "enough")) : Status();
    });
    EXPECT_EQ(status.error().code, ErrorCode::Cancelled);
    EXPECT_EQ(seen, 20);
}

TEST_F(RowFiles, whatIsNotFinishedLeavesNothingBehind)
{
    {
        Result<RowWriter> writer = RowWriter::toFile(kLimits, m_file);
        ASSERT_TRUE(writer);
        write(*writer);
    }
    EXPECT_TRUE(fs::is_empty(m_folder.path()));
}

TEST_F(RowFiles, everyCutAndEveryOtherByteIsNoticed)
{
    writtenFile();
    const std::string content = test::contentOf(m_file);
    for (std::size_t size = 0; size < content.size(); size += 3) {
        m_folder.write("a.rows", content.substr(0, size));
        ASSERT_FALSE(open()) << "cut at " << size;
    }
    for (std::size_t i = 0; i < content.size(); ++i) {
        std::string changed = content;
        changed[i] = static_cast<char>(changed[i] ^ 0x10);
        m_folder.write("a.rows", changed);
        ASSERT_FALSE(open()) << "changed at " << i;
    }
    m_folder.write("a.rows", content + "x");
    EXPECT_FALSE(open());
    m_folder.write("a.rows", content);
    EXPECT_TRUE(open());
    EXPECT_THAT(open("other").error().message, HasSubstr("belongs to other data"));
    EXPECT_FALSE(open("key", 100)) << "ids beyond the vocabulary";
    fs::remove(m_file);
    EXPECT_EQ(open().error().code, ErrorCode::NotFound);
    fs::create_directory(m_file);
    EXPECT_FALSE(open());
}

TEST_F(RowFiles, aFileThatChangesUnderItsReaderIsAnErrorThatNamesIt)
{
    const TokenRows rows = writtenFile();
    std::string content = test::contentOf(m_file);
    content[40] = static_cast<char>(content[40] ^ 1);
    std::fstream(m_file, std::ios::in | std::ios::out | std::ios::binary)
        .write(content.data(), static_cast<std::streamsize>(content.size()));
    const Result<TokenRow> row = rows.at(0);
    ASSERT_FALSE(row);
    EXPECT_THAT(row.error().message, HasSubstr("damaged"));
    EXPECT_EQ(row.error().where, m_file.string());
    fs::resize_file(m_file, 100);
    EXPECT_FALSE(rows.at(39)) << "and no fault of memory";
}

} // namespace

} // namespace tamiz::engine
