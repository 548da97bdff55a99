// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <type_traits>

#include "core/base/translate.h"
#include "core/recipe/nearest_name.h"
#include "core/recipe/recipe_codec.h"
#include "core/recipe/recipe_fields.h"

namespace tamiz {

namespace fs = std::filesystem;
using fields::Limits;

namespace {

template<typename Number>
bool parseNumber(std::string_view text, Number &out)
{
    if (text.size() > 1 && text.front() == '+' && text[1] != '-')
        text.remove_prefix(1);
    const char *const end = text.data() + text.size();
    Number number {};
    const auto parsed = std::from_chars(text.data(), end, number);
    if (parsed.ec != std::errc() || parsed.ptr != end)
        return false;
    if constexpr (std::is_floating_point_v<Number>) {
        if (!std::isfinite(number))
            return false;
    }
    out = number;
    return true;
}

/// Whole numbers may be written as 1e4 or 100.0 too.
template<typename Integer>
bool parseInteger(std::string_view text, Integer &out)
{
    if (parseNumber(text, out))
        return true;
    double number = 0;
    if (!parseNumber(text, number) || number != std::floor(number) || std::abs(number) > 0x1p53
        || number < static_cast<double>(std::numeric_limits<Integer>::min())
        || number > static_cast<double>(std::numeric_limits<Integer>::max()))
        return false;
    out = static_cast<Integer>(number);
    return true;
}

class RecipeReader
{
public:
    RecipeReader(const fs::path &baseFolder, std::vector<Problem> &problems)
        : m_baseFolder(baseFolder)
        , m_problems(problems)
    {
    }

    template<fields::IsSection Section>
    void read(YamlValue &value, Section &section, const std::string &path, const Limits & = {})
    {
        if (value.isNull())
            return;
        if (!value.isMap()) {
            expected(translate("Recipe", "a section (key: value lines)"), value, path);
            return;
        }
        reportUnknownKeys<Section>(value, path);
        fields::forEachField<Section>(
            [&](const auto &field) { readField(value, section, path, field); });
    }

private:
    void problem(const std::string &path, std::string message, const YamlValue &value,
                 std::string hint = {})
    {
        if (value.line > 0)
            message += " (line " + std::to_string(value.line) + ")";
        m_problems.push_back({ Severity::Error, path, std::move(message), std::move(hint) });
    }

    void expected(const std::string &what, const YamlValue &value, const std::string &path,
                  std::string hint = {})
    {
        problem(path,
                fillIn(translate("Recipe", "expected %1, found %2"), { what, value.describe() }),
                value, std::move(hint));
    }

    template<typename Section>
    void reportUnknownKeys(const YamlValue &value, const std::string &path)
    {
        std::vector<std::string> known;
        fields::forEachField<Section>(
            [&known](const auto &field) { known.emplace_back(field.key); });
        for (std::size_t i = 0; i < value.keys.size(); ++i) {
            if (std::find(known.begin(), known.end(), value.keys[i]) != known.end())
                continue;
            YamlValue key = YamlValue::plain(value.keys[i]);
            key.line = value.items[i].line;
            problem(joinPath(path, value.keys[i].substr(0, 60)),
                    fillIn(translate("Recipe", "unknown key %1"), { key.describe() }), key,
                    nearestNameHint(value.keys[i], known));
        }
    }

    template<typename Section, typename Value>
    void readField(YamlValue &map, Section &section, const std::string &path,
                   const fields::Field<Section, Value> &field)
    {
        if (YamlValue *const value = map.find(field.key))
            read(*value, section.*field.member, joinPath(path, field.key), field.limits);
    }

    void readField(YamlValue &map, LayersSection &layers, const std::string &path,
                   const fields::FreezeField &field)
    {
        if (YamlValue *const value = map.find(field.key))
            readFreeze(*value, layers, joinPath(path, field.key));
    }

    void read(YamlValue &value, bool &out, const std::string &path, const Limits &)
    {
        if (value.isScalar() && (value.text == "true" || value.text == "false"))
            out = value.text == "true";
        else
            expected(translate("Recipe", "true or false"), value, path);
    }

    template<std::integral Integer>
    void read(YamlValue &value, Integer &out, const std::string &path, const Limits &)
    {
        if (!value.isScalar() || !parseInteger(value.text, out)) {
            expected(std::is_unsigned_v<Integer> ? translate("Recipe", "a whole number, 0 or more")
                                                 : translate("Recipe", "a whole number"),
                     value, path);
        }
    }

    void read(YamlValue &value, double &out, const std::string &path, const Limits &)
    {
        if (!value.isScalar() || !parseNumber(value.text, out))
            expected(translate("Recipe", "a number"), value, path);
    }

    void read(YamlValue &value, std::string &out, const std::string &path, const Limits &limits)
    {
        if (value.isNull())
            out.clear();
        else if (value.isScalar())
            out = limits.isPath ? absolutePath(value.text, path) : value.text;
        else
            expected(translate("Recipe", "text"), value, path);
    }

    template<fields::IsEnum Enum>
    void read(YamlValue &value, Enum &out, const std::string &path, const Limits &)
    {
        std::vector<std::string> known;
        for (const auto &[one, name] : fields::EnumNames<Enum>::names) {
            if (value.isScalar() && value.text == name) {
                out = one;
                return;
            }
            known.emplace_back(name);
        }
        std::string list;
        for (const std::string &name : known)
            list += (list.empty() ? "" : ", ") + name;
        expected(fillIn(translate("Recipe", "one of %1"), { list }), value, path,
                 value.isScalar() ? nearestNameHint(value.text, known) : std::string());
    }

