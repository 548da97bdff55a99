// SPDX-License-Identifier: Apache-2.0
#include "core/engine/data/dataset.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

#include "core/engine/data/batch.h"
#include "core/engine/data/problem_list.h"
#include "core/engine/data/sequences.h"

namespace tamiz::engine {

namespace {

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
        if (m_row.ids.size() > 2) {
            m_row.example = std::ssize(m_rows);
            m_rows.push_back(std::move(m_row));
        }
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

Question asJudged(const Example &example)
{
    Question question { example.textPair, {} };
    for (const Answer &answer : example.answers)
        question.answers.push_back(answer.text);
    return question;
}

std::vector<std::string> numbered(const std::string &prefix, std::size_t count)
{
    std::vector<std::string> names;
    for (std::size_t i = 0; i < count; ++i)
        names.push_back(prefix + std::to_string(i));
    return names;
}

} // namespace

LabelMap::LabelMap(std::vector<std::string> names)
    : m_names(std::move(names))
{
    for (std::size_t i = 0; i < m_names.size(); ++i)
        m_ids.emplace(m_names[i], static_cast<std::int64_t>(i));
}

LabelMap LabelMap::from(const TaskSection &task, const std::vector<Example> &rows)
{
    const Example first = rows.empty() ? Example {} : rows.front();
    if (isLanguageModelling(task.type) || task.type == TaskType::QuestionAnswering)
        return {};
    if (task.type == TaskType::MultipleChoice)
        return LabelMap(numbered("", first.choices.size()));
    if (!task.labels.empty())
        return LabelMap(task.labels);
    if (task.type == TaskType::NextSentence)
        return LabelMap({ kIsNext, kIsNotNext });
    if (task.type == TaskType::Regression)
        return LabelMap(numbered("LABEL_", std::max<std::size_t>(first.targets.size(), 1)));
    std::set<std::string> names;
    for (const Example &row : rows) {
        names.insert(row.tags.begin(), row.tags.end());
        names.insert(row.labels.begin(), row.labels.end());
        if (!row.label.empty())
            names.insert(row.label);
    }
    return LabelMap({ names.begin(), names.end() });
}

std::int64_t LabelMap::id(const std::string &name) const
{
    const auto found = m_ids.find(name);
    return found == m_ids.end() ? -1 : found->second;
}

std::span<const TokenRow> Dataset::row(std::int64_t index) const
{
    return std::span(rows).subspan(static_cast<std::size_t>(index * choices),
                                   static_cast<std::size_t>(choices));
}

std::int64_t Dataset::tokens() const
{
    std::int64_t sum = 0;
    for (const TokenRow &row : rows)
        sum += row.length();
    return sum;
}

Result<Dataset> buildDataset(const ExampleSet &examples, const DatasetSpec &spec,
                             RunControl &control)
{
    Dataset dataset;
    ProblemList problems;
    TextGrouper grouper(spec.task.maxLength, dataset.rows);
    const bool isChoice = spec.task.type == TaskType::MultipleChoice;
    if (isChoice && !examples.rows.empty())
        dataset.choices = static_cast<std::int64_t>(examples.rows.front().choices.size());
    for (std::size_t i = 0; i < examples.rows.size(); ++i) {
        if ((i & 63) == 0 && control.isStopRequested())
            return fail(ErrorCode::Cancelled, "stopped while tokenising");
        const Example &example = examples.rows[i];
        Result<std::vector<Sequence>> sequences = sequencesOf(example, spec);
        if (!sequences) {
            problems.add(Severity::Error, examples.place(example), sequences.error().message,
                         sequences.error().hint);
            continue;
        }
        if (isChoice && std::cmp_not_equal(sequences->size(), dataset.choices)) {
            problems.add(Severity::Error, examples.place(example),
                         std::to_string(sequences->size()) + " choices, the first row has "
                             + std::to_string(dataset.choices));
            continue;
        }
        for (Sequence &sequence : *sequences) {
            sequence.row.example = static_cast<std::int64_t>(i);
            if (spec.groupTexts)
                grouper.add(sequence.row);
            else
                dataset.rows.push_back(std::move(sequence.row));
        }
        if (spec.task.type == TaskType::QuestionAnswering)
            dataset.questions.push_back(asJudged(example));
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
    const bool hasQuestions = !dataset.questions.empty();
    const std::int64_t count = hasQuestions ? std::ssize(dataset.questions) : dataset.size();
    if (maxRows <= 0 || count <= maxRows)
        return dataset;
    Dataset sample;
    sample.choices = dataset.choices;
    for (std::int64_t i = 0; i < maxRows; ++i) {
        const std::int64_t chosen = i * count / maxRows;
        if (!hasQuestions) {
            const auto rows = dataset.row(chosen);
            sample.rows.insert(sample.rows.end(), rows.begin(), rows.end());
            continue;
        }
        sample.questions.push_back(dataset.questions[static_cast<std::size_t>(chosen)]);
        const auto first
            = std::partition_point(dataset.rows.begin(), dataset.rows.end(),
                                   [&](const TokenRow &row) { return row.example < chosen; });
        for (auto window = first; window != dataset.rows.end() && window->example == chosen;
             ++window) {
            sample.rows.push_back(*window);
            sample.rows.back().example = i;
        }
    }
    return sample;
}

} // namespace tamiz::engine
