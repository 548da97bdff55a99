// SPDX-License-Identifier: Apache-2.0
#include "core/engine/model/frozen_states.h"

#include <span>
#include <utility>

#include "core/base/random.h"
#include "core/base/temporary_files.h"

namespace tamiz::engine {

namespace {

std::uint64_t bytesOf(const torch::Tensor &tensor)
{
    return static_cast<std::uint64_t>(tensor.numel())
        * static_cast<std::uint64_t>(tensor.element_size());
}

} // namespace

FrozenStates::Key FrozenStates::keyOf(const std::vector<const std::int64_t *> &columns,
                                      std::int64_t length)
{
    CounterRandom high = CounterRandom(1).at(static_cast<std::uint64_t>(length));
    CounterRandom low = CounterRandom(2).at(static_cast<std::uint64_t>(length));
    for (const std::int64_t *const column : columns) {
        for (std::int64_t i = 0; i < length; ++i) {
            high = high.at(static_cast<std::uint64_t>(column[i]));
            low = low.at(static_cast<std::uint64_t>(column[i]));
        }
    }
    return { high.bits(), low.bits() };
}

FrozenStates::FrozenStates(Budget budget)
    : m_budget(std::move(budget))
{
    if (m_budget.diskBytes == 0)
        return;
    if (Result<FileDescriptor> file = openUnnamedFile(m_budget.folder))
        m_file.emplace(std::move(*file));
}

torch::Tensor FrozenStates::find(const Key &key)
{
    const auto entry = m_entries.find(key);
    if (entry != m_entries.end()) {
        const torch::Tensor states
            = entry->second.states.defined() ? entry->second.states : readFromFile(entry->second);
        if (states.defined()) {
            ++m_found;
            return states;
        }
    }
    ++m_missed;
    return {};
}

void FrozenStates::insert(const Key &key, const torch::Tensor &states)
{
    const std::uint64_t size = bytesOf(states);
    if (m_entries.contains(key))
        return;
    Entry entry { {}, m_diskBytes, states.sizes().vec(), states.scalar_type() };
    if (m_memoryBytes + size <= m_budget.memoryBytes) {
        entry.states = states.clone();
        m_memoryBytes += size;
    } else if (!m_file || m_diskBytes + size > m_budget.diskBytes || !writeToFile(states)) {
        return;
    }
    m_entries.emplace(key, std::move(entry));
}

void FrozenStates::clear()
{
    m_entries.clear();
    m_memoryBytes = 0;
    m_diskBytes = 0;
}

bool FrozenStates::writeToFile(const torch::Tensor &states)
{
    const torch::Tensor dense = states.contiguous();
    const std::span bytes(static_cast<const std::byte *>(dense.data_ptr()), bytesOf(dense));
    if (!writeAt(*m_file, m_budget.folder, m_diskBytes, bytes)) {
        m_budget.diskBytes = m_diskBytes; // the disk is full: what is there stays good
        return false;
    }
    m_diskBytes += bytes.size();
    return true;
}

torch::Tensor FrozenStates::readFromFile(const Entry &entry) const
{
    torch::Tensor states = torch::empty(entry.sizes, torch::TensorOptions(entry.type));
    const std::span bytes(static_cast<std::byte *>(states.data_ptr()), bytesOf(states));
    const Result<std::size_t> count = readAt(*m_file, m_budget.folder, entry.offset, bytes);
    return count && *count == bytes.size() ? states : torch::Tensor();
}

} // namespace tamiz::engine
