// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

namespace tamiz::engine {

/// What two neighbouring pieces merge to, and how early; an open addressing table.
class MergeTable
{
public:
    struct Merge
    {
        std::uint32_t rank = 0; ///< lower merges first
        std::uint32_t merged = 0;
    };

    explicit MergeTable(std::size_t merges = 0);

    /// Replaces an earlier merge of the same pair; at most as many as the constructor was told.
    void insert(std::uint32_t left, std::uint32_t right, Merge merge);
    const Merge *find(std::uint32_t left, std::uint32_t right) const;

private:
    struct Slot
    {
        std::uint64_t key = kFree;
        Merge merge;
    };
    static constexpr std::uint64_t kFree = ~std::uint64_t { 0 };

    std::size_t slotOf(std::uint64_t key) const;

    std::vector<Slot> m_slots; ///< a power of two, at most half full
};

} // namespace tamiz::engine
