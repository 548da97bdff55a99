// SPDX-License-Identifier: Apache-2.0
// What the designer is told must be what training then does.
#include <fstream>
#include <functional>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/engine/data/batch_source.h"
#include "core/engine/data/experiment_data.h"
#include "core/engine/engine.h"
#include "core/engine/evaluate/predictor.h"
#include "core/engine/model/safetensors.h"
#include "tests/engine/train/tiny_task.h"

namespace tamiz::engine {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;

class WorkbenchTest : public test::TinyTaskTest
{
protected:
    void SetUp() override
    {
        TinyTaskTest::SetUp();
        TokenClass digits;
        digits.name = "digits";
        digits.expression = "digits";
        TokenClass none;
        none.name = "none";
        none.kind = TokenClassKind::Words;
        none.words = { "dromedario" };
        m_recipe.masking.classes.push_back(digits);
        m_recipe.masking.classes.push_back(none);
    }

    DataInfo data()
    {
        const auto info = m_workbench->inspectData(m_recipe, m_control);
        EXPECT_TRUE(info) << info.error().toString();
        return info.value_or(DataInfo {});
    }
    Estimate estimate()
    {
        const auto estimate = m_workbench->estimate(m_recipe, data());
        EXPECT_TRUE(estimate) << estimate.error().toString();
        return estimate.value_or(Estimate {});
    }
    static std::vector<std::string> paths(const std::vector<Problem> &problems)
    {
        std::vector<std::string> found;
        for (const Problem &problem : problems)
            found.push_back(problem.path);
        return found;
    }

