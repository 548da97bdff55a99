// SPDX-License-Identifier: Apache-2.0
#include "core/engine/data/dataset_builder.h"

#include <utility>

namespace tamiz::engine {

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
    : m_maker(spec, std::move(files), control)
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
    return m_maker.add(example, [this](const TokenRow &row) {
        return m_maker.spec().groupTexts ? m_grouper.add(row) : m_writer.add(row);
    });
}

Status DatasetBuilder::skip()
{
    m_maker.skip();
    return {};
}

Result<Dataset> DatasetBuilder::finish(const std::string &key) &&
{
    TAMIZ_CHECK(m_grouper.finish());
    Dataset dataset;
    dataset.choices = m_maker.choices();
    dataset.questions = m_maker.questions();
    dataset.problems = m_maker.takeProblems();
    if (m_writer.size() == 0 && dataset.problems.empty())
        return m_maker.noRows();
    // A file is whole or is not: what its rows lack would never be told again.
    if (!m_writer.isFile() || dataset.problems.empty()) {
        TAMIZ_TRY(dataset.rows,
                  std::move(m_writer).finish({ .key = key,
                                               .choices = dataset.choices,
                                               .questions = dataset.questions,
                                               .labels = m_maker.spec().labels.names() }));
    }
    return dataset;
}

} // namespace tamiz::engine
