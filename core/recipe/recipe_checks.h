// SPDX-License-Identifier: Apache-2.0
#pragma once

// Private to the checks of a recipe.

#include <string>
#include <utility>
#include <vector>

#include "core/base/problem.h"
#include "core/recipe/recipe.h"

namespace tamiz {

/// What the checks share: the recipe, and the list to which they add.
class RecipeChecks
{
public:
    RecipeChecks(const Recipe &recipe, std::vector<Problem> &problems)
        : m_recipe(recipe)
        , m_problems(problems)
    {
    }

protected:
    void error(const std::string &path, std::string message, std::string hint = {})
    {
        m_problems.push_back({ Severity::Error, path, std::move(message), std::move(hint) });
    }

    void warning(const std::string &path, std::string message, std::string hint = {})
    {
        m_problems.push_back({ Severity::Warning, path, std::move(message), std::move(hint) });
    }

    static std::string at(const std::string &list, std::size_t index)
    {
        return list + "[" + std::to_string(index) + "]";
    }

    const Recipe &m_recipe;
    std::vector<Problem> &m_problems;
};

} // namespace tamiz
