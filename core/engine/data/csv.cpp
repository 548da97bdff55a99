// SPDX-License-Identifier: Apache-2.0
#include "core/engine/data/csv.h"

namespace tamiz::engine {

CsvReader::CsvReader(std::istream &stream, char separator, std::size_t maxRowBytes)
    : m_stream(stream)
    , m_separator(separator)
    , m_hasQuotes(separator == ',')
    , m_maxRowBytes(maxRowBytes)
{
    // A byte-order mark is not part of the first name.
    for (int i = 0; i < 3 && (i > 0 || m_stream.peek() == 0xEF); ++i)
        take();
}

int CsvReader::take()
{
    ++m_offset;
    return m_stream.get();
}

void CsvReader::seek(std::int64_t offset, std::int64_t line)
{
    m_stream.clear();
    m_stream.seekg(offset);
    m_offset = offset;
    m_line = line;
}

bool CsvReader::next(std::vector<std::string> &cells)
{
    cells.assign(1, {});
    m_rowLine = m_line;
    m_rowOffset = m_offset;
    bool isQuoted = false;
    std::size_t bytes = 0;
    for (int c = take(); c != std::istream::traits_type::eof(); c = take()) {
        if (++bytes > m_maxRowBytes) {
            m_error = isQuoted ? "quoted cell is never closed" : "row is longer than the limit";
            return false;
        }
        const char byte = static_cast<char>(c);
        if (byte == '\n')
            ++m_line;
        if (isQuoted) {
            if (byte != '"') {
                cells.back() += byte;
            } else if (m_stream.peek() == '"') {
                cells.back() += '"';
                take();
            } else {
                isQuoted = false;
            }
        } else if (m_hasQuotes && byte == '"' && cells.back().empty()) {
            isQuoted = true;
        } else if (byte == m_separator) {
            cells.emplace_back();
        } else if (byte == '\n') {
            if (cells.size() > 1 || !cells.front().empty())
                return true;
            m_rowLine = m_line;
            m_rowOffset = m_offset;
            bytes = 0;
        } else if (byte != '\r') {
            cells.back() += byte;
        }
    }
    if (isQuoted) {
        m_error = "quoted cell is never closed";
        return false;
    }
    return cells.size() > 1 || !cells.front().empty();
}

} // namespace tamiz::engine
