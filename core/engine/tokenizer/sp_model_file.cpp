// SPDX-License-Identifier: Apache-2.0
#include "core/engine/tokenizer/sp_model_file.h"

#include <cstring>
#include <functional>
#include <utility>

#include "core/tokens/utf8.h"

namespace tamiz::engine {

namespace {

// Field numbers.
constexpr std::uint64_t kModelPieces = 1;
constexpr std::uint64_t kModelTrainer = 2;
constexpr std::uint64_t kModelNormalizer = 3;
constexpr std::uint64_t kModelDenormalizer = 5;
constexpr std::uint64_t kPieceText = 1;
constexpr std::uint64_t kPieceType = 3;
constexpr std::uint64_t kTrainerModelType = 3;
constexpr std::uint64_t kNormalizerCharsmap = 2;
constexpr std::uint64_t kByteType = 6;

/// Of what a normalisation table puts for some characters, in bytes; Unicode's longest has 33.
constexpr std::size_t kMaxReplacement = 255;

/// One field of a message: a number for varints, else bytes.
struct Field
{
    std::uint64_t number = 0;
    std::uint64_t value = 0;
    std::string_view bytes;
    std::size_t position = 0; ///< of the field in the file
};

class WireReader
{
public:
    WireReader(std::string_view bytes, std::size_t position, const std::string &where)
        : m_bytes(bytes)
        , m_base(position)
        , m_where(where)
    {
    }

    /// Calls @p use with every field; stops at the first error.
    Status forEach(const std::function<Status(const Field &)> &use)
    {
        while (m_at < m_bytes.size()) {
            Field field;
            field.position = m_base + m_at;
            TAMIZ_TRY(const std::uint64_t tag, varint());
            field.number = tag >> 3;
            switch (tag & 7) {
            case 0: {
                TAMIZ_TRY(field.value, varint());
                break;
            }
            case 1: {
                TAMIZ_TRY(field.bytes, take(8));
                break;
            }
            case 2: {
                TAMIZ_TRY(const std::uint64_t size, varint());
                TAMIZ_TRY(field.bytes, take(size));
                break;
            }
            case 5: {
                TAMIZ_TRY(field.bytes, take(4));
                break;
            }
            default:
                return broken("a field of unknown kind");
            }
            TAMIZ_CHECK(use(field));
        }
        return {};
    }

private:
    Result<std::uint64_t> varint()
    {
        std::uint64_t value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            if (m_at >= m_bytes.size())
                return broken("the file ends inside a number");
            const auto byte = static_cast<std::uint8_t>(m_bytes[m_at++]);
            value |= static_cast<std::uint64_t>(byte & 0x7F) << shift;
            if (byte < 0x80)
                return value;
        }
        return broken("a number of more than 64 bits");
    }

    Result<std::string_view> take(std::uint64_t size)
    {
        const std::size_t left = m_bytes.size() - m_at;
        if (size > left) {
            return broken("a field of " + std::to_string(size) + " bytes, only "
                          + std::to_string(left) + " are left");
        }
        const std::string_view bytes = m_bytes.substr(m_at, size);
        m_at += size;
        return bytes;
    }

    tl::unexpected<Error> broken(const std::string &what) const
    {
        return fail(ErrorCode::InvalidInput,
                    "not a SentencePiece model: " + what + " at byte "
                        + std::to_string(m_base + m_at),
                    m_where, "The file may be truncated: download it again");
    }

    std::string_view m_bytes;
    std::size_t m_base;
    std::size_t m_at = 0;
    const std::string &m_where;
};

std::size_t positionOf(std::string_view part, std::string_view whole)
{
    return static_cast<std::size_t>(part.data() - whole.data());
}

} // namespace

/// The table is a double-array trie of 32-bit units, then the texts that its values point to. Every
/// step from a unit goes to one of 256 units; all of them have to be there.
Status checkCharsmap(std::string_view map, const std::string &where)
{
    const auto broken = [&where](const std::string &what) {
        return fail(ErrorCode::InvalidInput, "the model's normalisation table is broken: " + what,
                    where, "Download the file again");
    };
    if (map.empty())
        return {};
    std::uint32_t trieBytes = 0;
    if (map.size() <= sizeof trieBytes)
        return broken("it has no table");
    std::memcpy(&trieBytes, map.data(), sizeof trieBytes);
    if (trieBytes == 0 || trieBytes % 4 != 0 || trieBytes >= map.size() - sizeof trieBytes)
        return broken("its trie has " + std::to_string(trieBytes) + " bytes");
    const std::string_view trie = map.substr(sizeof trieBytes, trieBytes);
    const std::string_view texts = map.substr(sizeof trieBytes + trieBytes);
    if (texts.back() != '\0')
        return broken("its texts do not end");

    const std::size_t units = trie.size() / 4;
    for (std::size_t i = 0; i < units; ++i) {
        std::uint32_t unit = 0;
        std::memcpy(&unit, trie.data() + 4 * i, sizeof unit);
        const bool isValue = (unit >> 31) != 0;
        if (isValue && i > 0) { // of the first one a step is taken whatever it is
            const std::size_t at = unit & 0x7FFFFFFFU;
            const bool isText = at < texts.size()
                && texts.substr(at, kMaxReplacement + 1).find('\0') != std::string_view::npos;
            if (!isText)
                return broken("value " + std::to_string(at) + " of unit " + std::to_string(i));
            continue;
        }
        const std::size_t offset = std::size_t { unit >> 10 } << ((unit & (1U << 9)) >> 6);
        if (((i ^ offset) | 0xFFU) >= units)
            return broken("unit " + std::to_string(i) + " leads outside");
    }
    return {};
}

Result<SpModelInfo> checkSpModel(std::string_view bytes, const std::string &where)
{
    SpModelInfo info;
    const auto inner = [&](const Field &field, const std::function<Status(const Field &)> &use) {
        return WireReader(field.bytes, positionOf(field.bytes, bytes), where).forEach(use);
    };
    const auto onPiece = [&](const Field &field) -> Status {
        if (field.number == kPieceText && findInvalidUtf8(field.bytes) != std::string_view::npos) {
            return fail(ErrorCode::InvalidInput,
                        "piece " + std::to_string(info.pieces) + " is not valid UTF-8", where,
                        "Download the file again");
        }
        info.hasBytePieces
            = info.hasBytePieces || (field.number == kPieceType && field.value == kByteType);
        return {};
    };
    const auto onTrainer = [&](const Field &field) -> Status {
        if (field.number != kTrainerModelType)
            return {};
        if (field.value < 1 || field.value > 4) {
            return fail(ErrorCode::Unsupported,
                        "model type " + std::to_string(field.value) + " is unknown", where);
        }
        info.type = static_cast<SpModelInfo::Type>(field.value);
        return {};
    };
    const auto onNormalizer = [&](const Field &field) -> Status {
        return field.number == kNormalizerCharsmap ? checkCharsmap(field.bytes, where) : Status {};
    };
    const auto onField = [&](const Field &field) -> Status {
        switch (field.number) {
        case kModelPieces:
            TAMIZ_CHECK(inner(field, onPiece));
            ++info.pieces;
            return {};
        case kModelTrainer:
            return inner(field, onTrainer);
        case kModelNormalizer:
        case kModelDenormalizer:
            return inner(field, onNormalizer);
        default:
            return {};
        }
    };
    TAMIZ_CHECK(WireReader(bytes, 0, where).forEach(onField));
    if (info.pieces == 0)
        return fail(ErrorCode::InvalidInput, "the file has no pieces", where);
    return info;
}

} // namespace tamiz::engine
