// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <type_traits>

namespace tamiz::engine {

/// Values one behind the other, in this machine's byte order and without gaps.
template<typename T>
void put(std::string &bytes, T value)
{
    static_assert(std::is_arithmetic_v<T>);
    bytes.append(reinterpret_cast<const char *>(&value), sizeof value);
}

inline void putText(std::string &bytes, std::string_view text)
{
    put(bytes, static_cast<std::uint32_t>(text.size()));
    bytes += text;
}

/// Takes them off again. What is not there any more reads as zero, and isWhole() says so.
class PackedReader
{
public:
    explicit PackedReader(std::string_view bytes)
        : m_bytes(bytes)
    {
    }

    template<typename T>
    T get()
    {
        static_assert(std::is_arithmetic_v<T>);
        T value {};
        if (const std::string_view bytes = take(sizeof value); !bytes.empty())
            std::memcpy(&value, bytes.data(), sizeof value);
        return value;
    }

    std::string_view getText() { return take(get<std::uint32_t>()); }

    /// Empty when there are fewer.
    std::string_view take(std::size_t size)
    {
        m_isWhole = m_isWhole && size <= m_bytes.size();
        if (!m_isWhole)
            return {};
        const std::string_view bytes = m_bytes.substr(0, size);
        m_bytes.remove_prefix(size);
        return bytes;
    }

    bool isWhole() const { return m_isWhole; }
    std::size_t left() const { return m_bytes.size(); }

private:
    std::string_view m_bytes;
    bool m_isWhole = true;
};

} // namespace tamiz::engine