    std::unique_ptr<Workbench> m_workbench = makeWorkbench(m_folder.path());
    RunControl m_control;
};

TEST_F(WorkbenchTest, DataIsCountedThroughTokenizerAndClasses)
{
    m_recipe.data.test.clear();
    const DataInfo info = data();
    EXPECT_EQ(info.trainRows, 64);
    EXPECT_EQ(info.validationRows, 64);
    EXPECT_EQ(info.testRows, 0);
    EXPECT_THAT(info.labels, ElementsAre("animal", "cosa"));
    EXPECT_THAT(info.labelCounts, ElementsAre(32, 32));
    ASSERT_EQ(info.classes.size(), 3U);
    EXPECT_GE(info.classes[0].tokens, 2 * 64) << "a comma and a full stop in each row";
    EXPECT_GT(info.classes[1].tokens, 0);
    EXPECT_EQ(info.classes[2].tokens, 0);
    EXPECT_NEAR(info.classes[0].share,
                static_cast<double>(info.classes[0].tokens)
                    / static_cast<double>(info.trainTokens - 2 * info.trainRows),
                1e-9);
    std::int64_t rows = 0;
    for (const std::int64_t count : info.lengthHistogram)
        rows += count;
    EXPECT_EQ(rows, 64);
    ASSERT_EQ(info.problems.size(), 1U);
    EXPECT_THAT(info.problems[0].message, HasSubstr("64 rows of the validation data"));
    EXPECT_THAT(info.problems[0].path, HasSubstr("rows.jsonl:1"));
}

TEST_F(WorkbenchTest, AnswersFollowTheFile)
{
    EXPECT_EQ(data().trainRows, 64);
    std::ofstream(m_folder.path() / "rows.jsonl", std::ios::app)
        << R"({"text":"un gato","label":"animal"})"
        << "\n";
    EXPECT_EQ(data().trainRows, 65);
    const auto rows = m_workbench->preview(m_recipe, 64, 1, 0, m_control);
    ASSERT_TRUE(rows) << rows.error().toString();
    ASSERT_EQ(rows->size(), 1U);
    EXPECT_EQ(rows->front().text, "un gato");
}

/// Every token that a step of training sees, by row: ids after masking without what is dropped.
TEST_F(WorkbenchTest, ThePreviewIsTheDrawOfTraining)
{
    m_recipe.masking.rules[0].probability = 0.5;
    MaskRule hides;
    hides.tokenClass = "digits";
    hides.mode = MaskMode::Attention;
    m_recipe.masking.rules.push_back(hides);
    for (const Replacement replacement : { Replacement::Mask, Replacement::Drop }) {
        m_recipe.masking.rules[0].replacement = replacement;
        const auto experiment
            = loadExperimentData(m_recipe, m_control, [](const std::string &, double) {});
        ASSERT_TRUE(experiment) << experiment.error().toString();
        auto masker = Masker::build(m_recipe.masking, *experiment->tokenizer, m_recipe.seed);
        ASSERT_TRUE(masker) << masker.error().toString();
        const RunPlan plan = RunPlan::of(m_recipe, experiment->train.size());
        BatchSource source(*experiment, m_recipe, plan,
                           RowMasker(*experiment->tokenizer, m_recipe, std::move(*masker)));

        int changed = 0;
        int hidden = 0;
        for (std::int64_t step = 0; step < 6; ++step) {
            const Batch batch = *source.batch(step * 2, step);
            for (std::int64_t row = 0; row < batch.rows; ++row) {
                const auto index = batch.rowIndex[static_cast<std::size_t>(row)];
                const auto preview = m_workbench->preview(m_recipe, index, 1, step, m_control);
                ASSERT_TRUE(preview) << preview.error().toString();
                std::vector<std::int64_t> ids;
                std::vector<std::int64_t> isSeen;
                for (const PreviewToken &token : preview->at(0).tokens) {
                    changed += token.isDropped || token.maskedId != token.id;
                    hidden += token.isHidden;
                    if (token.isDropped)
                        continue;
                    ids.push_back(token.maskedId);
                    isSeen.push_back(!token.isHidden);
                }
                const auto begin = row * batch.length;
                const auto end = begin + batch.lengths[static_cast<std::size_t>(row)];
                EXPECT_EQ(ids,
                          std::vector(batch.inputIds.begin() + begin, batch.inputIds.begin() + end))
                    << "row " << index << ", step " << step;
                EXPECT_EQ(isSeen,
                          std::vector(batch.attentionMask.begin() + begin,
                                      batch.attentionMask.begin() + end));
            }
        }
        EXPECT_GT(changed, 0);
        EXPECT_GT(hidden, 0);
    }
}

TEST_F(WorkbenchTest, PreviewedTokensCoverTheTextAndNameTheirClasses)
{
    m_recipe.masking.rules[0].shareOfSteps = 1;
    const auto rows = m_workbench->preview(m_recipe, 0, 3, 0, m_control);
    ASSERT_TRUE(rows) << rows.error().toString();
    ASSERT_EQ(rows->size(), 3U);
    for (const PreviewRow &row : *rows) {
        EXPECT_TRUE(row.label == "animal" || row.label == "cosa");
        std::string text;
        int punctuation = 0;
        for (const PreviewToken &token : row.tokens) {
            text += token.surface;
            const bool isPunctuation = token.surface == "," || token.surface == ".";
            EXPECT_EQ(token.classes,
                      isPunctuation              ? std::vector { 0 }
                          : token.surface == "2" ? std::vector { 1 }
                                                 : std::vector<int> {})
                << token.surface;
            EXPECT_EQ(token.maskedPiece == "[MASK]", isPunctuation) << token.surface;
            punctuation += isPunctuation;
        }
        EXPECT_GE(punctuation, 2);
        std::string joined = row.text;
        std::erase(joined, ' ');
        EXPECT_EQ(text, joined);
        EXPECT_TRUE(row.tokens.front().isSpecial);
        EXPECT_EQ(row.tokens.front().maskedId, row.tokens.front().id);
    }
}

TEST_F(WorkbenchTest, RowsOutsideTheDataAreNotPreviewed)
{
    EXPECT_EQ(m_workbench->preview(m_recipe, 62, 10, 0, m_control)->size(), 2U);
    EXPECT_TRUE(m_workbench->preview(m_recipe, 64, 10, 0, m_control)->empty());
    EXPECT_EQ(m_workbench->preview(m_recipe, -3, 4, 0, m_control)->size(), 1U);
    EXPECT_TRUE(m_workbench->preview(m_recipe, 0, 0, 0, m_control)->empty());
}

TEST_F(WorkbenchTest, ReadingForThePreviewStopsOnRequest)
{
    std::string lines;
    for (int i = 0; i < 2000; ++i)
        lines += "{\"text\":\"un gato\",\"label\":\"animal\"}\n";
    m_folder.write("many.jsonl", lines);
    m_recipe.data.train = { m_folder.path() / "many.jsonl" };
    m_control.requestStop();
    const auto stopped = m_workbench->preview(m_recipe, 0, 1, 0, m_control);
    ASSERT_FALSE(stopped);
    EXPECT_EQ(stopped.error().code, ErrorCode::Cancelled);
    RunControl goesOn;
    EXPECT_EQ(m_workbench->preview(m_recipe, 1999, 9, 0, goesOn)->size(), 1U);
}

TEST_F(WorkbenchTest, RowsAreFoundInFilesOfAnyKind)
{
    std::string list;
    std::string table = "label,text\n";
    for (int i = 0; i < 100; ++i) {
        const std::string text = "un gato " + std::to_string(i);
        list
            += std::string(i == 0 ? "[" : ",\n") + R"({"text":")" + text + R"(","label":"animal"})";
        table += "cosa,\"la casa " + std::to_string(i) + "\"\n";
    }
    m_folder.write("list.json", list + "]");
    m_folder.write("table.csv", table);
    m_recipe.data.train.push_back(m_folder.path() / "list.json");
    m_recipe.data.train.push_back(m_folder.path() / "table.csv");
    EXPECT_EQ(data().trainRows, 264);
    EXPECT_THAT(data().labelCounts, ElementsAre(132, 132));
    const auto rows = m_workbench->preview(m_recipe, 162, 4, 0, m_control);
    ASSERT_TRUE(rows) << rows.error().toString();
    ASSERT_EQ(rows->size(), 4U);
    EXPECT_EQ(rows->at(1).text, "un gato 99");
    EXPECT_EQ(rows->at(2).text, "la casa 0");
    EXPECT_EQ(rows->at(2).label, "cosa");
    EXPECT_EQ(rows->at(3).row, 165);
}

TEST_F(WorkbenchTest, RelianceTakesEvenlySpacedRows)
{
    std::string lines;
    for (int i = 0; i < 400; ++i) {
        lines += i % 2 == 0 ? R"({"text":"el gato come .","label":"animal"})"
                            : R"({"text":"2 2 2 2 2 2","label":"cosa"})";
        lines += "\n";
    }
    m_folder.write("many.jsonl", lines);
    m_recipe.data.validation = { m_folder.path() / "many.jsonl" };
    const auto values = m_workbench->measureReliance(m_recipe, m_control);
    ASSERT_TRUE(values) << values.error().toString();
    EXPECT_GT(values->at(0).tokens, 0) << "full stops of every other row";
    EXPECT_EQ(values->at(1).tokens, 0) << "digits of the others";
}

TEST_F(WorkbenchTest, CountsOfTheEstimateAreThoseOfTheModel)
{
    const std::vector<std::function<void(Recipe &)>> changes {
        [](Recipe &) {},
        [](Recipe &r) { r.layers.lora.rank = 4; },
        [](Recipe &r) {
            r.layers.lora.rank = 2;
            r.layers.lora.targets = { "query", "key", "value", "dense" };
            r.layers.lora.layers = { 1 };
        },
        [](Recipe &r) {
            r.layers.freezeEmbeddings = true;
            r.layers.freezeLayers = { 0 };
        },
    };
    for (const TaskType type : { TaskType::Classification, TaskType::MaskedLm }) {
        for (std::size_t i = 0; i < changes.size(); ++i) {
            m_recipe = test::tinyRecipe(m_folder.path());
            m_recipe.task.type = type;
            changes[i](m_recipe);
            const auto measured = m_workbench->measure(m_recipe, m_control);
            ASSERT_TRUE(measured) << measured.error().toString();
            const Estimate estimated = estimate();
            EXPECT_EQ(estimated.trainableParameters, measured->trainableParameters) << i;
            EXPECT_EQ(estimated.totalParameters, measured->totalParameters) << i;
            EXPECT_EQ(estimated.optimizerSteps, 12);
            EXPECT_EQ(measured->optimizerSteps, 12);
            EXPECT_TRUE(measured->isMeasured);
            EXPECT_FALSE(estimated.isMeasured);
            EXPECT_GT(measured->secondsPerEpoch, 0);
            EXPECT_GT(estimated.secondsPerEpoch, 0);
            EXPECT_GT(measured->trainMemoryBytes, 0U);
            EXPECT_LT(measured->trainMemoryBytes, 512U << 20) << "without the program itself";
        }
    }
}

TEST_F(WorkbenchTest, TheModelIsDescribedAsItIsLoaded)
{
    const auto info = m_workbench->inspectModel(m_recipe);
    ASSERT_TRUE(info) << info.error().toString();
    EXPECT_EQ(info->parameters, estimate().totalParameters);
    EXPECT_EQ(info->layers.size(), 2U);
    EXPECT_EQ(info->hiddenSize, 32);
    EXPECT_EQ(info->maxPositions, 32);
    EXPECT_TRUE(info->hasMlmHead);
    EXPECT_TRUE(info->problems.empty());
    EXPECT_EQ(info->embeddingParameters + 2 * info->layers[0].parameters + info->headParameters,
              info->parameters);
}

/// A base whose pooler exists: an adapter leaves it as it is.
TEST_F(WorkbenchTest, ThePoolerOfTheBaseDoesNotTrainWithAnAdapter)
{
    m_recipe.training.maxSteps = 1;
    m_recipe.evaluation.reliance = false;
    const fs::path run = m_folder.path() / "run";
    fs::create_directories(run);
    test::RecordingSink sink;
    ASSERT_TRUE(train({ .recipe = m_recipe, .folder = run, .resume = false }, m_folder.path(),
                      m_control, sink));
    m_recipe.model.path = run / "final";
    m_recipe.layers.lora.rank = 4;
    const auto measured = m_workbench->measure(m_recipe, m_control);
    ASSERT_TRUE(measured) << measured.error().toString();
    EXPECT_EQ(estimate().trainableParameters, measured->trainableParameters);
}

TEST_F(WorkbenchTest, TheEstimateHasTheStatesThatAreKeptOfFrozenLayers)
{
    m_recipe.layers.freezeEmbeddings = true;
    m_recipe.layers.freezeLayers = { 0 };
    const std::uint64_t kept = estimate().trainMemoryBytes;
    m_recipe.training.cacheFrozen = false;
    const std::uint64_t none = estimate().trainMemoryBytes;
    EXPECT_GT(kept, none);
    m_recipe.training.cacheFrozen = true;
    m_recipe.task.type = TaskType::MaskedLm;
    const std::uint64_t masked = estimate().trainMemoryBytes;
    m_recipe.training.cacheFrozen = false;
    EXPECT_EQ(estimate().trainMemoryBytes, masked) << "its rows never come again as they are";
}

TEST_F(WorkbenchTest, TheEstimateFollowsWhatIsChosen)
{
    const Estimate full = estimate();
    EXPECT_TRUE(full.problems.empty());
    EXPECT_GT(full.freeMemoryBytes, 0U);
    EXPECT_GT(full.freeDiskBytes, 0U);

    m_recipe.layers.lora.rank = 4;
    const Estimate lora = estimate();
    EXPECT_LT(lora.trainableParameters, full.trainableParameters);
    EXPECT_LT(lora.trainMemoryBytes, full.trainMemoryBytes);
    EXPECT_LT(lora.diskBytes, full.diskBytes);
    EXPECT_LT(lora.secondsPerEpoch, full.secondsPerEpoch);

    m_recipe.training.batchSize = 1 << 28;
    m_recipe.training.keepCheckpoints = 1 << 30;
    const Estimate huge = estimate();
    EXPECT_GT(huge.trainMemoryBytes, huge.freeMemoryBytes);
    EXPECT_THAT(paths(huge.problems), ElementsAre("training.batch_size", "output.folder"));
    EXPECT_THAT(huge.problems[0].message, HasSubstr("MB are free"));
}

TEST_F(WorkbenchTest, MeasuringStopsOnRequest)
{
    m_control.requestStop();
    const auto measured = m_workbench->measure(m_recipe, m_control);
    ASSERT_FALSE(measured);
    EXPECT_EQ(measured.error().code, ErrorCode::Cancelled);
    const auto reliance = m_workbench->measureReliance(m_recipe, m_control);
    ASSERT_FALSE(reliance);
    EXPECT_EQ(reliance.error().code, ErrorCode::Cancelled);
}

TEST_F(WorkbenchTest, RelianceIsTheLossThatMaskingAClassAdds)
{
    const auto values = m_workbench->measureReliance(m_recipe, m_control);
    ASSERT_TRUE(values) << values.error().toString();
    ASSERT_EQ(values->size(), 3U);
    for (const RelianceValue &value : *values) {
        EXPECT_DOUBLE_EQ(value.reliance, value.metricMasked - value.metric) << value.tokenClass;
        EXPECT_DOUBLE_EQ(value.metric, values->front().metric);
        EXPECT_GT(value.metric, 0);
    }
    EXPECT_GT(values->at(0).tokens, 0) << "labelled tokens of the class";
    EXPECT_NE(values->at(0).reliance, 0);
    EXPECT_EQ(values->at(2).tokenClass, "none");
    EXPECT_EQ(values->at(2).tokens, 0);
    EXPECT_EQ(values->at(2).reliance, 0) << "no token of the class: nothing changes";

    const auto again = m_workbench->measureReliance(m_recipe, m_control);
    ASSERT_TRUE(again);
    EXPECT_EQ(again->at(0).metricMasked, values->at(0).metricMasked);
}

TEST_F(WorkbenchTest, RelianceNeedsTheMaskedLmHead)
{
    const fs::path file = m_folder.path() / "base" / "model.safetensors";
    {
        const auto whole = SafetensorsFile::open(file);
        ASSERT_TRUE(whole) << whole.error().toString();
        std::map<std::string, TensorView> body = (*whole)->tensors();
        std::erase_if(body, [](const auto &entry) { return entry.first.starts_with("cls."); });
        ASSERT_LT(body.size(), (*whole)->tensors().size());
        ASSERT_TRUE(writeSafetensors(file, body));
    }
    const auto values = m_workbench->measureReliance(m_recipe, m_control);
    ASSERT_FALSE(values);
    EXPECT_EQ(values.error().code, ErrorCode::Unsupported);
    EXPECT_THAT(values.error().toString(), HasSubstr("no head for its vocabulary"));
    const auto info = m_workbench->inspectModel(m_recipe);
    ASSERT_TRUE(info);
    EXPECT_FALSE(info->hasMlmHead);
    EXPECT_THAT(paths(info->problems), ElementsAre("data.reference"));
}

TEST_F(WorkbenchTest, WhatIsMissingIsNamedByEveryQuestion)
{
    Recipe lost = m_recipe;
    lost.model.path = m_folder.path() / "nowhere";
    EXPECT_THAT(m_workbench->inspectModel(lost).error().toString(), HasSubstr("nowhere"));
    EXPECT_THAT(m_workbench->estimate(lost, {}).error().toString(), HasSubstr("nowhere"));
    EXPECT_THAT(m_workbench->preview(lost, 0, 1, 0, m_control).error().toString(),
                HasSubstr("nowhere"));
    EXPECT_THAT(m_workbench->measure(lost, m_control).error().toString(), HasSubstr("nowhere"));
    EXPECT_THAT(m_workbench->measureReliance(lost, m_control).error().toString(),
                HasSubstr("nowhere"));
    Recipe empty = m_recipe;
    empty.data.train = { m_folder.path() / "none.jsonl" };
    EXPECT_THAT(m_workbench->inspectData(empty, m_control).error().toString(),
                HasSubstr("none.jsonl"));
    EXPECT_THAT(m_workbench->preview(empty, 0, 1, 0, m_control).error().toString(),
                HasSubstr("none.jsonl"));
}

TEST_F(WorkbenchTest, AFolderIsDescribedWithItsTensorsAndLicence)
{
    const fs::path base = m_folder.path() / "base";
    std::ofstream(base / "README.md") << "---\nlanguage: es\nlicense: apache-2.0\n---\n# Tiny\n";
    const auto model = m_workbench->inspectFolder(base);
    ASSERT_TRUE(model) << model.error().toString();
    EXPECT_FALSE(model->isAdapter);
    EXPECT_EQ(model->family, "bert");
    EXPECT_EQ(model->architecture, "BertForMaskedLM");
    EXPECT_EQ(model->head, "masked-lm");
    EXPECT_TRUE(model->isTied);
    EXPECT_FALSE(model->isHeadNew);
    EXPECT_EQ(model->layers, 2);
    EXPECT_EQ(model->tokenizer, "WordPiece");
    EXPECT_EQ(model->licence, "apache-2.0");
    EXPECT_TRUE(model->problems.empty());
    const auto file = SafetensorsFile::open(base / "model.safetensors");
    ASSERT_TRUE(file);
    ASSERT_EQ(model->tensors.size(), (*file)->tensors().size());
    std::int64_t elements = 0;
    for (const TensorDetails &tensor : model->tensors) {
        const TensorView &view = (*file)->tensors().at(tensor.name);
        EXPECT_EQ(tensor.shape, view.shape) << tensor.name;
        EXPECT_EQ(tensor.state, TensorDetails::State::Used) << tensor.name;
        std::int64_t size = 1;
        for (const std::int64_t side : tensor.shape)
            size *= side;
        elements += size;
    }
    EXPECT_EQ(model->parameters, elements);
    EXPECT_THAT(model->precisions, ElementsAre("F32"));
    EXPECT_GT(model->diskBytes, fs::file_size(base / "model.safetensors"));
}

TEST_F(WorkbenchTest, WhatAFolderLacksIsToldTensorByTensor)
{
    const fs::path base = m_folder.path() / "base";
    {
        const auto whole = SafetensorsFile::open(base / "model.safetensors");
        ASSERT_TRUE(whole) << whole.error().toString();
        std::map<std::string, TensorView> tensors = (*whole)->tensors();
        const TensorView spare = tensors.at("cls.predictions.bias");
        ASSERT_EQ(tensors.erase("cls.predictions.transform.dense.bias"), 1U);
        tensors["spare"] = spare;
        tensors.at("bert.encoder.layer.1.output.dense.bias") = spare;
        ASSERT_TRUE(writeSafetensors(base / "model.safetensors", tensors));
    }
    const auto model = m_workbench->inspectFolder(base);
    ASSERT_TRUE(model) << model.error().toString();
    EXPECT_TRUE(model->isHeadNew);
    EXPECT_TRUE(hasErrors(model->problems));
    std::map<std::string, TensorDetails> wrong;
    for (const TensorDetails &tensor : model->tensors) {
        if (tensor.state != TensorDetails::State::Used)
            wrong[tensor.name] = tensor;
    }
    ASSERT_EQ(wrong.size(), 3U);
    EXPECT_EQ(wrong.at("spare").state, TensorDetails::State::Unexpected);
    const TensorDetails &missing = wrong.at("cls.predictions.transform.dense.bias");
    EXPECT_EQ(missing.state, TensorDetails::State::Missing);
    EXPECT_THAT(missing.shape, ElementsAre(32));
    const TensorDetails &other = wrong.at("bert.encoder.layer.1.output.dense.bias");
    EXPECT_EQ(other.state, TensorDetails::State::Misshaped);
    EXPECT_THAT(other.expectedShape, ElementsAre(32));
    EXPECT_EQ(other.shape, wrong.at("spare").shape);
}

TEST_F(WorkbenchTest, AFolderThatIsNoModelSaysSo)
{
    const auto none = m_workbench->inspectFolder(m_folder.path() / "nowhere");
    ASSERT_FALSE(none);
    EXPECT_EQ(none.error().code, ErrorCode::NotFound);
    EXPECT_FALSE(none.error().hint.empty());
    EXPECT_FALSE(m_workbench->inspectFolder(m_folder.path()));
}

/// A short run with an adapter, and its answers.
class PlaygroundTest : public WorkbenchTest
{
protected:
    void SetUp() override
    {
        WorkbenchTest::SetUp();
        m_recipe.layers.lora.rank = 4;
        m_recipe.training.maxSteps = 24;
        m_recipe.evaluation.reliance = false;
        const fs::path run = m_folder.path() / "run";
        fs::create_directories(run);
        test::RecordingSink sink;
        ASSERT_TRUE(train({ .recipe = m_recipe, .folder = run, .resume = false }, m_folder.path(),
                          m_control, sink));
        m_tuned = { m_folder.path() / "base", run / "final", 1 };
    }
    TrialAnswer ask(const TrialModel &model, const std::string &text,
                    const std::vector<TokenClass> &hidden = {})
    {
        const auto answer = m_workbench->answer({ model, text, {}, hidden }, m_control);
        EXPECT_TRUE(answer) << answer.error().toString();
        return answer.value_or(TrialAnswer {});
    }

