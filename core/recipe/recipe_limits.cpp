// SPDX-License-Identifier: Apache-2.0
#include "core/recipe/recipe_limits.h"

#include <cmath>
#include <type_traits>

#include "core/base/translate.h"
#include "core/recipe/nearest_name.h"
#include "core/recipe/recipe_codec.h"
#include "core/recipe/recipe_fields.h"

namespace tamiz {

namespace {

using fields::Limits;

/// What is wrong with @p number: "must be at least 1, is 0".
std::string outsideText(const Limits &limits, double number)
{
    const bool hasMin = std::isfinite(limits.min);
    const bool hasMax = std::isfinite(limits.max);
    const std::string low = fillIn(limits.isMinExclusive ? translate("Recipe", "above %1")
                                                         : translate("Recipe", "at least %1"),
                                   { numberText(limits.min) });
    const std::string high = fillIn(limits.isMaxExclusive ? translate("Recipe", "below %1")
                                                          : translate("Recipe", "at most %1"),
                                    { numberText(limits.max) });
    const std::string range = hasMin && hasMax
        ? fillIn(translate("Recipe", "%1 and %2"), { low, high })
        : hasMin ? low
        : hasMax ? high
                 : translate("Recipe", "a finite number");
    return fillIn(translate("Recipe", "must be %1, is %2"), { range, numberText(number) });
}

class LimitChecker
{
public:
    explicit LimitChecker(std::vector<Problem> &problems)
        : m_problems(problems)
    {
    }

    template<fields::IsSection Section>
    void check(const Section &section, const std::string &path, const Limits & = {})
    {
        fields::forEachField<Section>([&](const auto &field) { checkField(section, path, field); });
    }

private:
    template<typename Section, typename Value>
    void checkField(const Section &section, const std::string &path,
                    const fields::Field<Section, Value> &field)
    {
        check(section.*field.member, joinPath(path, field.key), field.limits);
    }

    void checkField(const LayersSection &layers, const std::string &path,
                    const fields::FreezeField &field)
    {
        for (const int layer : layers.freezeLayers)
            check(layer, joinPath(path, field.key), fields::within(0, fields::kMaxLayer));
    }

    template<typename Number>
    requires std::is_arithmetic_v<Number>
    void check(Number value, const std::string &path, const Limits &limits)
    {
        const auto number = static_cast<double>(value);
        const bool isAbove = limits.isMinExclusive ? number > limits.min : number >= limits.min;
        const bool isBelow = limits.isMaxExclusive ? number < limits.max : number <= limits.max;
        if (!isAbove || !isBelow || !std::isfinite(number))
            report(path, outsideText(limits, number));
    }

    void check(bool, const std::string &, const Limits &) { }

    void check(const std::string &value, const std::string &path, const Limits &limits)
    {
        std::vector<std::string> choices;
        for (std::string_view rest = limits.choices; !rest.empty();) {
            const std::size_t bar = rest.find('|');
            choices.emplace_back(rest.substr(0, bar));
            if (value == choices.back())
                return;
            rest.remove_prefix(bar == std::string_view::npos ? rest.size() : bar + 1);
        }
        if (!choices.empty())
            report(path, fillIn(translate("Recipe", "unknown value '%1'"), { value }),
                   nearestNameHint(value, choices));
    }

    template<fields::IsEnum Enum>
    void check(Enum, const std::string &, const Limits &)
    {
    }

    template<typename Value>
    void check(const std::optional<Value> &value, const std::string &path, const Limits &limits)
    {
        if (value)
            check(*value, path, limits);
    }

    template<typename Value>
    void check(const std::vector<Value> &values, const std::string &path, const Limits &limits)
    {
        for (std::size_t i = 0; i < values.size(); ++i)
            check(values[i], path + "[" + std::to_string(i) + "]", limits);
    }

    void report(const std::string &path, std::string message, std::string hint = {})
    {
        m_problems.push_back({ Severity::Error, path, std::move(message), std::move(hint) });
    }

    std::vector<Problem> &m_problems;
};

} // namespace

void checkLimits(const Recipe &recipe, std::vector<Problem> &problems)
{
    LimitChecker(problems).check(recipe, std::string());
}

} // namespace tamiz
