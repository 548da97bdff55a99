// SPDX-License-Identifier: Apache-2.0
#include "core/engine/model/safetensors_header.h"

#include <algorithm>
#include <limits>
#include <utility>

#include <nlohmann/json.hpp>

namespace tamiz::engine {

namespace {

/// Receives the header's JSON events: {name: {dtype, shape, data_offsets}, __metadata__: {k: v}}.
class HeaderHandler : public nlohmann::json_sax<nlohmann::json>
{
public:
    SafetensorsHeader header;
    std::string problem; ///< what stopped the parser

    bool null() override { return reject("null"); }
    bool boolean(bool) override { return reject("a boolean"); }
    bool number_float(number_float_t, const string_t &text) override { return reject(text); }
    bool binary(binary_t &) override { return reject("binary data"); }
    bool number_integer(number_integer_t value) override { return reject(std::to_string(value)); }

    bool number_unsigned(number_unsigned_t value) override
    {
        if (m_place != Place::Array)
            return reject(std::to_string(value));
        if (m_key == "shape") {
            if (value > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))
                return reject(std::to_string(value));
            m_entry.shape.push_back(static_cast<std::int64_t>(value));
            return true;
        }
        if (m_offsets.size() == 2)
            return stop("'data_offsets' has more than two numbers");
        m_offsets.push_back(value);
        return true;
    }

    bool string(string_t &value) override
    {
        if (m_place == Place::Metadata) {
            if (!header.metadata.emplace(m_key, value).second)
                return stop("duplicate metadata key '" + m_key + "'");
            return true;
        }
        if (m_place != Place::Entry || m_key != "dtype")
            return reject("a string");
        m_entry.dtype = value;
        return true;
    }

    bool start_object(std::size_t) override
    {
        switch (m_place) {
        case Place::Start:
            m_place = Place::Top;
            return true;
        case Place::Top:
            m_place = m_name == "__metadata__" ? Place::Metadata : Place::Entry;
            m_entry = {};
            m_offsets.clear();
            m_seen.clear();
            return true;
        default:
            return reject("an object");
        }
    }

    bool key(string_t &value) override
    {
        if (m_place == Place::Top) {
            m_name = value;
            if (header.tensors.contains(value))
                return stop("duplicate tensor '" + value + "'");
            return true;
        }
        m_key = value;
        if (m_place == Place::Metadata)
            return true;
        if (value != "dtype" && value != "shape" && value != "data_offsets")
            return stop("tensor '" + m_name + "' has the unknown key '" + value + "'");
        if (std::find(m_seen.begin(), m_seen.end(), value) != m_seen.end())
            return stop("tensor '" + m_name + "' has '" + value + "' twice");
        m_seen.push_back(value);
        return true;
    }

    bool end_object() override
    {
        if (m_place == Place::Entry) {
            if (m_seen.size() != 3 || m_offsets.size() != 2) {
                return stop("tensor '" + m_name + "' needs dtype, shape and two data_offsets");
            }
            m_entry.begin = m_offsets[0];
            m_entry.end = m_offsets[1];
            header.tensors.emplace(m_name, std::move(m_entry));
        }
        m_place = m_place == Place::Top ? Place::End : Place::Top;
        return true;
    }

    bool start_array(std::size_t) override
    {
        if (m_place != Place::Entry || m_key == "dtype")
            return reject("an array");
        m_place = Place::Array;
        return true;
    }

    bool end_array() override
    {
        m_place = Place::Entry;
        return true;
    }

    bool parse_error(std::size_t position, const std::string &,
                     const nlohmann::detail::exception &) override
    {
        return stop("not valid JSON at byte " + std::to_string(position));
    }

private:
    enum class Place { Start, Top, Metadata, Entry, Array, End };

    bool stop(std::string what)
    {
        problem = std::move(what);
        return false;
    }

    bool reject(const std::string &value)
    {
        return stop("unexpected value " + value
                    + (m_name.empty() ? std::string() : " at tensor '" + m_name + "'"));
    }

    Place m_place = Place::Start;
    std::string m_name; ///< of the tensor
    std::string m_key; ///< within the tensor or the metadata
    HeaderEntry m_entry;
    std::vector<std::uint64_t> m_offsets;
    std::vector<std::string> m_seen;
};

} // namespace

