// SPDX-License-Identifier: Apache-2.0
#include "core/engine/model/config_reader.h"

#include <utility>

namespace tamiz::engine {

using nlohmann::json;

ConfigReader::ConfigReader(const json &object, std::string where)
    : m_object(object)
    , m_where(std::move(where))
{
}

void ConfigReader::integer(const char *key, std::int64_t &field, std::int64_t low,
                           std::int64_t high, bool isRequired)
{
    const json *value = find(key, isRequired);
    if (!value)
        return;
    if (!value->is_number_integer())
        return problem(key, *value, "a whole number was expected");
    // A number above the signed range would wrap to a negative one.
    const bool isHuge = value->is_number_unsigned() && value->get<std::uint64_t>() > INT64_MAX;
    const std::int64_t number = isHuge ? INT64_MAX : value->get<std::int64_t>();
    if (number < low || number > high) {
        return problem(key, *value,
                       "must be in [" + std::to_string(low) + ", " + std::to_string(high) + "]");
    }
    field = number;
}

void ConfigReader::number(const char *key, double &field, double low, double high)
{
    const json *value = find(key);
    if (!value)
        return;
    if (!value->is_number())
        return problem(key, *value, "a number was expected");
    const double number = value->get<double>();
    if (!(number >= low && number <= high))
        return problem(key, *value, "is out of range");
    field = number;
}

void ConfigReader::text(const char *key, std::string &field, bool isRequired)
{
    const json *value = find(key, isRequired);
    if (!value)
        return;
    if (!value->is_string())
        return problem(key, *value, "a text was expected");
    field = value->get<std::string>();
}

void ConfigReader::boolean(const char *key, bool &field)
{
    const json *value = find(key);
    if (!value)
        return;
    if (!value->is_boolean())
        return problem(key, *value, "true or false was expected");
    field = value->get<bool>();
}

const json *ConfigReader::find(const char *key, bool isRequired)
{
    if (!key)
        return nullptr;
    const auto found = m_object.find(key);
    if (found != m_object.end() && !found->is_null())
        return &*found;
    if (isRequired && !m_error) {
        m_error = Error { ErrorCode::InvalidInput,
                          "the key '" + std::string(key) + "' is missing",
                          m_where,
                          "The folder must hold a model in Hugging Face layout",
                          {} };
    }
    return nullptr;
}

void ConfigReader::problem(const char *key, const json &value, const std::string &what)
{
    if (m_error)
        return;
    const std::string text = value.dump(-1, ' ', false, json::error_handler_t::replace);
    m_error = Error { ErrorCode::InvalidInput,
                      "'" + std::string(key) + "' is " + text.substr(0, 80) + ": " + what,
                      m_where,
                      {},
                      {} };
}

void ConfigReader::unsupported(const std::string &message)
{
    if (!m_error)
        m_error = Error { ErrorCode::Unsupported, message, m_where, {}, {} };
}

} // namespace tamiz::engine
