// SPDX-License-Identifier: Apache-2.0
// Source: transformers, tokenization_utils_base.py; huggingface/tokenizers, decoders/wordpiece.rs.
#include "core/engine/tokenizer/clean_up.h"

#include <array>
#include <utility>

namespace tamiz::engine {

void replaceAll(std::string &text, std::string_view from, std::string_view to)
{
    std::size_t found = from.empty() ? std::string::npos : text.find(from);
    if (found == std::string::npos)
        return;
    std::string out;
    std::size_t done = 0;
    for (; found != std::string::npos; found = text.find(from, done)) {
        out.append(text, done, found - done).append(to);
        done = found + from.size();
    }
    text = out.append(text, done);
}

void cleanUp(std::string &text)
{
    constexpr std::array<std::pair<std::string_view, std::string_view>, 10> kReplacements { {
        { " .", "." },
        { " ?", "?" },
        { " !", "!" },
        { " ,", "," },
        { " ' ", "'" },
        { " n't", "n't" },
        { " 'm", "'m" },
        { " 's", "'s" },
        { " 've", "'ve" },
        { " 're", "'re" },
    } };
    for (const auto &[from, to] : kReplacements)
        replaceAll(text, from, to);
}

void cleanUpPiece(std::string &piece)
{
    cleanUp(piece);
    replaceAll(piece, " do not", " don't");
}

} // namespace tamiz::engine
