// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/result.h"

namespace tamiz {

/// A YAML tree: what the reader makes of a text, and what the writer makes text of.
struct YamlValue
{
    enum class Kind { Null, Scalar, List, Map };

    Kind kind = Kind::Null;
    std::string text; ///< Scalar
    bool isQuoted = false; ///< Scalar: quoted in the source, or text that may need quotes
    std::vector<YamlValue> items; ///< List; Map: the values
    std::vector<std::string> keys; ///< Map: one key a value, in source order
    int line = 0; ///< 1-based; 0 = not from a file
    int column = 0;

    static YamlValue plain(std::string text); ///< numbers, booleans, enumerators
    static YamlValue string(std::string text); ///< quoted where YAML needs it
    static YamlValue list(std::vector<YamlValue> items);
    static YamlValue map();

    bool isNull() const { return kind == Kind::Null; }
    bool isScalar() const { return kind == Kind::Scalar; }
    bool isList() const { return kind == Kind::List; }
    bool isMap() const { return kind == Kind::Map; }

    /// Value of @p key, or null when this is no map or has no such key.
    YamlValue *find(std::string_view key);
    void add(std::string key, YamlValue value);

    /// For messages: "'many'", "a list", "a section", "nothing".
    std::string describe() const;
};

/// Reads one YAML document. An empty text is an empty map. Hostile input (nesting, aliases that
/// multiply, size) ends in an error; where = "line L, column C".
Result<YamlValue> readYaml(std::string_view text);

/// Block style; lists of scalars in flow style.
std::string writeYaml(const YamlValue &value);

/// One line: "[query, value]"; null is "".
std::string writeYamlFlow(const YamlValue &value);

} // namespace tamiz
