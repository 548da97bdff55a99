// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/base/run_control.h"
#include "core/engine/data/dataset.h"
#include "core/engine/data/row_maker.h"

namespace tamiz::engine {

/// Makes a data set of examples that come one by one.
class DatasetBuilder
{
public:
    /// @p files are those that the examples name. The numbers of rows in @p writer have limits(@p spec).
    DatasetBuilder(const DatasetSpec &spec, std::vector<std::filesystem::path> files,
                   RowWriter writer, RunControl &control);

    static RowLimits limits(const DatasetSpec &spec);

    /// Fails when stopped, or when the writer does; what is wrong with the example is a problem.
    Status add(const Example &example);

    /// Passes over an example: the rows of those behind it are what they would be.
    Status skip();

    /// Fails when there is no row, nor a problem that says why. With problems, rows that were written to
    /// a file are gone. @p key names the file's content.
    Result<Dataset> finish(const std::string &key = {}) &&;

private:
    /// Joins token rows to rows of task.max_length between the special tokens of the first and last.
    class Grouper
    {
    public:
        Grouper(std::int64_t maxLength, RowWriter &writer);
        Status add(const TokenRow &row);
        Status finish();

    private:
        void append(const TokenRow &from, std::size_t token);

        std::size_t m_maxLength;
        RowWriter &m_writer;
        TokenRow m_row;
    };

    RowMaker m_maker;
    RowWriter m_writer;
    Grouper m_grouper;
};

} // namespace tamiz::engine
