// SPDX-License-Identifier: Apache-2.0
// Each task from its rows to an answer: a run learns it, measures it and leaves a model that answers.
#include <fstream>

#include <gmock/gmock.h>

#include "core/engine/engine.h"
#include "core/engine/evaluate/playground.h"
#include "core/engine/evaluate/predictor.h"
#include "core/recipe/recipe_io.h"
#include "tests/engine/train/tiny_task.h"

namespace tamiz::engine {

namespace {

namespace fs = std::filesystem;
using test::RecordingSink;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;

/// A row of the tiny task's texts.
struct Row
{
    std::string noun;
    bool isAnimal = false;
    bool isBig = false;

    std::string text() const
    {
        return "la casa tiene , un " + noun + (isBig ? " grande ." : " azul , y 2 .");
    }
};

std::vector<Row> rows()
{
    const std::vector<std::string> nouns { "gato", "mesa", "perro", "silla",
                                           "rana", "copa", "pez",   "luz" };
    std::vector<Row> all;
    for (std::size_t i = 0; i < 64; ++i)
        all.push_back({ nouns[i % nouns.size()], i % 2 == 0, i / 8 % 2 == 0 });
    return all;
}

class HeadTasksTest : public test::TinyTaskTest
{
protected:
    /// Trains on lines made of each row; the final folder.
    template<typename Line>
    fs::path learn(TaskType type, const std::string &metric, Line &&line)
    {
        std::string lines;
        for (const Row &row : rows())
            lines += line(row) + "\n";
        std::ofstream(m_folder.path() / "task.jsonl") << lines;
        m_recipe.task.type = type;
        m_recipe.data.train = m_recipe.data.validation = m_recipe.data.test
            = { m_folder.path() / "task.jsonl" };
        m_recipe.masking.rules.clear();
        m_recipe.training.maxSteps = 160;
        m_recipe.training.accumulation = 1;
        m_recipe.training.checkpointSteps = 160;
        m_recipe.evaluation.steps = 80;
        m_recipe.evaluation.bestMetric = metric;
        TokenClass nouns;
        nouns.name = "nouns";
        nouns.kind = TokenClassKind::Words;
        for (const Row &row : rows())
            nouns.words.push_back(row.noun);
        m_recipe.masking.classes = { nouns };
        RunControl control;
        fs::create_directories(m_folder.path() / "run");
        const RunRequest request { m_recipe, m_folder.path() / "run", false };
        const Result<RunOutcome> outcome = train(request, {}, control, m_sink);
        EXPECT_TRUE(outcome) << outcome.error().toString();
        return outcome ? outcome->finalFolder : fs::path();
    }

    double last(const std::string &metric) const
    {
        const auto curve = m_sink.curve({ metric, "validation", {}, {} });
        return curve.empty() ? -1 : curve.rbegin()->second;
    }

    double reliance(const std::string &series) const
    {
        const auto curve = m_sink.curve({ series, "validation", "nouns", {} });
        return curve.empty() ? -1 : curve.rbegin()->second;
    }

    /// What the folder itself says it answers, and the answer.
    static TrialAnswer ask(const fs::path &model, const std::string &text,
                           const std::string &second = {})
    {
        fs::remove(model / "tamiz.json"); // config.json alone tells the task, as to other programs
        Playground playground;
        RunControl control;
        const auto answer = playground.answer({ { model, {}, 1 }, text, second, {} }, control);
        EXPECT_TRUE(answer) << answer.error().toString();
        return answer.value_or(TrialAnswer {});
    }

