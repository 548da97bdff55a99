// SPDX-License-Identifier: Apache-2.0
#include "core/engine/tokenizer/pipeline/merge_table.h"

namespace tamiz::engine {

namespace {

std::uint64_t keyOf(std::uint32_t left, std::uint32_t right)
{
    return (static_cast<std::uint64_t>(left) << 32) | right;
}

} // namespace

MergeTable::MergeTable(std::size_t merges)
{
    std::size_t slots = 2;
    while (slots < 2 * merges)
        slots *= 2;
    m_slots.resize(slots);
}

void MergeTable::insert(std::uint32_t left, std::uint32_t right, Merge merge)
{
    m_slots[slotOf(keyOf(left, right))] = { keyOf(left, right), merge };
}

const MergeTable::Merge *MergeTable::find(std::uint32_t left, std::uint32_t right) const
{
    const Slot &slot = m_slots[slotOf(keyOf(left, right))];
    return slot.key == kFree ? nullptr : &slot.merge;
}

std::size_t MergeTable::slotOf(std::uint64_t key) const
{
    const std::size_t last = m_slots.size() - 1;
    std::uint64_t hash = key * 0x9E3779B97F4A7C15ULL;
    hash ^= hash >> 32;
    std::size_t slot = hash & last;
    while (m_slots[slot].key != key && m_slots[slot].key != kFree)
        slot = (slot + 1) & last;
    return slot;
}

} // namespace tamiz::engine
