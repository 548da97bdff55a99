// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <unicode/unistr.h>

namespace tamiz {

/// A text as ICU wants it (UTF-16) and as offsets count it (code points).
class IndexedText
{
public:
    explicit IndexedText(std::string_view utf8);

    const std::u32string &codePoints() const { return m_codePoints; }
    const icu::UnicodeString &utf16() const { return m_utf16; }

    /// Code point at the UTF-16 position @p index, 0 <= index <= length.
    std::int64_t codePointOf(std::int32_t index) const
    {
        return m_position.empty() ? index : m_position[static_cast<std::size_t>(index)];
    }

private:
    std::u32string m_codePoints;
    icu::UnicodeString m_utf16;
    std::vector<std::int64_t> m_position; ///< empty when every code point is one UTF-16 unit
};

} // namespace tamiz
