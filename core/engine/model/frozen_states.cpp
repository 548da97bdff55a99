// SPDX-License-Identifier: Apache-2.0
#include "core/engine/model/frozen_states.h"

#include <cerrno>
#include <string>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

#include "core/base/random.h"

namespace tamiz::engine {

namespace {

/// A file that has no name from the start, or that loses it at once where the file system has none
/// such; -1 on failure.
int openUnnamed(const std::filesystem::path &folder)
{
    const int file = open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (file >= 0)
        return file;
    std::string name = (folder / "frozen-states-XXXXXX").string();
    const int named = mkostemp(name.data(), O_CLOEXEC);
    if (named >= 0)
        unlink(name.c_str());
    return named;
}

/// Calls pread or pwrite until all is done; false when it fails or ends early.
template<typename Transfer>
bool transferAll(const Transfer &transfer, char *data, std::size_t size, std::uint64_t offset)
{
    while (size > 0) {
        const ssize_t done = transfer(data, size, static_cast<off_t>(offset));
        if (done < 0 && errno == EINTR)
            continue;
        if (done <= 0)
            return false;
        data += done;
        size -= static_cast<std::size_t>(done);
        offset += static_cast<std::uint64_t>(done);
    }
    return true;
}

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
    if (m_budget.diskBytes > 0)
        m_file = openUnnamed(m_budget.folder);
}

FrozenStates::~FrozenStates()
{
    if (m_file >= 0)
        close(m_file);
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
    } else if (m_file < 0 || m_diskBytes + size > m_budget.diskBytes || !writeToFile(states)) {
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
    const std::uint64_t size = bytesOf(dense);
    const auto write = [this](const char *data, std::size_t count, off_t offset) {
        return pwrite(m_file, data, count, offset);
    };
    if (!transferAll(write, static_cast<char *>(dense.data_ptr()), size, m_diskBytes)) {
        m_budget.diskBytes = m_diskBytes; // the disk is full: what is there stays good
        return false;
    }
    m_diskBytes += size;
    return true;
}

torch::Tensor FrozenStates::readFromFile(const Entry &entry) const
{
    torch::Tensor states = torch::empty(entry.sizes, torch::TensorOptions(entry.type));
    const auto read = [this](char *data, std::size_t count, off_t offset) {
        return pread(m_file, data, count, offset);
    };
    const bool isRead
        = transferAll(read, static_cast<char *>(states.data_ptr()), bytesOf(states), entry.offset);
    return isRead ? states : torch::Tensor();
}

} // namespace tamiz::engine
