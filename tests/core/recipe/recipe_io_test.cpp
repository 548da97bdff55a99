// SPDX-License-Identifier: Apache-2.0
#include "core/recipe/recipe_io.h"

#include <gmock/gmock.h>

#include "core/base/files.h"

namespace tamiz {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Pair;

Recipe fullRecipe()
{
    Recipe recipe;
    recipe.seed = 18'446'744'073'709'551'615ULL;
    recipe.model = { "bundled", "/models/adapter" };
    recipe.task.type = TaskType::TokenClassification;
    recipe.task.labels
        = { "O", "B-PER", "null", "true", "7", "ñandú", "a: b", "- x", "tab\t\"\\\n" };
    recipe.task.mlmProbability = 0.1;
    recipe.data.train = { "/data/a.jsonl", "bundled:demo/train.jsonl" };
    recipe.data.validation = { "/data/b c.jsonl" };
    recipe.data.reference
        = { { "brown", "/data/brown.txt", 50 }, { "bible", "/data/rv.txt", 200 } };
    recipe.layers.freezeEmbeddings = true;
    recipe.layers.freezeLayers = { 0, 1, 4 };
    recipe.layers.lora.rank = 8;
    recipe.layers.lora.alpha = 12.5;
    recipe.layers.lora.targets = { "query", "value" };
    recipe.layers.lora.layers = { 2, 3 };
    recipe.layers.lora.overrides = { { 3, "value", 0, std::nullopt }, { 2, "", 16, 1.0 / 3.0 } };
    recipe.masking.classes = {
        { "punctuation", TokenClassKind::Property, "punctuation", {}, "", false, 0, 1 },
        { "years", TokenClassKind::Pattern, R"(\b(19|20)\d\d\b)", {}, "", true, 0, 1 },
        { "drugs",
          TokenClassKind::Words,
          "",
          { "ibuprofeno", "no", "1e3" },
          "/w.txt",
          false,
          0,
          1 },
        { "rare", TokenClassKind::Frequency, "", {}, "", false, 1e-7, 1e-4 },
        { "all", TokenClassKind::Any, "", {}, "", false, 0, 1 },
    };
    MaskRule ramp { "punctuation", MaskMode::Input, Replacement::Random, 0.3, 0.5, {}, true };
    ramp.schedule = { ScheduleKind::Ramp, 0.05, 0.1, 0.9, 50 };
    MaskRule alternate { "years", MaskMode::Loss, Replacement::Mask, 1, 1, {}, false };
    alternate.schedule = { ScheduleKind::Alternate, 0, 0, 1, 20 };
    recipe.masking.rules = { ramp, alternate };
    recipe.training.learningRate = 3e-4;
    recipe.training.maxSteps = 1000;
    recipe.training.dropout = 0.0;
    recipe.training.optimizer = OptimizerKind::Sgd;
    recipe.training.device = Device::Cpu;
    recipe.training.precision = Precision::Bf16;
    recipe.training.schedule = LrSchedule::Cosine;
    recipe.evaluation.bestMetric = "f1_macro";
    recipe.output = { "/runs", "run \x01 one" };
    recipe.pretrain = PretrainSection {};
    recipe.pretrain->tokenizerCorpus = { "/c.txt" };
    return recipe;
}

/// Parses and expects exactly one problem.
Problem onlyProblem(std::string_view yaml)
{
    const ParsedRecipe parsed = parseRecipe(yaml);
    EXPECT_EQ(parsed.problems.size(), 1u) << yaml;
    return parsed.problems.empty() ? Problem {} : parsed.problems.front();
}

TEST(RecipeYaml, everyFieldSurvivesARoundTrip)
{
    const Recipe recipe = fullRecipe();
    const ParsedRecipe parsed = parseRecipe(toYaml(recipe));
    EXPECT_THAT(parsed.problems, IsEmpty());
    EXPECT_EQ(parsed.recipe, recipe) << toYaml(recipe);
}

TEST(RecipeYaml, defaultsSurviveARoundTrip)
{
    const ParsedRecipe parsed = parseRecipe(toYaml(Recipe {}));
    EXPECT_THAT(parsed.problems, IsEmpty());
    EXPECT_EQ(parsed.recipe, Recipe {});
}

TEST(RecipeYaml, aShortRecipeKeepsTheDefaults)
{
    const ParsedRecipe parsed = parseRecipe(R"(
version: 1
model: {path: bundled}
data: {train: a.jsonl}
training:
  epochs: 1
  max_steps: 1e3
)");
    EXPECT_THAT(parsed.problems, IsEmpty());
    EXPECT_EQ(parsed.recipe.model.path, "bundled");
    EXPECT_THAT(parsed.recipe.data.train, ElementsAre("a.jsonl"));
    EXPECT_EQ(parsed.recipe.training.maxSteps, 1000);
    EXPECT_EQ(parsed.recipe.training.batchSize, TrainingSection {}.batchSize);
}

TEST(RecipeYaml, relativePathsBecomeAbsoluteAndResourcesStay)
{
    const ParsedRecipe parsed = parseRecipe(R"(
version: 1
model: {path: bundled, adapter: ../adapter}
data:
  train: [a.jsonl, "bundled:demo/train.jsonl", /abs/b.jsonl]
  reference:
    - ref/brown.txt
    - {name: rv, path: rv.txt, max_rows: 7}
    - bundled:reference/es.txt
masking: {classes: [{name: d, kind: words, words_file: d.txt}]}
output: {folder: runs}
)",
                                            "/project/recipes");
    EXPECT_THAT(parsed.problems, IsEmpty());
    const Recipe &recipe = parsed.recipe;
    EXPECT_EQ(recipe.model.path, "bundled");
    EXPECT_EQ(recipe.model.adapter, "/project/adapter");
    EXPECT_THAT(
        recipe.data.train,
        ElementsAre("/project/recipes/a.jsonl", "bundled:demo/train.jsonl", "/abs/b.jsonl"));
    ASSERT_EQ(recipe.data.reference.size(), 3u);
    EXPECT_EQ(recipe.data.reference[0],
              (ReferenceSet { "brown", "/project/recipes/ref/brown.txt", 200 }));
    EXPECT_EQ(recipe.data.reference[1], (ReferenceSet { "rv", "/project/recipes/rv.txt", 7 }));
    EXPECT_EQ(recipe.data.reference[2], (ReferenceSet { "es", "bundled:reference/es.txt", 200 }));
    EXPECT_EQ(recipe.masking.classes[0].wordsFile, "/project/recipes/d.txt");
    EXPECT_EQ(recipe.output.folder, "/project/recipes/runs");
    EXPECT_EQ(parseRecipe("version: 1\nmodel: {path: bundled/m}", "/p").recipe.model.path,
              "/p/bundled/m");
}

