// SPDX-License-Identifier: Apache-2.0
#include "core/engine/masking/hidden_classes.h"

namespace tamiz::engine {

void hideClasses(MaskableRow &row, std::uint64_t classes, const SpecialIds &special)
{
    const std::int64_t hidingId = special.mask >= 0 ? special.mask : special.unknown;
    for (std::size_t i = 0; i < row.ids.size(); ++i) {
        if (row.isSpecial[i] || !(row.classes[i] & classes))
            continue;
        if (hidingId >= 0)
            row.ids[i] = hidingId;
        else
            row.isHidden[i] = 1;
    }
}

} // namespace tamiz::engine
