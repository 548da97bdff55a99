// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "core/base/problem.h"
#include "core/base/translate.h"

namespace tamiz::engine {

/// Gathers problems without growing with the data: keeps the first 50 and counts the rest.
class ProblemList
{
public:
    void add(Severity severity, std::string place, std::string message, std::string hint = {})
    {
        if (m_problems.size() < kKept)
            m_problems.push_back(
                { severity, std::move(place), std::move(message), std::move(hint) });
        else
            ++m_more;
        m_hasErrors = m_hasErrors || severity == Severity::Error;
    }

    std::vector<Problem> take() &&
    {
        if (m_more > 0) {
            m_problems.push_back({ m_hasErrors ? Severity::Error : Severity::Warning,
                                   {},
                                   fillIn(translate("Data", "%1 more problems like these"),
                                          { std::to_string(m_more) }),
                                   {} });
        }
        return std::move(m_problems);
    }

private:
    static constexpr std::size_t kKept = 50;

    std::vector<Problem> m_problems;
    std::int64_t m_more = 0;
    bool m_hasErrors = false;
};

} // namespace tamiz::engine
