// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/runs/model_details.h"
#include "ui/models/cell_table.h"

namespace tamiz::ui {

/// The tensors of a model folder: name, shape, type, and what is wrong with it. GUI thread only.
class TensorTableModel final : public CellTable
{
    Q_OBJECT

public:
    using CellTable::CellTable;

    void setTensors(const std::vector<TensorDetails> &tensors);
};

/// "8,000 × 256"
QString shapeText(const std::vector<std::int64_t> &shape);

} // namespace tamiz::ui
