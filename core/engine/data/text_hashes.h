// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "core/base/content_hash.h"
#include "core/engine/data/reader.h"

namespace tamiz::engine {

/// Knows texts again by 64 bits of each: among ten million, two different ones are taken for the same in
/// one case of 370,000. First add() all, then sort(), then ask.
class TextHashes
{
public:
    void add(const Example &row) { m_hashes.push_back(hashOf(row)); }
    void sort() { std::sort(m_hashes.begin(), m_hashes.end()); }

    bool contains(const Example &row) const
    {
        return std::binary_search(m_hashes.begin(), m_hashes.end(), hashOf(row));
    }

private:
    /// Of both texts.
    static std::uint64_t hashOf(const Example &row)
    {
        return checksum(row.textPair, checksum(row.text));
    }

    std::vector<std::uint64_t> m_hashes;
};

} // namespace tamiz::engine
