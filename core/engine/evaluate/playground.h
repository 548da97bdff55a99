// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <list>
#include <memory>
#include <mutex>

#include "core/base/result.h"
#include "core/base/run_control.h"
#include "core/engine/evaluate/predictor.h"
#include "core/engine/generate/generator.h"
#include "core/runs/playground.h"

namespace tamiz::engine {

/// The task that a folder's card names, else that of the head in its config.json.
Result<TaskSection> taskOf(const TrialModel &model);

/// Answers single texts. Keeps the models of the last questions, so that base beside tuned costs one
/// loading each. Paths are resolved already. Any thread; questions are answered one at a time.
class Playground
{
public:
    Result<TrialAnswer> answer(const TrialQuestion &question, RunControl &control);
    Result<Continuation> continueText(const ContinuationQuestion &question, RunControl &control,
                                      const ContinuationSink &sink);

private:
    struct Loaded
    {
        TrialModel model;
        std::filesystem::file_time_type changed; ///< of its folders: a run writes them anew
        TaskSection task;
        std::unique_ptr<Predictor> predictor; ///< or
        std::unique_ptr<Generator> generator;
    };

    Result<Loaded *> loaded(const TrialModel &model, bool continues);

    std::mutex m_mutex; ///< guards the list and every model in it
    std::list<Loaded> m_loaded; ///< the newest first
};

} // namespace tamiz::engine
