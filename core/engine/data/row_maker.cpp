// SPDX-License-Identifier: Apache-2.0
#include "core/engine/data/row_maker.h"

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

RowMaker::RowMaker(const DatasetSpec &spec, std::vector<std::filesystem::path> files,
                   RunControl &control)
    : m_spec(spec)
    , m_files(std::move(files))
    , m_control(control)
{
}

Status RowMaker::add(const Example &example, const Sink &use)
{
    if ((m_examples & 63) == 0 && m_control.isStopRequested())
        return fail(ErrorCode::Cancelled, "stopped while tokenising");
    const std::int64_t index = m_examples++;
    const bool isChoice = m_spec.task.type == TaskType::MultipleChoice;
    if (isChoice && index == 0)
        m_choices = std::ssize(example.choices);
    Result<std::vector<Sequence>> sequences = sequencesOf(example, m_spec);
    if (!sequences) {
        problem(example, sequences.error().message, sequences.error().hint);
        return {};
    }
    if (isChoice && std::cmp_not_equal(sequences->size(), m_choices)) {
        problem(example,
                std::to_string(sequences->size()) + " choices, the first row has "
                    + std::to_string(m_choices));
        return {};
    }
    if (m_spec.task.type == TaskType::QuestionAnswering) {
        sequences->front().row.question = asJudged(example);
        ++m_questions;
    }
    for (Sequence &sequence : *sequences) {
        sequence.row.example = index;
        TAMIZ_CHECK(use(sequence.row));
    }
    return {};
}

void RowMaker::problem(const Example &example, std::string message, std::string hint)
{
    m_problems.add(Severity::Error, placeOf(example, m_files), std::move(message), std::move(hint));
}

tl::unexpected<Error> RowMaker::noRows() const
{
    return fail(ErrorCode::InvalidInput, "no rows to use",
                m_files.empty() ? "" : m_files.front().string());
}

} // namespace tamiz::engine
