// SPDX-License-Identifier: Apache-2.0
#include "core/engine/evaluate/classification_metrics.h"

namespace tamiz::engine {

ConfusionMatrix::ConfusionMatrix(std::int64_t labels)
    : m_labels(labels)
    , m_cells(static_cast<std::size_t>(labels * labels), 0)
{
}

void ConfusionMatrix::add(std::int64_t label, std::int64_t prediction)
{
    ++m_cells[static_cast<std::size_t>(label * m_labels + prediction)];
    ++m_count;
}

double ConfusionMatrix::accuracy() const
{
    std::int64_t right = 0;
    for (std::int64_t label = 0; label < m_labels; ++label)
        right += m_cells[static_cast<std::size_t>(label * m_labels + label)];
    return m_count == 0 ? 0 : static_cast<double>(right) / static_cast<double>(m_count);
}

double ConfusionMatrix::macroF1() const
{
    double sum = 0;
    std::int64_t occurring = 0;
    for (std::int64_t label = 0; label < m_labels; ++label) {
        std::int64_t actual = 0;
        std::int64_t predicted = 0;
        for (std::int64_t other = 0; other < m_labels; ++other) {
            actual += m_cells[static_cast<std::size_t>(label * m_labels + other)];
            predicted += m_cells[static_cast<std::size_t>(other * m_labels + label)];
        }
        if (actual + predicted == 0)
            continue;
        // F1 = 2 TP / (2 TP + FP + FN), and TP + FP = predicted, TP + FN = actual.
        const std::int64_t right = m_cells[static_cast<std::size_t>(label * m_labels + label)];
        sum += 2 * static_cast<double>(right) / static_cast<double>(actual + predicted);
        ++occurring;
    }
    return occurring == 0 ? 0 : sum / static_cast<double>(occurring);
}

} // namespace tamiz::engine
