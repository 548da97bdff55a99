// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include <QString>

namespace tamiz::ui {

/// A metric of a task as a heading, translated: "Accuracy". A name this version does not know stays as it is.
QString metricTitle(const std::string &name);

/// The same within a line: "accuracy".
QString metricName(const std::string &name);

/// The metric that a series of reliance is told in: "accuracy" of "reliance_accuracy".
std::string relianceIn(const std::string &series);

} // namespace tamiz::ui
