// SPDX-License-Identifier: Apache-2.0
#include "core/engine/data/conllu.h"

#include <utility>

#include "core/engine/data/row_parser.h"

namespace tamiz::engine {

Status ConlluSentence::add(const std::string &line)
{
    if (line.starts_with('#'))
        return {};
    std::vector<std::string> columns;
    std::size_t begin = 0;
    for (std::size_t tab = 0; tab != std::string::npos; begin = tab + 1) {
        tab = line.find('\t', begin);
        columns.push_back(line.substr(begin, tab - begin));
    }
    if (columns.size() != 10) {
        return fail(ErrorCode::InvalidInput,
                    "a CoNLL-U line has 10 columns, found " + std::to_string(columns.size()));
    }
    // Multi-word tokens (1-2) and empty nodes (1.1) repeat or add what the plain ids hold.
    if (columns[0].find_first_of("-.") != std::string::npos)
        return {};
    m_words.push_back(columns[1]);
    m_tags.push_back(columns[3]);
    return {};
}

Example ConlluSentence::take()
{
    return taggedSentence(std::exchange(m_words, {}), std::exchange(m_tags, {}));
}

} // namespace tamiz::engine
