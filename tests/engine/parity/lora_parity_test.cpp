// SPDX-License-Identifier: Apache-2.0
// Adapters that PEFT wrote: outputs, gradients, training, merging, and writing them again.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "parity_support.h"

namespace tamiz::engine::parity {

namespace fs = std::filesystem;

namespace {

constexpr double kLogitTolerance = 5e-5;
constexpr double kGradientTolerance = 1e-4;
constexpr double kLossTolerance = 1e-4;

struct Variant
{
    std::string model;
    std::string variant; ///< folder name: "lora_qv"
    Device device = Device::Cpu;
};

std::vector<Variant> variants()
{
    std::vector<Variant> found;
    for (const std::string &model : modelCases()) {
        std::vector<std::string> names;
        for (const fs::directory_entry &entry : fs::directory_iterator(caseFolder(model))) {
            if (entry.path().filename().string().starts_with("lora_"))
                names.push_back(entry.path().filename());
        }
        std::sort(names.begin(), names.end());
        for (const std::string &name : names) {
            found.push_back({ model, name, Device::Cpu });
            found.push_back({ model, name, Device::Cuda });
        }
    }
    return found;
}

std::string suffix(const Variant &variant)
{
    return variant.device == Device::Cuda ? "_cuda" : "";
}

/// PEFT's name of a parameter in memory -> ours.
std::string ourName(std::string name)
{
    for (const std::string part :
         { "base_model.model.", ".modules_to_save", ".base_layer", ".default" }) {
        for (std::size_t at = name.find(part); at != std::string::npos; at = name.find(part))
            name.erase(at, part.size());
    }
    return name;
}

class LoraParity : public ::testing::TestWithParam<Variant>
{
protected:
    void SetUp() override
    {
        if (const std::string reason = skipReason(GetParam().model, GetParam().device);
            !reason.empty())
            GTEST_SKIP() << GetParam().variant << " of " << reason;
        m_base = caseFolder(GetParam().model);
        m_folder = m_base / GetParam().variant;
        m_row = GetParam().model + " " + GetParam().variant.substr(5) + suffix(GetParam());
        m_io = readTensors(m_folder / "io.safetensors");
        m_batches = readBatches(readTensors(m_base / "io.safetensors"));
        m_model = load(m_folder);
        ASSERT_TRUE(m_model);
    }

    std::unique_ptr<Model> load(const fs::path &adapter) const
    {
        auto model = Model::load(m_base, {});
        EXPECT_TRUE(model) << model.error().toString();
        if (!model)
            return nullptr;
        const Status loaded = (*model)->loadAdapter(adapter);
        EXPECT_TRUE(loaded) << loaded.error().toString();
        const Status moved = (*model)->moveTo(GetParam().device);
        EXPECT_TRUE(moved) << moved.error().toString();
        return std::move(*model);
    }

    double logitDifference(const Model &model, const std::string &expected) const
    {
        const torch::Tensor logits = model.forward(m_batches[0], {}).logits;
        const bool isPerToken = logits.dim() == 3;
        return largestDifference(logits, m_io.at(expected),
                                 isPerToken ? m_batches[0].attentionMask : torch::Tensor());
    }

