// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace tamiz::engine {

/// An entry of the JSON header, as claimed: check it with checkLayout() before use.
struct HeaderEntry
{
    std::string dtype;
    std::vector<std::int64_t> shape;
    std::uint64_t begin = 0; ///< bytes from the start of the buffer
    std::uint64_t end = 0;
};

struct SafetensorsHeader
{
    std::map<std::string, HeaderEntry> tensors;
    std::map<std::string, std::string> metadata;
};

/// Parses the header in one pass and constant depth, so that a hostile one costs no more memory
/// than its size; duplicate names and unknown keys are errors. @p where names the file.
Result<SafetensorsHeader> parseSafetensorsHeader(std::string_view text, const std::string &where);

/// Known types, sizes equal to shape x type, no holes, no overlap, all of the buffer used.
Status checkLayout(const SafetensorsHeader &header, std::uint64_t bufferBytes,
                   const std::string &where);

/// Bytes of an element; 0 for an unknown type.
std::uint64_t dtypeBytes(const std::string &dtype);

/// Bytes of a tensor; nothing when the type is unknown, a size is negative or the product overflows.
std::optional<std::uint64_t> tensorBytes(const std::string &dtype,
                                         const std::vector<std::int64_t> &shape);

/// "[2, 3]"
std::string shapeText(const std::vector<std::int64_t> &shape);

} // namespace tamiz::engine
