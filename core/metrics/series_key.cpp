// SPDX-License-Identifier: Apache-2.0
#include "core/metrics/metric_event.h"

namespace tamiz {

std::string toString(const SeriesKey &key)
{
    std::string text = key.name;
    if (!key.split.empty())
        text += '/' + key.split;
    if (!key.referenceSet.empty())
        text += '/' + key.referenceSet;
    if (!key.tokenClass.empty())
        text += "/class=" + key.tokenClass;
    return text;
}

} // namespace tamiz
