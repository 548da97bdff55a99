// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <istream>
#include <string>
#include <vector>

namespace tamiz::engine {

/// Rows of a CSV or TSV stream (RFC 4180: quoted cells may hold separators, quotes as "" and line
/// breaks; TSV has no quoting). Owner thread only.
class CsvReader
{
public:
    CsvReader(std::istream &stream, char separator, std::size_t maxRowBytes);

    /// The next row that is not empty; false at the end or at an error.
    bool next(std::vector<std::string> &cells);

    std::int64_t line() const { return m_rowLine; } ///< where the last row began, 1-based
    std::int64_t offset() const { return m_rowOffset; } ///< the same in bytes
    /// Reads on from the row that begins there.
    void seek(std::int64_t offset, std::int64_t line);
    const std::string &error() const { return m_error; }

private:
    int take();

    std::istream &m_stream;
    const char m_separator;
    const bool m_hasQuotes;
    const std::size_t m_maxRowBytes;
    std::int64_t m_line = 1;
    std::int64_t m_rowLine = 0;
    std::int64_t m_offset = 0;
    std::int64_t m_rowOffset = 0;
    std::string m_error;
};

} // namespace tamiz::engine
