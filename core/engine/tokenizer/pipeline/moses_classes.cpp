// SPDX-License-Identifier: Apache-2.0
// Source: sacremoses, data/perluniprops, indic.py and util.py.
#include "core/engine/tokenizer/pipeline/moses_classes.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include "core/engine/tokenizer/character_classes.h"

namespace tamiz::engine {

namespace {

struct Block
{
    char32_t first;
    char32_t last;
};

template<std::size_t Size>
constexpr bool isIn(const std::array<Block, Size> &blocks, char32_t c)
{
    return std::any_of(blocks.begin(), blocks.end(),
                       [c](const Block &block) { return c >= block.first && c <= block.last; });
}

/// Viramas and nuktas, as sacremoses lists them.
constexpr std::array<char32_t, 63> kIndicSigns {
    0x093C,  0x094D,  0x09BC,  0x09CD,  0x0A3C,  0x0A4D,  0x0ABC,  0x0ACD,  0x0AFD,
    0x0AFE,  0x0AFF,  0x0B3C,  0x0B4D,  0x0BCD,  0x0C4D,  0x0CBC,  0x0CCD,  0x0D3B,
    0x0D3C,  0x0D4D,  0x0DCA,  0x0EBA,  0x1039,  0x1714,  0x1BAB,  0x1C37,  0xA8C4,
    0xA8F3,  0xA8F4,  0xA953,  0xAAF6,  0x10A3F, 0x11046, 0x110B9, 0x110BA, 0x11133,
    0x11173, 0x111C0, 0x111CA, 0x11235, 0x11236, 0x112E9, 0x112EA, 0x1133C, 0x1134D,
    0x11442, 0x11446, 0x114C2, 0x114C3, 0x115BF, 0x115C0, 0x1163F, 0x116B6, 0x116B7,
    0x11839, 0x1183A, 0x119E0, 0x11A34, 0x11C3F, 0x11D42, 0x11D45, 0x11D97, 0x1E94A,
};

/// Became alphabetic after Unicode 7.0.
constexpr std::array<Block, 11> kLaterLetters { {
    { 0x0F82, 0x0F83 },
    { 0x1063, 0x1064 },
    { 0x1069, 0x106D },
    { 0x1087, 0x108D },
    { 0x108F, 0x108F },
    { 0x109A, 0x109B },
    { 0x1C36, 0x1C36 },
    { 0xA802, 0xA802 },
    { 0xA80B, 0xA80B },
    { 0xA9E5, 0xA9E5 },
    { 0xAA7B, 0xAA7D },
} };

constexpr std::array<Block, 11> kCjkBlocks { {
    { 0x1100, 0x11FF },
    { 0x2E80, 0xA4CF },
    { 0xA840, 0xA87F },
    { 0xAC00, 0xD7AF },
    { 0xF900, 0xFAFF },
    { 0xFE30, 0xFE4F },
    { 0xFF65, 0xFFDC },
    { 0x17000, 0x18AFF },
    { 0x1B000, 0x1B12F },
    { 0x1B170, 0x1B2FF },
    { 0x20000, 0x2FFFF },
} };

constexpr char32_t kDottedCircle = 0x25CC; // printed below marks, so the lists have it
constexpr char32_t kEthiopicMark = 0x135F; // alphabetic in Unicode 7.0
constexpr std::uint8_t kListVersion = 7;
constexpr std::uint8_t kLowerVersion = 9;

/// Whether Unicode had the character in @p version, before its first update.
bool isAsOldAs(char32_t c, std::uint8_t version)
{
    UVersionInfo age {};
    u_charAge(static_cast<UChar32>(c), age);
    return age[0] > 0 && (age[0] < version || (age[0] == version && age[1] == 0));
}

/// Within the characters that the lists could hold.
bool isListed(char32_t c)
{
    if (c < 0x80)
        return true;
    if (c > 0xFFFF || (c >= 0xAC00 && c <= 0xD7A3) || !isAsOldAs(c, kListVersion))
        return false;
    UErrorCode status = U_ZERO_ERROR;
    return uscript_getScript(static_cast<UChar32>(c), &status) != USCRIPT_HAN;
}

bool hasCategory(char32_t c, std::uint32_t mask)
{
    return (U_GET_GC_MASK(static_cast<UChar32>(c)) & mask) != 0;
}

bool isIndicSign(char32_t c)
{
    return std::binary_search(kIndicSigns.begin(), kIndicSigns.end(), c);
}

} // namespace

bool isMosesLetter(char32_t c)
{
    if (c < 0x80)
        return isLetter(c);
    if (c == kDottedCircle || c == kEthiopicMark)
        return true;
    return u_hasBinaryProperty(static_cast<UChar32>(c), UCHAR_ALPHABETIC) && isListed(c)
        && !isIn(kLaterLetters, c);
}

bool isMosesAlphabetic(char32_t c)
{
    return isMosesLetter(c) || isIndicSign(c);
}

bool isMosesWordCharacter(char32_t c)
{
    return isMosesAlphabetic(c) || (hasCategory(c, U_GC_ND_MASK) && isListed(c));
}

bool isMosesNumber(char32_t c)
{
    return isNumber(c) && isListed(c);
}

bool isMosesLower(char32_t c)
{
    if (c < 0x80)
        return c >= 'a' && c <= 'z';
    if (c == kDottedCircle)
        return true;
    const bool isGeorgian = c >= 0x10D0 && c <= 0x10FF; // caseless before Unicode 11
    return u_hasBinaryProperty(static_cast<UChar32>(c), UCHAR_LOWERCASE) && !isGeorgian
        && isAsOldAs(c, kLowerVersion);
}

bool isMosesCurrency(char32_t c)
{
    return hasCategory(c, U_GC_SC_MASK) && isListed(c);
}

bool isMosesCjk(char32_t c)
{
    return std::any_of(kCjkBlocks.begin(), kCjkBlocks.end(),
                       [c](const Block &block) { return c > block.first && c < block.last; });
}

bool isPythonSpace(char32_t c)
{
    return isWhiteSpace(c) || (c >= 0x1C && c <= 0x1F);
}

} // namespace tamiz::engine
