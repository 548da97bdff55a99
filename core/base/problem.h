// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <string>
#include <vector>

namespace tamiz {

enum class Severity { Error, Warning };

/// One finding of a validation; validations return all of them at once.
struct Problem
{
    Severity severity = Severity::Error;
    std::string path; ///< recipe path ("layers.lora.rank"), or file:line for data
    std::string message; ///< what is wrong, with the value
    std::string hint; ///< what to do; may be empty

    bool operator==(const Problem &) const = default;
};

inline bool hasErrors(const std::vector<Problem> &problems)
{
    return std::any_of(problems.begin(), problems.end(),
                       [](const Problem &p) { return p.severity == Severity::Error; });
}

} // namespace tamiz
