// SPDX-License-Identifier: Apache-2.0
#include "core/runs/detail/run_naming.h"

#include <algorithm>
#include <memory>

#include <unicode/translit.h>
#include <unicode/unistr.h>

namespace tamiz::detail {

namespace {

std::string toLowerAscii(std::string_view text)
{
    UErrorCode status = U_ZERO_ERROR;
    const std::unique_ptr<icu::Transliterator> rules(
        icu::Transliterator::createInstance("Latin-ASCII; Lower", UTRANS_FORWARD, status));
    icu::UnicodeString converted = icu::UnicodeString::fromUTF8(icu::StringPiece(
        text.data(), static_cast<std::int32_t>(std::min<std::size_t>(text.size(), 400))));
    if (U_SUCCESS(status))
        rules->transliterate(converted);
    std::string ascii;
    converted.toUTF8String(ascii);
    return ascii;
}

} // namespace

std::string slug(std::string_view name)
{
    constexpr std::size_t kMaxLength = 40;
    std::string result;
    for (const char c : toLowerAscii(name)) {
        const bool isKept = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (isKept)
            result += c;
        else if (!result.empty() && result.back() != '-')
            result += '-';
    }
    result.resize(std::min(result.size(), kMaxLength));
    while (!result.empty() && result.back() == '-')
        result.pop_back();
    return result.empty() ? "run" : result;
}

std::string runFolderName(RunId id, std::string_view name)
{
    return std::to_string(id) + '-' + slug(name);
}

} // namespace tamiz::detail
