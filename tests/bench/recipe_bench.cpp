// SPDX-License-Identifier: Apache-2.0
// What the designer does after each change of a recipe.
#include <string>

#include <benchmark/benchmark.h>

#include "core/base/files.h"
#include "core/recipe/recipe_io.h"

namespace tamiz {
namespace {

void parseDemoRecipe(benchmark::State &state)
{
    const Result<std::string> yaml
        = readFile(std::string(TAMIZ_SOURCE_DIR) + "/resources/recipes/demo-2-punctuation.yaml");
    if (!yaml || hasErrors(parseRecipe(*yaml).problems)) {
        state.SkipWithError("the demo's recipe cannot be read");
        return;
    }
    for (auto _ : state)
        benchmark::DoNotOptimize(parseRecipe(*yaml));
}
BENCHMARK(parseDemoRecipe);

void validateWholeRecipe(benchmark::State &state)
{
    const Recipe recipe;
    for (auto _ : state)
        benchmark::DoNotOptimize(validateRecipe(recipe));
}
BENCHMARK(validateWholeRecipe);

void writeRecipe(benchmark::State &state)
{
    const Recipe recipe;
    for (auto _ : state)
        benchmark::DoNotOptimize(toYaml(recipe));
}
BENCHMARK(writeRecipe);

} // namespace
} // namespace tamiz
