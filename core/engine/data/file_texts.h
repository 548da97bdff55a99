// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <vector>

#include "core/base/result.h"
#include "core/base/run_control.h"
#include "core/engine/data/reader.h"
#include "core/recipe/recipe.h"
#include "core/tokens/token_classes.h"

namespace tamiz::engine {

/// The texts of data files, read again by whoever asks for them, none kept. One thread.
class FileTexts
{
public:
    enum class Part { All, First }; ///< of each row: second texts and choices too, or not

    FileTexts(std::vector<std::filesystem::path> files, TaskSection task, RunControl &control,
              Part part = Part::All);

    /// Reads them once: every problem of every file is in the error's message, one a line.
    Status check() const;

    /// For what takes texts; this object has to stay.
    TokenClassifier::ForEachText reader();
    /// The first failure of any reading, after which there were fewer texts: stopped.
    const Status &status() const { return m_status; }

private:
    std::vector<std::filesystem::path> m_files;
    TaskSection m_task;
    RunControl &m_control;
    Part m_part;
    Status m_status;
};

} // namespace tamiz::engine