    RecordingSink m_sink;
};

TEST_F(HeadTasksTest, severalLabelsARow)
{
    const fs::path model = learn(TaskType::MultiLabel, "f1_micro", [](const Row &row) {
        std::string labels = row.isAnimal ? "\"animal\"" : "";
        if (row.isBig)
            labels += (labels.empty() ? "" : ",") + std::string("\"big\"");
        return R"({"text":")" + row.text() + R"(","label":[)" + labels + "]}";
    });
    EXPECT_GT(last("f1_micro"), 0.95);
    EXPECT_GT(last("exact_match"), 0.9);
    EXPECT_GT(last("f1:animal"), 0.9);
    EXPECT_GT(reliance("reliance_f1_micro"), 0.05) << "without nouns the animals are guessed";
    const TrialAnswer answer = ask(model, "la casa tiene , un gato grande .");
    EXPECT_EQ(answer.task, TaskType::MultiLabel);
    ASSERT_EQ(answer.scores.size(), 2U);
    EXPECT_GT(answer.scores[1].probability, 0.5) << "both hold";
    EXPECT_LT(ask(model, "la casa tiene , un mesa azul , y 2 .").scores[0].probability, 0.5);
}

TEST_F(HeadTasksTest, numbers)
{
    const fs::path model = learn(TaskType::Regression, "mae", [](const Row &row) {
        const double value = (row.isAnimal ? 1 : -1) + (row.isBig ? 0.5 : 0);
        return R"({"text":")" + row.text() + R"(","label":)" + std::to_string(value) + "}";
    });
    EXPECT_LT(last("mae"), 0.3);
    EXPECT_NEAR(last("mse"), last("loss"), 1e-9);
    EXPECT_GT(last("pearson"), 0.9);
    EXPECT_GT(last("spearman"), 0.8);
    EXPECT_GT(reliance("reliance_mae"), 0.2);
    const TrialAnswer answer = ask(model, "la casa tiene , un perro azul , y 2 .");
    EXPECT_EQ(answer.task, TaskType::Regression);
    ASSERT_EQ(answer.numbers.size(), 1U);
    EXPECT_NEAR(answer.numbers[0].value, 1, 0.6);
}

TEST_F(HeadTasksTest, answersInAText)
{
    m_recipe.task.maxLength = 16; // some texts need two windows
    const fs::path model = learn(TaskType::QuestionAnswering, "f1", [](const Row &row) {
        const std::string text = row.isBig ? row.text() : "la casa tiene azul .";
        const std::string answers = row.isBig ? R"({"text":[")" + row.noun
                + R"("],"answer_start":[)" + std::to_string(text.find(row.noun)) + "]}"
                                              : R"({"text":[],"answer_start":[]})";
        return R"({"question":"un","context":")" + text + R"(","answers":)" + answers + "}";
    });
    EXPECT_GT(last("f1"), 0.9);
    EXPECT_GT(last("exact_match"), 0.9);
    EXPECT_GE(reliance("reliance_f1"), 0);
    const TrialAnswer answer = ask(model, "un", "la casa tiene , un rana grande .");
    EXPECT_EQ(answer.task, TaskType::QuestionAnswering);
    EXPECT_EQ(answer.scores.at(0).label, "rana");
    ASSERT_EQ(answer.places.size(), 1U);
    EXPECT_EQ(answer.places[0].span, (CodePointSpan { 19, 23 }));
    EXPECT_EQ(ask(model, "un", "la casa tiene azul .").scores.at(0).label, "");
}

TEST_F(HeadTasksTest, choices)
{
    const fs::path model = learn(TaskType::MultipleChoice, "accuracy", [](const Row &row) {
        const std::string other = row.isAnimal ? "mesa" : "gato";
        const bool isFirst = row.isBig;
        const std::string animal = row.isAnimal ? row.noun : other;
        const std::string thing = row.isAnimal ? other : row.noun;
        return R"({"question":"la casa tiene , un","choices":[")" + (isFirst ? animal : thing)
            + R"(",")" + (isFirst ? thing : animal) + R"("],"label":)" + (isFirst ? "0" : "1")
            + "}";
    });
    EXPECT_GT(last("accuracy"), 0.95);
    EXPECT_GT(reliance("reliance_accuracy"), 0.2);
    const TrialAnswer answer = ask(model, "la casa tiene , un", "silla\nperro\ncopa");
    EXPECT_EQ(answer.task, TaskType::MultipleChoice);
    ASSERT_EQ(answer.scores.size(), 3U) << "as many choices as are asked about";
    EXPECT_EQ(answer.scores[0].label, "perro");
}

