// SPDX-License-Identifier: Apache-2.0
#include "core/engine/data/dataset_builder.h"

#include <utility>

#include "core/engine/data/sequences.h"

namespace tamiz::engine {

namespace {

Question asJudged(const Example &example)
{
    Question question { example.textPair, {} };
    for (const Answer &answer : example.answers)
        question.answers.push_back(answer.text);
    return question;
}

} // namespace

DatasetBuilder::Grouper::Grouper(std::int64_t maxLength, RowWriter &writer)
    : m_maxLength(static_cast<std::size_t>(maxLength))
    , m_writer(writer)
{
}

Status DatasetBuilder::Grouper::add(const TokenRow &row)
{
    if (row.ids.size() < 3)
        return {};
    if (m_row.ids.empty())
        append(row, 0); // [CLS]
    for (std::size_t i = 1; i < row.ids.size(); ++i) {
        append(row, i);
        if (m_row.ids.size() + 1 == m_maxLength && i + 1 < row.ids.size()) {
            append(row, row.ids.size() - 1); // close with [SEP]; the rest begins the next row
            TAMIZ_CHECK(finish());
            append(row, 0);
        }
    }
    return m_row.ids.size() + 8 > m_maxLength ? finish() : Status();
}

Status DatasetBuilder::Grouper::finish()
{
    const TokenRow row = std::exchange(m_row, {});
    return row.ids.size() > 2 ? m_writer.add(row) : Status();
}

void DatasetBuilder::Grouper::append(const TokenRow &from, std::size_t token)
{
    m_row.example = m_writer.size();
    m_row.ids.push_back(from.ids[token]);
    m_row.typeIds.push_back(0);
    m_row.isSpecial.push_back(from.isSpecial[token]);
    m_row.classes.push_back(from.classes[token]);
    m_row.labels.push_back(kIgnoredLabel);
}

DatasetBuilder::DatasetBuilder(const DatasetSpec &spec, std::vector<std::filesystem::path> files,
                               RowWriter writer, RunControl &control)
    : m_spec(spec)
    , m_files(std::move(files))
    , m_control(control)
    , m_writer(std::move(writer))
    , m_grouper(spec.task.maxLength, m_writer)
{
}

RowLimits DatasetBuilder::limits(const DatasetSpec &spec)
{
    return { .ids = spec.tokenizer.vocabSize(), .labels = spec.labels.size() };
}

Status DatasetBuilder::add(const Example &example)
{
    if ((m_examples & 63) == 0 && m_control.isStopRequested())
        return fail(ErrorCode::Cancelled, "stopped while tokenising");
    const std::int64_t index = m_examples++;
    const bool isChoice = m_spec.task.type == TaskType::MultipleChoice;
    if (isChoice && index == 0)
        m_dataset.choices = std::ssize(example.choices);
    Result<std::vector<Sequence>> sequences = sequencesOf(example, m_spec);
    if (!sequences) {
        m_problems.add(Severity::Error, placeOf(example, m_files), sequences.error().message,
                       sequences.error().hint);
        return {};
    }
    if (isChoice && std::cmp_not_equal(sequences->size(), m_dataset.choices)) {
        m_problems.add(Severity::Error, placeOf(example, m_files),
                       std::to_string(sequences->size()) + " choices, the first row has "
                           + std::to_string(m_dataset.choices));
        return {};
    }
    if (m_spec.task.type == TaskType::QuestionAnswering) {
        sequences->front().row.question = asJudged(example);
        ++m_dataset.questions;
    }
    for (Sequence &sequence : *sequences) {
        sequence.row.example = index;
        TAMIZ_CHECK(m_spec.groupTexts ? m_grouper.add(sequence.row) : m_writer.add(sequence.row));
    }
    return {};
}

Result<Dataset> DatasetBuilder::finish(const std::string &key) &&
{
    TAMIZ_CHECK(m_grouper.finish());
    m_dataset.problems = std::move(m_problems).take();
    if (m_writer.size() == 0 && m_dataset.problems.empty()) {
        return fail(ErrorCode::InvalidInput, "no rows to use",
                    m_files.empty() ? "" : m_files.front().string());
    }
    // A file is whole or is not: what its rows lack would never be told again.
    if (!m_writer.isFile() || m_dataset.problems.empty()) {
        TAMIZ_TRY(m_dataset.rows,
                  std::move(m_writer).finish({ .key = key,
                                               .choices = m_dataset.choices,
                                               .questions = m_dataset.questions,
                                               .labels = m_spec.labels.names() }));
    }
    return std::move(m_dataset);
}

} // namespace tamiz::engine
