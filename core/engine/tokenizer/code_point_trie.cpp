// SPDX-License-Identifier: Apache-2.0
#include "core/engine/tokenizer/code_point_trie.h"

#include <utility>

namespace tamiz::engine {

namespace {

std::uint64_t edgeKey(CodePointTrie::Node node, char32_t codePoint)
{
    return (static_cast<std::uint64_t>(node) << 32) | codePoint;
}

} // namespace

CodePointTrie::CodePointTrie()
    : m_edges(64)
    , m_values(1, kNoValue)
{
}

void CodePointTrie::insert(std::u32string_view key, std::int64_t value)
{
    Node node = root();
    for (const char32_t codePoint : key) {
        std::size_t slot = slotOf(edgeKey(node, codePoint));
        if (m_edges[slot].key == kFree) {
            if (2 * (m_edgeCount + 1) > m_edges.size()) {
                grow();
                slot = slotOf(edgeKey(node, codePoint));
            }
            m_edges[slot] = { edgeKey(node, codePoint), static_cast<Node>(m_values.size()) };
            m_values.push_back(kNoValue);
            ++m_edgeCount;
        }
        node = m_edges[slot].target;
    }
    m_values[node] = value;
}

CodePointTrie::Node CodePointTrie::child(Node node, char32_t codePoint) const
{
    return m_edges[slotOf(edgeKey(node, codePoint))].target;
}

CodePointTrie::Node CodePointTrie::find(std::u32string_view prefix) const
{
    Node node = root();
    for (const char32_t codePoint : prefix) {
        node = child(node, codePoint);
        if (node == kNone)
            return kNone;
    }
    return node;
}

std::size_t CodePointTrie::slotOf(std::uint64_t key) const
{
    const std::size_t last = m_edges.size() - 1;
    std::uint64_t hash = key * 0x9E3779B97F4A7C15ULL;
    hash ^= hash >> 32;
    std::size_t slot = hash & last;
    while (m_edges[slot].key != key && m_edges[slot].key != kFree)
        slot = (slot + 1) & last;
    return slot;
}

void CodePointTrie::grow()
{
    const std::vector<Edge> old = std::exchange(m_edges, std::vector<Edge>(m_edges.size() * 2));
    for (const Edge &edge : old) {
        if (edge.key != kFree)
            m_edges[slotOf(edge.key)] = edge;
    }
}

} // namespace tamiz::engine
