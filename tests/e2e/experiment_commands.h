// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include <gtest/gtest.h>

#include "tests/support/program.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/tiny_experiment.h"

namespace tamiz::cli {

/// Commands about one tiny experiment, which the tests of a program share; each has a store and a
/// folder of its own.
class ExperimentCommands : public testing::Test
{
protected:
    static void SetUpTestSuite()
    {
        s_experiment = std::make_unique<test::TinyExperiment>(TAMIZ_PROGRAM);
    }
    static void TearDownTestSuite() { s_experiment.reset(); }

    static std::string recipe() { return s_experiment->path("recipe.yaml"); }
    static std::string rows() { return s_experiment->path("rows.jsonl"); }
    static std::string plain() { return s_experiment->path("plain.txt"); }
    std::string out(const std::string &name) const { return m_folder.path() / name; }

    static inline std::unique_ptr<test::TinyExperiment> s_experiment;
    const test::Program m_tamiz { TAMIZ_PROGRAM };
    const test::TemporaryFolder m_folder;
};

} // namespace tamiz::cli