    TrialModel m_tuned;
    const std::string m_text = "la casa tiene , un gato grande .";
};

TEST_F(PlaygroundTest, TheAnswerIsThatOfThePredictor)
{
    EXPECT_EQ(m_workbench->taskOf(m_tuned), TaskType::Classification);
    TaskSection task;
    task.maxLength = 0;
    const auto predictor = Predictor::load({ m_tuned.model, m_tuned.adapter, 1 }, task);
    ASSERT_TRUE(predictor) << predictor.error().toString();
    Example question;
    question.text = m_text;
    const auto expected = (*predictor)->predict(question, nullptr);
    ASSERT_TRUE(expected);
    const TrialAnswer answer = ask(m_tuned, m_text);
    EXPECT_EQ(answer.task, TaskType::Classification);
    ASSERT_EQ(answer.scores.size(), 2U);
    for (std::size_t i = 0; i < 2; ++i) {
        EXPECT_EQ(answer.scores[i].label, expected->labels[i].label);
        EXPECT_DOUBLE_EQ(answer.scores[i].probability, expected->labels[i].probability);
    }
    EXPECT_TRUE(answer.hidden.empty());
    TrialModel base = m_tuned;
    base.strength = 0;
    EXPECT_NE(ask(base, m_text).scores[0].probability, answer.scores[0].probability);
}

TEST_F(PlaygroundTest, WhatIsOutOfSightIsReadAsAMask)
{
    const TrialAnswer hidden = ask(m_tuned, m_text, { m_recipe.masking.classes[0] });
    EXPECT_THAT(hidden.hidden, ElementsAre(CodePointSpan { 14, 15 }, CodePointSpan { 31, 32 }));
    const TrialAnswer written = ask(m_tuned, "la casa tiene [MASK] un gato grande [MASK]");
    EXPECT_NEAR(hidden.scores[0].probability, written.scores[0].probability, 1e-6);
    EXPECT_EQ(ask(m_tuned, m_text, { m_recipe.masking.classes[2] }).scores[0].probability,
              ask(m_tuned, m_text).scores[0].probability)
        << "no token of the class";
}

TEST_F(PlaygroundTest, AMaskedModelFillsTheMask)
{
    const TrialModel base { m_folder.path() / "base", {}, 1 };
    EXPECT_EQ(m_workbench->taskOf(base), TaskType::MaskedLm);
    const TrialAnswer answer = ask(base, "la casa [MASK] un gato");
    ASSERT_EQ(answer.places.size(), 1U);
    EXPECT_EQ(answer.places[0].span, (CodePointSpan { 8, 14 }));
    EXPECT_EQ(answer.places[0].scores.size(), 5U);
    const auto none = m_workbench->answer({ base, "sin hueco", {}, {} }, m_control);
    ASSERT_FALSE(none);
    EXPECT_THAT(none.error().message, HasSubstr("[MASK]"));
}

TEST_F(PlaygroundTest, AnEncoderDoesNotContinueAText)
{
    const auto text = m_workbench->continueText({ .model = m_tuned, .prompt = "la casa" },
                                                m_control, [](const std::string &) {});
    ASSERT_FALSE(text);
    EXPECT_EQ(text.error().code, ErrorCode::Unsupported);
    m_control.requestStop();
    const auto stopped = m_workbench->answer({ m_tuned, m_text, {}, {} }, m_control);
    ASSERT_FALSE(stopped);
    EXPECT_EQ(stopped.error().code, ErrorCode::Cancelled);
}

} // namespace
} // namespace tamiz::engine
