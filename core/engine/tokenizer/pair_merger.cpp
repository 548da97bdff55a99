// SPDX-License-Identifier: Apache-2.0
#include "core/engine/tokenizer/pair_merger.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace tamiz::engine {

bool PairMerger::IsLessFrequent::operator()(const Pair &a, const Pair &b) const
{
    return std::tie(a.count, b.left, b.right) < std::tie(b.count, a.left, a.right);
}

void PairMerger::addWord(std::vector<Id> ids, std::int64_t count)
{
    const auto word = static_cast<std::uint32_t>(m_words.size());
    m_words.push_back({ std::move(ids), count });
    const std::vector<Id> &added = m_words.back().ids;
    for (std::size_t i = 0; i + 1 < added.size(); ++i)
        change(added[i], added[i + 1], count, word);
}

std::optional<PairMerger::Pair> PairMerger::mostFrequent()
{
    std::sort(m_grown.begin(), m_grown.end());
    m_grown.erase(std::unique(m_grown.begin(), m_grown.end()), m_grown.end());
    for (const std::uint64_t key : std::exchange(m_grown, {})) {
        const std::int64_t count = m_pairs[key].count;
        if (count > 0)
            m_queue.push({ static_cast<Id>(key >> 32), static_cast<Id>(key), count });
    }
    while (!m_queue.empty()) {
        Pair top = m_queue.top();
        const auto known = m_pairs.find(keyOf(top.left, top.right));
        const std::int64_t count = known == m_pairs.end() ? 0 : known->second.count;
        if (count == top.count)
            return top;
        m_queue.pop();
        if (count > 0 && count < top.count) {
            top.count = count;
            m_queue.push(top);
        }
    }
    return std::nullopt;
}

void PairMerger::merge(const Pair &pair, Id merged)
{
    const auto found = m_pairs.find(keyOf(pair.left, pair.right));
    if (found == m_pairs.end())
        return;
    std::vector<std::uint32_t> words = std::move(found->second.words);
    std::sort(words.begin(), words.end());
    words.erase(std::unique(words.begin(), words.end()), words.end());
    for (const std::uint32_t word : words)
        mergeInWord(word, pair, merged);
    m_pairs.erase(keyOf(pair.left, pair.right));
}

void PairMerger::mergeInWord(std::uint32_t word, const Pair &pair, Id merged)
{
    const std::int64_t count = m_words[word].count;
    const std::vector<Id> old = std::exchange(m_words[word].ids, {});
    std::vector<Id> &ids = m_words[word].ids;
    for (std::size_t i = 0; i < old.size();) {
        const bool isMatch = i + 1 < old.size() && old[i] == pair.left && old[i + 1] == pair.right;
        ids.push_back(isMatch ? merged : old[i]);
        i += isMatch ? 2 : 1;
    }
    if (ids.size() == old.size())
        return;
    for (std::size_t i = 0; i + 1 < old.size(); ++i)
        change(old[i], old[i + 1], -count, word);
    for (std::size_t i = 0; i + 1 < ids.size(); ++i)
        change(ids[i], ids[i + 1], count, word);
}

void PairMerger::change(Id left, Id right, std::int64_t by, std::uint32_t word)
{
    const std::uint64_t key = keyOf(left, right);
    Occurrences &occurrences = m_pairs[key];
    occurrences.count += by;
    if (by > 0) {
        m_grown.push_back(key);
        if (occurrences.words.empty() || occurrences.words.back() != word)
            occurrences.words.push_back(word);
    }
}

} // namespace tamiz::engine
