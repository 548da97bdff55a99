// SPDX-License-Identifier: Apache-2.0
#include "core/engine/tokenizer/json_node.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "core/base/files.h"
#include "core/tokens/utf8.h"

namespace tamiz::engine {

using nlohmann::json;

namespace {

constexpr std::uint64_t kMaxJsonBytes = 256U
    << 20; // tokenizer.json of the largest vocabularies: 35 MB

const json kNull;

/// Few values, nested a few times only: dump() of a deep one would use up the stack.
bool isShort(const json &value, int depth)
{
    if (!value.is_structured())
        return true;
    return depth > 0 && value.size() <= 8
        && std::all_of(value.begin(), value.end(),
                       [depth](const json &entry) { return isShort(entry, depth - 1); });
}

} // namespace

std::string shortText(const json &value)
{
    if (!isShort(value, 3)) {
        const std::string size = std::to_string(value.size());
        return (value.is_array() ? "a list of " : "an object of ") + size + " entries";
    }
    std::string text = value.dump(-1, ' ', false, json::error_handler_t::replace);
    if (text.size() > 60)
        text = text.substr(0, 57) + "...";
    return text;
}

Result<json> readJsonObject(const std::filesystem::path &path, std::string *text)
{
    json root;
    std::error_code ignored;
    if (!std::filesystem::exists(path, ignored))
        return root;
    TAMIZ_TRY(std::string content, readFile(path, kMaxJsonBytes));
    try {
        root = json::parse(content);
    } catch (const json::exception &error) {
        return fail(ErrorCode::InvalidInput, std::string("not valid JSON: ") + error.what(),
                    path.string(), "Download the file again");
    }
    if (!root.is_object())
        return JsonNode(root, path.string(), "(the whole file)").wrong("an object");
    if (text)
        *text = std::move(content);
    return root;
}

JsonNode::JsonNode(const json &value, std::string file, std::string place)
    : m_value(&value)
    , m_file(std::move(file))
    , m_place(std::move(place))
{
}

bool JsonNode::isNull() const
{
    return m_value->is_null();
}

JsonNode JsonNode::member(const std::string &key) const
{
    const std::string place = m_place.empty() ? key : m_place + "." + key;
    const auto found = m_value->find(key);
    return { found == m_value->end() ? kNull : *found, m_file, place };
}

Result<std::vector<JsonNode>> JsonNode::entries() const
{
    if (!m_value->is_array())
        return wrong("a list");
    std::vector<JsonNode> nodes;
    for (std::size_t i = 0; i < m_value->size(); ++i)
        nodes.emplace_back((*m_value)[i], m_file, m_place + "[" + std::to_string(i) + "]");
    return nodes;
}

Result<std::string> JsonNode::string() const
{
    if (!m_value->is_string())
        return wrong("a text");
    return m_value->get<std::string>();
}

Result<bool> JsonNode::boolean() const
{
    if (!m_value->is_boolean())
        return wrong("true or false");
    return m_value->get<bool>();
}

Result<std::int64_t> JsonNode::integer() const
{
    if (!m_value->is_number_unsigned() || m_value->get<std::uint64_t>() > INT64_MAX)
        return wrong("a number from 0 on");
    return m_value->get<std::int64_t>();
}

Result<char32_t> JsonNode::character() const
{
    const std::u32string text = m_value->is_string()
        ? decodeUtf8(m_value->get_ref<const std::string &>())
        : std::u32string();
    if (text.size() != 1)
        return wrong("one character");
    return text[0];
}

Status JsonNode::read(const std::string &key, std::string &target) const
{
    const JsonNode node = member(key);
    if (!node.isNull()) {
        TAMIZ_TRY(target, node.string());
    }
    return {};
}

Status JsonNode::read(const std::string &key, bool &target) const
{
    const JsonNode node = member(key);
    if (!node.isNull()) {
        TAMIZ_TRY(target, node.boolean());
    }
    return {};
}

tl::unexpected<Error> JsonNode::wrong(const std::string &expected) const
{
    const std::string what = isNull() ? "missing" : shortText(*m_value);
    return fail(ErrorCode::InvalidInput, "'" + m_place + "' is " + what + ", expected " + expected,
                m_file);
}

tl::unexpected<Error> JsonNode::unsupported(const std::string &what) const
{
    return fail(ErrorCode::Unsupported, "'" + m_place + "': " + what + " is not supported", m_file);
}

} // namespace tamiz::engine
