// SPDX-License-Identifier: Apache-2.0
#include "core/engine/data/batch.h"

#include <numeric>

namespace tamiz::engine {

LabelKind labelKind(TaskType task)
{
    if (labelsTokens(task))
        return LabelKind::Token;
    if (task == TaskType::MultiLabel || task == TaskType::Regression)
        return LabelKind::Targets;
    return task == TaskType::QuestionAnswering ? LabelKind::Span : LabelKind::Row;
}

std::int64_t Batch::targetsPerRow() const
{
    return rows == 0 ? 0 : static_cast<std::int64_t>(targets.size()) / rows;
}

std::int64_t Batch::realTokens() const
{
    return std::accumulate(lengths.begin(), lengths.end(), std::int64_t { 0 });
}

} // namespace tamiz::engine
