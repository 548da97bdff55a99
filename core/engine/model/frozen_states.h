// SPDX-License-Identifier: Apache-2.0
#pragma once

// Engine-private: names torch.

#include <cstdint>
#include <filesystem>
#include <optional>
#include <unordered_map>
#include <vector>

#include <torch/types.h>

#include "core/base/file_descriptor.h"

namespace tamiz::engine {

/// What the part of a model that does not train says of a row: it says the same in every epoch, as long
/// as the row is the same. Kept in memory first, then in a file that has no name (nothing is left of
/// it when the process is killed). What fits in neither is computed again each time: rows come in turn,
/// so that dropping an old one for a new one would keep none until it is wanted. Trainer thread only.
class FrozenStates
{
public:
    struct Budget
    {
        std::uint64_t memoryBytes = 0;
        std::uint64_t diskBytes = 0;
        std::filesystem::path folder; ///< of the file; needed with diskBytes
    };
    /// A hash of 128 bits of all that the states depend on.
    struct Key
    {
        std::uint64_t high = 0;
        std::uint64_t low = 0;
        bool operator==(const Key &) const = default;
    };
    /// Of a row's tokens, each column of the same length.
    static Key keyOf(const std::vector<const std::int64_t *> &columns, std::int64_t length);

    explicit FrozenStates(Budget budget);

    /// [T, C] as it was inserted; undefined when unknown, or when the file cannot be read any more.
    torch::Tensor find(const Key &key);
    /// Keeps a copy if there is room. A disk that is full ends the keeping on disk, not the run.
    void insert(const Key &key, const torch::Tensor &states);
    void clear();

    std::uint64_t memoryBytes() const { return m_memoryBytes; }
    std::uint64_t diskBytes() const { return m_diskBytes; }
    std::int64_t found() const { return m_found; }
    std::int64_t missed() const { return m_missed; }

private:
    struct Entry
    {
        torch::Tensor states; ///< undefined: in the file
        std::uint64_t offset = 0;
        std::vector<std::int64_t> sizes;
        torch::ScalarType type = torch::kFloat;
    };
    struct Hash
    {
        std::size_t operator()(const Key &key) const { return key.low; }
    };

    bool writeToFile(const torch::Tensor &states);
    torch::Tensor readFromFile(const Entry &entry) const;

    Budget m_budget;
    std::unordered_map<Key, Entry, Hash> m_entries;
    std::uint64_t m_memoryBytes = 0;
    std::uint64_t m_diskBytes = 0;
    std::int64_t m_found = 0;
    std::int64_t m_missed = 0;
    std::optional<FileDescriptor> m_file; ///< none: no room on disk
};

} // namespace tamiz::engine
