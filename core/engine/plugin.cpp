// SPDX-License-Identifier: Apache-2.0
#include "core/engine/plugin.h"

extern "C" __attribute__((visibility("default"))) tamiz::engine::EngineParts *
tamizOpenEngine(const char *resourceFolder)
{
    using namespace tamiz::engine;
    static_assert(std::is_same_v<OpenEngineFunction, decltype(tamizOpenEngine)>);
    try {
        auto parts = std::make_unique<EngineParts>();
        parts->runBackend = makeRunBackend(resourceFolder);
        parts->workbench = makeWorkbench(resourceFolder);
        parts->machine = inspectMachine();
        return parts.release();
    } catch (...) {
        return nullptr;
    }
}
