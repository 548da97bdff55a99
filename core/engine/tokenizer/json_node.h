// SPDX-License-Identifier: Apache-2.0
// Private to the tokenizer's readers: the one header here that names a JSON type.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "core/base/result.h"

namespace tamiz::engine {

/// The value as JSON, shortened, for messages.
std::string shortText(const nlohmann::json &value);

/// An object from a file; null when the file does not exist. @p text gets the file's content.
Result<nlohmann::json> readJsonObject(const std::filesystem::path &path,
                                      std::string *text = nullptr);

/// A value of a JSON file that knows its place, for messages. The file's root outlives it.
class JsonNode
{
public:
    JsonNode(const nlohmann::json &value, std::string file, std::string place = {});

    const nlohmann::json &value() const { return *m_value; }
    const std::string &file() const { return m_file; }
    const std::string &place() const { return m_place; } ///< "model.merges"
    bool isNull() const;

    /// Null when there is none.
    JsonNode member(const std::string &key) const;
    /// The entries of a list; fails when it is none.
    Result<std::vector<JsonNode>> entries() const;

    Result<std::string> string() const;
    Result<bool> boolean() const;
    Result<std::int64_t> integer() const; ///< from 0 on
    Result<char32_t> character() const; ///< a text of one code point

    // Members that may be missing or null, which leaves @p target as it is.
    Status read(const std::string &key, std::string &target) const;
    Status read(const std::string &key, bool &target) const;

    tl::unexpected<Error> wrong(const std::string &expected) const;
    tl::unexpected<Error> unsupported(const std::string &what) const;

private:
    const nlohmann::json *m_value;
    std::string m_file;
    std::string m_place;
};

} // namespace tamiz::engine
