// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "core/base/result.h"
#include "core/base/run_control.h"
#include "core/metrics/metric_sink.h"
#include "core/runs/run_backend.h"

namespace tamiz {

/// Where a run is kept and what it is called.
struct SessionOptions
{
    std::filesystem::path home; ///< holds tamiz.db and runs/; see defaultHome()
    std::string group;
    std::string name; ///< empty = from the recipe
    std::filesystem::path folder; ///< explicit run folder (`--out`); empty = home/runs/<id>-<name>
};

/// One run from creation to its end, the same for the window and the command line: creates the
/// folder and the store row, writes recipe.yaml, log.txt and events.jsonl, feeds the store from a
/// writer thread of its own, beats the heart, moves the state, and leaves everything consistent
/// however the backend ends. A full disk or locked store degrades to a warning as long as
/// events.jsonl can be written.
class RunSession
{
public:
    /// Registers a new run in state queued, with its folder and recipe.yaml. The recipe is expected to
    /// be valid. InvalidArgument when options.folder holds another run.
    static Result<RunId> enqueue(const Recipe &recipe, const SessionOptions &options);

    /// The run that a folder belongs to. A folder that the store does not know (copied from another
    /// machine) is registered with all its events, as what its last recorded state says it is.
    static Result<RunId> findOrAdopt(const std::filesystem::path &folder,
                                     const SessionOptions &options);

    /// Runs a queued, interrupted, cancelled or failed run to its end on the calling thread; from
    /// its last good checkpoint where it has one. @p view, when given, sees every event as well; when
    /// the terminal state change reaches it, the store holds the whole run. State changes are the
    /// session's own: those that a backend records are left out.
    static Result<RunOutcome> run(RunId id, const SessionOptions &options, RunBackend &backend,
                                  RunControl &control, MetricSink *view = nullptr);
};

} // namespace tamiz
