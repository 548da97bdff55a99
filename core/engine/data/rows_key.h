// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/base/run_control.h"
#include "core/recipe/recipe.h"

namespace tamiz::engine {

/// Names what tokenised rows are made of: the content of the files, the tokenizer's, those parts of the
/// recipe that change a row, and this version of the program. Where the files stand does not matter.
/// Each file is read once. One thread.
class RowsKey
{
public:
    RowsKey(const Recipe &recipe, RunControl &control);

    /// Of the rows of @p files, read as @p task. Fails when a file cannot be read, or when stopped.
    Result<std::string> of(const std::vector<std::filesystem::path> &files,
                           const TaskSection &task);

    /// Fails when one of the files was written to since its content went into a key: what was read of it
    /// later may be another one.
    Status checkUnchanged(const std::vector<std::filesystem::path> &files) const;

private:
    struct Content
    {
        std::string name;
        std::filesystem::file_time_type written;
    };

    Result<std::string> contentOf(const std::filesystem::path &file);
    Result<std::string> tokenizerFiles(const std::filesystem::path &folder);

    const Recipe &m_recipe;
    RunControl &m_control;
    std::map<std::filesystem::path, Content> m_contents;
};

} // namespace tamiz::engine
