// SPDX-License-Identifier: Apache-2.0
#include "core/engine/masking/masker.h"

#include <algorithm>
#include <string>
#include <utility>

#include "core/engine/data/batch.h"
#include "core/recipe/schedules.h"

namespace tamiz::engine {

namespace {

// Sub-streams of a rule.
constexpr std::uint64_t kStepStream = 1;
constexpr std::uint64_t kTokenStream = 2;
constexpr std::uint64_t kControlStream = 3;
constexpr std::uint64_t kReplacementStream = 4;

CounterRandom streamOf(std::uint64_t seed, std::size_t rule, std::uint64_t stream)
{
    return CounterRandom(seed).at(rule).at(stream);
}

CounterRandom at(const CounterRandom &random, const MaskPlace &place)
{
    return random.at(static_cast<std::uint64_t>(place.step))
        .at(static_cast<std::uint64_t>(place.row));
}

} // namespace

Result<Masker> Masker::build(const MaskingSection &masking, const Tokenizer &tokenizer,
                             std::uint64_t seed)
{
    Masker masker;
    masker.m_seed = seed;
    masker.m_special = tokenizer.special();
    for (std::int64_t id = 0; id < tokenizer.vocabSize(); ++id) {
        masker.m_isSpecialId.push_back(tokenizer.isSpecial(id) ? 1 : 0);
        if (!tokenizer.isSpecial(id))
            masker.m_plainIds.push_back(id);
    }

    for (std::size_t i = 0; i < masking.rules.size(); ++i) {
        const MaskRule &rule = masking.rules[i];
        const std::string path = "masking.rules[" + std::to_string(i) + "]";
        const auto found
            = std::find_if(masking.classes.begin(), masking.classes.end(),
                           [&rule](const TokenClass &one) { return one.name == rule.tokenClass; });
        if (found == masking.classes.end()) {
            return fail(ErrorCode::InvalidInput, "no class is called '" + rule.tokenClass + "'",
                        path + ".token_class", "Define it in masking.classes");
        }
        const bool replaces = rule.mode == MaskMode::Input;
        const bool lacksToken = (rule.replacement == Replacement::Mask && masker.m_special.mask < 0)
            || (rule.replacement == Replacement::Unknown && masker.m_special.unknown < 0)
            || (rule.replacement == Replacement::Random && masker.m_plainIds.empty());
        if (replaces && lacksToken) {
            return fail(ErrorCode::Mismatch,
                        "the model's vocabulary has no token to put in place of a masked one",
                        path + ".replacement", "Choose another replacement");
        }
        const auto classIndex = static_cast<std::size_t>(found - masking.classes.begin());
        const bool isAny = found->kind == TokenClassKind::Any;
        masker.m_rules.push_back({ rule, isAny ? 0 : std::uint64_t { 1 } << classIndex });
    }
    return masker;
}

void Masker::apply(MaskableRow &row, const MaskPlace &place) const
{
    std::vector<std::uint8_t> isReplaced(row.ids.size(), 0);
    for (std::size_t r = 0; r < m_rules.size(); ++r) {
        const MaskRule &rule = m_rules[r].settings;
        const CounterRandom replacement = at(streamOf(m_seed, r, kReplacementStream), place);
        for (const std::size_t i : chosenPositions(r, row, place, isReplaced)) {
            switch (rule.mode) {
            case MaskMode::Input:
                isReplaced[i] = 1;
                if (rule.replacement == Replacement::Drop)
                    row.isDropped[i] = 1;
                else
                    row.ids[i] = replacementId(rule, replacement, i);
                break;
            case MaskMode::Loss:
                row.isLossIgnored[i] = 1;
                break;
            case MaskMode::Attention:
                row.isHidden[i] = 1;
                break;
            }
        }
    }
}

double Masker::probability(std::size_t rule, std::int64_t step, std::int64_t totalSteps) const
{
    return maskProbabilityAt(m_rules[rule].settings, step, totalSteps);
}

bool Masker::isActive(std::size_t rule, std::int64_t step) const
{
    return streamOf(m_seed, rule, kStepStream).uniform(static_cast<std::uint64_t>(step))
        < m_rules[rule].settings.shareOfSteps;
}

bool Masker::isTouchable(const MaskableRow &row, std::size_t position, MaskMode mode) const
{
    if (row.isSpecial[position] || row.isDropped[position])
        return false;
    const std::int64_t id = row.ids[position];
    const bool isSpecialId = id >= 0 && id < static_cast<std::int64_t>(m_isSpecialId.size())
        && m_isSpecialId[static_cast<std::size_t>(id)] != 0;
    const bool isTaskMask = id == m_special.mask && position < row.labels.size()
        && row.labels[position] != kIgnoredLabel;
    return !isSpecialId || (isTaskMask && mode != MaskMode::Input);
}

std::vector<std::size_t> Masker::chosenPositions(std::size_t rule, const MaskableRow &row,
                                                 const MaskPlace &place,
                                                 const std::vector<std::uint8_t> &isReplaced) const
{
    const auto &[settings, classBit] = m_rules[rule];
    const double chance = probability(rule, place.step, place.totalSteps);
    if (chance <= 0 || !isActive(rule, place.step))
        return {};

    const CounterRandom draws = at(streamOf(m_seed, rule, kTokenStream), place);
    std::vector<std::size_t> chosen;
    std::vector<std::size_t> pool; // of the random control
    for (std::size_t i = 0; i < row.ids.size(); ++i) {
        const bool canTouch = isReplaced[i] ? settings.mode != MaskMode::Input && !row.isDropped[i]
                                            : isTouchable(row, i, settings.mode);
        if (!canTouch)
            continue;
        pool.push_back(i);
        const bool isMember = classBit == 0 || (row.classes[i] & classBit) != 0;
        if (isMember && draws.uniform(i) < chance)
            chosen.push_back(i);
    }
    if (!settings.randomControl)
        return chosen;

    const CounterRandom order = at(streamOf(m_seed, rule, kControlStream), place);
    std::sort(pool.begin(), pool.end(), [&order](std::size_t a, std::size_t b) {
        return std::pair(order.bits(a), a) < std::pair(order.bits(b), b);
    });
    pool.resize(chosen.size());
    std::sort(pool.begin(), pool.end());
    return pool;
}

std::int64_t Masker::replacementId(const MaskRule &rule, const CounterRandom &random,
                                   std::size_t position) const
{
    switch (rule.replacement) {
    case Replacement::Unknown:
        return m_special.unknown;
    case Replacement::Random:
        return m_plainIds[random.below(m_plainIds.size(), position)];
    case Replacement::Mask:
    case Replacement::Drop:
        break;
    }
    return m_special.mask;
}

} // namespace tamiz::engine
