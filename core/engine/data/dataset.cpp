// SPDX-License-Identifier: Apache-2.0
#include "core/engine/data/dataset.h"

#include <algorithm>
#include <optional>
#include <set>

#include "core/engine/data/batch.h"
#include "core/engine/data/problem_list.h"

namespace tamiz::engine {

namespace {

std::int64_t codePoints(const std::string &text)
{
    return std::count_if(text.begin(), text.end(),
                         [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; });
}

/// Class bits of an encoding, from each of its two texts.
std::vector<std::uint64_t> classBits(const Example &example, const Encoding &encoding,
                                     const TokenClassifier &classifier)
{
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
            = classifier.classify(isSecond ? example.textPair : example.text, spans);
        for (std::size_t k = 0; k < places.size(); ++k)
            bits[places[k]] = found[k];
    }
    return bits;
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
            return fail(ErrorCode::InvalidInput,
                        "label '" + example.tags[w] + "' is not in the label map", {},
                        "Add it to task.labels or correct the row");
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

/// Joins token rows to rows of @p maxLength between the special tokens of the first and last.
class TextGrouper
{
public:
    TextGrouper(std::int64_t maxLength, std::vector<TokenRow> &rows)
        : m_maxLength(static_cast<std::size_t>(maxLength))
        , m_rows(rows)
    {
    }

    void add(const TokenRow &row)
    {
        if (row.ids.size() < 3)
            return;
        if (m_row.ids.empty())
            append(row, 0); // [CLS]
        for (std::size_t i = 1; i < row.ids.size(); ++i) {
            append(row, i);
            if (m_row.ids.size() + 1 == m_maxLength && i + 1 < row.ids.size()) {
                append(row, row.ids.size() - 1); // close with [SEP]; the rest begins the next row
                finish();
                append(row, 0);
            }
        }
        if (m_row.ids.size() + 8 > m_maxLength)
            finish();
    }

    void finish()
    {
        if (m_row.ids.size() > 2)
            m_rows.push_back(std::move(m_row));
        m_row = {};
    }

private:
    void append(const TokenRow &from, std::size_t i)
    {
        m_row.ids.push_back(from.ids[i]);
        m_row.typeIds.push_back(0);
        m_row.isSpecial.push_back(from.isSpecial[i]);
        m_row.classes.push_back(from.classes[i]);
        m_row.labels.push_back(kIgnoredLabel);
    }

    const std::size_t m_maxLength;
    std::vector<TokenRow> &m_rows;
    TokenRow m_row;
};

} // namespace

LabelMap::LabelMap(std::vector<std::string> names)
    : m_names(std::move(names))
{
    for (std::size_t i = 0; i < m_names.size(); ++i)
        m_ids.emplace(m_names[i], static_cast<std::int64_t>(i));
}

LabelMap LabelMap::from(const TaskSection &task, const std::vector<Example> &rows)
{
    if (!task.labels.empty() || isLanguageModelling(task.type))
        return LabelMap(task.labels);
    std::set<std::string> names;
    for (const Example &row : rows) {
        if (task.type == TaskType::TokenClassification)
            names.insert(row.tags.begin(), row.tags.end());
        else
            names.insert(row.label);
    }
    return LabelMap({ names.begin(), names.end() });
}

std::int64_t LabelMap::id(const std::string &name) const
{
    const auto found = m_ids.find(name);
    return found == m_ids.end() ? -1 : found->second;
}

std::int64_t Dataset::tokens() const
{
    std::int64_t sum = 0;
    for (const TokenRow &row : rows)
        sum += row.length();
    return sum;
}

std::vector<std::int64_t> causalLabels(const std::vector<std::int64_t> &ids)
{
    std::vector<std::int64_t> labels = ids;
    if (!labels.empty())
        labels.front() = kIgnoredLabel;
    return labels;
}

Result<TokenRow> tokenizeExample(const Example &example, const DatasetSpec &spec)
{
    std::optional<std::string_view> pair;
    if (!example.textPair.empty())
        pair = example.textPair;
    const Encoding encoding = spec.tokenizer.encode(
        example.text, pair,
        { .addSpecialTokens = true, .maxLength = spec.groupTexts ? 0 : spec.task.maxLength });

    TokenRow row;
    row.ids = encoding.ids;
    row.typeIds.assign(encoding.typeIds.begin(), encoding.typeIds.end());
    row.isSpecial = encoding.isSpecial;
    row.isTruncated = encoding.isTruncated;
    row.classes = classBits(example, encoding, spec.classifier);
    row.labels.assign(row.ids.size(), kIgnoredLabel);
    if (spec.task.type == TaskType::TokenClassification) {
        TAMIZ_TRY(row.labels, wordLabels(example, encoding, spec.labels));
    } else if (spec.task.type == TaskType::CausalLm) {
        row.labels = causalLabels(row.ids);
    } else if (spec.task.type == TaskType::Classification) {
        row.label = spec.labels.id(example.label);
        if (row.label < 0) {
            return fail(ErrorCode::InvalidInput,
                        "label '" + example.label + "' is not in the label map", {},
                        "Add it to task.labels or correct the row");
        }
    }
    return row;
}

Result<Dataset> buildDataset(const ExampleSet &examples, const DatasetSpec &spec,
                             RunControl &control)
{
    Dataset dataset;
    ProblemList problems;
    TextGrouper grouper(spec.task.maxLength, dataset.rows);
    for (std::size_t i = 0; i < examples.rows.size(); ++i) {
        if ((i & 63) == 0 && control.isStopRequested())
            return fail(ErrorCode::Cancelled, "stopped while tokenising");
        const Example &example = examples.rows[i];
        Result<TokenRow> row = tokenizeExample(example, spec);
        if (!row)
            problems.add(Severity::Error, examples.place(example), row.error().message,
                         row.error().hint);
        else if (spec.groupTexts)
            grouper.add(*row);
        else
            dataset.rows.push_back(std::move(*row));
    }
    grouper.finish();
    dataset.problems = std::move(problems).take();
    if (dataset.rows.empty() && dataset.problems.empty()) {
        return fail(ErrorCode::InvalidInput, "no rows to use",
                    examples.files.empty() ? "" : examples.files.front().string());
    }
    return dataset;
}

Dataset evenlySpaced(const Dataset &dataset, std::int64_t maxRows)
{
    if (maxRows <= 0 || dataset.size() <= maxRows)
        return dataset;
    Dataset sample;
    for (std::int64_t i = 0; i < maxRows; ++i)
        sample.rows.push_back(dataset.rows[static_cast<std::size_t>(i * dataset.size() / maxRows)]);
    return sample;
}

} // namespace tamiz::engine
