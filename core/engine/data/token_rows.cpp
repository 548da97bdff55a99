// SPDX-License-Identifier: Apache-2.0
#include "core/engine/data/token_rows.h"

#include <algorithm>
#include <limits>
#include <span>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>

#include "core/base/content_hash.h"
#include "core/base/file_descriptor.h"
#include "core/base/files.h"

namespace tamiz::engine {

namespace fs = std::filesystem;

namespace {

// A file: the head; groups of rows, each with its checksum behind it; the tail, which says where the
// groups begin; the tail's size and checksum. Whatever changes in it, kFormat changes too.
constexpr std::uint32_t kFormat = 2;
constexpr std::string_view kMagic = "tamizrow";
constexpr std::size_t kHeadBytes = 8 + sizeof kFormat;
constexpr std::size_t kEndBytes = 2 * sizeof(std::uint64_t);
constexpr std::int64_t kGroup
    = 16; // rows: one read of some kilobytes, half a byte a row to find it
constexpr std::size_t kWriteBytes = std::size_t { 1 } << 20;
constexpr std::int64_t kMaxRows = std::numeric_limits<std::uint32_t>::max(); // epochOrder()'s

std::string head()
{
    std::string bytes(kMagic);
    put(bytes, kFormat);
    return bytes;
}

tl::unexpected<Error> damaged(const fs::path &path, const std::string &what)
{
    return fail(ErrorCode::Mismatch, "the file of tokenised rows " + what, path.string(),
                "Delete it: it is made again from the data");
}

Result<std::string> readPart(const FileDescriptor &file, const fs::path &path, std::uint64_t offset,
                             std::size_t size)
{
    std::string bytes(size, '\0');
    TAMIZ_TRY(const std::size_t count,
              readAt(file, path, offset, std::as_writable_bytes(std::span(bytes))));
    if (count < size)
        return damaged(path, "ends too early");
    return bytes;
}

} // namespace

struct TokenRows::Packed
{
    RowLimits limits;
    std::int64_t rows = 0;
    std::int64_t tokens = 0;
    std::vector<std::uint64_t> groups; ///< where each begins, and where the last one ends
    std::string bytes; ///< in memory
    std::optional<FileDescriptor> file; ///< else in this one
    fs::path path;

    std::int64_t groupCount() const { return std::ssize(groups) - 1; }

    /// The rows of a group without its checksum; @p storage holds them where memory does not.
    Result<std::string_view> group(std::int64_t index, std::string &storage) const
    {
        const std::uint64_t begin = groups[static_cast<std::size_t>(index)];
        const std::size_t size = groups[static_cast<std::size_t>(index) + 1] - begin;
        if (!file)
            return std::string_view(bytes).substr(begin, size - sizeof(std::uint64_t));
        TAMIZ_TRY(storage, readPart(*file, path, begin, size));
        const std::string_view rowBytes
            = std::string_view(storage).substr(0, size - sizeof(std::uint64_t));
        if (PackedReader(std::string_view(storage).substr(rowBytes.size())).get<std::uint64_t>()
            != checksum(rowBytes))
            return damaged(path, "is damaged");
        return rowBytes;
    }

    std::int64_t rowsIn(std::int64_t group) const
    {
        return std::min(kGroup, rows - group * kGroup);
    }

