// SPDX-License-Identifier: Apache-2.0
#include "core/engine/data/file_texts.h"

#include <utility>

#include "core/engine/data/experiment_data.h"

namespace tamiz::engine {

FileTexts::FileTexts(std::vector<std::filesystem::path> files, TaskSection task,
                     RunControl &control, Part part)
    : m_files(std::move(files))
    , m_task(std::move(task))
    , m_control(control)
    , m_part(part)
{
}

Status FileTexts::check() const
{
    ProblemList problems;
    TAMIZ_CHECK(forEachExample(m_files, m_task, problems, m_control,
                               [](const Example &) { return Status(); }));
    return failOnErrors(std::move(problems).take());
}

TokenClassifier::ForEachText FileTexts::reader()
{
    return [this](const std::function<void(std::string_view)> &use) {
        ProblemList ignored; // check() tells them
        Status read = forEachExample(m_files, m_task, ignored, m_control,
                                     [&](const Example &row) -> Status {
                                         if (m_part == Part::All)
                                             forEachText(row, use);
                                         else
                                             use(row.text);
                                         return {};
                                     });
        if (!read && m_status)
            m_status = std::move(read);
    };
}

} // namespace tamiz::engine
