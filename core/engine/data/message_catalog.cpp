// SPDX-License-Identifier: Apache-2.0
#include "core/engine/data/message_catalog.h"

#include <cstdint>

namespace tamiz::engine {

namespace {

constexpr std::uint32_t kMagic = 0x950412DE;
constexpr std::size_t kHeaderBytes = 20;
constexpr std::size_t kEntryBytes = 8; // length, offset

class Catalog
{
public:
    Catalog(std::string_view bytes, bool isBigEndian)
        : m_bytes(bytes)
        , m_isBigEndian(isBigEndian)
    {
    }

    std::uint32_t number(std::size_t at) const
    {
        std::uint32_t value = 0;
        for (std::size_t i = 0; i < 4; ++i) {
            const auto byte = static_cast<unsigned char>(m_bytes[at + i]);
            value |= std::uint32_t { byte } << 8 * (m_isBigEndian ? 3 - i : i);
        }
        return value;
    }

    // The string that the entry of a table points to, up to the first NUL.
    Result<std::string> text(std::size_t entry, std::uint32_t index, const std::string &where) const
    {
        const std::uint64_t length = number(entry);
        const std::uint64_t offset = number(entry + 4);
        if (offset + length > m_bytes.size())
            return fail(ErrorCode::InvalidInput,
                        "message " + std::to_string(index) + " ends at byte "
                            + std::to_string(offset + length) + " of "
                            + std::to_string(m_bytes.size()),
                        where, "the catalogue is truncated");
        const std::string_view whole = m_bytes.substr(offset, length);
        return std::string(whole.substr(0, whole.find('\0')));
    }

private:
    std::string_view m_bytes;
    bool m_isBigEndian;
};

} // namespace

Result<std::vector<CatalogMessage>> parseMessageCatalog(std::string_view bytes,
                                                        const std::string &where)
{
    const auto isMagic = [&](bool bigEndian) {
        return bytes.size() >= kHeaderBytes && Catalog(bytes, bigEndian).number(0) == kMagic;
    };
    if (!isMagic(false) && !isMagic(true))
        return fail(ErrorCode::InvalidInput, "not a gettext catalogue", where);
    const Catalog catalog(bytes, isMagic(true));
    const std::uint32_t count = catalog.number(8);
    const std::uint64_t originals = catalog.number(12);
    const std::uint64_t translations = catalog.number(16);
    const std::uint64_t tableBytes = std::uint64_t { count } * kEntryBytes;
    if (originals + tableBytes > bytes.size() || translations + tableBytes > bytes.size())
        return fail(ErrorCode::InvalidInput,
                    "tables of " + std::to_string(count) + " messages do not fit into "
                        + std::to_string(bytes.size()) + " bytes",
                    where, "the catalogue is truncated");

    std::vector<CatalogMessage> messages;
    for (std::uint32_t i = 0; i < count; ++i) {
        CatalogMessage message;
        TAMIZ_TRY(message.original, catalog.text(originals + i * kEntryBytes, i, where));
        TAMIZ_TRY(message.translation, catalog.text(translations + i * kEntryBytes, i, where));
        if (message.original.empty())
            continue;
        const std::size_t context = message.original.find('\4');
        if (context != std::string::npos)
            message.original.erase(0, context + 1);
        messages.push_back(std::move(message));
    }
    return messages;
}

} // namespace tamiz::engine
