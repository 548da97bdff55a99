// SPDX-License-Identifier: Apache-2.0
#include "core/engine/data/task_card.h"

#include <nlohmann/json.hpp>

#include "core/base/files.h"
#include "core/recipe/recipe_io.h"

namespace tamiz::engine {

namespace {

using nlohmann::json;

constexpr const char *kFile = "tamiz.json";

} // namespace

Status writeTaskCard(const std::filesystem::path &folder, const TaskSection &task,
                     const std::vector<std::string> &labels)
{
    const json card = { { "version", 1 },
                        { "task",
                          { { "type", toString(task.type) },
                            { "labels", labels },
                            { "max_length", task.maxLength },
                            { "doc_stride", task.docStride },
                            { "max_answer_length", task.maxAnswerLength } } } };
    return writeFileAtomically(folder / kFile, card.dump(2));
}

Result<std::optional<TaskSection>> readTaskCard(const std::filesystem::path &folder)
{
    const std::filesystem::path file = folder / kFile;
    std::error_code status;
    if (!std::filesystem::exists(file, status))
        return std::optional<TaskSection> {};
    TAMIZ_TRY(const std::string text, readFile(file, 1 << 24));
    try {
        const json values = json::parse(text).at("task");
        const std::string type = values.at("type").get<std::string>();
        TaskSection task;
        const std::optional<TaskType> known = taskTypeNamed(type);
        if (!known)
            return fail(ErrorCode::InvalidInput, "unknown task type '" + type + "'", file.string());
        task.type = *known;
        task.labels = values.at("labels").get<std::vector<std::string>>();
        task.maxLength = values.at("max_length").get<int>();
        task.docStride = values.value("doc_stride", task.docStride);
        task.maxAnswerLength = values.value("max_answer_length", task.maxAnswerLength);
        return std::optional<TaskSection> { task };
    } catch (const json::exception &error) {
        return fail(ErrorCode::InvalidInput, std::string("not a task card: ") + error.what(),
                    file.string());
    }
}

} // namespace tamiz::engine