    /// The next row of a group.
    Status next(PackedReader &group, TokenRow &row) const
    {
        if (unpackRow(group, limits, row))
            return {};
        return damaged(path, "holds no row where one should be");
    }
};

TokenRows::TokenRows(std::shared_ptr<const Packed> packed)
    : m_packed(std::move(packed))
{
}

std::int64_t TokenRows::size() const
{
    return m_packed ? m_packed->rows : 0;
}

std::int64_t TokenRows::tokens() const
{
    return m_packed ? m_packed->tokens : 0;
}

const RowLimits &TokenRows::limits() const
{
    return m_packed->limits;
}

Result<TokenRow> TokenRows::at(std::int64_t index) const
{
    if (index < 0 || index >= size())
        return fail(ErrorCode::InvalidArgument, "no row " + std::to_string(index));
    std::string storage;
    TAMIZ_TRY(const std::string_view bytes, m_packed->group(index / kGroup, storage));
    PackedReader reader(bytes);
    TokenRow row;
    for (std::int64_t i = 0; i <= index % kGroup; ++i)
        TAMIZ_CHECK(m_packed->next(reader, row));
    return row;
}

Status TokenRows::forEach(const std::function<Status(const TokenRow &)> &use) const
{
    if (!m_packed)
        return {};
    std::string storage;
    TokenRow row;
    for (std::int64_t group = 0; group < m_packed->groupCount(); ++group) {
        TAMIZ_TRY(const std::string_view bytes, m_packed->group(group, storage));
        PackedReader reader(bytes);
        for (std::int64_t i = 0; i < m_packed->rowsIn(group); ++i) {
            TAMIZ_CHECK(m_packed->next(reader, row));
            TAMIZ_CHECK(use(row));
        }
    }
    return {};
}

// ---- writing

RowWriter::RowWriter(const RowLimits &limits)
    : m_packed(std::make_unique<TokenRows::Packed>())
{
    m_packed->limits = limits;
    m_packed->groups.push_back(0);
}

Result<RowWriter> RowWriter::toFile(const RowLimits &limits, const fs::path &path)
{
    TAMIZ_TRY(AtomicFile file, AtomicFile::create(path));
    RowWriter writer(limits);
    writer.m_packed->path = path;
    writer.m_packed->groups = { kHeadBytes };
    writer.m_file.emplace(std::move(file));
    writer.m_bytes = head();
    writer.m_groupBegin = kHeadBytes;
    return writer;
}

RowWriter::RowWriter(RowWriter &&) noexcept = default;
RowWriter::~RowWriter() = default;

std::int64_t RowWriter::size() const
{
    return m_packed->rows;
}

Status RowWriter::add(const TokenRow &row)
{
    if (m_packed->rows == kMaxRows)
        return fail(ErrorCode::Unsupported, "more than " + std::to_string(kMaxRows) + " rows");
    packRow(row, m_bytes);
    ++m_packed->rows;
    m_packed->tokens += row.length();
    if (m_packed->rows % kGroup != 0)
        return {};
    endGroup();
    return m_file && m_bytes.size() >= kWriteBytes ? flush() : Status();
}

void RowWriter::endGroup()
{
    const std::uint64_t sum = checksum(std::string_view(m_bytes).substr(m_groupBegin));
    put(m_bytes, sum);
    m_packed->groups.push_back(m_packed->groups.back() + m_bytes.size() - m_groupBegin);
    m_groupBegin = m_bytes.size();
}

Status RowWriter::flush()
{
    TAMIZ_CHECK(m_file->write(m_bytes));
    m_bytes.clear();
    m_groupBegin = 0;
    return {};
}

Result<TokenRows> RowWriter::finish(const RowFileNotes &notes) &&
{
    if (m_bytes.size() > m_groupBegin)
        endGroup();
    if (!m_file) {
        m_packed->bytes = std::move(m_bytes);
        m_packed->bytes.shrink_to_fit();
        return TokenRows(std::move(m_packed));
    }
    std::string tail;
    putText(tail, notes.key);
    put(tail, notes.choices);
    put(tail, notes.questions);
    put(tail, m_packed->rows);
    put(tail, m_packed->tokens);
    put(tail, static_cast<std::uint32_t>(notes.labels.size()));
    for (const std::string &label : notes.labels)
        putText(tail, label);
    for (const std::uint64_t begin : m_packed->groups)
        put(tail, begin);
    const std::uint64_t sum = checksum(tail);
    m_bytes += tail;
    put(m_bytes, static_cast<std::uint64_t>(tail.size()));
    put(m_bytes, sum);
    TAMIZ_CHECK(flush());
    TAMIZ_CHECK(m_file->commit());

    FileDescriptor file(::open(m_packed->path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file.isOpen())
        return tl::unexpected<Error>(systemError("open the file", m_packed->path));
    m_packed->file.emplace(std::move(file));
    return TokenRows(std::move(m_packed));
}

// ---- reading

namespace {

/// Where the groups begin and end: each holds a checksum at least, the first one begins behind the head.
bool areGroups(const std::vector<std::uint64_t> &groups, std::int64_t rows, std::uint64_t end)
{
    const auto tooSmall = [](std::uint64_t begin, std::uint64_t next) {
        return next < begin || next - begin <= sizeof(std::uint64_t);
    };
    return groups.front() == kHeadBytes && groups.back() == end
        && std::ssize(groups) == (rows + kGroup - 1) / kGroup + 1
        && std::adjacent_find(groups.begin(), groups.end(), tooSmall) == groups.end();
}

} // namespace

Result<RowFile> RowFile::open(const fs::path &path, const std::string &key, std::int64_t vocabSize,
                              RunControl &control)
{
    auto packed = std::make_shared<TokenRows::Packed>();
    packed->path = path;
    const FileDescriptor &file = packed->file.emplace(
        ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)); // whatever has the name
    struct stat status
    {
    };
    if (!file.isOpen() || ::fstat(file.get(), &status) != 0)
        return tl::unexpected<Error>(systemError("open the file", path));
    const auto size = static_cast<std::uint64_t>(status.st_size);
    if (!S_ISREG(status.st_mode) || size < kHeadBytes + kEndBytes)
        return damaged(path, "is too short");
    TAMIZ_TRY(const std::string begin, readPart(file, path, 0, kHeadBytes));
    if (begin != head())
        return damaged(path, "is of another kind or version");

    TAMIZ_TRY(const std::string end, readPart(file, path, size - kEndBytes, kEndBytes));
    PackedReader sizes(end);
    const auto tailBytes = sizes.get<std::uint64_t>();
    if (tailBytes > size - kHeadBytes - kEndBytes)
        return damaged(path, "is cut");
    const std::uint64_t tailBegin = size - kEndBytes - tailBytes;
    TAMIZ_TRY(const std::string tail, readPart(file, path, tailBegin, tailBytes));
    if (sizes.get<std::uint64_t>() != checksum(tail))
        return damaged(path, "is damaged");

    PackedReader reader(tail);
    RowFileNotes notes;
    notes.key = reader.getText();
    notes.choices = reader.get<std::int64_t>();
    notes.questions = reader.get<std::int64_t>();
    packed->rows = reader.get<std::int64_t>();
    packed->tokens = reader.get<std::int64_t>();
    for (auto left = reader.get<std::uint32_t>(); left > 0 && reader.isWhole(); --left)
        notes.labels.emplace_back(reader.getText());
    packed->groups.resize(reader.left() / sizeof(std::uint64_t));
    for (std::uint64_t &group : packed->groups)
        group = reader.get<std::uint64_t>();
    if (notes.key != key)
        return damaged(path, "belongs to other data");
    if (!reader.isWhole() || reader.left() > 0 || packed->groups.empty() || packed->rows < 1
        || packed->rows > kMaxRows || notes.choices < 1 || packed->rows % notes.choices != 0
        || !areGroups(packed->groups, packed->rows, tailBegin))
        return damaged(path, "is damaged");

    packed->limits = { .ids = vocabSize, .labels = std::ssize(notes.labels) };
    const TokenRows rows(packed);
    std::int64_t tokens = 0;
    std::int64_t last = 0; // examples come in order; each question is one
    std::int64_t questions = 0;
    TAMIZ_CHECK(rows.forEach([&](const TokenRow &row) -> Status {
        if (control.isStopRequested())
            return fail(ErrorCode::Cancelled, "stopped while reading", path.string());
        if (row.example < last)
            return damaged(path, "holds no row where one should be");
        last = row.example;
        tokens += row.length();
        questions += row.question.has_value();
        return {};
    }));
    if (tokens != packed->tokens || questions != notes.questions
        || (questions > 0 && last != questions - 1))
        return damaged(path, "is damaged");
    return RowFile { rows, std::move(notes) };
}

} // namespace tamiz::engine
