// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>

#include "core/base/result.h"
#include "core/engine/model/tensor_view.h"

namespace tamiz::engine {

/// A memory-mapped safetensors file (formats.md section 3), every offset checked before use: no
/// holes, no overlap, sizes equal to shape x dtype, at most 100 MB of header. Immutable: any thread.
class SafetensorsFile : public TensorFile
{
public:
    static Result<std::shared_ptr<const SafetensorsFile>> open(const std::filesystem::path &path);

    virtual const std::map<std::string, std::string> &metadata() const = 0;
};

/// Writes temp-then-rename, names sorted; metadata gets {"format": "pt"} unless given.
Status writeSafetensors(const std::filesystem::path &path,
                        const std::map<std::string, TensorView> &tensors,
                        std::map<std::string, std::string> metadata = {});

} // namespace tamiz::engine
