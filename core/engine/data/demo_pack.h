// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

#include "core/base/result.h"
#include "core/engine/data/demo_material.h"
#include "core/engine/data/demo_rows.h"

namespace tamiz::engine {

/// Everything that resources/data holds, before it is written.
struct DemoPacks
{
    DemoSplits task; ///< which module does a help page describe
    std::vector<ReferenceRow> spanishBible; ///< Reina-Valera 1909, archaic spelling
    std::vector<ReferenceRow> englishBible; ///< World English Bible, the same chapters
    std::vector<ReferenceRow> brown; ///< the same number of rows of each genre
    TaggedSplits tagging;
};

DemoPacks makeDemoPacks(const DemoMaterial &material);

/// Writes the packs below @p folder: libreoffice-modules/{train,validation,test,test_nopunct}.jsonl,
/// reference/{es,en-bible,en-brown}.jsonl, brown-pos/{train,validation,test}.jsonl and
/// provenance.json (packages with versions, filters, counts). The same packages give the same bytes.
Status writeDemoPacks(const DemoPacks &packs, const DemoMaterial &material,
                      const std::filesystem::path &folder);

/// The test rows without punctuation (Unicode P*); rows, labels and order stay.
std::vector<LabelledRow> withoutPunctuation(std::vector<LabelledRow> rows);

} // namespace tamiz::engine
