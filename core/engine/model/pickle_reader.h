// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace tamiz::engine {

/// A tensor as a pickle of torch describes it: a part of a storage that lies elsewhere.
struct PickledTensor
{
    std::string_view dtype; ///< as safetensors names it
    std::string_view storage; ///< key of the storage
    std::int64_t storageElements = 0;
    std::int64_t offset = 0; ///< in elements
    std::vector<std::int64_t> shape;
    std::vector<std::int64_t> strides; ///< as many as sizes; none is negative
};

/// The tensors of a pickled state dictionary by name. A pickle is a program; this reads it as data:
/// it knows the few instructions that a dictionary of tensors needs and the four names of Python that
/// stand in it, calls nothing, and refuses everything else. Offsets and sizes are those that the file
/// claims: check them against the storages. Views point into @p bytes; @p where names the file.
Result<std::map<std::string, PickledTensor>> readPickle(std::span<const std::byte> bytes,
                                                        const std::string &where);

} // namespace tamiz::engine