std::uint64_t dtypeBytes(const std::string &dtype)
{
    static const std::map<std::string, std::uint64_t> kSizes = {
        { "BOOL", 1 }, { "U8", 1 },  { "I8", 1 },  { "F8_E4M3", 1 }, { "F8_E5M2", 1 },
        { "I16", 2 },  { "U16", 2 }, { "F16", 2 }, { "BF16", 2 },    { "I32", 4 },
        { "U32", 4 },  { "F32", 4 }, { "F64", 8 }, { "I64", 8 },     { "U64", 8 },
    };
    const auto found = kSizes.find(dtype);
    return found == kSizes.end() ? 0 : found->second;
}

std::optional<std::uint64_t> tensorBytes(const std::string &dtype,
                                         const std::vector<std::int64_t> &shape)
{
    std::uint64_t bytes = dtypeBytes(dtype);
    if (bytes == 0)
        return std::nullopt;
    for (const std::int64_t size : shape) {
        if (size < 0 || __builtin_mul_overflow(bytes, static_cast<std::uint64_t>(size), &bytes))
            return std::nullopt;
    }
    return bytes;
}

std::string shapeText(const std::vector<std::int64_t> &shape)
{
    std::string text = "[";
    for (const std::int64_t size : shape)
        text += (text.size() > 1 ? ", " : "") + std::to_string(size);
    return text + "]";
}

Result<SafetensorsHeader> parseSafetensorsHeader(std::string_view text, const std::string &where)
{
    if (text.empty() || text.front() != '{') {
        return fail(ErrorCode::InvalidInput,
                    "is no safetensors file: the header is not a JSON object", where);
    }
    HeaderHandler handler;
    if (!nlohmann::json::sax_parse(text, &handler)) {
        return fail(ErrorCode::InvalidInput, "bad safetensors header: " + handler.problem, where);
    }
    return std::move(handler.header);
}

Status checkLayout(const SafetensorsHeader &header, std::uint64_t bufferBytes,
                   const std::string &where)
{
    std::vector<const std::pair<const std::string, HeaderEntry> *> order;
    order.reserve(header.tensors.size());
    for (const auto &tensor : header.tensors) {
        const HeaderEntry &entry = tensor.second;
        const std::string what = "tensor '" + tensor.first + "' ";
        if (dtypeBytes(entry.dtype) == 0) {
            return fail(ErrorCode::Unsupported, what + "has the unknown type '" + entry.dtype + "'",
                        where);
        }
        const auto bytes = tensorBytes(entry.dtype, entry.shape);
        if (!bytes || entry.begin > entry.end || *bytes != entry.end - entry.begin) {
            return fail(ErrorCode::InvalidInput,
                        what + "of type " + entry.dtype + " and shape " + shapeText(entry.shape)
                            + " does not fit its data_offsets [" + std::to_string(entry.begin)
                            + ", " + std::to_string(entry.end) + "]",
                        where);
        }
        if (entry.end > bufferBytes) {
            return fail(ErrorCode::InvalidInput,
                        what + "ends at byte " + std::to_string(entry.end)
                            + " of the data, but the file has only " + std::to_string(bufferBytes),
                        where, "The file is truncated: copy it again");
        }
        order.push_back(&tensor);
    }
    std::sort(order.begin(), order.end(), [](const auto *a, const auto *b) {
        return std::pair(a->second.begin, a->second.end)
            < std::pair(b->second.begin, b->second.end);
    });
    std::uint64_t expected = 0;
    for (const auto *tensor : order) {
        if (tensor->second.begin != expected) {
            return fail(ErrorCode::InvalidInput,
                        "tensor '" + tensor->first + "' begins at byte "
                            + std::to_string(tensor->second.begin) + " of the data, "
                            + std::to_string(expected) + " was expected (overlap or hole)",
                        where);
        }
        expected = tensor->second.end;
    }
    if (expected != bufferBytes) {
        return fail(ErrorCode::InvalidInput,
                    "the data have " + std::to_string(bufferBytes) + " bytes, the tensors only "
                        + std::to_string(expected),
                    where);
    }
    return {};
}

} // namespace tamiz::engine
