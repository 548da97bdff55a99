// SPDX-License-Identifier: Apache-2.0
#include "core/engine/blas_verdict.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/engine/engine.h"

namespace tamiz::engine {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr const char *kReference = "/usr/lib/x86_64-linux-gnu/blas/libblas.so.3.11.0";
constexpr const char *kOpenMp = "/usr/lib/x86_64-linux-gnu/openblas-openmp/libblas.so.3";
constexpr const char *kPthread = "/usr/lib/x86_64-linux-gnu/openblas-pthread/libblas.so.3";

BlasFacts facts(const std::string &library, const std::string &kernel, bool hasOwnProducts = true)
{
    return {
        .library = library, .kernel = kernel, .hasAvx2 = true, .hasOwnProducts = hasOwnProducts
    };
}

TEST(BlasVerdict, AKernelThatFitsTheChipIsNoNews)
{
    for (const char *kernel : { "Haswell", "Zen", "SkylakeX", "Cooperlake", "Sapphirerapids" }) {
        const BlasVerdict verdict = judgeBlas(facts(kOpenMp, kernel));
        EXPECT_THAT(verdict.warning, IsEmpty()) << kernel;
        EXPECT_FALSE(verdict.isReference || verdict.slowsTraining) << kernel;
    }
    EXPECT_THAT(judgeBlas({}).warning, IsEmpty()) << "a BLAS inside LibTorch";
    EXPECT_THAT(judgeBlas(facts("/opt/intel/libmkl_rt.so.2", "")).warning, IsEmpty());
}

TEST(BlasVerdict, AnSseKernelIsToldOnAChipThatHasMore)
{
    for (const char *kernel : { "Prescott", "Core2", "Penryn", "Nehalem", "Generic", "prescott" }) {
        const BlasVerdict verdict = judgeBlas(facts(kOpenMp, kernel));
        EXPECT_THAT(verdict.warning, AllOf(HasSubstr(kernel), HasSubstr(kOpenMp))) << kernel;
        EXPECT_THAT(verdict.warning, HasSubstr("Training and evaluation compute with oneDNN"));
        EXPECT_FALSE(verdict.slowsTraining);
        BlasFacts old = facts(kOpenMp, kernel);
        old.hasAvx2 = false;
        EXPECT_THAT(judgeBlas(old).warning, IsEmpty()) << "it is what the chip can do";
    }
}

TEST(BlasVerdict, TrainingIsSlowOnlyWhereItsProductsGoThroughTheBlas)
{
    const BlasVerdict beside = judgeBlas(facts(kReference, ""));
    EXPECT_TRUE(beside.isReference);
    EXPECT_FALSE(beside.slowsTraining);
    EXPECT_THAT(
        beside.warning,
        AllOf(HasSubstr("with oneDNN"), HasSubstr(kReference), HasSubstr("libopenblas0-openmp")));

    const BlasVerdict through = judgeBlas(facts(kReference, "", false));
    EXPECT_TRUE(through.isReference && through.slowsTraining);
    EXPECT_THAT(through.warning, AllOf(HasSubstr("Training is"), Not(HasSubstr("with oneDNN"))));

    EXPECT_THAT(judgeBlas(facts(kPthread, "Haswell")).warning, IsEmpty());
    const BlasVerdict twoPools = judgeBlas(facts(kPthread, "Haswell", false));
    EXPECT_TRUE(twoPools.slowsTraining);
    EXPECT_THAT(twoPools.warning, HasSubstr(kPthread));
}

TEST(Machine, IsDescribedInOneLine)
{
    const MachineReport machine = inspectMachine();
    EXPECT_GE(machine.threads, 1);
    EXPECT_THAT(machine.instructions, Not(IsEmpty()));
    EXPECT_THAT(describe(machine),
                AllOf(HasSubstr(machine.instructions), HasSubstr(machine.blas),
                      HasSubstr(machine.blasKernel), Not(HasSubstr("\n"))));
    // What is mapped decides: an OpenBLAS always names its kernel, another BLAS never does.
    EXPECT_EQ(machine.blas.find("openblas") != std::string::npos, !machine.blasKernel.empty());
    EXPECT_EQ(machine.hasBf16, machine.instructions.find("BF16") != std::string::npos);
}

} // namespace
} // namespace tamiz::engine
