// SPDX-License-Identifier: Apache-2.0
#include "core/engine/model/zip_file.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <utility>

namespace tamiz::engine {

namespace {

using Bytes = std::span<const std::byte>;

// Signatures and lengths of APPNOTE.TXT, sections 4.3.7 to 4.3.16.
constexpr std::uint32_t kLocalHeader = 0x04034B50;
constexpr std::uint32_t kCentralHeader = 0x02014B50;
constexpr std::uint32_t kEnd = 0x06054B50;
constexpr std::uint32_t kEnd64 = 0x06064B50;
constexpr std::uint32_t kLocator64 = 0x07064B50;
constexpr std::uint64_t kLocalBytes = 30;
constexpr std::uint64_t kCentralBytes = 46;
constexpr std::uint64_t kEndBytes = 22;
constexpr std::uint64_t kEnd64Bytes = 56;
constexpr std::uint64_t kLocatorBytes = 20;
constexpr std::uint64_t kMaxComment = 0xFFFF;
constexpr std::uint32_t kIn64 = 0xFFFFFFFF; // the value stands in the zip64 record

bool fits(Bytes bytes, std::uint64_t offset, std::uint64_t size)
{
    return offset <= bytes.size() && size <= bytes.size() - offset;
}

/// Little-endian; the caller has checked that it fits.
template<typename T>
T read(Bytes bytes, std::uint64_t offset)
{
    T value = 0;
    std::memcpy(&value, bytes.data() + offset, sizeof value);
    return value;
}

class ZipReader
{
public:
    ZipReader(Bytes bytes, const std::string &where)
        : m_bytes(bytes)
        , m_where(where)
    {
    }

    Result<std::map<std::string, Bytes>> read()
    {
        TAMIZ_CHECK(findDirectory());
        std::map<std::string, Bytes> entries;
        std::uint64_t offset = m_directory;
        for (std::uint64_t i = 0; i < m_count; ++i) {
            TAMIZ_TRY(auto entry, readEntry(offset));
            if (!entries.insert(std::move(entry)).second)
                return damaged("an entry comes twice");
        }
        return entries;
    }

private:
    tl::unexpected<Error> damaged(const std::string &what) const
    {
        return fail(ErrorCode::InvalidInput, "is no whole zip archive: " + what, m_where,
                    "The file may be truncated: copy it again");
    }

    Status findDirectory()
    {
        if (m_bytes.size() < kEndBytes)
            return damaged("it is too short");
        const std::uint64_t last = m_bytes.size() - kEndBytes;
        const std::uint64_t first = last - std::min(last, kMaxComment);
        std::uint64_t end = last;
        while (engine::read<std::uint32_t>(m_bytes, end) != kEnd) {
            if (end == first)
                return damaged("its directory is missing");
            --end;
        }
        m_count = engine::read<std::uint16_t>(m_bytes, end + 10);
        m_directory = engine::read<std::uint32_t>(m_bytes, end + 16);
        if (m_count != 0xFFFF && m_directory != kIn64)
            return {};
        if (end < kLocatorBytes
            || engine::read<std::uint32_t>(m_bytes, end - kLocatorBytes) != kLocator64)
            return {}; // 65,535 entries without zip64
        const auto record = engine::read<std::uint64_t>(m_bytes, end - kLocatorBytes + 8);
        if (!fits(m_bytes, record, kEnd64Bytes)
            || engine::read<std::uint32_t>(m_bytes, record) != kEnd64)
            return damaged("its zip64 record is missing");
        m_count = engine::read<std::uint64_t>(m_bytes, record + 32);
        m_directory = engine::read<std::uint64_t>(m_bytes, record + 48);
        return {};
    }

    /// The entry whose directory header is at @p offset, which moves behind it.
    Result<std::pair<std::string, Bytes>> readEntry(std::uint64_t &offset) const
    {
        if (!fits(m_bytes, offset, kCentralBytes)
            || engine::read<std::uint32_t>(m_bytes, offset) != kCentralHeader)
            return damaged("its directory leaves the file");
        const Bytes header = m_bytes.subspan(offset);
        const auto flags = engine::read<std::uint16_t>(header, 8);
        const auto method = engine::read<std::uint16_t>(header, 10);
        std::uint64_t stored = engine::read<std::uint32_t>(header, 20);
        std::uint64_t size = engine::read<std::uint32_t>(header, 24);
        const std::uint64_t nameBytes = engine::read<std::uint16_t>(header, 28);
        const std::uint64_t extraBytes = engine::read<std::uint16_t>(header, 30);
        const std::uint64_t commentBytes = engine::read<std::uint16_t>(header, 32);
        std::uint64_t local = engine::read<std::uint32_t>(header, 42);
        if (!fits(header, kCentralBytes, nameBytes + extraBytes + commentBytes))
            return damaged("its directory leaves the file");
        const std::string name(reinterpret_cast<const char *>(header.data()) + kCentralBytes,
                               nameBytes);
        readExtra64(header.subspan(kCentralBytes + nameBytes, extraBytes),
                    { &size, &stored, &local });
        if (method != 0 || (flags & 1) != 0) {
            return fail(ErrorCode::Unsupported,
                        "its entry '" + name
                            + "' is compressed or encrypted, which torch never does",
                        m_where);
        }
        if (stored != size)
            return damaged("the sizes of '" + name + "' differ");
        offset += kCentralBytes + nameBytes + extraBytes + commentBytes;
        TAMIZ_TRY(const Bytes data, dataOf(name, local, size));
        return std::pair { name, data };
    }

    /// Values too large for 32 bits stand in an extra field, in this order, where they are needed.
    static void readExtra64(Bytes extra, std::initializer_list<std::uint64_t *> values)
    {
        constexpr std::uint16_t kZip64 = 1;
        while (extra.size() >= 4) {
            const auto tag = engine::read<std::uint16_t>(extra, 0);
            const std::size_t size
                = std::min<std::size_t>(engine::read<std::uint16_t>(extra, 2), extra.size() - 4);
            Bytes field = extra.subspan(4, size);
            extra = extra.subspan(4 + size);
            if (tag != kZip64)
                continue;
            for (std::uint64_t *value : values) {
                if (*value != kIn64 || field.size() < sizeof *value)
                    continue;
                *value = engine::read<std::uint64_t>(field, 0);
                field = field.subspan(sizeof *value);
            }
        }
    }

    Result<Bytes> dataOf(const std::string &name, std::uint64_t local, std::uint64_t size) const
    {
        if (!fits(m_bytes, local, kLocalBytes)
            || engine::read<std::uint32_t>(m_bytes, local) != kLocalHeader)
            return damaged("the header of '" + name + "' is missing");
        const std::uint64_t begin = local + kLocalBytes
            + engine::read<std::uint16_t>(m_bytes, local + 26)
            + engine::read<std::uint16_t>(m_bytes, local + 28);
        if (!fits(m_bytes, begin, size))
            return damaged("'" + name + "' leaves the file");
        return m_bytes.subspan(begin, size);
    }

    Bytes m_bytes;
    const std::string &m_where;
    std::uint64_t m_count = 0;
    std::uint64_t m_directory = 0;
};

} // namespace

Result<std::map<std::string, std::span<const std::byte>>> readZip(std::span<const std::byte> bytes,
                                                                  const std::string &where)
{
    return ZipReader(bytes, where).read();
}

} // namespace tamiz::engine
