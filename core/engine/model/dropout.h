// SPDX-License-Identifier: Apache-2.0
#pragma once

// Engine-private: names torch.

#include <torch/types.h>

#include "core/base/random.h"
#include "core/engine/kernels/row_kernels.h"

namespace tamiz::engine {

/// Zeroes each element of an f32 or bf16 tensor with @p probability (in steps of 1/65536) and scales the
/// others so that the expectation stays. Element i depends on @p random and i only: the same mask on
/// any number of threads, and again in the backward pass, which stores nothing. torch's own dropout
/// draws from one sequential generator on one thread (design notes, section 5). On a GPU torch's own draws,
/// after its generator was set to @p random: other masks than on the CPU, but again the same on resume.
torch::Tensor dropout(const torch::Tensor &x, double probability, const CounterRandom &random);

/// The mask of that dropout for random.bits() as @p key, for kernels that drop on their way.
DropoutMask makeDropoutMask(double probability, std::uint64_t key);

/// Sets torch's generator of a GPU, so that what draws from it next depends on @p random only.
void seedGpu(const CounterRandom &random);

} // namespace tamiz::engine
