// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/engine/data/reader.h"

namespace tamiz::engine {

/// The words and universal tags of a CoNLL-U sentence, whose lines come one by one.
class ConlluSentence
{
public:
    /// Comments, multi-word tokens and empty nodes are passed over. Fails on a line that is none.
    Status add(const std::string &line);

    bool isEmpty() const { return m_words.empty(); }
    /// Leaves an empty one.
    Example take();

private:
    std::vector<std::string> m_words;
    std::vector<std::string> m_tags;
};

} // namespace tamiz::engine
