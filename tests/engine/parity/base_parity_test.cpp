// SPDX-License-Identifier: Apache-2.0
// The model against Hugging Face transformers: logits, hidden states, losses, every gradient and the
// recorded training runs of each fixture.
#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "parity_support.h"

namespace tamiz::engine::parity {

namespace {

constexpr double kLogitTolerance = 5e-5;
constexpr double kGradientTolerance = 1e-4;
constexpr double kLossTolerance = 1e-4;
// Rounded weights move outputs by their rounding; the fixtures of layout-* have no outputs of their own.
constexpr double kHalfTolerance = 5e-2;

/// How a model computes. On a GPU fp32 has the fused attention, plain spells it out.
struct Setting
{
    Arithmetic arithmetic = Arithmetic::Fp32;
    Device device = Device::Cpu;
    std::string suffix; ///< of the case's name
};

std::unique_ptr<Model> loadModel(const std::string &name, const Setting &setting)
{
    auto model = Model::load(caseFolder(name), {});
    EXPECT_TRUE(model) << model.error().toString();
    if (!model)
        return nullptr;
    const Status moved = (*model)->moveTo(setting.device);
    EXPECT_TRUE(moved) << moved.error().toString();
    (*model)->setArithmetic(setting.arithmetic);
    return std::move(*model);
}

/// Of encoders the reference froze what has "embeddings." or the first layer in its name; Tamiz freezes
/// the projection and relative positions with the embeddings, but there they trained.
void freezeByName(const Model &model)
{
    for (const NamedTensor &parameter : model.parameters()) {
        const auto has
            = [&](const char *part) { return parameter.name.find(part) != std::string::npos; };
        torch::Tensor(parameter.tensor)
            .requires_grad_(!has("embeddings.") && !has("layer.0.") && !has("layer_groups.0."));
    }
}

class BaseParity : public ::testing::TestWithParam<std::tuple<std::string, Setting>>
{
protected:
    void SetUp() override
    {
        if (const std::string reason = skipReason(name(), setting().device); !reason.empty())
            GTEST_SKIP() << reason;
        m_isLayout = name().starts_with("layout-");
        m_reference = caseFolder(m_isLayout ? "bert-seqcls" : name());
        if (!std::filesystem::exists(m_reference / "io.safetensors"))
            GTEST_SKIP() << name() << ": no reference outputs beside it";
        m_io = readTensors(m_reference / "io.safetensors");
        m_batches = readBatches(m_io);
        // The plain path is padded as the reference was; the fast one leaves padding out.
        if (setting().arithmetic != Arithmetic::Plain)
            std::transform(m_batches.begin(), m_batches.end(), m_batches.begin(), withLengths);
        m_model = load(name());
        ASSERT_TRUE(m_model);
    }

    static const std::string &name() { return std::get<0>(GetParam()); }
    static const Setting &setting() { return std::get<1>(GetParam()); }
    static std::string row() { return name() + setting().suffix; }
    static std::unique_ptr<Model> load(const std::string &model)
    {
        return loadModel(model, setting());
    }

