// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/engine/evaluate/evaluation.h"

namespace tamiz::engine {

/// Sums losses and hits, overall and by token class.
class ScoreSum
{
public:
    explicit ScoreSum(std::size_t classes)
        : m_classes(classes)
    {
    }

    void add(double loss, bool isRight, std::uint64_t classes = 0)
    {
        m_all.add(loss, isRight);
        for (; classes != 0; classes &= classes - 1)
            m_classes[static_cast<std::size_t>(std::countr_zero(classes))].add(loss, isRight);
    }

    Evaluation result() const
    {
        Evaluation evaluation;
        evaluation.all = m_all.score();
        for (const Sum &sum : m_classes)
            evaluation.classes.push_back(sum.score());
        return evaluation;
    }

private:
    struct Sum
    {
        double loss = 0;
        std::int64_t right = 0;
        std::int64_t count = 0;

        void add(double value, bool isRight)
        {
            loss += value;
            right += isRight;
            ++count;
        }
        Score score() const
        {
            if (count == 0)
                return {};
            const auto n = static_cast<double>(count);
            return { loss / n, static_cast<double>(right) / n, count };
        }
    };

    Sum m_all;
    std::vector<Sum> m_classes;
};

} // namespace tamiz::engine
