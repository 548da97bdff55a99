// SPDX-License-Identifier: Apache-2.0
#include "core/engine/model/operands.h"

#include <algorithm>
#include <array>
#include <mutex>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/engine/model/cpu_kernels.h"

namespace tamiz::engine {

namespace {

c10::StorageImpl *storageOf(const torch::Tensor &x)
{
    return x.storage().unsafeGetStorageImpl();
}

/// What a tensor says now, through whichever handle of the same view: a transposed weight is made anew
/// for each product. Not another tensor, nor this one after it was written to. The weak reference keeps
/// the storage's address from being used again.
class Snapshot
{
public:
    explicit Snapshot(const torch::Tensor &x)
        : m_storage(c10::intrusive_ptr<c10::StorageImpl>::reclaim_copy(storageOf(x)))
        , m_data(x.data_ptr())
        , m_sizes(x.sizes().vec())
        , m_strides(x.strides().vec())
        , m_version(x._version())
    {
    }

    bool isOf(const torch::Tensor &x) const
    {
        return m_storage._unsafe_get_target() == storageOf(x) && m_data == x.data_ptr()
            && m_sizes == x.sizes() && m_strides == x.strides() && m_version == x._version();
    }
    bool isGone() const { return m_storage.expired(); }

private:
    c10::weak_intrusive_ptr<c10::StorageImpl> m_storage;
    const void *m_data;
    std::vector<std::int64_t> m_sizes;
    std::vector<std::int64_t> m_strides;
    std::int64_t m_version;
};

struct Kept
{
    Snapshot source;
    torch::Tensor operand;
};

/// Operands of frozen weights, by the address of their elements. Any thread.
class WeightOperands
{
public:
    torch::Tensor of(const torch::Tensor &weight, torch::ScalarType type)
    {
        const std::lock_guard lock(m_mutex);
        const auto found = m_kept.find(weight.data_ptr());
        if (found != m_kept.end() && found->second.source.isOf(weight)
            && found->second.operand.scalar_type() == type)
            return found->second.operand;
        release();
        const torch::Tensor operand = converted(weight, type);
        m_kept.insert_or_assign(weight.data_ptr(), Kept { Snapshot(weight), operand });
        return operand;
    }

    void forget(const torch::Tensor &weight)
    {
        const std::lock_guard lock(m_mutex);
        m_kept.erase(weight.data_ptr());
    }

    void releaseGone()
    {
        const std::lock_guard lock(m_mutex);
        release();
    }

    std::uint64_t bytes()
    {
        const std::lock_guard lock(m_mutex);
        std::uint64_t sum = 0;
        for (const auto &[address, kept] : m_kept)
            sum += kept.operand.nbytes();
        return sum;
    }

private:
    void release()
    {
        std::erase_if(m_kept, [](const auto &entry) { return entry.second.source.isGone(); });
    }

    std::mutex m_mutex;
    std::unordered_map<const void *, Kept> m_kept;
};

WeightOperands &weightOperands()
{
    // Never destroyed: a model that lives as long as the program releases its own at the very end.
    static auto *const operands = new WeightOperands;
    return *operands;
}

} // namespace

torch::Tensor activationOperand(const torch::Tensor &x, torch::ScalarType type)
{
    if (x.scalar_type() == type)
        return x;
    if (x.is_inference())
        return converted(x, type);
    // The newest is first. Two are enough: the common input, and the narrow one of a low-rank update.
    thread_local std::array<std::optional<Kept>, 2> recent;
    const auto found = std::find_if(recent.begin(), recent.end(), [&](const auto &kept) {
        return kept && kept->operand.scalar_type() == type && kept->source.isOf(x);
    });
    if (found != recent.end()) {
        std::rotate(recent.begin(), found, found + 1);
        return recent.front()->operand;
    }
    std::rotate(recent.begin(), recent.end() - 1, recent.end());
    recent.front().emplace(Kept { Snapshot(x), converted(x, type) });
    return recent.front()->operand;
}

torch::Tensor weightOperand(const torch::Tensor &weight, torch::ScalarType type)
{
    if (weight.scalar_type() == type)
        return weight;
    if (weight.requires_grad()) {
        weightOperands().forget(weight);
        return converted(weight, type);
    }
    return weight.is_inference() ? converted(weight, type) : weightOperands().of(weight, type);
}

void releaseOperands()
{
    weightOperands().releaseGone();
}

std::uint64_t operandBytes()
{
    return weightOperands().bytes();
}

} // namespace tamiz::engine
