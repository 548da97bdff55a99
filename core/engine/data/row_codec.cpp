// SPDX-License-Identifier: Apache-2.0
#include "core/engine/data/row_codec.h"

#include <algorithm>

#include "core/engine/data/sequences.h"

namespace tamiz::engine {

namespace {

/// What a row has beside its ids.
enum Has : std::uint8_t {
    HasTypeIds = 1,
    HasLabels = 2,
    HasCausalLabels = 4, ///< made of the ids
    HasTargets = 8,
    HasAnswer = 16,
    HasPlaces = 32,
    HasQuestion = 64,
    HasTruncated = 128
};

bool isAny(const std::vector<std::uint8_t> &marks)
{
    return std::any_of(marks.begin(), marks.end(), [](std::uint8_t mark) { return mark != 0; });
}

std::uint8_t contentOf(const TokenRow &row)
{
    const bool isLabelled = std::any_of(row.labels.begin(), row.labels.end(),
                                        [](std::int64_t label) { return label != kIgnoredLabel; });
    const bool isCausal = isLabelled && row.labels == causalLabels(row.ids);
    int has = 0;
    has |= isAny(row.typeIds) ? HasTypeIds : 0;
    has |= isCausal ? HasCausalLabels : isLabelled ? HasLabels : 0;
    has |= row.targets.empty() ? 0 : HasTargets;
    has |= row.answer == TokenSpan {} ? 0 : HasAnswer;
    has |= row.places.empty() ? 0 : HasPlaces;
    has |= row.question ? HasQuestion : 0;
    has |= row.isTruncated ? HasTruncated : 0;
    return static_cast<std::uint8_t>(has);
}

/// Bytes that hold the highest of the class bits.
std::uint8_t classBytes(const TokenRow &row)
{
    std::uint64_t all = 0;
    for (const std::uint64_t bits : row.classes)
        all |= bits;
    std::uint8_t count = 0;
    for (; all != 0; all >>= 8)
        ++count;
    return count;
}

void packMarks(const std::vector<std::uint8_t> &marks, std::string &bytes)
{
    for (std::size_t begin = 0; begin < marks.size(); begin += 8) {
        unsigned bits = 0;
        for (std::size_t i = begin; i < std::min(begin + 8, marks.size()); ++i)
            bits |= (marks[i] != 0 ? 1U : 0U) << (i - begin);
        put(bytes, static_cast<std::uint8_t>(bits));
    }
}

bool isLabel(std::int64_t label, const RowLimits &limits)
{
    return label == kIgnoredLabel || (label >= 0 && label < limits.labels);
}

/// @p Stored values, as many as @p values holds, that all lie in a range.
template<typename Stored, typename T>
bool unpackAll(PackedReader &bytes, std::vector<T> &values, const auto &isAllowed)
{
    const std::string_view packed = bytes.take(values.size() * sizeof(Stored));
    if (packed.size() != values.size() * sizeof(Stored))
        return false;
    bool isRight = true;
    for (std::size_t i = 0; i < values.size(); ++i) {
        Stored value {};
        std::memcpy(&value, packed.data() + i * sizeof value, sizeof value);
        values[i] = static_cast<T>(value);
        isRight = isRight && isAllowed(values[i]);
    }
    return isRight;
}

constexpr auto kAnything = [](auto) { return true; };

bool unpackSpans(PackedReader &bytes, std::vector<CodePointSpan> &spans)
{
    for (CodePointSpan &span : spans) {
        span.begin = bytes.get<std::uint32_t>();
        span.end = bytes.get<std::uint32_t>();
        if (span.begin > span.end)
            return false;
    }
    return true;
}

bool unpackQuestion(PackedReader &bytes, Question &question)
{
    question.context = bytes.getText();
    const auto count = bytes.get<std::uint32_t>();
    if (count > bytes.left()) // each takes more than a byte
        return false;
    for (std::uint32_t i = 0; i < count && bytes.isWhole(); ++i)
        question.answers.emplace_back(bytes.getText());
    return true;
}

} // namespace

void packRow(const TokenRow &row, std::string &bytes)
{
    const std::uint8_t has = contentOf(row);
    const std::uint8_t perClass = classBytes(row);
    put(bytes, static_cast<std::uint32_t>(row.ids.size()));
    put(bytes, has);
    put(bytes, perClass);
    put(bytes, static_cast<std::int32_t>(row.label));
    put(bytes, row.example);
    put(bytes, static_cast<std::uint32_t>(row.part));
    for (const std::int64_t id : row.ids)
        put(bytes, static_cast<std::uint32_t>(id));
    packMarks(row.isSpecial, bytes);
    if (has & HasTypeIds)
        bytes.append(row.typeIds.begin(), row.typeIds.end());
    for (int byte = 0; byte < perClass; ++byte) {
        for (const std::uint64_t bits : row.classes)
            put(bytes, static_cast<std::uint8_t>(bits >> (8 * byte)));
    }
    if (has & HasLabels) {
        for (const std::int64_t label : row.labels)
            put(bytes, static_cast<std::int32_t>(label));
    }
    if (has & HasTargets) {
        put(bytes, static_cast<std::uint32_t>(row.targets.size()));
        for (const float target : row.targets)
            put(bytes, target);
    }
    if (has & HasAnswer) {
        put(bytes, static_cast<std::uint32_t>(row.answer.begin));
        put(bytes, static_cast<std::uint32_t>(row.answer.end));
    }
    if (has & HasPlaces) {
        for (const CodePointSpan &place : row.places) {
            put(bytes, static_cast<std::uint32_t>(place.begin));
            put(bytes, static_cast<std::uint32_t>(place.end));
        }
    }
    if (has & HasQuestion) {
        putText(bytes, row.question->context);
        put(bytes, static_cast<std::uint32_t>(row.question->answers.size()));
        for (const std::string &answer : row.question->answers)
            putText(bytes, answer);
    }
}

bool unpackRow(PackedReader &bytes, const RowLimits &limits, TokenRow &row)
{
    row = {};
    const std::size_t tokens = bytes.get<std::uint32_t>();
    const auto has = bytes.get<std::uint8_t>();
    const auto perClass = bytes.get<std::uint8_t>();
    row.label = bytes.get<std::int32_t>();
    row.example = bytes.get<std::int64_t>();
    row.part = bytes.get<std::uint32_t>();
    row.isTruncated = (has & HasTruncated) != 0;
    // Before anything of that size is made.
    if (!bytes.isWhole() || tokens > bytes.left() / sizeof(std::uint32_t)
        || perClass > sizeof(std::uint64_t) || !isLabel(row.label, limits) || row.example < 0)
        return false;

    row.ids.resize(tokens);
    if (!unpackAll<std::uint32_t>(bytes, row.ids,
                                  [&limits](std::int64_t id) { return id < limits.ids; }))
        return false;
    row.isSpecial.resize(tokens);
    const std::string_view marks = bytes.take((tokens + 7) / 8);
    for (std::size_t i = 0; i < tokens && !marks.empty(); ++i)
        row.isSpecial[i] = (static_cast<unsigned char>(marks[i / 8]) >> (i % 8)) & 1U;
    row.typeIds.resize(tokens);
    if ((has & HasTypeIds) && !unpackAll<std::uint8_t>(bytes, row.typeIds, kAnything))
        return false;
    row.classes.resize(tokens);
    for (int byte = 0; byte < perClass; ++byte) {
        const std::string_view part = bytes.take(tokens);
        for (std::size_t i = 0; i < part.size(); ++i)
            row.classes[i] |= std::uint64_t { static_cast<unsigned char>(part[i]) } << (8 * byte);
    }
    row.labels.resize(tokens, kIgnoredLabel);
    if (has & HasCausalLabels)
        row.labels = causalLabels(row.ids);
    else if ((has & HasLabels)
             && !unpackAll<std::int32_t>(bytes, row.labels, [&limits](std::int64_t label) {
                    return isLabel(label, limits);
                }))
        return false;
    if (has & HasTargets) {
        if (std::cmp_not_equal(bytes.get<std::uint32_t>(), limits.labels))
            return false;
        row.targets.resize(static_cast<std::size_t>(limits.labels));
        if (!unpackAll<float>(bytes, row.targets, kAnything))
            return false;
    }
    if (has & HasAnswer) {
        row.answer.begin = bytes.get<std::uint32_t>();
        row.answer.end = bytes.get<std::uint32_t>();
        if (row.answer.begin >= row.answer.end || row.answer.end > row.length())
            return false;
    }
    if (has & HasPlaces) {
        row.places.resize(tokens);
        if (!unpackSpans(bytes, row.places))
            return false;
    }
    if ((has & HasQuestion) && !unpackQuestion(bytes, row.question.emplace()))
        return false;
    return bytes.isWhole();
}

} // namespace tamiz::engine
