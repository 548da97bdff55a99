// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>

#include "core/metrics/metric_event.h"
#include "ui/models/cell_table.h"

namespace tamiz::ui {

/// What one run measured last: a row a measure, a column a text it was measured on (validation, each
/// test set, each reference set). GUI thread only.
class MeasureTableModel final : public CellTable
{
    Q_OBJECT

public:
    using CellTable::CellTable;

    /// Values of training itself (learning rate, throughput, ...) are left out.
    void setValues(const std::map<SeriesKey, double> &values, bool isLossInNats = true);
};

} // namespace tamiz::ui
