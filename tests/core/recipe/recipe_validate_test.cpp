// SPDX-License-Identifier: Apache-2.0
#include <functional>
#include <limits>

#include <gmock/gmock.h>

#include "core/recipe/recipe_io.h"

namespace tamiz {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

Recipe validRecipe()
{
    Recipe recipe;
    recipe.model.path = "bundled";
    recipe.data.train = { "train.jsonl" };
    recipe.data.validation = { "validation.jsonl" };
    recipe.masking.classes
        = { { "punctuation", TokenClassKind::Property, "punctuation", {}, {}, false, 0, 1 } };
    recipe.masking.rules = { MaskRule {} };
    recipe.masking.rules[0].tokenClass = "punctuation";
    return recipe;
}

/// One change to a valid recipe, and the one problem that it must give.
struct Case
{
    const char *name;
    std::function<void(Recipe &)> change;
    Severity severity;
    std::string path;
    std::string message; ///< part of it
    std::string hint; ///< part of it
};

void PrintTo(const Case &one, std::ostream *out)
{
    *out << one.name;
}

class RecipeValidation : public ::testing::TestWithParam<Case>
{
};

TEST_P(RecipeValidation, givesExactlyThisProblem)
{
    Recipe recipe = validRecipe();
    GetParam().change(recipe);
    const std::vector<Problem> problems = validateRecipe(recipe);
    ASSERT_EQ(problems.size(), 1u) << (problems.empty() ? "" : problems.back().message);
    EXPECT_EQ(problems[0].severity, GetParam().severity);
    EXPECT_EQ(problems[0].path, GetParam().path);
    EXPECT_THAT(problems[0].message, HasSubstr(GetParam().message));
    EXPECT_THAT(problems[0].hint, HasSubstr(GetParam().hint));
}

constexpr auto kError = Severity::Error;
constexpr auto kWarning = Severity::Warning;

INSTANTIATE_TEST_SUITE_P(
    ModelTaskAndData, RecipeValidation,
    ::testing::Values(Case { "noModel", [](Recipe &r) { r.model.path.clear(); }, kError,
                             "model.path", "no base model", "bundled" },
                      Case { "newerVersion", [](Recipe &r) { r.version = 2; }, kError, "version",
                             "is 2", "" },
                      Case { "maxLength", [](Recipe &r) { r.task.maxLength = 2; }, kError,
                             "task.max_length", "must be at least 3 and at most 65536, is 2", "" },
                      Case { "mlmProbability", [](Recipe &r) { r.task.mlmProbability = 0; }, kError,
                             "task.mlm_probability", "must be above 0 and at most 1, is 0", "" },
                      Case { "labelTwice",
                             [](Recipe &r) {
                                 r.task.labels = { "a", "b", "a" };
                             },
                             kError, "task.labels[2]", "'a' is given twice", "" },
                      Case { "oneLabel", [](Recipe &r) { r.task.labels = { "a" }; }, kError,
                             "task.labels", "one label", "" },
                      Case { "mlmLabels",
                             [](Recipe &r) {
                                 r.task.type = TaskType::MaskedLm;
                                 r.task.labels = { "a", "b" };
                             },
                             kWarning, "task.labels", "not used", "" },
                      Case { "answerLabels",
                             [](Recipe &r) {
                                 r.task.type = TaskType::QuestionAnswering;
                                 r.task.labels = { "a", "b" };
                             },
                             kWarning, "task.labels", "not used", "" },
                      Case { "threeNextSentences",
                             [](Recipe &r) {
                                 r.task.type = TaskType::NextSentence;
                                 r.task.labels = { "a", "b", "c" };
                             },
                             kError, "task.labels", "3 labels: next-sentence has two", "" },
                      Case { "docStride",
                             [](Recipe &r) {
                                 r.task.type = TaskType::QuestionAnswering;
                                 r.task.docStride = r.task.maxLength;
                             },
                             kError, "task.doc_stride", "not below max_length", "" },
                      Case { "noTrain", [](Recipe &r) { r.data.train.clear(); }, kError,
                             "data.train", "no training data", "" },
                      Case { "noValidation", [](Recipe &r) { r.data.validation.clear(); }, kWarning,
                             "data.validation", "no validation data", "" },
                      Case { "testOnTrain", [](Recipe &r) { r.data.test = r.data.train; }, kWarning,
                             "data.test[0]", "'train.jsonl' is trained on too", "" },
                      Case { "trainTwice", [](Recipe &r) { r.data.train.push_back("train.jsonl"); },
                             kWarning, "data.train[1]", "given twice", "" },
                      Case { "referenceNames",
                             [](Recipe &r) {
                                 r.data.reference = { { "a", "x.txt", 5 }, { "a", "y.txt", 5 } };
                             },
                             kError, "data.reference[1].name", "taken", "" },
                      Case { "referenceOnTrain",
                             [](Recipe &r) {
                                 r.data.reference = { { "a", "train.jsonl", 5 } };
                             },
                             kWarning, "data.reference[0].path", "trained on too", "" },
                      Case { "referenceRows",
                             [](Recipe &r) {
                                 r.data.reference = { { "a", "x.txt", 0 } };
                             },
                             kError, "data.reference[0].max_rows", "is 0", "" }),
    [](const auto &one) { return one.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Vocabulary, RecipeValidation,
    ::testing::Values(Case { "emptyToken",
                             [](Recipe &r) {
                                 r.vocabulary.addTokens = { "a", "" };
                             },
                             kError, "vocabulary.add_tokens[1]", "a token is empty", "" },
                      Case { "tokenWithBlank", [](Recipe &r) { r.vocabulary.addTokens = { " a" }; },
                             kError, "vocabulary.add_tokens[0]",
                             "' a' begins or ends with white space", "alone" },
                      Case { "tokenTwice",
                             [](Recipe &r) {
                                 r.vocabulary.addTokens = { "a", "b", "a" };
                             },
                             kWarning, "vocabulary.add_tokens[2]", "'a' is given twice", "" },
                      Case { "tokensForAnAdapter",
                             [](Recipe &r) {
                                 r.model.adapter = "adapter";
                                 r.vocabulary.addTokensFile = "tokens.txt";
                             },
                             kError, "vocabulary.add_tokens", "gets no new tokens", "Merge" }),
    [](const auto &one) { return one.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Layers, RecipeValidation,
    ::testing::Values(
        Case { "targetTwice",
               [](Recipe &r) {
                   r.layers.lora.targets = { "query", "query" };
               },
               kWarning, "layers.lora.targets[1]", "given twice", "" },
        Case { "highRank", [](Recipe &r) { r.layers.lora.rank = 128; }, kWarning,
               "layers.lora.rank", "rank 128 is unusually high", "" },
        Case { "negativeRank", [](Recipe &r) { r.layers.lora.rank = -1; }, kError,
               "layers.lora.rank", "is -1", "" },
        Case { "alpha", [](Recipe &r) { r.layers.lora.alpha = 0; }, kError, "layers.lora.alpha",
               "above 0", "" },
        Case { "nanAlpha",
               [](Recipe &r) { r.layers.lora.alpha = std::numeric_limits<double>::quiet_NaN(); },
               kError, "layers.lora.alpha", "nan", "" },
        Case { "layer",
               [](Recipe &r) {
                   r.layers.lora.layers = { 0, -4 };
               },
               kError, "layers.lora.layers[1]", "is -4", "" },
        Case { "frozenLayer", [](Recipe &r) { r.layers.freezeLayers = { -1 }; }, kError,
               "layers.freeze", "is -1", "" },
        Case { "twoOverrides",
               [](Recipe &r) {
                   r.layers.lora.overrides = { { 1, "key", 4, {} }, { 1, "key", 8, {} } };
               },
               kError, "layers.lora.overrides[1]", "two overrides for 'key'", "" },
        Case { "overrideRank",
               [](Recipe &r) {
                   r.layers.lora.overrides = { { 1, "key", 65, {} } };
               },
               kWarning, "layers.lora.overrides[0].rank", "rank 65", "" }),
    [](const auto &one) { return one.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Masking, RecipeValidation,
    ::testing::Values(
        Case { "unknownClass", [](Recipe &r) { r.masking.rules[0].tokenClass = "punctuaton"; },
               kError, "masking.rules[0].token_class", "no class is called 'punctuaton'",
               "Did you mean 'punctuation'?" },
        Case { "noClasses", [](Recipe &r) { r.masking.classes.clear(); }, kError,
               "masking.rules[0].token_class", "no class is called", "masking.classes" },
        Case { "probability", [](Recipe &r) { r.masking.rules[0].probability = 1.5; }, kError,
               "masking.rules[0].probability", "must be at least 0 and at most 1, is 1.5", "" },
        Case { "never", [](Recipe &r) { r.masking.rules[0].probability = 0; }, kWarning,
               "masking.rules[0].probability", "never masks", "" },
        Case { "noSteps", [](Recipe &r) { r.masking.rules[0].shareOfSteps = 0; }, kWarning,
               "masking.rules[0].share_of_steps", "never masks", "" },
        Case { "lossOnRows", [](Recipe &r) { r.masking.rules[0].mode = MaskMode::Loss; }, kError,
               "masking.rules[0].mode", "classification labels whole rows", "input or attention" },
        Case { "replacement",
               [](Recipe &r) {
                   r.masking.rules[0].mode = MaskMode::Attention;
                   r.masking.rules[0].replacement = Replacement::Drop;
               },
               kWarning, "masking.rules[0].replacement", "'drop' is not used", "" },
        Case { "ramp",
               [](Recipe &r) {
                   r.masking.rules[0].schedule = { ScheduleKind::Ramp, 0, 0.8, 0.2, 50 };
               },
               kError, "masking.rules[0].schedule.ramp_begin", "0.8 is after ramp_end, 0.2", "" },
        Case { "period",
               [](Recipe &r) {
                   r.masking.rules[0].schedule = { ScheduleKind::Alternate, 0, 0, 1, 0 };
               },
               kError, "masking.rules[0].schedule.period", "is 0", "" },
        Case { "twoRules", [](Recipe &r) { r.masking.rules.push_back(r.masking.rules[0]); },
               kWarning, "masking.rules[1]", "second rule", "" },
        Case { "nameTwice", [](Recipe &r) { r.masking.classes.push_back(r.masking.classes[0]); },
               kError, "masking.classes[1].name", "taken", "" },
        Case {
            "noName",
            [](Recipe &r) {
                r.masking.classes.push_back({ "", TokenClassKind::Any, {}, {}, {}, false, 0, 1 });
            },
            kError, "masking.classes[1].name", "no name", "" },
        Case { "noPattern",
               [](Recipe &r) {
                   r.masking.classes.push_back(
                       { "x", TokenClassKind::Pattern, {}, {}, {}, false, 0, 1 });
               },
               kError, "masking.classes[1].expression", "pattern is empty", "\\d+" },
        Case { "noWords",
               [](Recipe &r) {
                   r.masking.classes.push_back(
                       { "x", TokenClassKind::Words, {}, {}, {}, false, 0, 1 });
               },
               kError, "masking.classes[1].words", "word list is empty", "" },
        Case { "shares",
               [](Recipe &r) {
                   r.masking.classes.push_back(
                       { "x", TokenClassKind::Frequency, {}, {}, {}, false, 0.5, 0.1 });
               },
               kError, "masking.classes[1].min_share", "0.5 is above max_share", "" },
        Case { "allShares",
               [](Recipe &r) {
                   r.masking.classes.push_back(
                       { "x", TokenClassKind::Frequency, {}, {}, {}, false, 0, 1 });
               },
               kWarning, "masking.classes[1].min_share", "every word", "" },
        Case { "unused",
               [](Recipe &r) {
                   r.masking.rules.clear();
                   r.evaluation.reliance = false;
               },
               kWarning, "masking.classes[0]", "neither masked nor measured", "" },
        Case { "everything", [](Recipe &r) { r.masking.classes[0].kind = TokenClassKind::Any; },
               kWarning, "masking.rules[0].probability", "every token is hidden", "" },
        Case {
            "tooManyClasses",
            [](Recipe &r) {
                for (int i = 0; i < 64; ++i)
                    r.masking.classes.push_back(
                        { "c" + std::to_string(i), TokenClassKind::Any, {}, {}, {}, false, 0, 1 });
            },
            kError, "masking.classes", "65 classes", "" }),
    [](const auto &one) { return one.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Training, RecipeValidation,
    ::testing::Values(Case { "learningRate", [](Recipe &r) { r.training.learningRate = 0; }, kError,
                             "training.learning_rate", "must be above 0, is 0", "" },
                      Case { "highRate", [](Recipe &r) { r.training.learningRate = 0.5; }, kWarning,
                             "training.learning_rate", "very high", "" },
                      Case { "batch", [](Recipe &r) { r.training.batchSize = 0; }, kError,
                             "training.batch_size", "is 0", "" },
                      Case { "dropout", [](Recipe &r) { r.training.dropout = 1; }, kError,
                             "training.dropout", "below 1", "" },
                      Case { "warmup",
                             [](Recipe &r) {
                                 r.training.maxSteps = 100;
                                 r.training.warmupSteps = 100;
                             },
                             kWarning, "training.warmup_steps", "does not end", "" },
                      Case { "allWarmup", [](Recipe &r) { r.training.warmupRatio = 1; }, kWarning,
                             "training.warmup_ratio", "whole run", "" },
                      Case { "bestMetric", [](Recipe &r) { r.evaluation.bestMetric = "acuracy"; },
                             kError, "evaluation.best_metric", "'acuracy'",
                             "Did you mean 'accuracy'?" },
                      Case { "mlmF1",
                             [](Recipe &r) {
                                 r.task.type = TaskType::MaskedLm;
                                 r.evaluation.bestMetric = "f1_macro";
                             },
                             kError, "evaluation.best_metric", "masked-lm", "" },
                      Case { "othersMetric",
                             [](Recipe &r) {
                                 r.task.type = TaskType::Regression;
                                 r.evaluation.bestMetric = "accuracy";
                             },
                             kError, "evaluation.best_metric", "regression has no accuracy",
                             "Use one of loss, mae, mse, pearson, spearman" },
                      Case { "smoothedNumbers",
                             [](Recipe &r) {
                                 r.task.type = TaskType::Regression;
                                 r.training.labelSmoothing = 0.1;
                             },
                             kWarning, "training.label_smoothing", "not used", "" },
                      Case { "lateEvaluation",
                             [](Recipe &r) {
                                 r.training.maxSteps = 10;
                                 r.evaluation.steps = 20;
                             },
                             kWarning, "evaluation.steps", "only at its end", "" },
                      Case { "heads",
                             [](Recipe &r) {
                                 r.task.type = TaskType::MaskedLm;
                                 r.pretrain = PretrainSection {};
                                 r.pretrain->heads = 3;
                             },
                             kError, "pretrain.heads", "3 heads do not divide", "" },
                      Case { "pretrainTask", [](Recipe &r) { r.pretrain = PretrainSection {}; },
                             kError, "task.type", "masked-lm", "" }),
    [](const auto &one) { return one.param.name; });

TEST(RecipeValidationAll, aValidRecipeHasNoProblems)
{
    EXPECT_THAT(validateRecipe(validRecipe()), IsEmpty());
}

TEST(RecipeValidationAll, severalProblemsAreListedAtOnce)
{
    Recipe recipe;
    recipe.training.epochs = 0;
    recipe.masking.rules = { MaskRule {} };
    EXPECT_GE(validateRecipe(recipe).size(), 5u);
}

} // namespace
} // namespace tamiz
