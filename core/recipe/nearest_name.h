// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tamiz {

/// Edits (insert, delete, replace, swap of neighbours) that turn @p a into @p b; case counts.
int editDistance(std::string_view a, std::string_view b);

/// "Did you mean 'probability'?", or, when nothing is near, that and the whole list.
/// Empty when there are no names.
std::string nearestNameHint(std::string_view name, const std::vector<std::string> &known);

} // namespace tamiz
