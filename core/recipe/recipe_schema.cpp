// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include <nlohmann/json.hpp>

#include "core/recipe/recipe_fields.h"
#include "core/recipe/recipe_io.h"

namespace tamiz {

namespace {

using Json = nlohmann::ordered_json;
using fields::Limits;

template<typename Value>
struct IsVector : std::false_type
{
};
template<typename Value>
struct IsVector<std::vector<Value>> : std::true_type
{
};
template<typename Value>
struct IsOptional : std::false_type
{
};
template<typename Value>
struct IsOptional<std::optional<Value>> : std::true_type
{
};

Json numberJson(double value)
{
    if (value == std::floor(value) && std::abs(value) < 0x1p53)
        return static_cast<std::int64_t>(value);
    return value;
}

void addLimits(Json &schema, const Limits &limits)
{
    if (std::isfinite(limits.min))
        schema[limits.isMinExclusive ? "exclusiveMinimum" : "minimum"] = numberJson(limits.min);
    if (std::isfinite(limits.max))
        schema[limits.isMaxExclusive ? "exclusiveMaximum" : "maximum"] = numberJson(limits.max);
}

Json choicesJson(std::string_view choices)
{
    Json list = Json::array();
    while (!choices.empty()) {
        const std::size_t bar = choices.find('|');
        list.push_back(std::string(choices.substr(0, bar)));
        choices.remove_prefix(bar == std::string_view::npos ? choices.size() : bar + 1);
    }
    return list;
}

template<typename Section>
Json sectionSchema(const Section &defaults);

template<typename Value>
Json elementSchema(const Limits &limits);

/// Type and limits of a field, without its doc and default.
template<typename Value>
Json typeSchema(const Value &value, const Limits &limits)
{
    Json schema = Json::object();
    if constexpr (std::is_same_v<Value, bool>) {
        schema["type"] = "boolean";
    } else if constexpr (fields::IsEnum<Value>) {
        for (const auto &[one, name] : fields::EnumNames<Value>::names)
            schema["enum"].push_back(name);
    } else if constexpr (std::is_arithmetic_v<Value>) {
        schema["type"] = std::is_integral_v<Value> ? "integer" : "number";
        addLimits(schema, limits);
        if (std::is_unsigned_v<Value>)
            schema["minimum"] = 0;
    } else if constexpr (std::is_same_v<Value, std::string>) {
        if (limits.choices.empty())
            schema["type"] = "string";
        else
            schema["enum"] = choicesJson(limits.choices);
    } else if constexpr (IsOptional<Value>::value) {
        using Inner = typename Value::value_type;
        schema = typeSchema(Inner {}, limits);
        if constexpr (!fields::IsSection<Inner>)
            schema["type"] = Json::array({ schema["type"], "null" });
    } else if constexpr (IsVector<Value>::value) {
        const Json element = elementSchema<typename Value::value_type>(limits);
        Json list = { { "type", "array" }, { "items", element } };
        if (limits.isSingleOrList)
            schema["anyOf"] = Json::array({ element, list });
        else
            schema = std::move(list);
    } else {
        schema = sectionSchema(value);
    }
    return schema;
}

template<typename Value>
Json elementSchema(const Limits &limits)
{
    Json schema = typeSchema(Value {}, limits);
    if constexpr (std::is_same_v<Value, std::string>) {
        // Labels and words may look like numbers or booleans.
        if (!limits.isPath && limits.choices.empty())
            schema["type"] = Json::array({ "string", "number", "boolean" });
    }
    if constexpr (std::is_same_v<Value, ReferenceSet>)
        return { { "anyOf", Json::array({ Json { { "type", "string" } }, schema }) } };
    return schema;
}

template<typename Value>
void addDefault(Json &schema, const Value &value)
{
    if constexpr (fields::IsEnum<Value>) {
        schema["default"] = toString(value);
    } else if constexpr (std::is_same_v<
                             Value,
                             std::vector<std::string>> || std::is_same_v<Value, std::vector<int>>) {
        schema["default"] = Json(value);
    } else if constexpr (std::is_arithmetic_v<Value> || std::is_same_v<Value, std::string>) {
        schema["default"] = value;
    }
}

template<typename Section, typename Value>
void addField(Json &properties, const Section &defaults, const fields::Field<Section, Value> &field)
{
    Json schema = { { "description", std::string(field.doc) } };
    schema.update(typeSchema(defaults.*field.member, field.limits));
    addDefault(schema, defaults.*field.member);
    properties[std::string(field.key)] = std::move(schema);
}

void addField(Json &properties, const LayersSection &, const fields::FreezeField &field)
{
    const Json layer
        = { { "type", "integer" }, { "minimum", 0 }, { "maximum", fields::kMaxLayer } };
    const Json range = { { "type", "string" }, { "pattern", "^(embeddings|[0-9]+(-[0-9]+)?)$" } };
    const Json count
        = { { "type", "integer" }, { "minimum", 0 }, { "maximum", fields::kMaxLayer + 1 } };
    const Json list
        = { { "type", "array" }, { "items", { { "anyOf", Json::array({ layer, range }) } } } };
    properties[std::string(field.key)] = {
        { "description", std::string(field.doc) },
        { "anyOf", Json::array({ Json { { "const", "none" } }, count, range, list }) },
        { "default", "none" },
    };
}

template<typename Section>
Json sectionSchema(const Section &defaults)
{
    Json properties = Json::object();
    fields::forEachField<Section>(
        [&](const auto &field) { addField(properties, defaults, field); });
    return { { "type", "object" },
             { "additionalProperties", false },
             { "properties", properties } };
}

} // namespace

std::string recipeJsonSchema()
{
    Json schema = {
        { "$schema", "https://json-schema.org/draft/2020-12/schema" },
        { "$id", "https://tamiz.invalid/schema/recipe-1.json" },
        { "title", "Tamiz recipe" },
        { "description",
          "Everything that defines an experiment; the same for window and command." },
    };
    schema.update(sectionSchema(Recipe {}));
    schema["required"] = Json::array({ "version" });
    return schema.dump(2) + "\n";
}

} // namespace tamiz