TEST_F(HeadTasksTest, nextSentences)
{
    const fs::path model = learn(TaskType::NextSentence, "f1_macro", [](const Row &row) {
        return R"({"text":"la casa tiene","text_pair":"un )" + row.noun + R"(","label":)"
            + (row.isAnimal ? "0" : "1") + "}";
    });
    EXPECT_GT(last("accuracy"), 0.95);
    const TrialAnswer answer = ask(model, "la casa tiene", "un pez");
    EXPECT_EQ(answer.task, TaskType::NextSentence);
    EXPECT_EQ(answer.scores.at(0).label, "is_next");
}

TEST_F(HeadTasksTest, theDesignerKnowsEachTask)
{
    struct Case
    {
        TaskType type;
        std::string row;
        std::string label; ///< as the preview shows it
        std::size_t labels; ///< that are counted
    };
    const std::vector<Case> cases {
        { TaskType::MultiLabel, R"({"text":"un gato","label":["a","b"]})", "a | b", 2 },
        { TaskType::Regression, R"({"text":"un gato","label":2.5})", "2.5", 1 },
        { TaskType::QuestionAnswering,
          R"({"question":"un","context":"un gato azul","answers":{"text":["gato"],"answer_start":[3]}})",
          "gato", 0 },
        { TaskType::MultipleChoice, R"({"question":"un","choices":["gato","mesa"],"label":1})", "1",
          2 },
        { TaskType::NextSentence, R"({"text":"un","text_pair":"gato","label":1})", "not_next", 2 },
    };
    const auto workbench = makeWorkbench({});
    for (const Case &one : cases) {
        SCOPED_TRACE(toString(one.type));
        std::ofstream(m_folder.path() / "rows.jsonl") << one.row << "\n" << one.row << "\n";
        m_recipe.task.type = one.type;
        RunControl control;
        const auto model = workbench->inspectModel(m_recipe);
        ASSERT_TRUE(model) << model.error().toString();
        EXPECT_GT(model->headParameters, 0);
        const auto data = workbench->inspectData(m_recipe, control);
        ASSERT_TRUE(data) << data.error().toString();
        EXPECT_EQ(data->trainRows, 2);
        EXPECT_EQ(data->labels.size(), one.labels);
        const auto preview = workbench->preview(m_recipe, 0, 2, 5, control);
        ASSERT_TRUE(preview) << preview.error().toString();
        EXPECT_EQ(preview->at(1).label, one.label);
        EXPECT_GT(preview->at(1).tokens.size(), 3U);
        const auto estimate = workbench->estimate(m_recipe, *data);
        ASSERT_TRUE(estimate) << estimate.error().toString();
        EXPECT_GT(estimate->trainMemoryBytes, 0U);
        const auto reliance = workbench->measureReliance(m_recipe, control);
        ASSERT_TRUE(reliance) << reliance.error().toString();
        EXPECT_EQ(reliance->size(), 1U);
    }
}

TEST_F(HeadTasksTest, adaptersAnswerToo)
{
    m_recipe.layers.lora.rank = 4;
    m_recipe.training.learningRate = 0.01;
    const fs::path adapter = learn(TaskType::MultiLabel, "loss", [](const Row &row) {
        return R"({"text":")" + row.text() + R"(","label":[)"
            + (row.isAnimal ? "\"animal\"" : "\"thing\"") + "]}";
    });
    TaskSection task;
    task.type = TaskType::MultiLabel;
    task.maxLength = 0;
    const auto predictor = Predictor::load({ m_folder.path() / "base", adapter, 1 }, task, 1);
    ASSERT_TRUE(predictor) << predictor.error().toString();
    const auto row = readUnlabelled(R"({"text":"la casa tiene , un gato azul , y 2 ."})", task);
    ASSERT_TRUE(row);
    const auto prediction = (*predictor)->predict(*row, nullptr);
    ASSERT_TRUE(prediction) << prediction.error().toString();
    EXPECT_EQ(prediction->labels.at(0).label, "animal");
}

} // namespace

} // namespace tamiz::engine
