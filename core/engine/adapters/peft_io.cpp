// SPDX-License-Identifier: Apache-2.0
#include "core/engine/adapters/peft_io.h"

namespace tamiz::engine {

Status readPeftAdapter(ModelParts &, const std::filesystem::path &folder)
{
    return fail(ErrorCode::Unsupported, "adapters are not read yet", folder.string());
}

Status writePeftAdapter(const ModelParts &, const std::filesystem::path &folder, const std::string &)
{
    return fail(ErrorCode::Unsupported, "adapters are not written yet", folder.string());
}

} // namespace tamiz::engine
