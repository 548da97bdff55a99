// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "core/recipe/recipe.h"

namespace tamiz {

/// Names of what is measured of a task's answers beside the loss. The first one is the task's own: reliance
/// is told in it.
std::span<const std::string_view> taskMetrics(TaskType task);

/// Whether some task is measured in it.
bool isTaskMetric(std::string_view name);

/// "reliance_" and the task's own metric: "reliance_accuracy".
std::string relianceMetric(TaskType task);

/// Whether the series is reliance in a metric of some task, not in the loss.
bool isRelianceMetric(std::string_view series);

/// The series of one label's F1: "f1:spam".
std::string labelSeries(const std::string &label);
bool isLabelSeries(std::string_view series);

/// Whether the task's loss is a cross-entropy, in nats; the squared error of estimates has no unit of its own.
bool isLossInNats(TaskType task);

/// "loss" and errors of estimates.
bool isLowerBetterMetric(std::string_view name);

} // namespace tamiz
