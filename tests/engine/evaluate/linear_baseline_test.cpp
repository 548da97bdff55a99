// SPDX-License-Identifier: Apache-2.0
#include "core/engine/evaluate/linear_baseline.h"

#include <gmock/gmock.h>

namespace tamiz::engine {
namespace {

const std::vector<LabelledText> kRows {
    { "la hoja tiene celdas", "calc" },         { "suma las celdas de la hoja", "calc" },
    { "fórmula en una celda", "calc" },         { "una diapositiva nueva", "impress" },
    { "la diapositiva y su fondo", "impress" }, { "efectos de diapositiva", "impress" }
};

TEST(LinearBaseline, learnsWordsThatTellLabelsApart)
{
    RunControl control;
    const auto model = LinearBaseline::train(kRows, 10, control);
    ASSERT_TRUE(model) << model.error().toString();
    EXPECT_EQ(model->predict("una HOJA, y celdas"), "calc");
    EXPECT_EQ(model->predict("otra diapositiva"), "impress");
    EXPECT_EQ(model->topWords("impress", 1), std::vector<std::string> { "diapositiva" });
    const BaselineScore score = model->evaluate(kRows);
    EXPECT_EQ(score.rows, 6);
    EXPECT_DOUBLE_EQ(score.accuracy, 1);
    EXPECT_DOUBLE_EQ(score.macroF1, 1);
}

TEST(LinearBaseline, anUnknownLabelIsWrong)
{
    RunControl control;
    const auto model = LinearBaseline::train(kRows, 10, control);
    ASSERT_TRUE(model);
    const BaselineScore score
        = model->evaluate({ { "la hoja de celdas", "calc" }, { "una línea", "draw" } });
    EXPECT_DOUBLE_EQ(score.accuracy, 0.5);
}

TEST(LinearBaseline, sameRowsGiveTheSameModel)
{
    RunControl control;
    const auto first = chooseBaseline(kRows, kRows, control);
    const auto second = chooseBaseline(kRows, kRows, control);
    ASSERT_TRUE(first && second);
    EXPECT_EQ(first->c, second->c);
    EXPECT_EQ(first->model.topWords("calc", 20), second->model.topWords("calc", 20));
}

TEST(LinearBaseline, textsWithoutWordsAreScoredByTheBiases)
{
    RunControl control;
    std::vector<LabelledText> rows = kRows;
    rows.push_back({ "más celdas", "calc" });
    const auto model = LinearBaseline::train(rows, 1, control);
    ASSERT_TRUE(model);
    EXPECT_EQ(model->predict("?! ..."), "calc");
}

TEST(LinearBaseline, nothingToLearnIsAnError)
{
    RunControl control;
    EXPECT_EQ(LinearBaseline::train({}, 1, control).error().code, ErrorCode::InvalidInput);
    EXPECT_FALSE(LinearBaseline::train({ { "uno", "a" }, { "dos", "a" } }, 1, control));
    EXPECT_FALSE(LinearBaseline::train({ { "?", "a" }, { "!", "b" } }, 1, control));
    EXPECT_EQ(LinearBaseline::train(kRows, 0, control).error().code, ErrorCode::InvalidArgument);
    control.requestStop();
    EXPECT_EQ(LinearBaseline::train(kRows, 1, control).error().code, ErrorCode::Cancelled);
}

} // namespace
} // namespace tamiz::engine
