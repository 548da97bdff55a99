// SPDX-License-Identifier: Apache-2.0
#include "core/engine/data/label_map.h"

#include <algorithm>
#include <utility>

namespace tamiz::engine {

namespace {

std::vector<std::string> numbered(const std::string &prefix, std::size_t count)
{
    std::vector<std::string> names;
    for (std::size_t i = 0; i < count; ++i)
        names.push_back(prefix + std::to_string(i));
    return names;
}

} // namespace

LabelMap::LabelMap(std::vector<std::string> names)
    : m_names(std::move(names))
{
    for (std::size_t i = 0; i < m_names.size(); ++i)
        m_ids.emplace(m_names[i], static_cast<std::int64_t>(i));
}

LabelMap LabelMap::from(const TaskSection &task, const std::vector<Example> &rows)
{
    LabelFinder finder(task);
    for (const Example &row : rows)
        finder.add(row);
    return finder.labels();
}

std::int64_t LabelMap::id(const std::string &name) const
{
    const auto found = m_ids.find(name);
    return found == m_ids.end() ? -1 : found->second;
}

LabelFinder::LabelFinder(TaskSection task)
    : m_task(std::move(task))
{
}

void LabelFinder::add(const Example &row)
{
    if (m_isFirst) {
        m_choices = row.choices.size();
        m_numbers = row.targets.size();
        m_isFirst = false;
    }
    m_names.insert(row.tags.begin(), row.tags.end());
    m_names.insert(row.labels.begin(), row.labels.end());
    if (!row.label.empty())
        m_names.insert(row.label);
}

LabelMap LabelFinder::labels() const
{
    if (isLanguageModelling(m_task.type) || m_task.type == TaskType::QuestionAnswering)
        return {};
    if (m_task.type == TaskType::MultipleChoice)
        return LabelMap(numbered("", m_choices));
    if (!m_task.labels.empty())
        return LabelMap(m_task.labels);
    if (m_task.type == TaskType::NextSentence)
        return LabelMap({ kIsNext, kIsNotNext });
    if (m_task.type == TaskType::Regression)
        return LabelMap(numbered("LABEL_", std::max<std::size_t>(m_numbers, 1)));
    return LabelMap({ m_names.begin(), m_names.end() });
}

} // namespace tamiz::engine
