// SPDX-License-Identifier: Apache-2.0
#include "core/engine/model/fused_attention.h"

#include "core/engine/model/dropout.h"
#include "core/engine/model/libtorch.h"

namespace tamiz::engine {

bool isAttentionFused(const Pass &pass)
{
    return libtorch::kComputesOnGpu && pass.device.is_cuda()
        && pass.arithmetic != Arithmetic::Plain;
}

torch::Tensor fusedAttention(const torch::Tensor &query, const torch::Tensor &key,
                             const torch::Tensor &value, const torch::Tensor &mask,
                             std::uint64_t site, const Pass &pass)
{
    const torch::ScalarType type = operandType(pass.arithmetic);
    const torch::Tensor isVisible = mask.defined() ? mask == 0 : torch::Tensor();
    const double dropout = pass.isTraining ? pass.dropout.attention : 0;
    if (dropout > 0)
        seedGpu(pass.randomAt(site));
    return libtorch::attention(query.to(type), key.to(type), value.to(type), isVisible, dropout);
}

} // namespace tamiz::engine
