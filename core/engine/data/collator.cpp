// SPDX-License-Identifier: Apache-2.0
#include "core/engine/data/collator.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace tamiz::engine {

MlmMasker::MlmMasker(const Tokenizer &tokenizer, double probability, CounterRandom random)
    : m_probability(probability)
    , m_random(random)
    , m_mask(tokenizer.special().mask)
{
    for (std::int64_t id = 0; id < tokenizer.vocabSize(); ++id) {
        if (!tokenizer.isSpecial(id))
            m_plainIds.push_back(id);
    }
}

void MlmMasker::apply(MaskableRow &row, std::uint64_t rowIndex, std::uint64_t key) const
{
    choose(row, m_random.at(rowIndex).at(key), false);
}

void MlmMasker::applyForMeasuring(MaskableRow &row, std::uint64_t rowIndex) const
{
    choose(row, m_random.at(rowIndex), true);
}

void MlmMasker::choose(MaskableRow &row, const CounterRandom &random, bool isMeasuring) const
{
    row.labels.assign(row.ids.size(), kIgnoredLabel);
    for (std::size_t i = 0; i < row.ids.size(); ++i) {
        if (row.isSpecial[i] || random.uniform(3 * i) >= m_probability)
            continue;
        row.labels[i] = row.ids[i];
        const double way = random.uniform(3 * i + 1);
        if (isMeasuring || way < 0.8)
            row.ids[i] = m_mask;
        else if (way < 0.9 && !m_plainIds.empty())
            row.ids[i] = m_plainIds[random.below(m_plainIds.size(), 3 * i + 2)];
    }
}

MaskableRow toMaskable(const TokenRow &row)
{
    const std::size_t count = row.ids.size();
    MaskableRow result;
    result.ids = row.ids;
    result.labels = row.labels;
    result.isSpecial = row.isSpecial;
    result.classes = row.classes;
    result.isHidden.assign(count, 0);
    result.isLossIgnored.assign(count, 0);
    result.isDropped.assign(count, 0);
    return result;
}

BatchBuilder::BatchBuilder(std::int64_t padId, LabelKind labels, std::int64_t choices)
    : m_padId(std::max<std::int64_t>(padId, 0))
    , m_labels(labels)
{
    m_batch.choices = choices;
}

void BatchBuilder::add(const TokenRow &row, const MaskableRow &masked, std::int64_t rowIndex)
{
    Row kept;
    for (std::size_t i = 0; i < row.ids.size(); ++i) {
        if (masked.isDropped[i])
            continue;
        kept.ids.push_back(masked.ids[i]);
        kept.typeIds.push_back(row.typeIds[i]);
        kept.visible.push_back(masked.isHidden[i] ? 0 : 1);
        kept.labels.push_back(masked.isLossIgnored[i] ? kIgnoredLabel : masked.labels[i]);
        kept.classes.push_back(row.classes[i]);
    }
    const auto isAny = [](const std::vector<std::uint8_t> &marks) {
        return std::find(marks.begin(), marks.end(), 1) != marks.end();
    };
    m_batch.isMasked.push_back(masked.ids != row.ids || isAny(masked.isHidden)
                               || isAny(masked.isDropped));
    m_batch.lengths.push_back(static_cast<std::int64_t>(kept.ids.size()));
    m_batch.rowIndex.push_back(rowIndex);
    const bool isFirstChoice = static_cast<std::int64_t>(m_rows.size()) % m_batch.choices == 0;
    if (m_labels == LabelKind::Row && isFirstChoice)
        m_batch.labels.push_back(row.label);
    if (m_labels == LabelKind::Targets)
        m_batch.targets.insert(m_batch.targets.end(), row.targets.begin(), row.targets.end());
    if (m_labels == LabelKind::Span)
        addSpan(row, masked.isDropped);
    m_rows.push_back(std::move(kept));
}

/// The answer's place among the tokens that are kept; nowhere when all of its tokens are dropped.
void BatchBuilder::addSpan(const TokenRow &row, const std::vector<std::uint8_t> &isDropped)
{
    const auto keptBefore = [&isDropped](std::int64_t end) {
        return static_cast<std::int64_t>(
            std::count(isDropped.begin(), isDropped.begin() + end, std::uint8_t { 0 }));
    };
    const bool hasAnswer = row.answer.begin >= 0;
    const std::int64_t start = hasAnswer ? keptBefore(row.answer.begin) : kIgnoredLabel;
    const std::int64_t end = hasAnswer ? keptBefore(row.answer.end) - 1 : kIgnoredLabel;
    m_batch.startPositions.push_back(start <= end ? start : kIgnoredLabel);
    m_batch.endPositions.push_back(start <= end ? end : kIgnoredLabel);
}

Batch BatchBuilder::build() &&
{
    Batch batch = std::move(m_batch);
    batch.rows = static_cast<std::int64_t>(m_rows.size());
    batch.length
        = batch.lengths.empty() ? 0 : *std::max_element(batch.lengths.begin(), batch.lengths.end());
    const auto append = [&batch](auto &to, const auto &from, auto padding) {
        to.insert(to.end(), from.begin(), from.end());
        to.resize(to.size() + static_cast<std::size_t>(batch.length) - from.size(), padding);
    };
    for (const Row &row : m_rows) {
        append(batch.inputIds, row.ids, m_padId);
        append(batch.tokenTypeIds, row.typeIds, std::int64_t { 0 });
        append(batch.attentionMask, row.visible, std::int64_t { 0 });
        append(batch.classes, row.classes, std::uint64_t { 0 });
        if (m_labels == LabelKind::Token)
            append(batch.labels, row.labels, kIgnoredLabel);
    }
    return batch;
}

std::vector<std::uint32_t> epochOrder(std::int64_t rows, std::uint64_t seed, std::int64_t epoch)
{
    std::vector<std::uint32_t> order(static_cast<std::size_t>(rows));
    std::iota(order.begin(), order.end(), 0U);
    const CounterRandom random = CounterRandom(seed).at(static_cast<std::uint64_t>(epoch));
    for (std::size_t i = order.size(); i > 1; --i)
        std::swap(order[i - 1], order[random.below(i, i)]);
    return order;
}

} // namespace tamiz::engine
