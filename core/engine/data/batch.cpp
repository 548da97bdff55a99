// SPDX-License-Identifier: Apache-2.0
#include "core/engine/data/batch.h"

#include <numeric>

namespace tamiz::engine {

std::int64_t Batch::realTokens() const
{
    return std::accumulate(lengths.begin(), lengths.end(), std::int64_t { 0 });
}

} // namespace tamiz::engine
