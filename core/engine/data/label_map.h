// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "core/engine/data/reader.h"
#include "core/recipe/recipe.h"

namespace tamiz::engine {

/// The labels of a task in id order.
class LabelMap
{
public:
    LabelMap() = default;
    explicit LabelMap(std::vector<std::string> names);

    /// LabelFinder's, of @p rows.
    static LabelMap from(const TaskSection &task, const std::vector<Example> &rows);

    const std::vector<std::string> &names() const { return m_names; }
    std::int64_t size() const { return static_cast<std::int64_t>(m_names.size()); }
    std::int64_t id(const std::string &name) const; ///< -1 = not in the map

private:
    std::vector<std::string> m_names;
    std::map<std::string, std::int64_t> m_ids;
};

/// The recipe's labels, else those that the task fixes, else the sorted labels of the rows, seen one by
/// one.
class LabelFinder
{
public:
    explicit LabelFinder(TaskSection task);

    void add(const Example &row);
    LabelMap labels() const;

private:
    TaskSection m_task;
    bool m_isFirst = true;
    std::size_t m_choices = 0; ///< of the first row
    std::size_t m_numbers = 0; ///< of the first row
    std::set<std::string> m_names; ///< of all rows
};

} // namespace tamiz::engine
