// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/engine/data/brown_corpus.h"
#include "core/engine/data/demo_packages.h"
#include "core/engine/data/demo_pages.h"
#include "core/engine/data/sword_module.h"

namespace tamiz::engine {

/// What the demo packs are cut from, read from the unpacked packages.
struct DemoMaterial
{
    std::vector<UnpackedPackage> packages; ///< in the order they were read, for the provenance
    std::vector<HelpPage> helpPages; ///< all modules
    std::vector<DemoPage> demoPages; ///< those of the demo task
    DemoFilterCounts pageCounts;
    std::vector<SwordChapter> spanishBible; ///< Reina-Valera 1909
    std::vector<SwordChapter> englishBible; ///< World English Bible
    std::vector<BrownDocument> brown;
};

inline constexpr int kDemoPagesPerModule = 250;

Result<DemoMaterial> readDemoMaterial(const PackageFolder &folder);

} // namespace tamiz::engine