TEST(RecipeYaml, freezeHasThreeForms)
{
    const auto freeze = [](const std::string &text) {
        const ParsedRecipe parsed = parseRecipe("version: 1\nlayers: {freeze: " + text + "}");
        EXPECT_THAT(parsed.problems, IsEmpty()) << text;
        return parsed.recipe.layers;
    };
    EXPECT_EQ(freeze("none"), LayersSection {});
    EXPECT_TRUE(freeze("3").freezeEmbeddings);
    EXPECT_THAT(freeze("3").freezeLayers, ElementsAre(0, 1, 2));
    EXPECT_TRUE(freeze("0").freezeEmbeddings);
    EXPECT_THAT(freeze("0").freezeLayers, IsEmpty());
    EXPECT_FALSE(freeze("[5, 0-2, 1]").freezeEmbeddings);
    EXPECT_THAT(freeze("[5, 0-2, 1]").freezeLayers, ElementsAre(0, 1, 2, 5));
    EXPECT_TRUE(freeze("[embeddings, \"3-4\"]").freezeEmbeddings);
    EXPECT_TRUE(freeze("embeddings").freezeEmbeddings);
    EXPECT_EQ(onlyProblem("version: 1\nlayers: {freeze: [embedings]}").path, "layers.freeze[0]");
    EXPECT_EQ(onlyProblem("version: 1\nlayers: {freeze: -2}").path, "layers.freeze");
    EXPECT_EQ(onlyProblem("version: 1\nlayers: {freeze: [4-2]}").path, "layers.freeze[0]");
    EXPECT_EQ(onlyProblem("version: 1\nlayers: {freeze: [0-99999999]}").path, "layers.freeze[0]");
}

