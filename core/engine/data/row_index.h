// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "core/base/result.h"
#include "core/base/run_control.h"
#include "core/engine/data/reader.h"
#include "core/recipe/recipe.h"

namespace tamiz::engine {

/// Finds the rows of data files again by their number, in 40 bytes for 64 rows. One thread while it is
/// filled, then any.
class RowIndex
{
public:
    /// Every row, in order.
    void add(const Example &row);
    std::int64_t size() const { return m_rows; }

    /// Rows from @p first on, at most @p count, read from the files as they were then; their lines are
    /// those of then too.
    Result<std::vector<Example>> read(const std::vector<std::filesystem::path> &files,
                                      const TaskSection &task, std::int64_t first,
                                      std::int64_t count, RunControl &control) const;

private:
    struct Mark
    {
        std::int64_t row = 0; ///< the unit's first
        ReadStart start;
    };

    std::vector<Mark> m_marks;
    ReadStart m_last; ///< of the last row
    std::int64_t m_rows = 0;
};

} // namespace tamiz::engine
