// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "core/engine/engine.h"
#include "core/runs/run_backend.h"
#include "core/runs/workbench.h"

namespace tamiz::engine {

/// What a program that loads the engine library at run time gets from it: the faces of core, behind
/// which the library does everything.
struct EngineParts
{
    std::unique_ptr<RunBackend> runBackend;
    std::unique_ptr<Workbench> workbench;
    MachineReport machine;
};

/// Name and type of the library's one C function. It never throws; null when memory ran out. The
/// caller owns the result and must not unload the library while it lives (nor after: LibTorch keeps
/// threads). LibTorch takes 0.3 s and more to load, which is why the window does not link it.
inline constexpr const char *kOpenEngineSymbol = "tamizOpenEngine";
using OpenEngineFunction = EngineParts *(const char *resourceFolder);

} // namespace tamiz::engine
