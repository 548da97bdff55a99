// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/base/result.h"

namespace tamiz::engine {

/// A tensor inside a mapped safetensors file; @p data lives as long as the file object.
struct TensorView
{
    std::string dtype; ///< "F32", "F16", "BF16", "F64", "I64" ...
    std::vector<std::int64_t> shape;
    std::span<const std::byte> data;
};

/// A memory-mapped safetensors file (formats.md section 3), every offset checked before use: no
/// holes, no overlap, sizes equal to shape x dtype, at most 100 MB of header. Immutable: any thread.
class SafetensorsFile
{
public:
    static Result<std::shared_ptr<const SafetensorsFile>> open(const std::filesystem::path &path);
    virtual ~SafetensorsFile() = default;

    virtual const std::map<std::string, TensorView> &tensors() const = 0;
    virtual const std::map<std::string, std::string> &metadata() const = 0;
};

/// Writes temp-then-rename, names sorted; metadata gets {"format": "pt"} unless given.
Status writeSafetensors(const std::filesystem::path &path,
                        const std::map<std::string, TensorView> &tensors,
                        std::map<std::string, std::string> metadata = {});

} // namespace tamiz::engine
