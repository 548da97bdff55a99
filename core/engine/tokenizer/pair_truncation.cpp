// SPDX-License-Identifier: Apache-2.0
#include "core/engine/tokenizer/pair_truncation.h"

#include <algorithm>

namespace tamiz::engine {

std::pair<std::size_t, std::size_t> truncatedLengths(std::size_t first, std::size_t second,
                                                     std::size_t specials,
                                                     const EncodeOptions &options)
{
    const auto length = static_cast<std::size_t>(std::max<std::int64_t>(options.maxLength, 0));
    const std::size_t room = length > specials ? length - specials : 0;
    if (length == 0 || first + second <= room)
        return { first, second };

    const std::size_t excess = first + second - room;
    switch (options.truncation) {
    case Truncation::OnlyFirst:
        return { first - std::min(first, excess), second };
    case Truncation::OnlySecond:
        return { first, second - std::min(second, excess) };
    case Truncation::LongestFirst:
        break;
    }
    // The shorter text stays whole as long as it fits into its half; the odd token is the first's.
    if (second <= room / 2)
        return { room - second, second };
    if (first <= (room + 1) / 2)
        return { first, room - first };
    return { (room + 1) / 2, room / 2 };
}

} // namespace tamiz::engine
