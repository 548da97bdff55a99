// SPDX-License-Identifier: Apache-2.0
#include "core/engine/data/sequences.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "core/engine/data/answer_windows.h"
#include "core/engine/data/batch.h"

namespace tamiz::engine {

namespace {

std::int64_t codePoints(const std::string &text)
{
    return std::count_if(text.begin(), text.end(),
                         [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; });
}

/// Class bits of an encoding, from each of its two texts.
std::vector<std::uint64_t> classBits(const Sequence &sequence, const TokenClassifier &classifier)
{
    const Encoding &encoding = sequence.encoding;
    std::vector<std::uint64_t> bits(encoding.ids.size(), 0);
    if (classifier.classCount() == 0)
        return bits;
    for (const bool isSecond : { false, true }) {
        std::vector<CodePointSpan> spans;
        std::vector<std::size_t> places;
        for (std::size_t i = 0; i < encoding.ids.size(); ++i) {
            if (!encoding.isSpecial[i] && static_cast<bool>(encoding.isSecond[i]) == isSecond) {
                spans.push_back(encoding.offsets[i]);
                places.push_back(i);
            }
        }
        if (spans.empty())
            continue;
        const std::vector<std::uint64_t> found
            = classifier.classify(isSecond ? sequence.textPair : sequence.text, spans);
        for (std::size_t k = 0; k < places.size(); ++k)
            bits[places[k]] = found[k];
    }
    return bits;
}

tl::unexpected<Error> unknownLabel(const std::string &name)
{
    return fail(ErrorCode::InvalidInput, "label '" + name + "' is not in the label map", {},
                "Add it to task.labels or correct the row");
}

/// Label of each token from the tags of the words: a word's first piece carries it.
Result<std::vector<std::int64_t>> wordLabels(const Example &example, const Encoding &encoding,
                                             const LabelMap &labels)
{
    std::map<std::int64_t, std::int64_t> labelAt; // code point where a word begins -> label
    std::int64_t position = 0;
    for (std::size_t w = 0; w < example.words.size(); ++w) {
        const std::int64_t label = labels.id(example.tags[w]);
        if (label < 0) {
            return unknownLabel(example.tags[w]);
        }
        labelAt[position] = label;
        position += codePoints(example.words[w]) + 1; // the joining space
    }
    std::vector<std::int64_t> result(encoding.ids.size(), kIgnoredLabel);
    for (std::size_t i = 0; i < result.size(); ++i) {
        if (encoding.isSpecial[i] || encoding.offsets[i].isEmpty())
            continue;
        const auto found = labelAt.find(encoding.offsets[i].begin);
        if (found == labelAt.end())
            continue;
        result[i] = found->second;
        labelAt.erase(found); // a second token with the same start is not a first piece
    }
    return result;
}

Result<std::vector<float>> labelTargets(const Example &example, const LabelMap &labels)
{
    std::vector<float> targets(labels.names().size(), 0);
    for (const std::string &name : example.labels) {
        const std::int64_t label = labels.id(name);
        if (label < 0)
            return unknownLabel(name);
        targets[static_cast<std::size_t>(label)] = 1;
    }
    return targets;
}

Result<std::vector<float>> numberTargets(const Example &example, const LabelMap &labels)
{
    if (example.targets.size() != labels.names().size()) {
        return fail(ErrorCode::InvalidInput,
                    std::to_string(example.targets.size()) + " numbers, "
                        + std::to_string(labels.size()) + " were expected");
    }
    return std::vector<float>(example.targets.begin(), example.targets.end());
}

/// What the task says of the sequence.
Status label(Sequence &sequence, const Example &example, const DatasetSpec &spec)
{
    TokenRow &row = sequence.row;
    switch (spec.task.type) {
    case TaskType::TokenClassification: {
        TAMIZ_TRY(row.labels, wordLabels(example, sequence.encoding, spec.labels));
        return {};
    }
    case TaskType::CausalLm:
        row.labels = causalLabels(row.ids);
        return {};
    case TaskType::MaskedLm:
        return {};
    case TaskType::MultiLabel: {
        TAMIZ_TRY(row.targets, labelTargets(example, spec.labels));
        return {};
    }
    case TaskType::Regression: {
        TAMIZ_TRY(row.targets, numberTargets(example, spec.labels));
        return {};
    }
    case TaskType::QuestionAnswering:
        row.answer = example.answers.empty()
            ? TokenSpan { 0, 1 }
            : answerTokens(sequence.encoding, example.answers.front().place);
        return {};
    case TaskType::Classification:
    case TaskType::MultipleChoice:
    case TaskType::NextSentence:
        break;
    }
    row.label = spec.labels.id(example.label);
    if (row.label < 0)
        return unknownLabel(example.label);
    return {};
}

Encoding encode(const Sequence &sequence, const DatasetSpec &spec, std::int64_t maxLength)
{
    std::optional<std::string_view> pair;
    if (!sequence.textPair.empty())
        pair = sequence.textPair;
    return spec.tokenizer.encode(sequence.text, pair,
                                 { .addSpecialTokens = true, .maxLength = maxLength });
}

/// Texts and encodings; a window's are those of the whole context.
Result<std::vector<Sequence>> encoded(const Example &example, const DatasetSpec &spec)
{
    std::vector<Sequence> sequences;
    if (spec.task.type == TaskType::QuestionAnswering) {
        Sequence whole { example.text, example.textPair, {}, {} };
        TAMIZ_TRY(
            const std::vector<Encoding> windows,
            answerWindows(encode(whole, spec, 0), spec.task.maxLength, windowStride(spec.task)));
        for (const Encoding &window : windows)
            sequences.push_back({ example.text, example.textPair, window, {} });
        return sequences;
    }
    if (spec.task.type == TaskType::MultipleChoice) {
        const std::string stem = example.textPair.empty() ? "" : example.textPair + " ";
        for (const std::string &choice : example.choices)
            sequences.push_back({ example.text, stem + choice, {}, {} });
    } else {
        sequences.push_back({ example.text, example.textPair, {}, {} });
    }
    for (Sequence &sequence : sequences)
        sequence.encoding = encode(sequence, spec, spec.groupTexts ? 0 : spec.task.maxLength);
    return sequences;
}

} // namespace

std::vector<std::int64_t> causalLabels(const std::vector<std::int64_t> &ids)
{
    std::vector<std::int64_t> labels = ids;
    if (!labels.empty())
        labels.front() = kIgnoredLabel;
    return labels;
}

Result<std::vector<Sequence>> sequencesOf(const Example &example, const DatasetSpec &spec)
{
    TAMIZ_TRY(std::vector<Sequence> sequences, encoded(example, spec));
    for (std::size_t part = 0; part < sequences.size(); ++part) {
        Sequence &sequence = sequences[part];
        const Encoding &encoding = sequence.encoding;
        TokenRow &row = sequence.row;
        row.ids = encoding.ids;
        row.typeIds.assign(encoding.typeIds.begin(), encoding.typeIds.end());
        row.isSpecial = encoding.isSpecial;
        row.isTruncated = encoding.isTruncated;
        row.classes = classBits(sequence, spec.classifier);
        row.labels.assign(row.ids.size(), kIgnoredLabel);
        row.part = static_cast<std::int64_t>(part);
        if (spec.task.type == TaskType::QuestionAnswering)
            row.places = contextPlaces(encoding);
        if (spec.isLabelled)
            TAMIZ_CHECK(label(sequence, example, spec));
    }
    return sequences;
}

} // namespace tamiz::engine
