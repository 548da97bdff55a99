// SPDX-License-Identifier: Apache-2.0
#include "core/engine/data/row_index.h"

#include <algorithm>
#include <utility>

namespace tamiz::engine {

namespace {

constexpr std::int64_t kRowsPerMark = 64; // some 20 kB to read for the last of them

} // namespace

void RowIndex::add(const Example &row)
{
    const ReadStart start { row.file, row.unit };
    const bool isNewUnit = m_rows == 0 || start != m_last;
    if (isNewUnit && (m_marks.empty() || m_rows - m_marks.back().row >= kRowsPerMark))
        m_marks.push_back({ m_rows, start });
    m_last = start;
    ++m_rows;
}

Result<std::vector<Example>> RowIndex::read(const std::vector<std::filesystem::path> &files,
                                            const TaskSection &task, std::int64_t first,
                                            std::int64_t count, RunControl &control) const
{
    const std::int64_t begin = std::max<std::int64_t>(first, 0);
    const std::int64_t end = std::min(first + count, m_rows);
    std::vector<Example> rows;
    if (begin >= end)
        return rows;
    const auto behind
        = std::upper_bound(m_marks.begin(), m_marks.end(), begin,
                           [](std::int64_t row, const Mark &mark) { return row < mark.row; });
    const Mark &mark = *std::prev(behind);
    std::int64_t index = mark.row;
    ProblemList ignored; // told when the index was made
    const auto keep = [&](Example row) -> Status {
        if (index++ >= begin)
            rows.push_back(std::move(row));
        return index < end ? Status() : fail(ErrorCode::Cancelled, "that is all");
    };
    const Status read = forEachExample(files, task, ignored, control, keep, {}, mark.start);
    if (!read && index < end)
        return tl::unexpected<Error>(read.error());
    return rows;
}

} // namespace tamiz::engine
