// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/base/problem.h"
#include "core/base/result.h"
#include "core/base/run_control.h"
#include "core/recipe/recipe.h"

namespace tamiz::engine {

/// One row of a data file, as text.
struct Example
{
    std::string text; ///< for `tokens` rows: the words joined by one space
    std::string textPair; ///< empty = none
    std::string label;
    std::vector<std::string> words; ///< token classification
    std::vector<std::string> tags; ///< one a word
    std::int32_t file = 0; ///< index into ExampleSet::files
    std::int64_t line = 0; ///< 1-based
};

/// What could be read, and everything that could not (each problem with file:line and value; the
/// first 50 are kept, the last one counts the rest).
struct ExampleSet
{
    std::vector<Example> rows;
    std::vector<std::filesystem::path> files;
    std::vector<Problem> problems;

    /// "file.jsonl:12"
    std::string place(const Example &row) const;
};

/// Calls @p use with every text, second ones too.
template<typename Use>
void forEachText(const ExampleSet &examples, const Use &use)
{
    for (const Example &row : examples.rows) {
        use(row.text);
        if (!row.textPair.empty())
            use(row.textPair);
    }
}

/// Reads .jsonl, .json (an array), .csv, .tsv, .txt (one text a line) and .conllu files for a task.
/// Texts are valid UTF-8 afterwards: an invalid byte is a problem that names its offset and value.
/// A line may be as long as 64 MB. Fails only when stopped; a missing file is a problem.
Result<ExampleSet> readExamples(const std::vector<std::string> &paths, const TaskSection &task,
                                RunControl &control);

} // namespace tamiz::engine