TEST(RecipeProblems, allAreListedAtOnceWithTheirPath)
{
    const ParsedRecipe parsed = parseRecipe(R"(version: 1
sed: 1
task: {type: clasification}
data: 7
layers: {lora: {rank: eight, targets: {a: b}}}
masking:
  rules:
    - {token_class: a}
    - {token_class: b, probability: [1]}
training: {epochs: true, rslora: true, batch_size: 2.5}
evaluation: {reliance: maybe}
)");
    std::vector<std::string> paths;
    for (const Problem &problem : parsed.problems) {
        EXPECT_EQ(problem.severity, Severity::Error);
        paths.push_back(problem.path);
    }
    EXPECT_THAT(paths,
                ElementsAre("sed", "task.type", "data", "layers.lora.rank", "layers.lora.targets",
                            "masking.rules[1].probability", "training.rslora", "training.epochs",
                            "training.batch_size", "evaluation.reliance"));
}

TEST(RecipeProblems, unknownKeysNameTheNearestAndTheLine)
{
    const Problem problem = onlyProblem("version: 1\ntraining:\n  learnign_rate: 1e-4\n");
    EXPECT_EQ(problem.path, "training.learnign_rate");
    EXPECT_EQ(problem.message, "unknown key 'learnign_rate' (line 3)");
    EXPECT_EQ(problem.hint, "Did you mean 'learning_rate'?");
    EXPECT_THAT(onlyProblem("version: 1\nmodel: {zzzzzzzz: 1}").hint,
                HasSubstr("Known: path, adapter"));
}

TEST(RecipeProblems, wrongTypesNameTheValue)
{
    EXPECT_EQ(onlyProblem("version: 1\ntraining: {epochs: many}").message,
              "expected a number, found 'many' (line 2)");
    EXPECT_EQ(onlyProblem("version: 1\ntraining: {epochs: .nan}").path, "training.epochs");
    EXPECT_EQ(onlyProblem("version: 1\ntraining: {epochs: }").message,
              "expected a number, found nothing (line 2)");
    EXPECT_EQ(onlyProblem("version: 1\nseed: -1").message,
              "expected a whole number, 0 or more, found '-1' (line 2)");
    EXPECT_EQ(onlyProblem("version: 1\ntask: {max_length: 99999999999}").path, "task.max_length");
    EXPECT_EQ(onlyProblem("version: 1\nmasking: {rules: [{mode: inptu}]}").hint,
              "Did you mean 'input'?");
    EXPECT_EQ(onlyProblem("version: 1\nmodel: {path: [a]}").message,
              "expected text, found a list (line 2)");
    EXPECT_EQ(onlyProblem("version: 1\ntask: {labels: yes}").message,
              "expected a list, found 'yes' (line 2)");
    EXPECT_EQ(onlyProblem("version: 1\ndata: {train: [a, ]}\nmasking: {rules: [3]}").path,
              "masking.rules[0]");
    EXPECT_EQ(onlyProblem("just text").message,
              "expected a section (key: value lines), found 'just text' (line 1)");
}

TEST(RecipeProblems, syntaxErrorsHaveLineAndColumn)
{
    const Problem problem = onlyProblem("version: 1\ntask: {type: classification\nseed: 3\n");
    EXPECT_EQ(problem.severity, Severity::Error);
    EXPECT_THAT(problem.path, HasSubstr("line "));
    EXPECT_THAT(problem.path, HasSubstr("column "));
    EXPECT_THAT(problem.message, HasSubstr("not valid YAML"));
    EXPECT_THAT(onlyProblem("version: 1\nseed: 1\nseed: 2\n").message,
                HasSubstr("'seed' is given twice, first in line 2"));
    EXPECT_THAT(onlyProblem("version: 1\n---\nversion: 1\n").message, HasSubstr("more than one"));
    EXPECT_THAT(onlyProblem("{[a]: 1}").message, HasSubstr("key must be text"));
}

