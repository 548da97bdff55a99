// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>

#include "core/base/result.h"
#include "core/engine/plugin.h"

namespace tamiz::ui {

/// Loads the engine library on first need. Any thread; the caller waits, so never the GUI thread.
class EngineLoader
{
public:
    explicit EngineLoader(std::filesystem::path resourceFolder);
    ~EngineLoader();

    const std::filesystem::path &resourceFolder() const { return m_resourceFolder; }

    /// The same parts each time; the same error too, for a library does not appear later.
    Result<engine::EngineParts *> load();

private:
    Result<std::unique_ptr<engine::EngineParts>> open() const;

    const std::filesystem::path m_resourceFolder;
    std::mutex m_mutex;
    std::optional<Result<std::unique_ptr<engine::EngineParts>>> m_parts;
};

/// The engine's faces for those who must have them before the engine is there: each call loads it.
std::unique_ptr<RunBackend> makeLazyRunBackend(EngineLoader &loader);
std::unique_ptr<Workbench> makeLazyWorkbench(EngineLoader &loader);

} // namespace tamiz::ui
