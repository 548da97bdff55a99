// SPDX-License-Identifier: Apache-2.0
#include "core/tokens/indexed_text.h"

#include "core/tokens/utf8.h"

namespace tamiz {

IndexedText::IndexedText(std::string_view utf8)
    : m_codePoints(decodeUtf8(utf8))
    , m_utf16(icu::UnicodeString::fromUTF32(reinterpret_cast<const UChar32 *>(m_codePoints.data()),
                                            static_cast<std::int32_t>(m_codePoints.size())))
{
    if (m_utf16.length() == static_cast<std::int32_t>(m_codePoints.size()))
        return;
    m_position.reserve(static_cast<std::size_t>(m_utf16.length()) + 1);
    for (std::size_t i = 0; i < m_codePoints.size(); ++i)
        m_position.insert(m_position.end(), m_codePoints[i] > 0xFFFF ? 2 : 1,
                          static_cast<std::int64_t>(i));
    m_position.push_back(static_cast<std::int64_t>(m_codePoints.size()));
}

} // namespace tamiz
