// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/base/result.h"

namespace tamiz::engine {

/// The verses of one chapter, OSIS markup and foot notes stripped; empty verses are left out.
struct SwordChapter
{
    std::string name; ///< OSIS name, "Gen.1"
    std::vector<std::string> verses;
};

/// Reads a zText module: below @p folder the files of the Old and New Testament,
/// {ot,nt}.bzs (u32 offset, compressed size, size), .bzv (u32 block, u32 start, u16 length) and
/// .bzz (zlib blocks), all little-endian. Source of the format: CrossWire's SWORD, src/modules/
/// common/zverse.cpp. A testament whose three files are all missing is left out; both missing, a
/// record that points outside its block, or a block that zlib cannot read are errors that name the
/// file and the record.
Result<std::vector<SwordChapter>> readSwordText(const std::filesystem::path &folder);

/// The words of a verse: markup removed, notes, titles and references left out, entities resolved.
/// Exposed for tests.
std::string osisPlainText(std::string_view osis);

} // namespace tamiz::engine
