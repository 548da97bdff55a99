// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

#include "core/base/result.h"
#include "core/base/run_control.h"
#include "core/metrics/metric_sink.h"
#include "core/runs/run_backend.h"

namespace tamiz::engine {

/// Trains a recipe to its end on the calling thread, fresh or from the newest checkpoint of the
/// folder. One at a time a process (torch's thread count is process-wide). Requests of @p control are
/// seen within one micro-step, also inside evaluation and tokenisation. Cancelled is an outcome, not
/// an error; it leaves a checkpoint that a resumed run continues bit for bit. Never throws.
Result<RunOutcome> train(const RunRequest &request, const std::filesystem::path &resources,
                         RunControl &control, MetricSink &sink);

} // namespace tamiz::engine
