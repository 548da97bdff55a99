// SPDX-License-Identifier: Apache-2.0
#pragma once

// Engine-private: names torch.

#include <vector>

#include "core/base/result.h"
#include "core/engine/kernels/row_kernels.h"
#include "core/engine/model/model.h"
#include "core/recipe/recipe.h"

namespace tamiz::engine {

/// AdamW (Loshchilov, Hutter: "Decoupled weight decay regularization", ICLR 2019) or SGD with
/// momentum, one fused pass a tensor, on a GPU one for all, equal to torch.optim within rounding. The
/// state is where the parameters are. Trainer thread only.
class Optimizer
{
public:
    /// @p decayAll: weight decay on every parameter; else not on biases and norms, as transformers'
    /// Trainer groups them.
    Optimizer(std::vector<NamedTensor> parameters, const TrainingSection &settings,
              bool decayAll = false);

    void zeroGrad();
    /// One step with this learning rate on the gradients as they are: dense, or sparse, of the rows of a
    /// table that were read (CPU). A sparse one counts as zero elsewhere, so that moments and decay go on
    /// in every row, as in torch.optim.AdamW with the dense gradient.
    void step(double learningRate);

    /// First and second moments and the step count, for a checkpoint: "exp_avg.<name>" ...
    std::vector<NamedTensor> state() const;
    Status restore(const std::vector<NamedTensor> &state);

    const std::vector<NamedTensor> &parameters() const { return m_parameters; }

private:
    AdamWRule adamWRule(double learningRate, double decay) const;
    SgdRule sgdRule(double learningRate, double decay) const;
    void stepOnGpu(double learningRate);

    std::vector<NamedTensor> m_parameters;
    std::vector<torch::Tensor> m_first; ///< exp_avg, or the momentum buffer
    std::vector<torch::Tensor> m_second; ///< exp_avg_sq; empty for SGD
    std::vector<double> m_decay;
    TrainingSection m_settings;
    std::int64_t m_steps = 0;
};

/// Scales the gradients so that their global L2 norm is at most @p maxNorm (0 = only measures).
/// Returns the norm before scaling, as torch.nn.utils.clip_grad_norm_.
double clipGradNorm(const std::vector<NamedTensor> &parameters, double maxNorm);

} // namespace tamiz::engine