    bool m_isLayout = false;
    std::filesystem::path m_reference;
    Tensors m_io;
    std::vector<BatchTensors> m_batches;
    std::unique_ptr<Model> m_model;
};

TEST_P(BaseParity, OutputsEqual)
{
    const bool isHalf = name() == "layout-f16" || name() == "layout-bf16";
    const double tolerance = isHalf ? kHalfTolerance : kLogitTolerance;
    std::vector<torch::Tensor> hidden;
    ForwardContext context;
    context.hiddenStates = &hidden;
    const ModelOutput output = m_model->forward(m_batches[0], context);
    const torch::Tensor mask = m_batches[0].attentionMask; // [B, T]

    const auto compare = [&](const char *name, const torch::Tensor &actual) {
        if (!m_io.contains(std::string("f64.") + name))
            return;
        ASSERT_TRUE(actual.defined()) << name;
        const bool isPerToken
            = m_batches[0].choices == 1 && actual.dim() >= 2 && actual.size(1) == mask.size(1);
        const double difference = largestDifference(actual, m_io.at(std::string("f64.") + name),
                                                    isPerToken ? mask : torch::Tensor());
        record(row(), "logits", difference);
        EXPECT_LE(difference, tolerance) << name;
    };
    compare("logits", output.logits);
    compare("start_logits", output.startLogits);
    compare("end_logits", output.endLogits);

    if (isBundled(name()) && !m_io.contains("hidden.0"))
        return; // left out of the copy
    std::size_t compared = 0;
    for (std::size_t i = 0; m_io.contains("hidden." + std::to_string(i)); ++i) {
        ASSERT_LT(i, hidden.size());
        const double difference
            = largestDifference(hidden[i], m_io.at("hidden." + std::to_string(i)), mask);
        record(row(), "hidden", difference);
        EXPECT_LE(difference, tolerance) << "hidden state " << i;
        ++compared;
    }
    EXPECT_EQ(compared, hidden.size());
}

TEST_P(BaseParity, WeightsOfOtherLayoutsAreTheSameButForTheirRounding)
{
    if (!m_isLayout)
        return;
    const std::unique_ptr<Model> original = load("bert-seqcls");
    ASSERT_TRUE(original);
    const std::vector<NamedTensor> expected = original->parameters();
    const std::vector<NamedTensor> actual = m_model->parameters();
    ASSERT_EQ(actual.size(), expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) {
        torch::Tensor rounded = expected[i].tensor.detach();
        if (name() == "layout-f16")
            rounded = rounded.to(torch::kHalf).to(torch::kFloat);
        if (name() == "layout-bf16")
            rounded = rounded.to(torch::kBFloat16).to(torch::kFloat);
        EXPECT_TRUE(torch::equal(actual[i].tensor.detach(), rounded)) << expected[i].name;
    }
}

TEST_P(BaseParity, LossOfEachBatchEquals)
{
    const nlohmann::json reference = readJson(m_reference / "ref.json");
    const double tolerance = m_isLayout ? kHalfTolerance : kLossTolerance;
    for (std::size_t i = 0; i < m_batches.size(); ++i) {
        for (const bool needsLogits : { true, false }) {
            ForwardContext context;
            context.needsLogits = needsLogits;
            const double loss = m_model->forward(m_batches[i], context).loss.item<double>();
            const double difference = std::abs(loss - reference.at("loss_f64").at(i).get<double>());
            record(row(), "loss", difference);
            EXPECT_LE(difference, tolerance) << "batch " << i << " needsLogits " << needsLogits;
        }
    }
}

TEST_P(BaseParity, EveryGradientEquals)
{
    if (m_isLayout)
        return; // the same weights as bert-seqcls
    for (const bool needsLogits : { true, false }) {
        ForwardContext context;
        context.needsLogits = needsLogits;
        for (const NamedTensor &parameter : m_model->parameters())
            torch::Tensor(parameter.tensor).mutable_grad() = torch::Tensor();
        m_model->forward(m_batches[0], context).loss.backward();

        double scale = 0;
        std::size_t expected = 0;
        for (const auto &[name, tensor] : m_io) {
            if (name.starts_with("f64.grad.")) {
                scale = std::max(scale, tensor.abs().max().item<double>());
                ++expected;
            }
        }
        if (isBundled(name()) && expected == 0)
            return; // left out of the copy; the training runs go through all of them
        const std::vector<NamedTensor> parameters = m_model->parameters();
        EXPECT_EQ(parameters.size(), expected);
        for (const NamedTensor &parameter : parameters) {
            const auto found = m_io.find("f64.grad." + parameter.name);
            ASSERT_NE(found, m_io.end()) << parameter.name;
            ASSERT_TRUE(parameter.tensor.grad().defined()) << parameter.name;
            const double difference
                = relativeDifference(parameter.tensor.grad(), found->second, scale);
            record(row(), "gradient", difference);
            EXPECT_LE(difference, kGradientTolerance) << parameter.name;
        }
    }
}

TEST_P(BaseParity, TrainingRunsEqualStepByStep)
{
    if (m_isLayout)
        return;
    const nlohmann::json reference = readJson(m_reference / "ref.json");
    for (const auto &[runName, run] : reference.at("runs").items()) {
        SCOPED_TRACE("run " + runName);
        const std::unique_ptr<Model> model = load(name());
        LayersSection layers;
        if (run.contains("frozen")) {
            ASSERT_EQ(run.at("frozen"), "embeddings and layer 0");
            layers.freezeEmbeddings = true;
            layers.freezeLayers = { 0 };
        }
        const Status configured = model->configure(layers, 1);
        ASSERT_TRUE(configured) << configured.error().toString();
        if (run.contains("frozen") && !model->config().decoder)
            freezeByName(*model);
        const RunDifference worst = repeatRun(*model, run, m_batches);
        record(row(), "run loss", worst.loss);
        record(row(), "run norm", worst.norm);
        EXPECT_LE(worst.loss, kLossTolerance);
        EXPECT_LE(worst.norm, 1e-3);
        EXPECT_LE(worst.rate, 1e-12);

        const std::filesystem::path file = m_reference / ("after_" + runName + ".safetensors");
        if (isBundled(name()) && !std::filesystem::exists(file))
            continue; // left out of the copy to keep it small
        const Tensors after = readTensors(file);
        const double rate = run.at("lr");
        // AdamW makes whole steps of a gradient that vanishes in exact arithmetic, either way.
        const double limit = setting().device == Device::Cuda ? 12 : 6; // of six steps
        EXPECT_EQ(after.size(), model->parameters().size());
        for (const NamedTensor &parameter : model->parameters()) {
            ASSERT_TRUE(after.contains(parameter.name)) << parameter.name;
            const double difference
                = largestDifference(parameter.tensor, after.at(parameter.name)) / rate;
            record(row(), "after/lr", difference);
            EXPECT_LE(difference, limit) << parameter.name;
        }
    }
}

INSTANTIATE_TEST_SUITE_P(
    Fixtures, BaseParity,
    ::testing::Combine(::testing::ValuesIn(modelCases()),
                       ::testing::Values(Setting { Arithmetic::Plain, Device::Cpu, "_plain" },
                                         Setting { Arithmetic::Fp32, Device::Cpu, "" },
                                         Setting { Arithmetic::Plain, Device::Cuda, "_cuda_plain" },
                                         Setting { Arithmetic::Fp32, Device::Cuda, "_cuda" })),
    [](const auto &testInfo) {
        return testName(std::get<0>(testInfo.param)) + std::get<1>(testInfo.param).suffix;
    });

} // namespace

} // namespace tamiz::engine::parity
