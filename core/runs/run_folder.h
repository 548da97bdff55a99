// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

namespace tamiz {

/// Names inside a run folder (cli.md): recipe.yaml as resolved, events.jsonl, log.txt,
/// checkpoints/step-<n>/ and, when finished, final/.
struct RunFolder
{
    std::filesystem::path root;

    std::filesystem::path recipe() const { return root / "recipe.yaml"; }
    std::filesystem::path events() const { return root / "events.jsonl"; }
    std::filesystem::path log() const { return root / "log.txt"; }
    std::filesystem::path checkpoints() const { return root / "checkpoints"; }
    std::filesystem::path final() const { return root / "final"; }
    std::filesystem::path result() const { return root / "result.json"; }
};

} // namespace tamiz
