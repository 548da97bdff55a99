// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tamiz::engine {

/// The prose of a manual page in man(7) macros: paragraphs without requests, font changes and
/// escapes. Headings, synopses, literal blocks and tables are left out. Never fails: what is no
/// roff comes out as plain lines.
std::vector<std::string> manPageParagraphs(std::string_view roff);

} // namespace tamiz::engine
