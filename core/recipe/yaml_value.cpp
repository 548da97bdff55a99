// SPDX-License-Identifier: Apache-2.0
#include "core/recipe/yaml_value.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cstdio>

namespace tamiz {

YamlValue YamlValue::plain(std::string text)
{
    YamlValue value;
    value.kind = Kind::Scalar;
    value.text = std::move(text);
    return value;
}

YamlValue YamlValue::string(std::string text)
{
    YamlValue value = plain(std::move(text));
    value.isQuoted = true;
    return value;
}

YamlValue YamlValue::list(std::vector<YamlValue> items)
{
    YamlValue value;
    value.kind = Kind::List;
    value.items = std::move(items);
    return value;
}

YamlValue YamlValue::map()
{
    YamlValue value;
    value.kind = Kind::Map;
    return value;
}

YamlValue *YamlValue::find(std::string_view key)
{
    const auto found = std::find(keys.begin(), keys.end(), key);
    return found == keys.end() ? nullptr : &items[static_cast<std::size_t>(found - keys.begin())];
}

void YamlValue::add(std::string key, YamlValue value)
{
    keys.push_back(std::move(key));
    items.push_back(std::move(value));
}

std::string YamlValue::describe() const
{
    static constexpr std::size_t kLongest = 60;
    switch (kind) {
    case Kind::Null:
        return "nothing";
    case Kind::List:
        return "a list";
    case Kind::Map:
        return "a section";
    case Kind::Scalar:
        break;
    }
    if (text.size() <= kLongest)
        return "'" + text + "'";
    std::size_t cut = kLongest; // never inside a UTF-8 sequence
    while (cut > 0 && (static_cast<unsigned char>(text[cut]) & 0xC0) == 0x80)
        --cut;
    return "'" + text.substr(0, cut) + "...' (" + std::to_string(text.size()) + " bytes)";
}

namespace {

bool readsAsOtherThanText(std::string_view text)
{
    static constexpr std::array kWords {
        "null", "true", "false", "yes", "no", "on", "off", "y", "n"
    };
    std::string lower(text);
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    if (std::find(kWords.begin(), kWords.end(), lower) != kWords.end())
        return true;
    double number = 0;
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), number);
    return parsed.ec == std::errc() && parsed.ptr == text.data() + text.size();
}

bool isSafePlain(std::string_view text)
{
    const auto isSafe = [](unsigned char c) {
        return std::isalnum(c) != 0 || c >= 0x80 || c == '_' || c == '/' || c == '.' || c == '-'
            || c == ' ' || c == '+';
    };
    // Anything above 0x80 may be a line separator or broken UTF-8: plain only for ASCII.
    return !text.empty() && std::all_of(text.begin(), text.end(), isSafe)
        && std::all_of(text.begin(), text.end(), [](char c) { return (c & 0x80) == 0; })
        && (std::isalnum(static_cast<unsigned char>(text.front())) != 0 || text.front() == '/')
        && text.back() != ' ' && !readsAsOtherThanText(text);
}

std::string quoted(std::string_view text)
{
    std::string result = "\"";
    for (const char character : text) {
        const auto byte = static_cast<unsigned char>(character);
        if (character == '"' || character == '\\') {
            result += '\\';
            result += character;
        } else if (character == '\n') {
            result += "\\n";
        } else if (character == '\t') {
            result += "\\t";
        } else if (byte < 0x20 || byte == 0x7F) {
            std::array<char, 5> escape {};
            std::snprintf(escape.data(), escape.size(), "\\x%02X", byte);
            result += escape.data();
        } else {
            result += character;
        }
    }
    return result + "\"";
}

std::string scalarText(const YamlValue &value)
{
    return value.isQuoted && !isSafePlain(value.text) ? quoted(value.text) : value.text;
}

bool isFlow(const YamlValue &value)
{
    if (!value.isList() && !value.isMap())
        return true;
    return value.items.empty()
        || (value.isList()
            && std::all_of(value.items.begin(), value.items.end(),
                           [](const YamlValue &item) { return item.isScalar() || item.isNull(); }));
}

std::string flowText(const YamlValue &value)
{
    if (value.isNull())
        return "null";
    if (value.isScalar())
        return scalarText(value);
    std::string text;
    for (std::size_t i = 0; i < value.items.size(); ++i) {
        text += i == 0 ? "" : ", ";
        if (value.isMap())
            text += value.keys[i] + ": ";
        text += flowText(value.items[i]);
    }
    return value.isMap() ? "{" + text + "}" : "[" + text + "]";
}

void writeBlock(const YamlValue &value, int indent, bool isFirstIndented, std::string &out)
{
    const std::string margin(static_cast<std::size_t>(indent), ' ');
    for (std::size_t i = 0; i < value.items.size(); ++i) {
        const YamlValue &item = value.items[i];
        if (i > 0 || !isFirstIndented)
            out += margin;
        if (value.isMap()) {
            out += value.keys[i] + ":";
            out += isFlow(item) ? " " + flowText(item) + "\n" : "\n";
            if (!isFlow(item))
                writeBlock(item, indent + 2, false, out);
        } else {
            out += "- ";
            if (isFlow(item))
                out += flowText(item) + "\n";
            else
                writeBlock(item, indent + 2, true, out);
        }
    }
}

} // namespace

std::string writeYaml(const YamlValue &value)
{
    if (isFlow(value))
        return flowText(value) + "\n";
    std::string out;
    writeBlock(value, 0, false, out);
    return out;
}

std::string writeYamlFlow(const YamlValue &value)
{
    return value.isNull() ? std::string() : flowText(value);
}

} // namespace tamiz
