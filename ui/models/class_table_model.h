// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/cell_table.h"
#include "ui/models/comparison.h"

namespace tamiz::ui {

/// Which figure a class table shows.
enum class ClassMetric { RelianceMetric, RelianceLoss, Accuracy, Loss, Forgetting };

QString classMetricTitle(ClassMetric metric, bool isLossInNats);

/// One figure a token class: the base model, then for each group of runs its value and the difference
/// to the base with the spread over seeds; with exactly two groups also the second against the first.
/// Differences between groups are paired by seed where both have the same seeds. GUI thread only.
class ClassTableModel final : public CellTable
{
    Q_OBJECT

public:
    using CellTable::CellTable;

    void setComparison(const Comparison &comparison, ClassMetric metric);

    /// Metrics for which at least one run has a value of a class.
    static std::vector<ClassMetric> availableMetrics(const Comparison &comparison);
};

} // namespace tamiz::ui
