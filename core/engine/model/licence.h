// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

namespace tamiz::engine {

/// The licence that a model folder states: `license` in the front matter of its model card
/// (README.md), `license` of config.json, or the first line of a LICENSE file. Empty where it states
/// none.
std::string licenceOf(const std::filesystem::path &folder);

} // namespace tamiz::engine
