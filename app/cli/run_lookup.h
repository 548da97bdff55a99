// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "core/base/result.h"
#include "core/store/run_store.h"

namespace tamiz::cli {

/// Opens the store under @p home with dead runs swept; null when there is none yet (nothing is made).
Result<std::unique_ptr<RunStore>> openStore(const std::filesystem::path &home);

/// A run by its number, its folder or its name; InvalidArgument when several have the name.
Result<RunRecord> findRun(RunStore &store, const std::string &text);

/// "2026-11-22T15:26:44Z"
std::string timeText(std::chrono::system_clock::time_point time);

} // namespace tamiz::cli
