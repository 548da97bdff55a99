// SPDX-License-Identifier: Apache-2.0
#pragma once

// What the tests of the kernels share: each runs on every instruction set of the machine.

#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "core/base/random.h"
#include "core/engine/kernels/row_kernels.h"

namespace tamiz::engine::test {

constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();
constexpr float kInfinity = std::numeric_limits<float>::infinity();

/// Sizes around the widths of vectors and of the blocks of draws.
inline const std::vector<std::int64_t> kSizes = { 1, 2, 3, 7, 15, 16, 17, 33, 127, 256, 259, 770 };

class KernelCase : public ::testing::TestWithParam<const RowKernels *>
{
protected:
    const RowKernels &kernels() const { return *GetParam(); }
};

inline std::string instructionsOf(const ::testing::TestParamInfo<const RowKernels *> &info)
{
    return info.param->instructions;
}

/// Uniform in +-@p range.
inline std::vector<float> uniform(std::int64_t count, float range, std::uint64_t seed)
{
    const CounterRandom random(seed);
    std::vector<float> values;
    for (std::int64_t i = 0; i < count; ++i)
        values.push_back(
            range * static_cast<float>(2 * random.uniform(static_cast<std::uint64_t>(i)) - 1));
    return values;
}

inline DropoutMask maskOf(std::uint64_t key, double probability)
{
    const double threshold = std::round(probability * 65536);
    return { key, static_cast<std::uint32_t>(threshold),
             static_cast<float>(65536 / (65536 - threshold)) };
}

/// Dropout by its definition.
inline double droppedAt(double x, std::int64_t place, const DropoutMask &mask)
{
    const std::uint64_t bits = CounterRandom(mask.key).bits(static_cast<std::uint64_t>(place / 4));
    const auto lane = static_cast<std::uint32_t>((bits >> (16 * (place % 4))) & 0xFFFF);
    return lane < mask.threshold ? 0 : x * static_cast<double>(mask.scale);
}

} // namespace tamiz::engine::test
