// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace tamiz::engine {

/// A tensor inside a file; @p data lives as long as the file object.
struct TensorView
{
    std::string dtype; ///< as safetensors names them: "F32", "F16", "BF16", "F64", "I64" ...
    std::vector<std::int64_t> shape;
    std::span<const std::byte> data;
};

/// A file of named tensors, checked before anybody sees them. Immutable: any thread.
class TensorFile
{
public:
    virtual ~TensorFile() = default;

    virtual const std::map<std::string, TensorView> &tensors() const = 0;
};

} // namespace tamiz::engine
