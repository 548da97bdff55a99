// SPDX-License-Identifier: Apache-2.0
#include "core/recipe/recipe_limits.h"

#include <cmath>
#include <type_traits>

#include "core/recipe/nearest_name.h"
#include "core/recipe/recipe_codec.h"
#include "core/recipe/recipe_fields.h"

namespace tamiz {

namespace {

using fields::Limits;

std::string rangeText(const Limits &limits)
{
    const std::string low
        = (limits.isMinExclusive ? "above " : "at least ") + numberText(limits.min);
    const std::string high
        = (limits.isMaxExclusive ? "below " : "at most ") + numberText(limits.max);
    if (!std::isfinite(limits.max))
        return std::isfinite(limits.min) ? low : "a finite number";
    return std::isfinite(limits.min) ? low + " and " + high : high;
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
            report(path, "must be " + rangeText(limits) + ", is " + numberText(number));
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
            report(path, "unknown value '" + value + "'", nearestNameHint(value, choices));
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
