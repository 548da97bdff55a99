// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <map>
#include <optional>

#include "core/metrics/metric_event.h"
#include "core/store/run_store.h"

namespace tamiz::ui {

/// Adds a point to columns in step order; a point of the same step replaces the older one. Appending
/// at the end costs constant time.
void insertPoint(SeriesPoints &points, const Scalar &scalar);

/// Both sets as one, in step order; where both have a step, @p newer wins.
SeriesPoints mergePoints(SeriesPoints older, const SeriesPoints &newer);

/// Those of a step later than @p step.
SeriesPoints pointsAfter(const SeriesPoints &points, std::int64_t step);

/// Points in memory, by series. A live run's points stand here from its first event on, so that a
/// view which opens late finds what the store's writer has not written yet.
class SeriesStore
{
public:
    void append(const Scalar &scalar) { insertPoint(m_series[scalar.series], scalar); }

    const std::map<SeriesKey, SeriesPoints> &series() const { return m_series; }
    const SeriesPoints *points(const SeriesKey &key) const;
    std::size_t pointCount() const;
    bool isEmpty() const { return m_series.empty(); }
    void clear() { m_series.clear(); }

private:
    std::map<SeriesKey, SeriesPoints> m_series;
};

} // namespace tamiz::ui
