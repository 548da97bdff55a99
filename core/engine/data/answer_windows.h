// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/engine/data/dataset.h"
#include "core/engine/tokenizer/tokenizer.h"

namespace tamiz::engine {

/// Parts of a question's encoding that fit @p maxLength tokens: the question before each piece of the
/// context, two of which share @p stride tokens, at most half of them. As transformers' `truncation="only_second"`, `stride` and
/// `return_overflowing_tokens`. Fails when the question leaves no room.
Result<std::vector<Encoding>> answerWindows(const Encoding &whole, std::int64_t maxLength,
                                            std::int64_t stride);

/// Tokens that windows share: task.doc_stride, or a third of a row.
std::int64_t windowStride(const TaskSection &task);

/// Tokens of a window that hold the answer at @p place of the context; the first token ([CLS]) when the
/// window does not hold all of it, as transformers' question answering example labels it.
TokenSpan answerTokens(const Encoding &window, const CodePointSpan &place);

/// Where each token stands in the context; empty for the question and special tokens.
std::vector<CodePointSpan> contextPlaces(const Encoding &window);

} // namespace tamiz::engine
