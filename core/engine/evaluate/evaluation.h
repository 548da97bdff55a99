// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/recipe/task_metrics.h"

namespace tamiz::engine {

/// Mean loss (nats; a regression's squared error) and accuracy over `count` labelled tokens or rows.
struct Score
{
    double loss = 0;
    double accuracy = 0; ///< of tasks whose answer is one of several
    std::int64_t count = 0;
};

struct Metric
{
    std::string name; ///< as in taskMetrics()
    double value = 0;
};

struct Evaluation
{
    Score all;
    std::vector<Metric> metrics; ///< the task's, in the order of taskMetrics()
    std::vector<Score> classes; ///< token-level tasks: by token class of the labelled token
    std::vector<Metric> labels; ///< multi-label: F1 of each label, named by it

    /// One of the task's metrics, or "loss".
    double metric(std::string_view name) const
    {
        for (const Metric &one : metrics) {
            if (one.name == name)
                return one.value;
        }
        return all.loss;
    }
};

/// How much worse a metric gets: more reliance is always a larger value.
inline double reliance(const Evaluation &plain, const Evaluation &masked, std::string_view metric)
{
    const double lost = plain.metric(metric) - masked.metric(metric);
    return isLowerBetterMetric(metric) ? -lost : lost;
}

} // namespace tamiz::engine
