// SPDX-License-Identifier: Apache-2.0
// Heads that the fixtures of transformers do not have, against values that PyTorch computed by hand from
// the formulas that transformers documents (tests/data/heads/make_heads.py): not against that library.
#include <fstream>

#include <gtest/gtest.h>

#include "core/engine/model/tensor_files.h"
#include "parity_support.h"
#include "tests/support/temporary_folder.h"

namespace tamiz::engine::parity {

namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using tamiz::test::TemporaryFolder;

constexpr double kTolerance = 5e-5;
constexpr double kGradientTolerance = 1e-4;

fs::path headFolder()
{
    return fs::path(TAMIZ_TEST_DATA) / "heads";
}

std::vector<std::string> headCases()
{
    std::vector<std::string> names;
    const json cases = readJson(headFolder() / "cases.json");
    for (const auto &[name, settings] : cases.items())
        names.push_back(name);
    return names;
}

class HeadReference : public ::testing::TestWithParam<std::string>
{
protected:
    void SetUp() override
    {
        m_case = readJson(headFolder() / "cases.json").at(GetParam());
        m_fixture = caseFolder(m_case.at("fixture"));
        if (!fs::exists(m_fixture / "model.safetensors"))
            GTEST_SKIP() << "needs the fixture " << m_case.at("fixture");
        m_expected = readTensors(headFolder() / (GetParam() + ".safetensors"));
        writeModel();
    }

    /// The fixture's body under the case's head, as transformers lays such a folder out.
    void writeModel() const
    {
        json config = readJson(m_fixture / "config.json");
        config["architectures"] = { m_case.at("architecture") };
        config.erase("id2label");
        config.erase("label2id");
        config["num_labels"] = m_case.at("labels");
        if (m_case.contains("problem_type"))
            config["problem_type"] = m_case.at("problem_type");
        std::ofstream(m_folder.path() / "config.json") << config;

        Tensors tensors = readTensors(m_fixture / "model.safetensors");
        std::erase_if(tensors,
                      [](const auto &entry) { return entry.first.find("classifier") == 0; });
        for (const auto &[name, tensor] : m_expected) {
            if (name.starts_with("w."))
                tensors[name.substr(2)] = tensor;
        }
        std::vector<NamedTensor> list;
        for (const auto &[name, tensor] : tensors)
            list.push_back({ name, tensor });
        ASSERT_TRUE(saveTensors(m_folder.path() / "model.safetensors", list));
    }

    BatchTensors batch() const
    {
        BatchTensors batch = readBatches(readTensors(m_fixture / "io.safetensors")).front();
        batch.labels = torch::Tensor();
        const torch::Tensor &labels = m_expected.at("labels");
        if (labels.is_floating_point())
            batch.targets = labels.reshape({ 4, -1 });
        else
            batch.labels = labels;
        batch.choices = batch.inputIds.size(0) / m_expected.at("logits").size(0);
        return batch;
    }

    json m_case;
    fs::path m_fixture;
    Tensors m_expected;
    TemporaryFolder m_folder;
};

TEST_P(HeadReference, OutputsLossAndGradientsEqual)
{
    for (const Arithmetic arithmetic : { Arithmetic::Plain, Arithmetic::Fp32 }) {
        const auto model = Model::load(m_folder.path(), {});
        ASSERT_TRUE(model) << model.error().toString();
        EXPECT_TRUE((*model)->loadReport().missing.empty()) << (*model)->loadReport().missing[0];
        (*model)->setArithmetic(arithmetic);
        const BatchTensors asked = arithmetic == Arithmetic::Plain ? batch() : withLengths(batch());
        const ModelOutput output = (*model)->forward(asked, {});
        EXPECT_LE(largestDifference(output.logits, m_expected.at("logits")), kTolerance);
        ASSERT_TRUE(output.loss.defined());
        EXPECT_NEAR(output.loss.item<double>(), m_expected.at("loss").item<double>(), kTolerance);

        output.loss.backward();
        std::size_t compared = 0;
        for (const NamedTensor &parameter : (*model)->parameters()) {
            const auto expected = m_expected.find("grad." + parameter.name);
            if (expected == m_expected.end())
                continue;
            ++compared;
            EXPECT_LE(largestDifference(parameter.tensor.grad(), expected->second),
                      kGradientTolerance)
                << parameter.name;
        }
        EXPECT_EQ(compared, 4U) << "dense layer and classifier, weight and bias each";
    }
}

TEST_P(HeadReference, SavedFolderSaysWhatItIs)
{
    const auto model = Model::load(m_folder.path(), {});
    ASSERT_TRUE(model) << model.error().toString();
    const TemporaryFolder again;
    ASSERT_TRUE((*model)->saveModel(again.path()));
    const json config = readJson(again.path() / "config.json");
    EXPECT_EQ(config.at("architectures"), json({ m_case.at("architecture") }));
    EXPECT_EQ(config.value("problem_type", json()), m_case.value("problem_type", json()));
    EXPECT_EQ(config.at("id2label").size(), m_case.at("labels"));
    const auto reloaded = Model::load(again.path(), {});
    ASSERT_TRUE(reloaded) << reloaded.error().toString();
    EXPECT_TRUE(torch::equal((*reloaded)->forward(batch(), {}).logits,
                             (*model)->forward(batch(), {}).logits));
}

INSTANTIATE_TEST_SUITE_P(Heads, HeadReference, ::testing::ValuesIn(headCases()),
                         [](const auto &one) { return testName(one.param); });

} // namespace

} // namespace tamiz::engine::parity
