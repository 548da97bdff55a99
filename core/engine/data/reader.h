// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "core/base/problem.h"
#include "core/base/result.h"
#include "core/base/run_control.h"
#include "core/engine/data/problem_list.h"
#include "core/recipe/recipe.h"
#include "core/tokens/token_classes.h"

namespace tamiz::engine {

/// Labels of next-sentence in id order where the recipe names none: transformers' 0 and 1.
inline constexpr const char *kIsNext = "is_next";
inline constexpr const char *kIsNotNext = "not_next";

/// An answer that stands in a question's context.
struct Answer
{
    std::string text;
    CodePointSpan place;
};

/// What reading can begin at again: a line, a sentence, a table's row, an element of a list, an article.
struct UnitPlace
{
    std::int64_t offset = 0; ///< bytes of the file before it
    std::int64_t line = 0; ///< lines before it, counted as Example::line

    bool operator==(const UnitPlace &) const = default;
};

/// One row of a data file, as text.
struct Example
{
    std::string text; ///< for `tokens` rows: the words joined by one space; a question
    std::string textPair; ///< empty = none; a question's context; what stands before each choice
    std::string label; ///< multiple choice: the number of the right one, from 0
    std::vector<std::string> labels {}; ///< multi-label
    std::vector<double> targets {}; ///< regression
    std::vector<std::string> words; ///< token classification
    std::vector<std::string> tags; ///< one a word
    std::vector<std::string> choices {}; ///< multiple choice
    std::vector<Answer> answers {}; ///< question answering; none = the context holds no answer
    std::int32_t file = 0; ///< index into ExampleSet::files
    std::int64_t line = 0; ///< 1-based; in a .json file the number of the row
    UnitPlace unit {}; ///< that holds it, and may hold further ones
};

/// "file.jsonl:12"
std::string placeOf(const Example &row, const std::vector<std::filesystem::path> &files);

/// What could be read, and everything that could not (each problem with file:line and value; the
/// first 50 are kept, the last one counts the rest).
struct ExampleSet
{
    std::vector<Example> rows;
    std::vector<std::filesystem::path> files;
    std::vector<Problem> problems;

    std::string place(const Example &row) const { return placeOf(row, files); }
};

/// Calls @p use with every text of a row, second ones and choices too.
template<typename Use>
void forEachText(const Example &row, const Use &use)
{
    use(row.text);
    if (!row.textPair.empty())
        use(row.textPair);
    for (const std::string &choice : row.choices)
        use(choice);
}

template<typename Use>
void forEachText(const ExampleSet &examples, const Use &use)
{
    for (const Example &row : examples.rows)
        forEachText(row, use);
}

/// Where examples go, one by one; an error ends the reading.
using ExampleSink = std::function<Status(Example)>;
/// Told from time to time how many bytes of all files are behind.
using BytesRead = std::function<void(std::uint64_t)>;

struct ReadStart
{
    std::int32_t file = 0; ///< those before it are not read
    UnitPlace unit {}; ///< of that file

    bool operator==(const ReadStart &) const = default;
};

/// Reads .jsonl, .json (an array), .csv, .tsv, .txt (one text a line) and .conllu files for a task, row by
/// row. A .json file is read twice, because it is one value, which is right or wrong as a whole. Texts are
/// valid UTF-8 afterwards: an invalid byte is a problem that names its offset and value. A line may be as
/// long as 64 MB. Fails only when stopped or when @p use does; a missing file is a problem.
Status forEachExample(const std::vector<std::filesystem::path> &files, const TaskSection &task,
                      ProblemList &problems, RunControl &control, const ExampleSink &use,
                      const BytesRead &onRead = {}, const ReadStart &start = {});

/// All of them at once.
Result<ExampleSet> readExamples(const std::vector<std::string> &paths, const TaskSection &task,
                                RunControl &control);

/// A row to be answered: a JSON object with the columns of the task's data, without its label.
Result<Example> readUnlabelled(const std::string &json, const TaskSection &task);

} // namespace tamiz::engine
