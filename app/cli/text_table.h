// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdio>
#include <string>
#include <vector>

namespace tamiz::cli {

/// A table for people: columns as wide as their widest cell, counted in characters.
class TextTable
{
public:
    explicit TextTable(std::vector<std::string> header);

    void add(std::vector<std::string> row);
    void print(std::FILE *out) const;

private:
    std::vector<std::vector<std::string>> m_rows; ///< the first is the header
};

/// A value with 5 significant digits, as tables show it.
std::string numberText(double value);

} // namespace tamiz::cli
