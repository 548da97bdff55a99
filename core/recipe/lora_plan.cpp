// SPDX-License-Identifier: Apache-2.0
#include "core/recipe/lora_plan.h"

#include <algorithm>
#include <numeric>

namespace tamiz {

bool matchesLoraTarget(std::string_view projection, std::string_view target)
{
    if (target.empty() || !projection.ends_with(target))
        return false;
    return projection.size() == target.size()
        || projection[projection.size() - target.size() - 1] == '.';
}

LoraSection withDefaultTargets(LoraSection lora, const std::vector<std::string> &family)
{
    if (lora.targets.empty())
        lora.targets = family;
    return lora;
}

int loraRank(const LoraSection &lora, int layer, std::string_view projection)
{
    const bool isTarget = std::any_of(
        lora.targets.begin(), lora.targets.end(),
        [projection](const std::string &target) { return matchesLoraTarget(projection, target); });
    const bool isListed = lora.layers.empty()
        || std::find(lora.layers.begin(), lora.layers.end(), layer) != lora.layers.end();
    int rank = isTarget && isListed ? lora.rank : 0;
    for (const LoraOverride &change : lora.overrides) {
        const bool applies = change.layer == layer
            && (change.target.empty() ? isTarget : matchesLoraTarget(projection, change.target));
        if (applies)
            rank = change.rank.value_or(rank > 0 ? rank : lora.rank);
    }
    return rank;
}

bool usesLora(const LoraSection &lora)
{
    return lora.rank > 0
        || std::any_of(lora.overrides.begin(), lora.overrides.end(),
                       [](const LoraOverride &change) { return change.rank.value_or(0) > 0; });
}

LoraSection withLoraRanks(LoraSection lora, const std::vector<std::string> &projections,
                          const std::vector<std::vector<int>> &ranks)
{
    const std::vector<std::string> targetsBefore = std::move(lora.targets);
    lora.targets.clear();
    lora.layers.clear();
    lora.overrides.clear();
    int highest = 0;
    for (std::size_t layer = 0; layer < ranks.size(); ++layer) {
        const int highestHere = ranks[layer].empty()
            ? 0
            : *std::max_element(ranks[layer].begin(), ranks[layer].end());
        highest = std::max(highest, highestHere);
        if (highestHere > 0)
            lora.layers.push_back(static_cast<int>(layer));
    }
    if (highest == 0) {
        lora.rank = 0;
        lora.targets = targetsBefore; // so that a rank set later adapts what it did before
        lora.layers.clear();
        return lora;
    }
    if (lora.rank == 0)
        lora.rank = highest;
    if (lora.layers.size() == ranks.size())
        lora.layers.clear();
    for (std::size_t i = 0; i < projections.size(); ++i) {
        if (std::any_of(ranks.begin(), ranks.end(),
                        [i](const std::vector<int> &layer) { return layer.at(i) > 0; }))
            lora.targets.push_back(projections[i]);
    }

    // A short name also matches longer ones, and later overrides win: the short ones go first.
    std::vector<std::size_t> shortFirst(projections.size());
    std::iota(shortFirst.begin(), shortFirst.end(), std::size_t { 0 });
    std::stable_sort(shortFirst.begin(), shortFirst.end(), [&](std::size_t a, std::size_t b) {
        return projections[a].size() < projections[b].size();
    });
    for (const std::size_t i : shortFirst) {
        for (std::size_t layer = 0; layer < ranks.size(); ++layer) {
            const int index = static_cast<int>(layer);
            if (loraRank(lora, index, projections[i]) != ranks[layer][i])
                lora.overrides.push_back({ index, projections[i], ranks[layer][i], std::nullopt });
        }
    }
    return lora;
}

} // namespace tamiz
