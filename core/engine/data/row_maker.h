// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <vector>

#include "core/base/result.h"
#include "core/base/run_control.h"
#include "core/engine/data/dataset.h"
#include "core/engine/data/problem_list.h"

namespace tamiz::engine {

/// Makes the rows of a data set of examples that come one by one, and keeps none.
class RowMaker
{
public:
    using Sink = std::function<Status(const TokenRow &)>;

    /// @p files are those that the examples name.
    RowMaker(const DatasetSpec &spec, std::vector<std::filesystem::path> files,
             RunControl &control);

    /// Gives each row of the example to @p use. Fails when stopped, or when @p use does; what is wrong
    /// with the example is a problem.
    Status add(const Example &example, const Sink &use);

    /// Passes over an example, which keeps the numbers of those behind it.
    void skip() { ++m_examples; }

    const DatasetSpec &spec() const { return m_spec; }
    std::int64_t choices() const { return m_choices; } ///< rows that stand together
    std::int64_t questions() const { return m_questions; }
    std::vector<Problem> takeProblems() { return std::move(m_problems).take(); }
    /// What to say where neither a row nor a problem came of the examples.
    tl::unexpected<Error> noRows() const;

private:
    void problem(const Example &example, std::string message, std::string hint = {});

    const DatasetSpec m_spec;
    const std::vector<std::filesystem::path> m_files;
    RunControl &m_control;
    ProblemList m_problems;
    std::int64_t m_examples = 0;
    std::int64_t m_choices = 1;
    std::int64_t m_questions = 0;
};

} // namespace tamiz::engine
