// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace tamiz::engine {

/// Strings of code points to ids, with a step a code point: the edges of all nodes sit in one open
/// addressing table. Nodes are indices; root() is 0. Immutable once filled: any thread.
class CodePointTrie
{
public:
    using Node = std::uint32_t;
    static constexpr Node kNone = 0xFFFFFFFFU;
    static constexpr std::int64_t kNoValue = -1;

    CodePointTrie();

    static constexpr Node root() { return 0; }

    /// Replaces an earlier value of the same key; @p value >= 0.
    void insert(std::u32string_view key, std::int64_t value);

    /// kNone when no key goes on with @p codePoint.
    Node child(Node node, char32_t codePoint) const;
    std::int64_t value(Node node) const { return m_values[node]; }

    /// The node that @p prefix leads to, or kNone.
    Node find(std::u32string_view prefix) const;

private:
    struct Edge
    {
        std::uint64_t key = kFree; ///< node << 32 | code point
        Node target = kNone;
    };
    static constexpr std::uint64_t kFree = ~std::uint64_t { 0 };

    std::size_t slotOf(std::uint64_t key) const;
    void grow();

    std::vector<Edge> m_edges; ///< a power of two, at most half full
    std::vector<std::int64_t> m_values;
    std::size_t m_edgeCount = 0;
};

} // namespace tamiz::engine
