// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <charconv>

#include "core/recipe/recipe_codec.h"
#include "core/recipe/recipe_fields.h"
#include "core/recipe/recipe_io.h"

namespace tamiz {

namespace {

YamlValue write(bool value)
{
    return YamlValue::plain(value ? "true" : "false");
}
YamlValue write(double value)
{
    return YamlValue::plain(numberText(value));
}
YamlValue write(const std::string &value)
{
    return YamlValue::string(value);
}

template<std::integral Integer>
YamlValue write(Integer value)
{
    return YamlValue::plain(std::to_string(value));
}

template<fields::IsEnum Enum>
YamlValue write(Enum value)
{
    return YamlValue::plain(toString(value));
}

template<fields::IsSection Section>
YamlValue write(const Section &section);

template<typename Value>
YamlValue write(const std::optional<Value> &value)
{
    return value ? write(*value) : YamlValue {};
}

template<typename Value>
YamlValue write(const std::vector<Value> &values)
{
    std::vector<YamlValue> items;
    items.reserve(values.size());
    for (const Value &value : values)
        items.push_back(write(value));
    return YamlValue::list(std::move(items));
}

/// The short forms where they say the same: `none`, or the number of lowest layers.
YamlValue writeFreeze(const LayersSection &layers)
{
    if (!layers.freezeEmbeddings && layers.freezeLayers.empty())
        return YamlValue::plain("none");
    bool isLowest = layers.freezeEmbeddings && !layers.freezeLayers.empty();
    for (std::size_t i = 0; i < layers.freezeLayers.size(); ++i)
        isLowest = isLowest && layers.freezeLayers[i] == static_cast<int>(i);
    if (isLowest)
        return YamlValue::plain(std::to_string(layers.freezeLayers.size()));
    std::vector<YamlValue> items;
    if (layers.freezeEmbeddings)
        items.push_back(YamlValue::plain("embeddings"));
    for (const int layer : layers.freezeLayers)
        items.push_back(YamlValue::plain(std::to_string(layer)));
    return YamlValue::list(std::move(items));
}

template<typename Section, typename Value>
void writeField(const Section &section, const fields::Field<Section, Value> &field, YamlValue &map)
{
    map.add(std::string(field.key), write(section.*field.member));
}

void writeField(const LayersSection &layers, const fields::FreezeField &field, YamlValue &map)
{
    map.add(std::string(field.key), writeFreeze(layers));
}

void writeField(const Recipe &recipe,
                const fields::Field<Recipe, std::optional<PretrainSection>> &field, YamlValue &map)
{
    if (recipe.*field.member)
        map.add(std::string(field.key), write(*(recipe.*field.member)));
}

template<fields::IsSection Section>
YamlValue write(const Section &section)
{
    YamlValue map = YamlValue::map();
    fields::forEachField<Section>([&](const auto &field) { writeField(section, field, map); });
    return map;
}

template<typename Enum>
const char *enumName(Enum value)
{
    for (const auto &[one, name] : fields::EnumNames<Enum>::names) {
        if (one == value)
            return name;
    }
    return "?";
}

} // namespace

const char *toString(TaskType type)
{
    return enumName(type);
}
const char *toString(TokenStart start)
{
    return enumName(start);
}
const char *toString(TokenizerKind kind)
{
    return enumName(kind);
}
std::optional<TaskType> taskTypeNamed(std::string_view name)
{
    for (const auto &[type, known] : fields::EnumNames<TaskType>::names) {
        if (name == known)
            return type;
    }
    return std::nullopt;
}
std::vector<TaskType> taskTypes()
{
    std::vector<TaskType> types;
    for (const auto &[type, name] : fields::EnumNames<TaskType>::names)
        types.push_back(type);
    return types;
}
const char *toString(TokenClassKind kind)
{
    return enumName(kind);
}
const char *toString(MaskMode mode)
{
    return enumName(mode);
}
const char *toString(Replacement replacement)
{
    return enumName(replacement);
}
const char *toString(ScheduleKind kind)
{
    return enumName(kind);
}
const char *toString(LrSchedule schedule)
{
    return enumName(schedule);
}
const char *toString(Device device)
{
    return enumName(device);
}
const char *toString(Precision precision)
{
    return enumName(precision);
}
const char *toString(OptimizerKind kind)
{
    return enumName(kind);
}

std::string numberText(double value)
{
    std::array<char, 32> buffer {};
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr;
    return { buffer.data(), end };
}

YamlValue writeRecipe(const Recipe &recipe)
{
    return write(recipe);
}

} // namespace tamiz
