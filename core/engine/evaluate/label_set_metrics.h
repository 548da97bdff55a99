// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

namespace tamiz::engine {

/// Counts predicted sets of labels against the true ones; equal to sklearn.metrics on the same pairs
/// (f1_score with zero_division 0, accuracy_score of label sets).
class LabelSetCounts
{
public:
    explicit LabelSetCounts(std::size_t labels);

    void add(const std::vector<bool> &truth, const std::vector<bool> &prediction);

    std::int64_t rows() const { return m_rows; }
    double f1(std::size_t label) const;
    double microF1() const; ///< of all labels' counts together
    double macroF1() const; ///< mean over the labels
    double exactMatch() const; ///< share of rows whose sets are equal

private:
    struct Counts
    {
        std::int64_t both = 0; ///< true and predicted
        std::int64_t either = 0; ///< true, plus predicted
        double f1() const;
    };
    std::vector<Counts> m_labels;
    std::int64_t m_rows = 0;
    std::int64_t m_exact = 0;
};

} // namespace tamiz::engine
