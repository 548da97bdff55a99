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
#include "core/engine/model/libtorch.h"
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
    if (!gradient.is_cpu() || !gradient.is_non_overlapping_and_dense()) {
        gradient.mul_(factor);
        return;
    }
    float *const values = gradient.data_ptr<float>();
    forElements(gradient.numel(), [&](std::int64_t begin, std::int64_t end) {
        rowKernels().multiply(values + begin, factor, end - begin);
    });
}

/// The elements of a gradient that may differ from zero: all, or those of the rows of a table that were
/// read. They share its memory.
torch::Tensor entriesOf(const torch::Tensor &gradient)
{
    return gradient.is_sparse() ? gradient._values() : gradient;
}

/// body(begin, end, gradient from begin on) for parts of a parameter's elements, in threads. The rows of
/// a table that were not read have a gradient of zero.
template<typename Body>
void forGradient(const torch::Tensor &gradient, const Body &body)
{
    const torch::Tensor values = entriesOf(gradient).contiguous();
    const float *const first = values.data_ptr<float>();
    if (!gradient.is_sparse()) {
        forElements(values.numel(),
                    [&](std::int64_t begin, std::int64_t end) { body(begin, end, first + begin); });
        return;
    }
    const torch::Tensor places = gradient._indices().contiguous(); // [1, n], ascending
    const std::int64_t *const read = places.data_ptr<std::int64_t>();
    const std::int64_t width = values.size(1); // C
    const std::vector<float> zeros(static_cast<std::size_t>(width));
    forRows(gradient.size(0), width, [&](std::int64_t begin, std::int64_t end) {
        const std::int64_t *next = std::lower_bound(read, read + places.numel(), begin);
        for (std::int64_t row = begin; row < end; ++row) {
            const bool isRead = next != read + places.numel() && *next == row;
            body(row * width, (row + 1) * width,
                 isRead ? first + (next - read) * width : zeros.data());
            next += isRead ? 1 : 0;
        }
    });
}

/// A row that was read more than once has one entry, the sum, and the rows ascend.
torch::Tensor oncePerRow(const torch::Tensor &gradient)
{
    return gradient.is_sparse() ? gradient.coalesce() : gradient;
}

/// L2 norm of all of them together.
double globalNorm(const std::vector<torch::Tensor> &tensors)
{
    if (tensors.empty())
        return 0;
    if (!tensors.front().is_cpu()) // one wait for the GPU
        return torch::stack(at::_foreach_norm(tensors)).norm().item<double>();
    double sum = 0;
    for (const torch::Tensor &tensor : tensors)
        sum += sumOfSquares(entriesOf(tensor));
    return std::sqrt(sum);
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
    if (!m_parameters.empty() && !m_parameters.front().tensor.is_cpu())
        return stepOnGpu(learningRate);
    for (std::size_t i = 0; i < m_parameters.size(); ++i) {
        torch::Tensor &weight = m_parameters[i].tensor;
        if (!weight.grad().defined())
            continue; // took no part in this step, as in torch.optim
        const torch::Tensor gradient = oncePerRow(weight.grad());
        float *const w = weight.data_ptr<float>();
        float *const first = m_first[i].data_ptr<float>();
        if (m_settings.optimizer == OptimizerKind::Sgd) {
            const SgdRule rule = sgdRule(learningRate, m_decay[i]);
            forGradient(gradient, [&](std::int64_t begin, std::int64_t end, const float *g) {
                rowKernels().sgd(w + begin, g, first + begin, end - begin, rule);
            });
        } else {
            const AdamWRule rule = adamWRule(learningRate, m_decay[i]);
            float *const second = m_second[i].data_ptr<float>();
            forGradient(gradient, [&](std::int64_t begin, std::int64_t end, const float *g) {
                rowKernels().adamW(w + begin, g, first + begin, second + begin, end - begin, rule);
            });
        }
        weight.unsafeGetTensorImpl()->bump_version(); // written behind torch's back
    }
}

void Optimizer::stepOnGpu(double learningRate)
{
    struct Group
    {
        std::vector<torch::Tensor> weights, gradients, first, second;
    };
    std::map<double, Group> groups; // by decay
    for (std::size_t i = 0; i < m_parameters.size(); ++i) {
        const torch::Tensor &weight = m_parameters[i].tensor;
        if (!weight.grad().defined())
            continue;
        Group &group = groups[m_decay[i]];
        group.weights.push_back(weight);
        group.gradients.push_back(weight.grad());
        group.first.push_back(m_first[i]);
        if (!m_second.empty())
            group.second.push_back(m_second[i]);
    }
    for (const auto &[decay, group] : groups) {
        if (m_settings.optimizer == OptimizerKind::AdamW) {
            const torch::Tensor step
                = torch::full({}, static_cast<double>(m_steps), group.weights.front().options());
            libtorch::stepAdamW(
                group.weights, group.gradients, group.first, group.second, step,
                { learningRate, m_settings.beta1, m_settings.beta2, decay, m_settings.epsilon });
            continue;
        }
        const auto gradients = at::_foreach_add(group.gradients, group.weights, decay);
        at::_foreach_mul_(group.first, m_settings.momentum);
        at::_foreach_add_(group.first, gradients);
        at::_foreach_add_(group.weights, group.first, -learningRate);
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
    std::vector<torch::Tensor> gradients;
    for (const NamedTensor &parameter : parameters) {
        if (!parameter.tensor.grad().defined())
            continue;
        torch::Tensor(parameter.tensor).mutable_grad() = oncePerRow(parameter.tensor.grad());
        gradients.push_back(parameter.tensor.grad());
    }
    const double norm = globalNorm(gradients);
    const double factor = maxNorm > 0 ? maxNorm / (norm + 1e-6) : 1;
    if (factor < 1) {
        for (const torch::Tensor &gradient : gradients)
            multiply(entriesOf(gradient), static_cast<float>(factor));
    }
    return norm;
}

} // namespace tamiz::engine
