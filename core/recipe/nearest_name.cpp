// SPDX-License-Identifier: Apache-2.0
#include "core/recipe/nearest_name.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "core/base/translate.h"

namespace tamiz {

namespace {

/// A name longer than this is compared by its beginning: a hostile key must not cost seconds.
constexpr std::size_t kComparedLength = 64;

} // namespace

int editDistance(std::string_view a, std::string_view b)
{
    a = a.substr(0, kComparedLength);
    b = b.substr(0, kComparedLength);
    std::vector<int> beforePrevious(b.size() + 1);
    std::vector<int> previous(b.size() + 1);
    std::vector<int> current(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j)
        current[j] = static_cast<int>(j);

    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::swap(beforePrevious, previous);
        std::swap(previous, current);
        current[0] = static_cast<int>(i);
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const int replaced = previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
            current[j] = std::min({ previous[j] + 1, current[j - 1] + 1, replaced });
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                current[j] = std::min(current[j], beforePrevious[j - 2] + 1);
        }
    }
    return current[b.size()];
}

std::string nearestNameHint(std::string_view name, const std::vector<std::string> &known)
{
    if (known.empty())
        return {};
    const auto nearest = std::min_element(
        known.begin(), known.end(), [name](const std::string &left, const std::string &right) {
            return editDistance(name, left) < editDistance(name, right);
        });
    const std::string hint = fillIn(translate("Recipe", "Did you mean '%1'?"), { *nearest });
    const auto length = static_cast<int>(std::max(name.size(), nearest->size()));
    if (editDistance(name, *nearest) * 2 <= length || known.size() == 1)
        return hint;
    std::string names;
    for (const std::string &one : known)
        names += (&one == &known.front() ? "" : ", ") + one;
    return hint + ' ' + fillIn(translate("Recipe", "Known: %1"), { names });
}

} // namespace tamiz
