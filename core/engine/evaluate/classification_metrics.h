// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

namespace tamiz::engine {

/// Counts predictions against labels; equal to sklearn.metrics on the same pairs.
class ConfusionMatrix
{
public:
    explicit ConfusionMatrix(std::int64_t labels);

    void add(std::int64_t label, std::int64_t prediction);

    std::int64_t count() const { return m_count; }
    double accuracy() const; ///< 0 when nothing was counted
    /// Mean F1 over the labels that occur as label or as prediction (sklearn's average="macro").
    double macroF1() const;

private:
    std::int64_t m_labels;
    std::int64_t m_count = 0;
    std::vector<std::int64_t> m_cells; ///< [label, prediction]
};

} // namespace tamiz::engine
