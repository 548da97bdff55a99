// SPDX-License-Identifier: Apache-2.0
#include "core/engine/evaluate/label_set_metrics.h"

namespace tamiz::engine {

double LabelSetCounts::Counts::f1() const
{
    // F1 = 2 TP / (2 TP + FP + FN), and TP + FP + TP + FN = true + predicted.
    return either == 0 ? 0 : 2 * static_cast<double>(both) / static_cast<double>(either);
}

LabelSetCounts::LabelSetCounts(std::size_t labels)
    : m_labels(labels)
{
}

void LabelSetCounts::add(const std::vector<bool> &truth, const std::vector<bool> &prediction)
{
    ++m_rows;
    m_exact += truth == prediction;
    for (std::size_t i = 0; i < m_labels.size(); ++i) {
        m_labels[i].both += truth[i] && prediction[i];
        m_labels[i].either += static_cast<int>(truth[i]) + static_cast<int>(prediction[i]);
    }
}

double LabelSetCounts::f1(std::size_t label) const
{
    return m_labels.at(label).f1();
}

double LabelSetCounts::microF1() const
{
    Counts all;
    for (const Counts &counts : m_labels) {
        all.both += counts.both;
        all.either += counts.either;
    }
    return all.f1();
}

double LabelSetCounts::macroF1() const
{
    double sum = 0;
    for (const Counts &counts : m_labels)
        sum += counts.f1();
    return m_labels.empty() ? 0 : sum / static_cast<double>(m_labels.size());
}

double LabelSetCounts::exactMatch() const
{
    return m_rows == 0 ? 0 : static_cast<double>(m_exact) / static_cast<double>(m_rows);
}

} // namespace tamiz::engine
