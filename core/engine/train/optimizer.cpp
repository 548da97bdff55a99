// SPDX-License-Identifier: Apache-2.0
#include "core/engine/train/optimizer.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include <ATen/Parallel.h>
#include <ATen/core/grad_mode.h>
#include <torch/types.h>

#include "core/engine/model/cpu_kernels.h"
#include "core/engine/model/safetensors_header.h"

namespace tamiz::engine {

namespace {

constexpr std::int64_t kNormChunk = 1 << 15;

/// Sum of squares in double, in chunks whose borders do not depend on the number of threads.
double sumOfSquares(const torch::Tensor &tensor)
{
    const torch::Tensor values = tensor.contiguous();
    const float *data = values.data_ptr<float>();
    const std::int64_t count = values.numel();
    const std::int64_t chunks = (count + kNormChunk - 1) / kNormChunk;
    std::vector<double> partial(static_cast<std::size_t>(chunks), 0.0);
    at::parallel_for(0, chunks, 1, [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t chunk = begin; chunk < end; ++chunk) {
            const std::int64_t first = chunk * kNormChunk;
            partial[static_cast<std::size_t>(chunk)]
                = rowKernels().sumOfSquares(data + first, std::min(kNormChunk, count - first));
        }
    });
    double total = 0;
    for (const double sum : partial)
        total += sum;
    return total;
}

void multiply(torch::Tensor gradient, float factor)
{
    if (!gradient.is_non_overlapping_and_dense()) {
        gradient.mul_(factor);
        return;
    }
    float *const values = gradient.data_ptr<float>();
    forElements(gradient.numel(), [&](std::int64_t begin, std::int64_t end) {
        rowKernels().multiply(values + begin, factor, end - begin);
    });
}

} // namespace

Optimizer::Optimizer(std::vector<NamedTensor> parameters, const TrainingSection &settings,
                     bool decayAll)
    : m_parameters(std::move(parameters))
    , m_settings(settings)
{
    for (const NamedTensor &parameter : m_parameters) {
        TORCH_CHECK(parameter.tensor.is_contiguous()
                        && parameter.tensor.scalar_type() == torch::kFloat,
                    "parameter ", parameter.name, " is not a contiguous float tensor");
        m_first.push_back(torch::zeros_like(parameter.tensor, torch::requires_grad(false)));
        if (settings.optimizer == OptimizerKind::AdamW)
            m_second.push_back(torch::zeros_like(parameter.tensor, torch::requires_grad(false)));
        m_decay.push_back(decayAll || parameter.decays ? settings.weightDecay : 0.0);
    }
}

void Optimizer::zeroGrad()
{
    for (NamedTensor &parameter : m_parameters)
        parameter.tensor.mutable_grad() = torch::Tensor();
}

void Optimizer::step(double learningRate)
{
    const at::NoGradGuard noGrad;
    ++m_steps;
    for (std::size_t i = 0; i < m_parameters.size(); ++i) {
        torch::Tensor &weight = m_parameters[i].tensor;
        if (!weight.grad().defined())
            continue; // took no part in this step, as in torch.optim
        const torch::Tensor gradient = weight.grad().contiguous();
        float *const w = weight.data_ptr<float>();
        const float *const g = gradient.data_ptr<float>();
        float *const first = m_first[i].data_ptr<float>();
        if (m_settings.optimizer == OptimizerKind::Sgd) {
            const SgdRule rule = sgdRule(learningRate, m_decay[i]);
            forElements(weight.numel(), [&](std::int64_t begin, std::int64_t end) {
                rowKernels().sgd(w + begin, g + begin, first + begin, end - begin, rule);
            });
        } else {
            const AdamWRule rule = adamWRule(learningRate, m_decay[i]);
            float *const second = m_second[i].data_ptr<float>();
            forElements(weight.numel(), [&](std::int64_t begin, std::int64_t end) {
                rowKernels().adamW(w + begin, g + begin, first + begin, second + begin, end - begin,
                                   rule);
            });
        }
        weight.unsafeGetTensorImpl()->bump_version(); // written behind torch's back
    }
}

AdamWRule Optimizer::adamWRule(double learningRate, double decay) const
{
    const auto steps = static_cast<double>(m_steps);
    return {
        static_cast<float>(1 - learningRate * decay),
        static_cast<float>(m_settings.beta1),
        static_cast<float>(m_settings.beta2),
        static_cast<float>(learningRate / (1 - std::pow(m_settings.beta1, steps))),
        static_cast<float>(std::sqrt(1 - std::pow(m_settings.beta2, steps))),
        static_cast<float>(m_settings.epsilon),
    };
}

SgdRule Optimizer::sgdRule(double learningRate, double decay) const
{
    return { static_cast<float>(learningRate), static_cast<float>(m_settings.momentum),
             static_cast<float>(decay) };
}

std::vector<NamedTensor> Optimizer::state() const
{
    const bool isSgd = m_settings.optimizer == OptimizerKind::Sgd;
    std::vector<NamedTensor> tensors;
    for (std::size_t i = 0; i < m_parameters.size(); ++i) {
        tensors.push_back(
            { (isSgd ? "momentum." : "exp_avg.") + m_parameters[i].name, m_first[i] });
        if (!isSgd)
            tensors.push_back({ "exp_avg_sq." + m_parameters[i].name, m_second[i] });
    }
    tensors.push_back({ "step", torch::full({ 1 }, m_steps, torch::kLong) });
    return tensors;
}

Status Optimizer::restore(const std::vector<NamedTensor> &state)
{
    std::map<std::string, torch::Tensor> found;
    for (const NamedTensor &entry : state)
        found[entry.name] = entry.tensor;
    const auto mine = this->state();
    for (const NamedTensor &entry : mine) {
        const auto source = found.find(entry.name);
        if (source == found.end()) {
            return fail(ErrorCode::Mismatch, "the optimiser state lacks '" + entry.name + "'", {},
                        "The checkpoint belongs to other settings");
        }
        if (source->second.sizes() != entry.tensor.sizes()) {
            return fail(ErrorCode::Mismatch,
                        "optimiser state '" + entry.name + "' has the shape "
                            + shapeText(source->second.sizes().vec()) + ", "
                            + shapeText(entry.tensor.sizes().vec()) + " was expected");
        }
    }
    const at::NoGradGuard noGrad;
    for (const NamedTensor &entry : mine) {
        if (entry.name == "step")
            m_steps = found["step"].item<std::int64_t>();
        else
            torch::Tensor(entry.tensor).copy_(found[entry.name]); // shares memory with the member
    }
    return {};
}

double clipGradNorm(const std::vector<NamedTensor> &parameters, double maxNorm)
{
    const at::NoGradGuard noGrad;
    double sum = 0;
    for (const NamedTensor &parameter : parameters) {
        if (parameter.tensor.grad().defined())
            sum += sumOfSquares(parameter.tensor.grad());
    }
    const double norm = std::sqrt(sum);
    const double factor = maxNorm > 0 ? maxNorm / (norm + 1e-6) : 1;
    if (factor < 1) {
        for (const NamedTensor &parameter : parameters) {
            if (parameter.tensor.grad().defined())
                multiply(parameter.tensor.grad(), static_cast<float>(factor));
        }
    }
    return norm;
}

} // namespace tamiz::engine
