// SPDX-License-Identifier: Apache-2.0
#pragma once

// Engine-private: names a JSON type.

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/base/result.h"
#include "core/engine/data/reader.h"

namespace tamiz::engine {

/// Makes examples of the rows of data files. A cell of a table is a text, so every field may be one.
class RowParser
{
public:
    /// @p isLabelled: a row without its label is a fault.
    explicit RowParser(const TaskSection &task, bool isLabelled = true);

    /// Errors tell what is wrong with the row; where it stands the caller knows.
    Result<Example> parse(const nlohmann::json &row) const;

private:
    Status readTexts(const nlohmann::json &row, Example &example) const;
    Status readLabel(const nlohmann::json &row, Example &example) const;

    TaskSection m_task; ///< with the columns that the task's data sets usually have
    bool m_isLabelled;
};

Example plainText(const std::string &text);
Example taggedSentence(std::vector<std::string> words, std::vector<std::string> tags);

/// The rows of an article of a SQuAD file, whose questions stand nested in paragraphs.
nlohmann::json squadRows(const nlohmann::json &article);

/// At most @p count bytes of a value for a message, cut at a character.
std::string shortened(const std::string &value, std::size_t count = 60);

} // namespace tamiz::engine
