// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/measure_table_model.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/recipe/task_metrics.h"
#include "ui/bridge/convert.h"
#include "ui/models/comparison.h"
#include "ui/plots/number_format.h"

namespace tamiz::ui {

namespace {

/// A text that something was measured on; either member is empty.
struct Place
{
    std::string split;
    std::string referenceSet;
    auto operator<=>(const Place &) const = default;
};

/// The measure without its place; reference_loss is the loss on reference texts.
SeriesKey measureOf(SeriesKey key)
{
    key.split.clear();
    key.referenceSet.clear();
    if (key.name == "reference_loss")
        key.name = "loss";
    return key;
}

bool isMeasured(const SeriesKey &key)
{
    return key.split != "train" && (!key.split.empty() || !key.referenceSet.empty());
}

int rankOf(const SeriesKey &measure)
{
    static const std::vector<std::string> kOrder {
        "accuracy", "f1_micro", "f1_macro", "f1",       "exact_match", "mae",          "mse",
        "pearson",  "spearman", "loss",     "reliance", "forgetting",  "reliance_loss"
    };
    const std::string name = isRelianceMetric(measure.name) ? "reliance" : measure.name;
    const auto found = std::find(kOrder.begin(), kOrder.end(), name);
    // Values of all tokens first; then kind by kind.
    return static_cast<int>(found - kOrder.begin())
        + (measure.tokenClass.empty() || measure.name.starts_with("reliance") ? 0 : 100);
}

template<typename T, typename Less>
void addSorted(std::vector<T> &list, const T &item, Less isBefore)
{
    if (std::find(list.begin(), list.end(), item) == list.end())
        list.insert(std::upper_bound(list.begin(), list.end(), item, isBefore), item);
}

} // namespace

void MeasureTableModel::setValues(const std::map<SeriesKey, double> &values, bool isLossInNats)
{
    std::vector<SeriesKey> measures;
    std::vector<Place> places;
    std::map<std::pair<SeriesKey, Place>, double> table;
    for (const auto &[key, value] : values) {
        if (!isMeasured(key) || !std::isfinite(value))
            continue;
        const SeriesKey measure = measureOf(key);
        const Place place { key.split, key.referenceSet };
        addSorted(measures, measure, [](const SeriesKey &a, const SeriesKey &b) {
            return std::pair(rankOf(a), a) < std::pair(rankOf(b), b);
        });
        addSorted(places, place, [](const Place &a, const Place &b) {
            const auto rank = [](const Place &p) {
                return p.split == "validation" ? 0 : p.split.empty() ? 2 : 1;
            };
            return std::pair(rank(a), a) < std::pair(rank(b), b);
        });
        table[{ measure, place }] = value;
    }

    std::vector<TableCell> header(1);
    header[0].text = tr("Measure");
    for (const Place &place : places) {
        header.push_back(TableCell::number(
            place.split.empty() ? toQt(place.referenceSet) : splitTitle(place.split), 0));
        header.back().toolTip = place.split.empty()
            ? tr("On the reference texts “%1”, in nats").arg(toQt(place.referenceSet))
            : tr("On the rows of: %1").arg(splitTitle(place.split));
    }
    std::vector<Row> rows;
    for (const SeriesKey &measure : measures) {
        TableCell title;
        title.text = seriesTitle(measure);
        title.toolTip = seriesUnit(measure, isLossInNats);
        Row row { title };
        for (const Place &place : places) {
            const auto found = table.find({ measure, place });
            const bool isKnown = found != table.end();
            row.push_back(
                TableCell::number(isKnown ? formatValue(found->second) : QStringLiteral("\u2013"),
                                  isKnown ? found->second : 0));
            if (!isKnown)
                row.back().tone = TableCell::Tone::Muted;
        }
        rows.push_back(std::move(row));
    }
    setTable(std::move(header), std::move(rows));
}

} // namespace tamiz::ui