TEST(RecipeProblems, aMissingVersionIsAWarning)
{
    const Problem problem = onlyProblem("seed: 3");
    EXPECT_EQ(problem.path, "version");
    EXPECT_EQ(problem.severity, Severity::Warning);
}

TEST(RecipeHostile, aliasBombsAreRefused)
{
    std::string bomb = "version: 1\na0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
    for (int level = 1; level < 12; ++level) {
        const std::string below = "*a" + std::to_string(level - 1);
        bomb += "a" + std::to_string(level) + ": &a" + std::to_string(level) + " [" + below;
        for (int i = 0; i < 9; ++i)
            bomb += ", " + below;
        bomb += "]\n";
    }
    EXPECT_THAT(onlyProblem(bomb).message, HasSubstr("stands for more than"));
    EXPECT_THAT(onlyProblem("a: &a [*a]").message, HasSubstr("alias"));
}

TEST(RecipeHostile, deepNestingAndSizeAreRefused)
{
    for (const std::string unit : { "[", "{a: ", "- ", "? " }) {
        std::string deep;
        while (deep.size() < (1u << 20))
            deep += unit;
        EXPECT_TRUE(hasErrors(parseRecipe(deep).problems)) << unit;
    }
    EXPECT_THAT(onlyProblem(std::string(5u << 20, 'a')).message, HasSubstr("over the limit"));
    EXPECT_THAT(onlyProblem(std::string("a: \0 b", 6)).message, HasSubstr("zero byte"));
}

TEST(RecipeHostile, aMegabyteOfAnythingEndsWithProblems)
{
    const std::string longKey(1 << 20, 'k');
    const Problem problem = onlyProblem("version: 1\n? " + longKey + "\n: 1");
    EXPECT_LT(problem.path.size() + problem.message.size() + problem.hint.size(), 2000u);

    std::string manyKeys = "version: 1\n";
    for (int i = 0; manyKeys.size() < (1u << 20); ++i)
        manyKeys += "key" + std::to_string(i) + ": 1\n";
    EXPECT_TRUE(hasErrors(parseRecipe(manyKeys).problems));

    std::string bytes(1 << 20, '\0');
    for (std::size_t i = 0; i < bytes.size(); ++i)
        bytes[i] = static_cast<char>(1 + (i * 7919 + i / 256) % 255);
    EXPECT_TRUE(hasErrors(parseRecipe(bytes).problems));
}

TEST(RecipeHostile, everyTruncationOfARecipeIsHandled)
{
    const std::string yaml = toYaml(fullRecipe());
    for (std::size_t length = 0; length < yaml.size(); length += 3)
        parseRecipe(std::string_view(yaml).substr(0, length));
}

TEST(RecipeFiles, aMissingFileIsAnErrorAndPathsAreRelativeToTheRecipe)
{
    const auto missing = loadRecipe("/nonexistent/recipe.yaml");
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().code, ErrorCode::NotFound);

    const std::filesystem::path folder = ::testing::TempDir() + "tamiz-recipe-io";
    ASSERT_TRUE(makeWritableFolder(folder));
    ASSERT_TRUE(writeFileAtomically(folder / "r.yaml", "version: 1\ndata: {train: a.jsonl}\n"));
    const auto loaded = loadRecipe(folder / "r.yaml");
    ASSERT_TRUE(loaded);
    EXPECT_THAT(loaded->recipe.data.train, ElementsAre((folder / "a.jsonl").string()));
    std::filesystem::remove_all(folder);
}

