// SPDX-License-Identifier: Apache-2.0
#include "core/engine/data/dataset.h"

#include <utility>

#include "core/engine/data/dataset_builder.h"

namespace tamiz::engine {

namespace {

/// The first row of an example that comes at or behind @p example.
Result<std::int64_t> firstRowOf(const TokenRows &rows, std::int64_t example)
{
    std::int64_t begin = 0;
    std::int64_t end = rows.size();
    while (begin < end) {
        const std::int64_t middle = begin + (end - begin) / 2;
        TAMIZ_TRY(const TokenRow row, rows.at(middle));
        if (row.example < example)
            begin = middle + 1;
        else
            end = middle;
    }
    return begin;
}

/// Adds an example's rows as those of another place among the examples.
Status addWindows(const TokenRows &rows, std::int64_t example, std::int64_t place,
                  RowWriter &writer)
{
    TAMIZ_TRY(std::int64_t index, firstRowOf(rows, example));
    for (; index < rows.size(); ++index) {
        TAMIZ_TRY(TokenRow row, rows.at(index));
        if (row.example != example)
            break;
        row.example = place;
        TAMIZ_CHECK(writer.add(row));
    }
    return {};
}

} // namespace

Result<std::vector<TokenRow>> Dataset::row(std::int64_t index) const
{
    std::vector<TokenRow> together;
    for (std::int64_t i = index * choices; i < (index + 1) * choices; ++i) {
        TAMIZ_TRY(TokenRow one, rows.at(i));
        together.push_back(std::move(one));
    }
    return together;
}

Result<Dataset> buildDataset(const ExampleSet &examples, const DatasetSpec &spec,
                             RunControl &control)
{
    DatasetBuilder builder(spec, examples.files, RowWriter(DatasetBuilder::limits(spec)), control);
    for (const Example &example : examples.rows)
        TAMIZ_CHECK(builder.add(example));
    return std::move(builder).finish();
}

Result<Dataset> evenlySpaced(const Dataset &dataset, std::int64_t maxRows)
{
    const bool hasQuestions = dataset.questions > 0;
    const std::int64_t count = hasQuestions ? dataset.questions : dataset.size();
    if (maxRows <= 0 || count <= maxRows)
        return dataset;
    RowWriter writer(dataset.rows.limits());
    for (std::int64_t i = 0; i < maxRows; ++i) {
        const std::int64_t chosen = i * count / maxRows;
        if (hasQuestions) {
            TAMIZ_CHECK(addWindows(dataset.rows, chosen, i, writer));
            continue;
        }
        TAMIZ_TRY(const std::vector<TokenRow> rows, dataset.row(chosen));
        for (const TokenRow &row : rows)
            TAMIZ_CHECK(writer.add(row));
    }
    Dataset sample;
    sample.choices = dataset.choices;
    sample.questions = hasQuestions ? maxRows : 0;
    TAMIZ_TRY(sample.rows, std::move(writer).finish({}));
    return sample;
}

} // namespace tamiz::engine
