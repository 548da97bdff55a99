// SPDX-License-Identifier: Apache-2.0
#include "core/recipe/masking_checks.h"

#include <algorithm>
#include <set>

#include "core/base/translate.h"
#include "core/recipe/nearest_name.h"
#include "core/recipe/recipe_checks.h"
#include "core/recipe/recipe_codec.h"
#include "core/recipe/recipe_io.h"

namespace tamiz {

namespace {

/// Bits of a token's class mask.
constexpr std::size_t kMaxClasses = 64;

class MaskingChecks : RecipeChecks
{
public:
    using RecipeChecks::RecipeChecks;

    void run()
    {
        checkClasses();
        for (std::size_t i = 0; i < m_recipe.masking.rules.size(); ++i)
            checkRule(i);
    }

private:
    void checkClasses()
    {
        const std::vector<TokenClass> &classes = m_recipe.masking.classes;
        if (classes.size() > kMaxClasses) {
            error("masking.classes",
                  fillIn(translate("Recipe", "%1 classes, at most %2 are possible"),
                         { std::to_string(classes.size()), std::to_string(kMaxClasses) }));
        }
        std::set<std::string> names;
        for (std::size_t i = 0; i < classes.size(); ++i) {
            const TokenClass &one = classes[i];
            const std::string path = at("masking.classes", i);
            if (one.name.empty())
                error(path + ".name", translate("Recipe", "the class has no name"));
            else if (!names.insert(one.name).second)
                error(path + ".name",
                      fillIn(translate("Recipe", "the name '%1' is taken by another class"),
                             { one.name }));
            checkDefinition(one, path);
            const bool isMasked
                = std::any_of(m_recipe.masking.rules.begin(), m_recipe.masking.rules.end(),
                              [&one](const MaskRule &rule) { return rule.tokenClass == one.name; });
            if (!isMasked && !m_recipe.evaluation.reliance) {
                warning(path,
                        fillIn(translate("Recipe", "class '%1' is neither masked nor measured"),
                               { one.name }),
                        translate("Recipe", "Add a rule, or set evaluation.reliance"));
            }
        }
    }

    void checkDefinition(const TokenClass &one, const std::string &path)
    {
        switch (one.kind) {
        case TokenClassKind::Property:
        case TokenClassKind::Pattern:
            if (one.expression.empty()) {
                error(path + ".expression",
                      one.kind == TokenClassKind::Pattern
                          ? translate("Recipe", "the pattern is empty")
                          : translate("Recipe", "the property is empty"),
                      one.kind == TokenClassKind::Pattern
                          ? translate("Recipe", "Write a regular expression, for example \\d+")
                          : translate("Recipe", "Write for example punctuation, digits or [:Lu:]"));
            }
            break;
        case TokenClassKind::Words:
            if (one.words.empty() && one.wordsFile.empty())
                error(path + ".words", translate("Recipe", "the word list is empty"),
                      translate("Recipe", "Give words or words_file"));
            break;
        case TokenClassKind::Frequency:
            if (one.minShare > one.maxShare) {
                error(path + ".min_share",
                      fillIn(translate("Recipe", "%1 is above max_share, %2"),
                             { numberText(one.minShare), numberText(one.maxShare) }));
            } else if (one.minShare == 0 && one.maxShare == 1) {
                warning(path + ".min_share",
                        translate("Recipe", "shares from 0 to 1 hold every word"),
                        translate("Recipe", "Narrow the range, or use kind any"));
            }
            break;
        case TokenClassKind::Any:
            break;
        }
    }

    void checkRule(std::size_t index)
    {
        const MaskRule &rule = m_recipe.masking.rules[index];
        const std::string path = at("masking.rules", index);
        checkRuleClass(rule, path);
        if (rule.mode == MaskMode::Loss && !labelsTokens(m_recipe.task.type)) {
            error(path + ".mode",
                  fillIn(
                      translate("Recipe",
                                "mode loss ignores the labels of tokens, but %1 labels whole rows"),
                      { toString(m_recipe.task.type) }),
                  translate("Recipe", "Use mode input or attention"));
        }
        if (rule.mode != MaskMode::Input && rule.replacement != Replacement::Mask) {
            warning(path + ".replacement",
                    fillIn(translate("Recipe", "mode %1 replaces nothing; '%2' is not used"),
                           { toString(rule.mode), toString(rule.replacement) }));
        }
        if (rule.probability == 0 && rule.schedule.kind != ScheduleKind::Ramp)
            warning(path + ".probability",
                    translate("Recipe", "the rule never masks: its probability is 0"));
        if (rule.shareOfSteps == 0)
            warning(path + ".share_of_steps",
                    translate("Recipe", "the rule never masks: it is active in no step"));
        if (rule.schedule.kind == ScheduleKind::Ramp
            && rule.schedule.rampBegin > rule.schedule.rampEnd) {
            error(
                path + ".schedule.ramp_begin",
                fillIn(translate("Recipe", "%1 is after ramp_end, %2"),
                       { numberText(rule.schedule.rampBegin), numberText(rule.schedule.rampEnd) }));
        }
        const auto &rules = m_recipe.masking.rules;
        const bool isRepeated
            = std::any_of(rules.begin(), rules.begin() + static_cast<std::ptrdiff_t>(index),
                          [&rule](const MaskRule &other) {
                              return other.tokenClass == rule.tokenClass && other.mode == rule.mode
                                  && other.randomControl == rule.randomControl;
                          });
        if (isRepeated) {
            warning(path,
                    fillIn(translate("Recipe", "a second rule masks class '%1' in mode %2"),
                           { rule.tokenClass, toString(rule.mode) }),
                    translate("Recipe", "Both apply, one after the other"));
        }
    }

    void checkRuleClass(const MaskRule &rule, const std::string &path)
    {
        std::vector<std::string> names;
        const TokenClass *found = nullptr;
        for (const TokenClass &one : m_recipe.masking.classes) {
            names.push_back(one.name);
            if (one.name == rule.tokenClass)
                found = &one;
        }
        if (found == nullptr) {
            error(path + ".token_class",
                  rule.tokenClass.empty()
                      ? translate("Recipe", "the rule names no class")
                      : fillIn(translate("Recipe", "no class is called '%1'"), { rule.tokenClass }),
                  names.empty() ? translate("Recipe", "Define it in masking.classes")
                                : nearestNameHint(rule.tokenClass, names));
            return;
        }
        const bool hidesAll = found->kind == TokenClassKind::Any && rule.mode != MaskMode::Loss
            && rule.probability == 1 && rule.shareOfSteps == 1
            && rule.schedule.kind == ScheduleKind::Constant;
        if (hidesAll)
            warning(path + ".probability",
                    translate("Recipe", "every token is hidden in every step: nothing to learn"));
    }
};

} // namespace

void checkMasking(const Recipe &recipe, std::vector<Problem> &problems)
{
    MaskingChecks(recipe, problems).run();
}

} // namespace tamiz
