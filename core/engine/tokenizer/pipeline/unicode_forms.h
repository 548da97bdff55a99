// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/engine/tokenizer/pipeline/aligned_text.h"

namespace tamiz::engine {

enum class UnicodeForm { Nfc, Nfd, Nfkc, Nfkd };

/// The normal form with the alignments that the compiled Hugging Face `tokenizers` gives it. Its
/// tables are of Unicode 9: later characters stay as they are.
AlignedText toUnicodeForm(const AlignedText &text, UnicodeForm form);

} // namespace tamiz::engine
