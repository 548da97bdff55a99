// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/engine/data/demo_material.h"

namespace tamiz::engine {

/// What one source gave to the pretraining corpus.
struct CorpusSourceSummary
{
    std::string name;
    std::string package;
    std::string version;
    std::string licence; ///< SPDX expression
    std::string language;
    std::size_t documents = 0;
    std::size_t lines = 0;
    std::size_t words = 0;
    std::size_t notProse = 0; ///< paragraphs left out: too short, few letters, other language
    std::size_t duplicates = 0; ///< paragraphs left out: seen before
    std::size_t heldOut = 0; ///< paragraphs left out: share 8 words with a demo or reference row
};

struct PretrainingCorpus
{
    std::vector<std::string> lines; ///< shuffled, deterministic
    std::vector<std::string> validation; ///< from documents that give no training line
    std::vector<CorpusSourceSummary> sources;
};

inline constexpr std::size_t kHeldOutWindow = 8;
inline constexpr std::size_t kCorpusValidationLines = 2000;

/// The pretraining text: general Spanish and English of @p material less what the demo packs use, and
/// free handbooks from more packages. No line has 8 consecutive words in common with a row of the
/// demo task (before or after masking), of the reference sets or of the tagged sentences.
Result<PretrainingCorpus> buildPretrainingCorpus(const DemoMaterial &material,
                                                 const PackageFolder &folder);

} // namespace tamiz::engine
