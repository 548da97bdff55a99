// SPDX-License-Identifier: Apache-2.0
// RMS norm, gated silu and rotations of each instruction set against their definitions in double precision.
#include "kernel_case.h"

namespace tamiz::engine::test {

namespace {

class RowDecoderTest : public KernelCase
{
};

TEST_P(RowDecoderTest, rmsNormEqualsItsDefinition)
{
    constexpr float kEps = 1e-5F;
    for (const std::int64_t size : kSizes) {
        const std::vector<float> x = uniform(size, 3, 31);
        const std::vector<float> weight = uniform(size, 2, 32);
        const std::vector<float> gradient = uniform(size, 1, 33);
        const auto count = static_cast<double>(size);
        double squares = 0;
        double projected = 0;
        for (std::size_t i = 0; i < x.size(); ++i)
            squares += static_cast<double>(x[i]) * x[i];
        const double factor = 1 / std::sqrt(squares / count + kEps);
        for (std::size_t i = 0; i < x.size(); ++i)
            projected += static_cast<double>(gradient[i]) * weight[i] * x[i] * factor / count;

        float inverse = 0;
        std::vector<float> y(x.size());
        kernels().rmsNorm(x.data(), weight.data(), kEps, size, &inverse, y.data());
        std::vector<float> xGradient(x.size());
        std::vector<float> weightGradient(x.size(), 1);
        kernels().rmsNormBackward(gradient.data(), x.data(), inverse, weight.data(), size,
                                  xGradient.data(), weightGradient.data());
        for (std::size_t i = 0; i < x.size(); ++i) {
            const double normal = x[i] * factor;
            ASSERT_NEAR(y[i], normal * weight[i], 1e-5) << size;
            ASSERT_NEAR(xGradient[i], (gradient[i] * weight[i] - normal * projected) * factor,
                        1e-5 * (1 + factor))
                << size;
            ASSERT_NEAR(weightGradient[i], 1 + gradient[i] * normal, 1e-5) << "added to 1";
        }
    }
}

TEST_P(RowDecoderTest, gatedSiluEqualsItsDefinition)
{
    for (const std::int64_t size : kSizes) {
        for (const float range : { 1.0F, 200.0F }) {
            const std::vector<float> gate = uniform(size, range, 34);
            const std::vector<float> up = uniform(size, 2, 35);
            const std::vector<float> gradient = uniform(size, 1, 36);
            std::vector<float> y(gate.size());
            std::vector<float> toGate(gate.size());
            std::vector<float> toUp(gate.size());
            kernels().f32.gatedSilu(gate.data(), up.data(), y.data(), size);
            kernels().f32.gatedSiluBackward(gate.data(), up.data(), gradient.data(), toGate.data(),
                                            toUp.data(), size);
            for (std::size_t i = 0; i < gate.size(); ++i) {
                const double x = gate[i];
                const double share = 1 / (1 + std::exp(-x));
                const double tolerance = 1e-6 * (1 + std::abs(x));
                ASSERT_NEAR(y[i], x * share * up[i], 2 * tolerance) << x;
                ASSERT_NEAR(toUp[i], gradient[i] * x * share, tolerance) << x;
                ASSERT_NEAR(toGate[i], gradient[i] * up[i] * share * (1 + x * (1 - share)),
                            2 * tolerance)
                    << x;
            }
        }
    }
}

TEST_P(RowDecoderTest, aRotationAndItsWayBack)
{
    for (const std::int64_t half : { 1, 3, 8, 16, 33 }) {
        const std::int64_t size = 2 * half + 5;
        const std::vector<float> x = uniform(size, 2, 37);
        const std::vector<float> angles = uniform(half, 3, 38);
        std::vector<float> cosine;
        std::vector<float> sine;
        for (const float angle : angles) {
            cosine.push_back(std::cos(angle));
            sine.push_back(std::sin(angle));
        }
        std::vector<float> y(x.size());
        kernels().f32.rotate(x.data(), cosine.data(), sine.data(), half, size, y.data());
        for (std::size_t i = 0; i < angles.size(); ++i) {
            const double a = x[i];
            const double b = x[i + angles.size()];
            ASSERT_NEAR(y[i], a * cosine[i] - b * sine[i], 1e-6);
            ASSERT_NEAR(y[i + angles.size()], b * cosine[i] + a * sine[i], 1e-6);
        }
        std::vector<float> back(x.size());
        kernels().f32.rotateBack(y.data(), cosine.data(), sine.data(), half, size, back.data());
        for (std::size_t i = 0; i < x.size(); ++i)
            ASSERT_NEAR(back[i], x[i], 1e-6);
        for (std::size_t i = 2 * angles.size(); i < x.size(); ++i)
            ASSERT_EQ(y[i], x[i]) << "beyond the rotated dimensions";
    }
}

INSTANTIATE_TEST_SUITE_P(Instructions, RowDecoderTest, ::testing::ValuesIn(allRowKernels()),
                         instructionsOf);

} // namespace

} // namespace tamiz::engine::test