    fs::path m_base, m_folder;
    std::string m_row;
    Tensors m_io;
    std::vector<BatchTensors> m_batches;
    std::unique_ptr<Model> m_model;
};

TEST_P(LoraParity, LogitsAndGradientsEqual)
{
    const double difference = logitDifference(*m_model, "logits");
    record(m_row, "logits", difference);
    EXPECT_LE(difference, kLogitTolerance);

    const torch::Tensor loss = m_model->forward(m_batches[0], {}).loss;
    const double expectedLoss = readJson(m_folder / "ref.json").at("loss");
    record(m_row, "loss", std::abs(loss.item<double>() - expectedLoss));
    EXPECT_NEAR(loss.item<double>(), expectedLoss, kLossTolerance);
    loss.backward();

    std::map<std::string, torch::Tensor> expected;
    double scale = 0;
    for (const auto &[name, tensor] : m_io) {
        if (name.starts_with("grad.")) {
            expected[ourName(name.substr(5))] = tensor;
            scale = std::max(scale, tensor.abs().max().item<double>());
        }
    }
    const std::vector<NamedTensor> trainable = m_model->trainableParameters();
    EXPECT_EQ(trainable.size(), expected.size());
    for (const NamedTensor &parameter : trainable) {
        ASSERT_TRUE(expected.contains(parameter.name)) << parameter.name;
        ASSERT_TRUE(parameter.tensor.grad().defined()) << parameter.name;
        // The reference has float32 only here: what vanishes in exact arithmetic is noise in both.
        const torch::Tensor &reference = expected[parameter.name];
        const bool isNoise = reference.abs().max().item<double>() < 1e-5 * scale;
        const double gradient = isNoise
            ? largestDifference(parameter.tensor.grad(), reference) / scale
            : relativeDifference(parameter.tensor.grad(), reference, scale);
        record(m_row, "gradient", gradient);
        EXPECT_LE(gradient, kGradientTolerance) << parameter.name;
    }
}

TEST_P(LoraParity, TrainingEqualsStepByStep)
{
    const nlohmann::json reference = readJson(m_folder / "ref.json");
    const RunDifference worst = repeatRun(*m_model, reference.at("run"), m_batches);
    record(m_row, "run loss", worst.loss);
    record(m_row, "run norm", worst.norm);
    EXPECT_LE(worst.loss, kLossTolerance);
    EXPECT_LE(worst.norm, 1e-3);

    const double rate = reference.at("run").at("lr");
    std::map<std::string, torch::Tensor> after;
    for (const auto &[name, tensor] : readTensors(m_folder / "trained/adapter_model.safetensors"))
        after[ourName(name)] = tensor;
    std::size_t compared = 0;
    for (const NamedTensor &parameter : m_model->trainableParameters()) {
        if (!after.contains(parameter.name)) {
            // PEFT 0.10 does not save the biases of lora_only.
            EXPECT_TRUE(parameter.name.ends_with(".bias")) << parameter.name;
            continue;
        }
        const double difference
            = largestDifference(parameter.tensor, after.at(parameter.name)) / rate;
        record(m_row, "after/lr", difference);
        EXPECT_LE(difference, 6) << parameter.name;
        ++compared;
    }
    EXPECT_GT(compared, 0U);
}

TEST_P(LoraParity, TheTrainedAdapterGivesItsLogits)
{
    const std::unique_ptr<Model> trained = load(m_folder / "trained");
    ASSERT_TRUE(trained);
    if (GetParam().variant == "lora_bias")
        return; // its biases are not in the file, see above
    const double difference = logitDifference(*trained, "trained_logits");
    record(m_row, "logits", difference);
    EXPECT_LE(difference, kLogitTolerance);
}

TEST_P(LoraParity, MergingEquals)
{
    const Status merged = m_model->merge();
    ASSERT_TRUE(merged) << merged.error().toString();
    EXPECT_FALSE(m_model->hasAdapter());
    const double difference = logitDifference(*m_model, "merged_logits");
    record(m_row, "merged", difference);
    EXPECT_LE(difference, kLogitTolerance);

    if (isBundled(GetParam().model) && !fs::exists(m_folder / "merged"))
        return; // left out of the copy to keep it small
    const Tensors expected = readTensors(m_folder / "merged/model.safetensors");
    for (const NamedTensor &parameter : m_model->parameters()) {
        ASSERT_TRUE(expected.contains(parameter.name)) << parameter.name;
        EXPECT_LE(largestDifference(parameter.tensor, expected.at(parameter.name)), 1e-6)
            << parameter.name;
    }
}

TEST_P(LoraParity, WritesWhatPeftWrote)
{
    const fs::path folder = fs::path(::testing::TempDir()) / ("tamiz_" + testName(m_row));
    fs::remove_all(folder);
    const Status saved = m_model->saveAdapter(folder, "..");
    ASSERT_TRUE(saved) << saved.error().toString();

    Tensors expected = readTensors(m_folder / "adapter_model.safetensors");
    std::erase_if(expected, [](const auto &entry) { // quirks of PEFT 0.10 with bias = all
        return entry.first.find("original_module") != std::string::npos
            || entry.first.find("modules_to_save") != std::string::npos;
    });
    const Tensors written = readTensors(folder / "adapter_model.safetensors");
    for (const auto &[name, tensor] : expected) {
        ASSERT_TRUE(written.contains(name)) << name;
        EXPECT_TRUE(torch::equal(written.at(name), tensor)) << name;
    }
    for (const auto &[name, tensor] : written)
        EXPECT_TRUE(expected.contains(name) || name.ends_with(".base_layer.bias")) << name;

    nlohmann::json theirs = readJson(m_folder / "adapter_config.json");
    nlohmann::json ours = readJson(folder / "adapter_config.json");
    for (const auto &[key, value] : theirs.items()) {
        ASSERT_TRUE(ours.contains(key)) << key;
        // Which modules is said in another way; the head is named although PEFT adds it by itself.
        const bool isOtherwiseSaid = key == "target_modules" || key == "layers_to_transform"
            || key == "modules_to_save" || key.ends_with("_pattern") || key == "r"
            || key == "lora_alpha";
        if (!isOtherwiseSaid) {
            EXPECT_EQ(ours[key], value) << key;
        }
    }
    EXPECT_EQ(ours.size(), theirs.size());

    const std::unique_ptr<Model> again = load(folder);
    ASSERT_TRUE(again);
    EXPECT_TRUE(torch::equal(again->forward(m_batches[0], {}).logits,
                             m_model->forward(m_batches[0], {}).logits));
    fs::remove_all(folder);
}

GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(LoraParity);
INSTANTIATE_TEST_SUITE_P(Fixtures, LoraParity, ::testing::ValuesIn(variants()),
                         [](const auto &testInfo) {
                             return testName(testInfo.param.model + "_" + testInfo.param.variant)
                                 + suffix(testInfo.param);
                         });

} // namespace

} // namespace tamiz::engine::parity
