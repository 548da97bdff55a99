// SPDX-License-Identifier: Apache-2.0
#pragma once

// What the tests of the fused operators share.

#include <vector>

#include <ATen/Parallel.h>
#include <gtest/gtest.h>
#include <torch/types.h>

#include "core/engine/model/product.h"

namespace tamiz::engine::test {

inline torch::Tensor leaf(const torch::Tensor &values)
{
    return values.detach().clone().requires_grad_(true);
}

/// Largest difference as a share of the reference's largest element.
inline double difference(const torch::Tensor &actual, const torch::Tensor &reference)
{
    const torch::Tensor wide = reference.to(torch::kDouble);
    return ((actual.to(torch::kDouble) - wide).abs().max() / wide.abs().max().clamp_min(1e-30))
        .item<double>();
}

/// Rounding to bf16 moves a value by at most 2^-8 of itself, once in forward and once in backward.
inline double fusedTolerance(Arithmetic arithmetic)
{
    return arithmetic == Arithmetic::Bf16 ? 1e-2 : 3e-6;
}

/// The fused operators compute in every arithmetic on every chip: only products need one that has bf16.
class FusedCase : public ::testing::TestWithParam<Arithmetic>
{
protected:
    void SetUp() override { torch::manual_seed(7); }

    /// What @p compute gives with one thread and with three.
    template<typename Compute>
    static void expectSameBitsOnAnyThreads(Compute compute)
    {
        const int threads = at::get_num_threads();
        at::set_num_threads(1);
        const std::vector<torch::Tensor> alone = compute();
        at::set_num_threads(3);
        const std::vector<torch::Tensor> together = compute();
        at::set_num_threads(threads);
        ASSERT_EQ(alone.size(), together.size());
        for (std::size_t i = 0; i < alone.size(); ++i)
            EXPECT_TRUE(torch::equal(alone[i], together[i])) << i;
    }
};

inline std::string arithmeticName(const ::testing::TestParamInfo<Arithmetic> &testInfo)
{
    return toString(testInfo.param);
}

inline const auto kFusedArithmetics = ::testing::Values(Arithmetic::Fp32, Arithmetic::Bf16);

} // namespace tamiz::engine::test
