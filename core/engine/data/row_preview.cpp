// SPDX-License-Identifier: Apache-2.0
#include "core/engine/data/row_preview.h"

#include <algorithm>
#include <bit>
#include <utility>

#include "core/engine/data/experiment_data.h"
#include "core/engine/data/sequences.h"
#include "core/recipe/recipe_codec.h"
#include "core/tokens/utf8.h"

namespace tamiz::engine {

namespace {

DatasetSpec specOf(const Recipe &recipe, const TrainingTexts &texts,
                   const TokenClassifier &classifier)
{
    return { .task = recipe.task,
             .tokenizer = *texts.tokenizer,
             .classifier = classifier,
             .labels = texts.labels };
}

std::string surfaceOf(const std::u32string &text, const CodePointSpan &span)
{
    const auto begin = static_cast<std::size_t>(span.begin);
    return encodeUtf8(
        std::u32string_view(text).substr(begin, static_cast<std::size_t>(span.end) - begin));
}

std::vector<int> classIndices(std::uint64_t bits)
{
    std::vector<int> indices;
    for (; bits != 0; bits &= bits - 1)
        indices.push_back(std::countr_zero(bits));
    return indices;
}

/// The part of an example that is worth a look: the right choice, the first window.
std::size_t shownPart(const Example &example, TaskType task)
{
    return task == TaskType::MultipleChoice ? std::stoul(example.label) : 0;
}

/// What a row's label says, in a line.
std::string labelText(const Example &example)
{
    std::string text = example.label;
    const auto add
        = [&text](const std::string &part) { text += (text.empty() ? "" : " | ") + part; };
    for (const std::string &name : example.labels)
        add(name);
    for (const double number : example.targets)
        add(numberText(number));
    if (!example.answers.empty())
        add(example.answers.front().text);
    return text;
}

} // namespace

Result<TokenClassifier> TrainingTexts::classifier(const std::vector<TokenClass> &classes) const
{
    return classifierOf(classes, examples);
}

RowPreviewer::RowPreviewer(const Recipe &recipe, const TrainingTexts &texts,
                           TokenClassifier classifier, RowMasker masker)
    : m_recipe(recipe)
    , m_texts(texts)
    , m_classifier(std::move(classifier))
    , m_masker(std::move(masker))
    , m_plan(RunPlan::of(recipe, static_cast<std::int64_t>(texts.examples.rows.size())))
{
}

Result<RowPreviewer> RowPreviewer::build(const Recipe &recipe, const TrainingTexts &texts)
{
    TAMIZ_TRY(TokenClassifier classifier, texts.classifier(recipe.masking.classes));
    TAMIZ_TRY(Masker masker, Masker::build(recipe.masking, *texts.tokenizer, recipe.seed));
    return RowPreviewer(recipe, texts, std::move(classifier),
                        RowMasker(*texts.tokenizer, recipe, std::move(masker)));
}

Result<PreviewRow> RowPreviewer::row(std::int64_t index, std::int64_t step) const
{
    const Example &example = m_texts.examples.rows.at(static_cast<std::size_t>(index));
    TAMIZ_TRY(std::vector<Sequence> sequences,
              sequencesOf(example, specOf(m_recipe, m_texts, m_classifier)));
    Sequence &sequence = sequences.at(shownPart(example, m_recipe.task.type));
    sequence.row.example = index;
    const TokenRow &row = sequence.row;
    const Encoding &encoding = sequence.encoding;
    const MaskableRow masked
        = m_masker.masked(row, { .step = step, .totalSteps = m_plan.totalSteps, .row = row.key() });
    const std::u32string text = decodeUtf8(sequence.text);
    const std::u32string pair = decodeUtf8(sequence.textPair);

    PreviewRow preview;
    preview.row = index;
    preview.text = sequence.text;
    preview.textPair = sequence.textPair;
    for (const Sequence &one : sequences) {
        if (m_recipe.task.type == TaskType::MultipleChoice)
            preview.choices.push_back(one.textPair);
    }
    preview.label = labelText(example);
    preview.isTruncated = row.isTruncated;
    for (std::size_t i = 0; i < row.ids.size(); ++i) {
        PreviewToken token;
        token.id = row.ids[i];
        token.piece = m_texts.tokenizer->token(token.id);
        token.maskedId = masked.ids[i];
        token.maskedPiece = m_texts.tokenizer->token(token.maskedId);
        token.isSpecial = row.isSpecial[i];
        token.isSecondText = encoding.isSecond[i];
        token.isDropped = masked.isDropped[i];
        token.isHidden = masked.isHidden[i];
        token.isLossIgnored = masked.isLossIgnored[i];
        token.classes = classIndices(row.classes[i]);
        if (!token.isSpecial) {
            token.begin = encoding.offsets[i].begin;
            token.end = encoding.offsets[i].end;
            token.surface = surfaceOf(token.isSecondText ? pair : text, encoding.offsets[i]);
        }
        if (masked.labels[i] != kIgnoredLabel) {
            token.label = isLanguageModelling(m_recipe.task.type)
                ? m_texts.tokenizer->token(masked.labels[i])
                : m_texts.labels.names().at(static_cast<std::size_t>(masked.labels[i]));
        }
        preview.tokens.push_back(std::move(token));
    }
    return preview;
}

Result<DataInfo> describeTraining(const Recipe &recipe, const TrainingTexts &texts,
                                  RunControl &control)
{
    TAMIZ_TRY(const TokenClassifier classifier, texts.classifier(recipe.masking.classes));
    DataInfo info;
    info.labels = texts.labels.names();
    info.labelCounts.assign(info.labels.size(), 0);
    for (const TokenClass &tokenClass : recipe.masking.classes)
        info.classes.push_back({ tokenClass.name, 0, 0 });
    const DatasetSpec spec = specOf(recipe, texts, classifier);
    TAMIZ_TRY(const Dataset dataset, buildDataset(texts.examples, spec, control));
    info.problems = dataset.problems;

    // A language model's labels are tokens: they have no names to be counted under.
    const bool isTagged = recipe.task.type == TaskType::TokenClassification;
    const bool isLabelSet = recipe.task.type == TaskType::MultiLabel;
    const bool isChoice = recipe.task.type == TaskType::MultipleChoice;
    std::int64_t plainTokens = 0;
    TAMIZ_CHECK(dataset.rows.forEach([&](const TokenRow &row) -> Status {
        info.trainTokens += row.length();
        info.truncatedRows += row.isTruncated;
        const auto bucket = static_cast<std::size_t>(row.length() / 8);
        if (info.lengthHistogram.size() <= bucket)
            info.lengthHistogram.resize(bucket + 1, 0);
        ++info.lengthHistogram[bucket];
        const bool countsLabel = row.label >= 0 && (row.part == 0 || !isChoice);
        if (countsLabel)
            ++info.labelCounts[static_cast<std::size_t>(row.label)];
        for (std::size_t i = 0; isLabelSet && i < row.targets.size(); ++i)
            info.labelCounts[i] += row.targets[i] > 0;
        for (std::size_t i = 0; i < row.ids.size(); ++i) {
            info.unknownTokens
                += !row.isSpecial[i] && row.ids[i] == texts.tokenizer->special().unknown;
            plainTokens += !row.isSpecial[i];
            if (isTagged && row.labels[i] >= 0)
                ++info.labelCounts[static_cast<std::size_t>(row.labels[i])];
            for (const int index : classIndices(row.classes[i]))
                ++info.classes[static_cast<std::size_t>(index)].tokens;
        }
        return {};
    }));
    info.trainRows = dataset.size();
    for (ClassFrequency &frequency : info.classes)
        frequency.share = plainTokens == 0
            ? 0
            : static_cast<double>(frequency.tokens) / static_cast<double>(plainTokens);
    return info;
}

} // namespace tamiz::engine
