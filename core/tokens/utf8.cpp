// SPDX-License-Identifier: Apache-2.0
#include "core/tokens/utf8.h"

#include <unicode/utf8.h>

namespace tamiz {

namespace {

constexpr char32_t kReplacement = 0xFFFD;

const std::uint8_t *bytesOf(std::string_view text)
{
    return reinterpret_cast<const std::uint8_t *>(text.data());
}

} // namespace

std::u32string decodeUtf8(std::string_view text)
{
    std::u32string codePoints;
    codePoints.reserve(text.size());
    const std::uint8_t *bytes = bytesOf(text);
    for (std::size_t i = 0; i < text.size();) {
        if (bytes[i] < 0x80) {
            codePoints.push_back(bytes[i++]);
            continue;
        }
        UChar32 codePoint = 0;
        U8_NEXT(bytes, i, text.size(), codePoint);
        codePoints.push_back(codePoint < 0 ? kReplacement : static_cast<char32_t>(codePoint));
    }
    return codePoints;
}

void appendUtf8(std::string &out, char32_t codePoint)
{
    if (codePoint > 0x10FFFF || (codePoint >= 0xD800 && codePoint <= 0xDFFF))
        codePoint = kReplacement;
    char bytes[U8_MAX_LENGTH];
    std::size_t length = 0;
    U8_APPEND_UNSAFE(bytes, length, codePoint);
    out.append(bytes, length);
}

std::string encodeUtf8(std::u32string_view text)
{
    std::string out;
    out.reserve(text.size());
    for (const char32_t codePoint : text)
        appendUtf8(out, codePoint);
    return out;
}

std::string codePointSubstring(std::string_view text, std::int64_t begin, std::int64_t end)
{
    return encodeUtf8(decodeUtf8(text).substr(static_cast<std::size_t>(begin),
                                              static_cast<std::size_t>(end - begin)));
}

std::size_t findInvalidUtf8(std::string_view text)
{
    const std::uint8_t *bytes = bytesOf(text);
    for (std::size_t i = 0; i < text.size();) {
        const std::size_t start = i;
        UChar32 codePoint = 0;
        U8_NEXT(bytes, i, text.size(), codePoint);
        if (codePoint < 0)
            return start;
    }
    return std::string_view::npos;
}

} // namespace tamiz
