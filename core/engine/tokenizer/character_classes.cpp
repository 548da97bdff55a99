// SPDX-License-Identifier: Apache-2.0
#include "core/engine/tokenizer/character_classes.h"

#include <cstdint>

#include <unicode/uchar.h>

namespace tamiz::engine {

namespace {

bool hasCategory(char32_t c, std::uint32_t mask)
{
    return (U_GET_GC_MASK(static_cast<UChar32>(c)) & mask) != 0;
}

} // namespace

bool isWhiteSpace(char32_t c)
{
    if (c < 0x80)
        return c == ' ' || (c >= 0x09 && c <= 0x0D);
    return u_isUWhiteSpace(static_cast<UChar32>(c)) != 0;
}

bool isWordCharacter(char32_t codePoint)
{
    const auto c = static_cast<UChar32>(codePoint);
    return u_hasBinaryProperty(c, UCHAR_ALPHABETIC) || u_hasBinaryProperty(c, UCHAR_JOIN_CONTROL)
        || hasCategory(codePoint, U_GC_M_MASK | U_GC_ND_MASK | U_GC_PC_MASK);
}

bool isLetter(char32_t c)
{
    if (c < 0x80)
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    return hasCategory(c, U_GC_L_MASK);
}

bool isNumber(char32_t c)
{
    return c < 0x80 ? c >= '0' && c <= '9' : hasCategory(c, U_GC_N_MASK);
}

} // namespace tamiz::engine
