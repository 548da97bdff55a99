// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/cell_table.h"
#include "ui/models/comparison.h"

namespace tamiz::ui {

/// What came out, a row for each group of runs that differ in their seed only: accuracy, macro-F1,
/// the same without punctuation, reliance and forgetting as mean ± standard deviation; the best of a
/// column is bold. Columns that no run has are left out. GUI thread only.
class ResultModel final : public CellTable
{
    Q_OBJECT

public:
    using CellTable::CellTable;

    void setComparison(const Comparison &comparison);
};

} // namespace tamiz::ui
