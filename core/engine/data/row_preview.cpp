// SPDX-License-Identifier: Apache-2.0
#include "core/engine/data/row_preview.h"

#include <algorithm>
#include <bit>
#include <utility>

#include "core/engine/data/experiment_data.h"
#include "core/engine/data/row_maker.h"
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

Result<TrainingTexts> TrainingTexts::read(const Recipe &recipe, RunControl &control)
{
    TrainingTexts texts;
    TAMIZ_TRY(texts.tokenizer, loadTokenizer(recipe.model.path, recipe.model.adapter));
    TAMIZ_TRY(DomainTokens added, addDomainTokens(*texts.tokenizer, recipe.vocabulary));
    texts.tokenProblems = std::move(added.problems);
    texts.files.assign(recipe.data.train.begin(), recipe.data.train.end());
    LabelFinder labels(recipe.task);
    ProblemList problems;
    TAMIZ_CHECK(forEachExample(texts.files, recipe.task, problems, control,
                               [&](const Example &example) -> Status {
                                   texts.index.add(example);
                                   labels.add(example);
                                   return {};
                               }));
    TAMIZ_CHECK(failOnErrors(std::move(problems).take()));
    texts.labels = labels.labels();
    return texts;
}

RowPreviewer::RowPreviewer(const Recipe &recipe, const TrainingTexts &texts,
                           const TokenClassifier &classifier, RowMasker masker)
    : m_recipe(recipe)
    , m_texts(texts)
    , m_classifier(classifier)
    , m_masker(std::move(masker))
    , m_plan(RunPlan::of(recipe, texts.index.size()))
{
}

Result<RowPreviewer> RowPreviewer::build(const Recipe &recipe, const TrainingTexts &texts,
                                         const TokenClassifier &classifier)
{
    TAMIZ_TRY(Masker masker, Masker::build(recipe.masking, *texts.tokenizer, recipe.seed));
    return RowPreviewer(recipe, texts, classifier,
                        RowMasker(*texts.tokenizer, recipe, std::move(masker)));
}

Result<std::vector<PreviewRow>> RowPreviewer::rows(std::int64_t first, std::int64_t count,
                                                   std::int64_t step, RunControl &control) const
{
    TAMIZ_TRY(const std::vector<Example> examples,
              m_texts.index.read(m_texts.files, m_recipe.task, first, count, control));
    std::int64_t index = std::max<std::int64_t>(first, 0);
    std::vector<PreviewRow> rows;
    for (const Example &example : examples) {
        TAMIZ_TRY(PreviewRow row, preview(example, index++, step));
        rows.push_back(std::move(row));
    }
    return rows;
}

Result<PreviewRow> RowPreviewer::preview(const Example &example, std::int64_t index,
                                         std::int64_t step) const
{
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

namespace {

/// Adds rows up to what the designer is told of them.
class RowCounter
{
public:
    RowCounter(const Recipe &recipe, const TrainingTexts &texts)
        : m_unknown(texts.tokenizer->special().unknown)
        , m_task(recipe.task.type)
    {
        m_info.labels = texts.labels.names();
        m_info.labelCounts.assign(m_info.labels.size(), 0);
        for (const TokenClass &tokenClass : recipe.masking.classes)
            m_info.classes.push_back({ tokenClass.name, 0, 0 });
    }

    void add(const TokenRow &row)
    {
        ++m_info.trainRows;
        m_info.trainTokens += row.length();
        m_info.truncatedRows += row.isTruncated;
        const auto bucket = static_cast<std::size_t>(row.length() / 8);
        if (m_info.lengthHistogram.size() <= bucket)
            m_info.lengthHistogram.resize(bucket + 1, 0);
        ++m_info.lengthHistogram[bucket];
        addLabels(row);
        for (std::size_t i = 0; i < row.ids.size(); ++i) {
            m_info.unknownTokens += !row.isSpecial[i] && row.ids[i] == m_unknown;
            m_plainTokens += !row.isSpecial[i];
            for (const int index : classIndices(row.classes[i]))
                ++m_info.classes[static_cast<std::size_t>(index)].tokens;
        }
    }

    /// With @p choices rows that stand together.
    DataInfo finish(std::int64_t choices) &&
    {
        m_info.trainRows /= choices;
        for (ClassFrequency &frequency : m_info.classes)
            frequency.share = m_plainTokens == 0
                ? 0
                : static_cast<double>(frequency.tokens) / static_cast<double>(m_plainTokens);
        return std::move(m_info);
    }

private:
    /// A language model's labels are tokens: they have no names to be counted under.
    void addLabels(const TokenRow &row)
    {
        const bool isFurtherChoice = m_task == TaskType::MultipleChoice && row.part > 0;
        if (row.label >= 0 && !isFurtherChoice)
            ++m_info.labelCounts[static_cast<std::size_t>(row.label)];
        for (std::size_t i = 0; m_task == TaskType::MultiLabel && i < row.targets.size(); ++i)
            m_info.labelCounts[i] += row.targets[i] > 0;
        for (std::size_t i = 0; m_task == TaskType::TokenClassification && i < row.labels.size();
             ++i) {
            if (row.labels[i] >= 0)
                ++m_info.labelCounts[static_cast<std::size_t>(row.labels[i])];
        }
    }

    DataInfo m_info;
    const std::int64_t m_unknown;
    const TaskType m_task;
    std::int64_t m_plainTokens = 0;
};

} // namespace

Result<DataInfo> describeTraining(const Recipe &recipe, const TrainingTexts &texts,
                                  const TokenClassifier &classifier, TextHashes &seen,
                                  RunControl &control)
{
    RowMaker maker(specOf(recipe, texts, classifier), texts.files, control);
    RowCounter counter(recipe, texts);
    const auto count = [&counter](const TokenRow &row) -> Status {
        counter.add(row);
        return {};
    };
    ProblemList ignored; // told when the texts were read first
    TAMIZ_CHECK(
        forEachExample(texts.files, recipe.task, ignored, control, [&](const Example &example) {
            seen.add(example);
            return maker.add(example, count);
        }));
    seen.sort();
    DataInfo info = std::move(counter).finish(maker.choices());
    info.problems = maker.takeProblems();
    if (info.trainRows == 0 && info.problems.empty())
        return maker.noRows();
    return info;
}

} // namespace tamiz::engine
