// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace tamiz::engine {

struct MarkupTextOptions
{
    bool xml = false; ///< Mallard or another XML vocabulary; else HTML, however broken
    std::string contentId; ///< read only below the element with this id; empty: the whole page
    bool keepCode = false; ///< keep listings (pre, screen, code blocks)
};

/// The readable paragraphs of a page in reading order: one string a block element (paragraph, list
/// item, heading, table cell), white space collapsed. Scripts, navigation, credits and lists of
/// related pages are left out. Nothing is loaded that the page refers to.
/// @p where names the file in errors: not a document at all, or no element with the wanted id.
Result<std::vector<std::string>> markupParagraphs(std::string_view markup,
                                                  const MarkupTextOptions &options,
                                                  const std::string &where);

} // namespace tamiz::engine