    template<typename Value>
    void read(YamlValue &value, std::optional<Value> &out, const std::string &path,
              const Limits &limits)
    {
        out.reset();
        if (value.isNull() && !fields::IsSection<Value>)
            return;
        const std::size_t before = m_problems.size();
        Value inner {};
        read(value, inner, path, limits);
        if (m_problems.size() == before || fields::IsSection<Value>)
            out = std::move(inner);
    }

    template<typename Value>
    void read(YamlValue &value, std::vector<Value> &out, const std::string &path,
              const Limits &limits)
    {
        out.clear();
        if (value.isNull())
            return;
        if (!value.isList()) {
            if (!limits.isSingleOrList || (value.isMap() && !fields::IsSection<Value>)) {
                expected(translate("Recipe", "a list"), value, path);
                return;
            }
            readElement(value, out.emplace_back(), path, limits);
            return;
        }
        for (std::size_t i = 0; i < value.items.size(); ++i) {
            readElement(value.items[i], out.emplace_back(), path + "[" + std::to_string(i) + "]",
                        limits);
        }
    }

    template<typename Value>
    void readElement(YamlValue &value, Value &out, const std::string &path, const Limits &limits)
    {
        if (value.isNull())
            expected(translate("Recipe", "an entry"), value, path);
        else
            read(value, out, path, limits);
    }

    /// A path alone is a reference set too; its name is the file's.
    void readElement(YamlValue &value, ReferenceSet &out, const std::string &path, const Limits &)
    {
        if (value.isScalar())
            out.path = absolutePath(value.text, path);
        else if (value.isMap())
            read(value, out, path);
        else
            expected(translate("Recipe", "a path, or a section with 'path'"), value, path);
        if (out.name.empty())
            out.name = fs::path(out.path.substr(out.path.find(':') + 1)).stem().string();
    }

    void readFreeze(YamlValue &value, LayersSection &layers, const std::string &path)
    {
        layers.freezeEmbeddings = false;
        layers.freezeLayers.clear();
        int lowest = 0;
        if (value.isNull() || (value.isScalar() && value.text == "none"))
            return;
        if (value.isScalar() && parseInteger(value.text, lowest)) {
            if (lowest < 0 || lowest > fields::kMaxLayer + 1) {
                expected(fillIn(translate("Recipe", "a number of layers from 0 to %1"),
                                { std::to_string(fields::kMaxLayer + 1) }),
                         value, path);
                return;
            }
            layers.freezeEmbeddings = true;
            for (int layer = 0; layer < lowest; ++layer)
                layers.freezeLayers.push_back(layer);
            return;
        }
        if (value.isScalar()) {
            readFreezeEntry(value, layers, path);
        } else if (value.isList()) {
            for (std::size_t i = 0; i < value.items.size(); ++i)
                readFreezeEntry(value.items[i], layers, path + "[" + std::to_string(i) + "]");
        } else {
            expected(translate("Recipe", "none, a number of layers, or a list"), value, path);
        }
        std::sort(layers.freezeLayers.begin(), layers.freezeLayers.end());
        layers.freezeLayers.erase(
            std::unique(layers.freezeLayers.begin(), layers.freezeLayers.end()),
            layers.freezeLayers.end());
    }

    void readFreezeEntry(const YamlValue &value, LayersSection &layers, const std::string &path)
    {
        if (value.isScalar() && value.text == "embeddings") {
            layers.freezeEmbeddings = true;
            return;
        }
        const std::size_t dash = value.text.find('-', 1);
        int first = 0;
        int last = 0;
        const bool isRange = value.isScalar() && dash != std::string::npos
            && parseNumber(std::string_view(value.text).substr(0, dash), first)
            && parseNumber(std::string_view(value.text).substr(dash + 1), last);
        const bool isNumber = value.isScalar() && parseNumber(value.text, first);
        if (isNumber)
            last = first;
        if ((!isRange && !isNumber) || first < 0 || last < first || last > fields::kMaxLayer) {
            expected(fillIn(translate("Recipe",
                                      "'embeddings', a layer from 0 to %1, or a range such as 0-5"),
                            { std::to_string(fields::kMaxLayer) }),
                     value, path);
            return;
        }
        for (int layer = first; layer <= last; ++layer)
            layers.freezeLayers.push_back(layer);
    }

    std::string absolutePath(const std::string &text, const std::string &path) const
    {
        const bool isResource
            = text.rfind("bundled:", 0) == 0 || (text == "bundled" && path == "model.path");
        if (text.empty() || m_baseFolder.empty() || isResource)
            return text;
        return (m_baseFolder / text).lexically_normal().string();
    }

    fs::path m_baseFolder;
    std::vector<Problem> &m_problems;
};

} // namespace

std::string joinPath(const std::string &section, std::string_view key)
{
    return section.empty() ? std::string(key) : section + "." + std::string(key);
}

void readRecipe(YamlValue &tree, const fs::path &baseFolder, Recipe &recipe,
                std::vector<Problem> &problems)
{
    RecipeReader(baseFolder, problems).read(tree, recipe, std::string());
}

} // namespace tamiz
