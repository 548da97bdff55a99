// SPDX-License-Identifier: Apache-2.0
// Source: crate spm_precompiled; huggingface/tokenizers, normalizers/precompiled.rs.
#include "core/engine/tokenizer/pipeline/precompiled_charsmap.h"

#include <algorithm>
#include <cstring>

#include <unicode/brkiter.h>

#include "core/engine/tokenizer/sp_model_file.h"
#include "core/tokens/utf8.h"

namespace tamiz::engine {

namespace {

constexpr std::size_t kMaxClusterBytes = 5; // longer clusters go code point by code point

int base64Value(char c)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (c >= '0' && c <= '9')
        return c - '0' + 52;
    return c == '+' ? 62 : c == '/' ? 63 : -1;
}

Result<std::string> decodeBase64(std::string_view text, const std::string &where)
{
    while (text.ends_with('='))
        text.remove_suffix(1);
    std::string bytes;
    bytes.reserve(text.size() / 4 * 3 + 2);
    std::uint32_t bits = 0;
    int count = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const int value = base64Value(text[i]);
        if (value < 0) {
            return fail(ErrorCode::InvalidInput,
                        "the normalisation table is not base64 at character "
                            + std::to_string(i + 1),
                        where, "Download the file again");
        }
        bits = (bits << 6) | static_cast<std::uint32_t>(value);
        count += 6;
        if (count >= 8) {
            count -= 8;
            bytes += static_cast<char>((bits >> count) & 0xFF);
        }
    }
    return bytes;
}

/// Where the grapheme clusters of a text end.
std::vector<std::size_t> clusterEnds(const std::u32string &text)
{
    constexpr char32_t kFirstJoining = 0x300; // below it only CR and LF join
    std::vector<std::size_t> ends;
    ends.reserve(text.size());
    const bool isPlain
        = std::all_of(text.begin(), text.end(), [](char32_t c) { return c < kFirstJoining; });
    UErrorCode status = U_ZERO_ERROR;
    std::unique_ptr<icu::BreakIterator> clusters;
    if (!isPlain)
        clusters.reset(icu::BreakIterator::createCharacterInstance(icu::Locale::getRoot(), status));
    if (isPlain || U_FAILURE(status)) {
        for (std::size_t i = 0; i < text.size(); ++i) {
            const bool joinsNext = text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n';
            if (!joinsNext)
                ends.push_back(i + 1);
        }
        return ends;
    }
    const icu::UnicodeString units = icu::UnicodeString::fromUTF32(
        reinterpret_cast<const UChar32 *>(text.data()), static_cast<std::int32_t>(text.size()));
    clusters->setText(units);
    std::size_t at = 0;
    std::int32_t unit = 0;
    for (std::int32_t end = clusters->next(); end != icu::BreakIterator::DONE;
         end = clusters->next()) {
        while (unit < end) {
            unit += text[at] > 0xFFFF ? 2 : 1;
            ++at;
        }
        ends.push_back(at);
    }
    return ends;
}

void replace(std::vector<TextChange> &changes, std::size_t oldSize, const std::u32string &text)
{
    for (const char32_t c : text)
        changes.push_back({ c, 0 });
    if (text.size() > oldSize) {
        for (std::size_t i = changes.size() - (text.size() - oldSize); i < changes.size(); ++i)
            changes[i].change = 1;
    } else if (text.size() < oldSize && !changes.empty()) {
        changes.back().change -= static_cast<int>(oldSize - text.size());
    }
}

std::size_t utf8Size(std::u32string_view text)
{
    std::size_t size = 0;
    for (const char32_t c : text)
        size += c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    return size;
}

} // namespace

Result<std::shared_ptr<const PrecompiledCharsmap>>
PrecompiledCharsmap::create(std::string_view base64, const std::string &where)
{
    TAMIZ_TRY(const std::string map, decodeBase64(base64, where));
    TAMIZ_CHECK(checkCharsmap(map, where));
    std::shared_ptr<PrecompiledCharsmap> charsmap(new PrecompiledCharsmap);
    if (map.empty())
        return charsmap;
    std::uint32_t trieBytes = 0;
    std::memcpy(&trieBytes, map.data(), sizeof trieBytes);
    charsmap->m_units.resize(trieBytes / sizeof(std::uint32_t));
    std::memcpy(charsmap->m_units.data(), map.data() + sizeof trieBytes, trieBytes);
    charsmap->m_texts = map.substr(sizeof trieBytes + trieBytes);
    return charsmap;
}

std::optional<std::u32string> PrecompiledCharsmap::find(std::u32string_view text) const
{
    // The units were checked: every step stays inside.
    const auto offset = [](std::uint32_t unit) {
        return std::size_t { unit >> 10 } << ((unit & (1U << 9)) >> 6);
    };
    if (m_units.empty())
        return std::nullopt;
    std::size_t node = offset(m_units[0]);
    for (const char byte : encodeUtf8(text)) {
        const auto label = static_cast<std::uint8_t>(byte);
        if (label == 0)
            break;
        node ^= label;
        const std::uint32_t unit = m_units[node];
        if ((unit & ((1U << 31) | 0xFF)) != label)
            break;
        node ^= offset(unit);
        const bool hasValue = ((unit >> 8) & 1) != 0;
        if (!hasValue)
            continue;
        // The shortest prefix decides, as in the library.
        const std::size_t begin = m_units[node] & 0x7FFFFFFFU;
        if (begin >= m_texts.size())
            break;
        return decodeUtf8(m_texts.c_str() + begin);
    }
    return std::nullopt;
}

AlignedText PrecompiledCharsmap::apply(const AlignedText &text) const
{
    const std::u32string_view whole = text.text;
    std::vector<TextChange> changes;
    changes.reserve(whole.size());
    bool isChanged = false;
    std::size_t begin = 0;
    for (const std::size_t end : clusterEnds(text.text)) {
        const std::u32string_view cluster = whole.substr(begin, end - begin);
        begin = end;
        const auto asWhole = utf8Size(cluster) <= kMaxClusterBytes ? find(cluster) : std::nullopt;
        if (asWhole) {
            replace(changes, cluster.size(), *asWhole);
            isChanged = true;
            continue;
        }
        for (std::size_t i = 0; i < cluster.size(); ++i) {
            const auto one = find(cluster.substr(i, 1));
            isChanged = isChanged || one;
            if (one)
                replace(changes, 1, *one);
            else
                changes.push_back({ cluster[i], 0 });
        }
    }
    return isChanged ? changed(text, changes) : text;
}

} // namespace tamiz::engine
