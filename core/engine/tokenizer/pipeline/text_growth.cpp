// SPDX-License-Identifier: Apache-2.0
#include "core/engine/tokenizer/pipeline/text_growth.h"

#include <algorithm>

#include <nlohmann/json.hpp>

namespace tamiz::engine {

namespace {

constexpr double kMaxGrowth = 4096;
constexpr double kCharsmapGrowth = 255; // as sp_model_file.cpp allows
constexpr double kByteLevelGrowth = 4; // bytes of a character
constexpr double kMetaspaceGrowth = 2; // a blank before each word

double lengthOf(const JsonNode &text)
{
    return text.value().is_string()
        ? static_cast<double>(text.value().get_ref<const std::string &>().size())
        : 0;
}

double growthOf(const JsonNode &component, const std::string &parts)
{
    const nlohmann::json &type = component.member("type").value();
    if (type == "ByteLevel")
        return kByteLevelGrowth;
    if (type == "Metaspace")
        return kMetaspaceGrowth;
    if (type == "Precompiled")
        return kCharsmapGrowth;
    if (type == "Replace") {
        const double content = lengthOf(component.member("content"));
        const double pattern = lengthOf(component.member("pattern").member("String"));
        return std::max(1.0, pattern > 0 ? content / pattern : 1 + content); // a Regex may match ""
    }
    double growth = 1;
    if (type != "Sequence")
        return growth;
    const JsonNode list = component.member(parts);
    for (std::size_t i = 0; list.value().is_array() && i < list.value().size(); ++i)
        growth *= growthOf({ list.value()[i], list.file(), list.place() }, parts);
    return growth;
}

} // namespace

Status checkTextGrowth(const JsonNode &component, const std::string &parts)
{
    if (growthOf(component, parts) > kMaxGrowth)
        return component.unsupported("a row of replacements that make a text this much longer");
    return {};
}

} // namespace tamiz::engine
