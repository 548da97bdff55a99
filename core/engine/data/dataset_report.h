// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "core/base/problem.h"
#include "core/base/result.h"
#include "core/base/run_control.h"
#include "core/recipe/recipe.h"

namespace tamiz::engine {

/// Spread of a whole number over the rows.
struct LengthSummary
{
    std::int64_t least = 0;
    std::int64_t median = 0;
    std::int64_t percentile95 = 0;
    std::int64_t most = 0;
};

/// What a data set holds, before any tokenizer.
struct DatasetReport
{
    struct File
    {
        std::string path;
        std::int64_t rows = 0;
    };
    std::vector<File> files;
    std::int64_t rows = 0;
    std::map<std::string, std::int64_t> labels; ///< rows (or words, with tags) of each label
    LengthSummary words; ///< white-space separated words a row
    LengthSummary bytes; ///< bytes of UTF-8 a row
    std::int64_t duplicates = 0; ///< rows whose text came before, in any file
    std::int64_t duplicatesAcrossFiles = 0; ///< of these, first seen in another file
    std::int64_t contradictions = 0; ///< duplicates with another label than the first
    std::vector<Problem> problems; ///< those of reading, then warnings of the above
};

/// Texts are the same when their words are (case, punctuation and spaces aside). Duplicates and labels
/// with a single row are warnings with file:line, behind the problems of reading. Keeps 8 bytes a row, a
/// hash of its text, and reads the files once more where some are the same. Fails only when stopped.
Result<DatasetReport> reportOn(const std::vector<std::filesystem::path> &files,
                               const TaskSection &task, RunControl &control);

} // namespace tamiz::engine
