// SPDX-License-Identifier: Apache-2.0
#pragma once

// Engine-private: names a JSON type.

#include <cstdint>
#include <optional>
#include <string>

#include <nlohmann/json.hpp>

#include "core/base/result.h"

namespace tamiz::engine {

/// Reads keys of config.json into fields; the first problem stays, later reads do nothing. A null key
/// is one that the family does not have: its field stays.
class ConfigReader
{
public:
    ConfigReader(const nlohmann::json &object, std::string where);

    void integer(const char *key, std::int64_t &field, std::int64_t low, std::int64_t high,
                 bool isRequired = false);
    void number(const char *key, double &field, double low, double high);
    void text(const char *key, std::string &field, bool isRequired = false);
    void boolean(const char *key, bool &field);

    /// Null where the key is absent or null.
    const nlohmann::json *find(const char *key, bool isRequired = false);
    void problem(const char *key, const nlohmann::json &value, const std::string &what);
    /// For a value that is right in itself, but not supported.
    void unsupported(const std::string &message);

    const std::optional<Error> &error() const { return m_error; }

private:
    const nlohmann::json &m_object;
    std::string m_where;
    std::optional<Error> m_error;
};

} // namespace tamiz::engine
