// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/cell_table.h"
#include "ui/models/comparison.h"

namespace tamiz::ui {

/// The settings of the runs side by side, a column for each group of runs that differ in their seed
/// only; fields in the order of the recipe. GUI thread only.
class CompareModel final : public CellTable
{
    Q_OBJECT

public:
    using CellTable::CellTable;

    /// @p onlyDifferences leaves out what is the same in every group. Names and output folders are
    /// not settings and never count as a difference.
    void setComparison(const Comparison &comparison, bool onlyDifferences);

    /// How many settings differ between the groups.
    int differenceCount() const { return m_differences; }

private:
    int m_differences = 0;
};

} // namespace tamiz::ui
