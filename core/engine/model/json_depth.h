// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace tamiz::engine {

/// Whether brackets outside of strings nest deeper than @p depth. Asked before a JSON text from
/// outside is handled by recursive code, which a million brackets would take down.
inline bool isNestedDeeperThan(std::string_view json, int depth)
{
    int level = 0;
    bool isInString = false;
    for (std::size_t i = 0; i < json.size(); ++i) {
        const char c = json[i];
        if (isInString) {
            if (c == '\\')
                ++i;
            else if (c == '"')
                isInString = false;
        } else if (c == '"') {
            isInString = true;
        } else if (c == '{' || c == '[') {
            if (++level > depth)
                return true;
        } else if (c == '}' || c == ']') {
            --level;
        }
    }
    return false;
}

} // namespace tamiz::engine
