// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/runs/playground.h"
#include "ui/models/cell_table.h"

namespace tamiz::ui {

/// What a model said about a text, likeliest first: labels, words for each [MASK], or marked words.
/// SortRole of Probability is the number itself. GUI thread only.
class ScoreTableModel final : public CellTable
{
    Q_OBJECT

public:
    enum Column { Place, Answer, Probability };

    using CellTable::CellTable;

    void setAnswer(const TrialAnswer &answer);
    void clear() { setTable({}, {}); }
};

} // namespace tamiz::ui
