// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <map>
#include <span>
#include <string>

#include "core/base/result.h"

namespace tamiz::engine {

/// The entries of a zip archive by name, as views of @p bytes. Only what torch writes is read: entries
/// that are stored, not compressed or encrypted. Every offset is checked. @p where names the file.
Result<std::map<std::string, std::span<const std::byte>>> readZip(std::span<const std::byte> bytes,
                                                                  const std::string &where);

} // namespace tamiz::engine