TEST(RecipeOverride, setsScalarsListsAndNestedEntries)
{
    Recipe recipe = fullRecipe();
    EXPECT_TRUE(applyOverride(recipe, "training.epochs=2"));
    EXPECT_EQ(recipe.training.epochs, 2);
    EXPECT_TRUE(applyOverride(recipe, "masking.rules[0].probability=0.5"));
    EXPECT_EQ(recipe.masking.rules[0].probability, 0.5);
    EXPECT_TRUE(applyOverride(recipe, "layers.lora.targets=[key, value]"));
    EXPECT_THAT(recipe.layers.lora.targets, ElementsAre("key", "value"));
    EXPECT_TRUE(applyOverride(recipe, "layers.lora.targets[2]=query"));
    EXPECT_THAT(recipe.layers.lora.targets, ElementsAre("key", "value", "query"));
    EXPECT_TRUE(applyOverride(recipe, "layers.freeze=2"));
    EXPECT_THAT(recipe.layers.freezeLayers, ElementsAre(0, 1));
    EXPECT_TRUE(applyOverride(recipe, "masking.rules[2]={token_class: rare, mode: attention}"));
    EXPECT_EQ(recipe.masking.rules.at(2).mode, MaskMode::Attention);
    EXPECT_TRUE(applyOverride(recipe, "training.dropout="));
    EXPECT_EQ(recipe.training.dropout, std::nullopt);
    EXPECT_TRUE(applyOverride(recipe, "output.name=a=b"));
    EXPECT_EQ(recipe.output.name, "a=b");
    EXPECT_TRUE(applyOverride(recipe, "data.train=x.jsonl"));
    EXPECT_THAT(recipe.data.train, ElementsAre("x.jsonl"));
    recipe.pretrain.reset();
    EXPECT_TRUE(applyOverride(recipe, "pretrain.layers=3"));
    EXPECT_EQ(recipe.pretrain->layers, 3);
}

TEST(RecipeOverride, aBadAssignmentLeavesTheRecipeAlone)
{
    const Recipe before = fullRecipe();
    Recipe recipe = before;
    const auto messageOf = [&recipe](std::string_view assignment) {
        const Status status = applyOverride(recipe, assignment);
        return status ? std::string("accepted") : status.error().toString();
    };
    EXPECT_THAT(messageOf("training.epoch=2"), HasSubstr("Did you mean 'epochs'?"));
    EXPECT_THAT(messageOf("training.epochs=two"), HasSubstr("training.epochs: expected a number"));
    EXPECT_THAT(messageOf("masking.rules[7].probability=1"), HasSubstr("has 2 entries"));
    EXPECT_THAT(messageOf("masking.rules[x].probability=1"), HasSubstr("is no index"));
    EXPECT_THAT(messageOf("masking.rules[0=1"), HasSubstr("bracket"));
    EXPECT_THAT(messageOf("training..epochs=1"), HasSubstr("name is missing"));
    EXPECT_THAT(messageOf("training.epochs"), HasSubstr("not an assignment"));
    EXPECT_THAT(messageOf("training.epochs.x=1"), HasSubstr("has no fields"));
    EXPECT_THAT(messageOf("training.epochs=[1"), HasSubstr("not valid YAML"));
    EXPECT_EQ(recipe, before);
}

TEST(RecipeDifferences, onlyWhatDiffersInOrder)
{
    Recipe a = fullRecipe();
    Recipe b = a;
    b.seed = 7;
    b.training.dropout.reset();
    b.masking.rules.pop_back();
    const std::vector<FieldDifference> rows = diffRecipes({ a, b });
    ASSERT_FALSE(rows.empty());
    EXPECT_EQ(rows.front().path, "seed");
    EXPECT_THAT(rows.front().values, ElementsAre("18446744073709551615", "7"));
    EXPECT_EQ(rows.back().path, "training.dropout");
    EXPECT_THAT(rows.back().values, ElementsAre("0", ""));
    EXPECT_EQ(rows[1].path, "masking.rules[1].token_class");
    EXPECT_THAT(rows[1].values, ElementsAre("years", ""));
    EXPECT_THAT(diffRecipes({ a, a }), IsEmpty());
    EXPECT_THAT(diffRecipes({}), IsEmpty());
}

TEST(RecipeDifferences, flattenGivesEveryLeaf)
{
    const auto leaves = flattenRecipe(fullRecipe());
    EXPECT_THAT(leaves, Contains(Pair("layers.freeze", "[embeddings, 0, 1, 4]")));
    EXPECT_THAT(leaves, Contains(Pair("layers.lora.targets", "[query, value]")));
    EXPECT_THAT(leaves, Contains(Pair("masking.rules[0].schedule.kind", "ramp")));
    EXPECT_THAT(leaves, Contains(Pair("data.test", "[]")));
    EXPECT_THAT(leaves, Contains(Pair("data.reference[1].max_rows", "200")));
}

} // namespace
} // namespace tamiz
