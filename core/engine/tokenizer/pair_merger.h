// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <queue>
#include <unordered_map>
#include <vector>

namespace tamiz::engine {

/// Byte-pair merging over counted words: finds the most frequent pair of neighbours and replaces it
/// everywhere. Counts are kept up to date by the words that a merge touches; the queue holds old
/// counts too, which are looked at again when they come up.
class PairMerger
{
public:
    using Id = std::uint32_t;
    struct Pair
    {
        Id left = 0;
        Id right = 0;
        std::int64_t count = 0;
    };

    void addWord(std::vector<Id> ids, std::int64_t count);

    /// The most frequent pair, of the lowest ids among equals; nothing when no word has two pieces.
    std::optional<Pair> mostFrequent();

    /// Replaces the pair by @p merged in every word.
    void merge(const Pair &pair, Id merged);

private:
    struct Word
    {
        std::vector<Id> ids;
        std::int64_t count = 0;
    };
    struct Occurrences
    {
        std::int64_t count = 0;
        std::vector<std::uint32_t> words; ///< may name a word twice, or one that lost the pair
    };
    struct IsLessFrequent
    {
        bool operator()(const Pair &a, const Pair &b) const;
    };

    static std::uint64_t keyOf(Id left, Id right)
    {
        return (static_cast<std::uint64_t>(left) << 32) | right;
    }
    void change(Id left, Id right, std::int64_t by, std::uint32_t word);
    void mergeInWord(std::uint32_t word, const Pair &pair, Id merged);

    std::vector<Word> m_words;
    std::unordered_map<std::uint64_t, Occurrences> m_pairs;
    std::vector<std::uint64_t> m_grown; ///< pairs whose count rose since the last push
    std::priority_queue<Pair, std::vector<Pair>, IsLessFrequent> m_queue;
};

} // namespace tamiz::engine
