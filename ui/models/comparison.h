// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <QString>

#include "core/metrics/spread.h"
#include "core/store/run_store.h"

namespace tamiz::ui {

/// A run with what a comparison needs of it.
struct ComparedRun
{
    RunRecord record;
    std::optional<Recipe> recipe; ///< nothing when the stored text cannot be read
    /// Curves measured at evaluations; of longer ones (training loss) only those asked for.
    std::map<SeriesKey, SeriesPoints> series;
    std::vector<SeriesKey> keys; ///< every curve of the run
};

/// The runs on the page, in the order of ticking, and which of them differ in their seed only.
struct Comparison
{
    std::vector<ComparedRun> runs;
    std::vector<std::vector<std::size_t>> groups; ///< positions in runs; a run without recipe alone
};

/// Reads runs from the store; those removed meanwhile are left out. Any thread that owns @p store.
Result<Comparison> loadComparison(RunStore &store, const std::vector<RunId> &runs,
                                  const std::optional<SeriesKey> &longCurve);

/// The last finite value of a curve.
std::optional<double> lastValue(const ComparedRun &run, const SeriesKey &key);
/// The value before the first step: the base model's.
std::optional<double> baseValue(const ComparedRun &run, const SeriesKey &key);
/// The value measured at a step.
std::optional<double> valueAt(const ComparedRun &run, const SeriesKey &key, std::int64_t step);

/// One value a run of a group, NaN where it has none; for spreadOf() and pairedSpread().
using RunValue = std::function<std::optional<double>(const ComparedRun &)>;
std::vector<double> groupValues(const Comparison &comparison, std::size_t group,
                                const RunValue &value);

/// Every curve that at least one run has, in a reader's order: loss and task metrics first.
std::vector<SeriesKey> allKeys(const Comparison &comparison);
/// Token classes and reference sets in the order of the recipes.
std::vector<std::string> tokenClasses(const Comparison &comparison);
std::vector<std::string> referenceSets(const Comparison &comparison);
/// Whether the loss of every run is a cross-entropy.
bool isLossInNats(const Comparison &comparison);
/// "test" when a run was tested, else "validation".
std::string resultSplit(const Comparison &comparison);

/// What the runs of a group have in common in their names: "mask-s1", "mask-s2" -> "mask".
QString groupName(const Comparison &comparison, std::size_t group);

/// "validation", "test without punctuation": translated; a test set is named after its file.
QString splitTitle(const std::string &split);
/// "Loss, validation", "Reliance on digits (accuracy), test": translated.
QString seriesTitle(const SeriesKey &key);
/// Name and unit of the value: "cross-entropy (nats)"; forgetting is always in nats.
QString seriesUnit(const SeriesKey &key, bool isLossInNats);
/// Mean over the reference sets of forgetting on all tokens at the end.
std::optional<double> meanForgetting(const ComparedRun &run);

/// Whether a lower value is better (losses, forgetting, reliance).
bool isLowerBetter(const SeriesKey &key);

/// "0.842", or "0.842 ± 0.011" for several seeds; a dash where nothing was measured.
QString spreadText(const Spread &spread);
/// The same with signs, for differences.
QString differenceText(const Spread &spread);

} // namespace tamiz::ui
