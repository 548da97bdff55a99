// SPDX-License-Identifier: Apache-2.0
// Greedy continuation against transformers' generate(), with and without a cache.
#include <gtest/gtest.h>

#include "core/engine/generate/token_loop.h"
#include "core/engine/model/decoder.h"
#include "parity_support.h"

namespace tamiz::engine::parity {

namespace {

std::vector<std::string> decoderCases()
{
    std::vector<std::string> cases;
    for (const std::string &name : modelCases()) {
        if (name.ends_with("-lm"))
            cases.push_back(name);
    }
    return cases;
}

std::vector<std::int64_t> row(const torch::Tensor &ids, std::int64_t index)
{
    const torch::Tensor values = ids[index].contiguous(); // [T]
    return { values.data_ptr<std::int64_t>(), values.data_ptr<std::int64_t>() + values.numel() };
}

using Case = std::tuple<std::string, Device>;

class GenerationParity : public ::testing::TestWithParam<Case>
{
protected:
    void SetUp() override
    {
        const auto &[name, device] = GetParam();
        if (const std::string reason = skipReason(name, device); !reason.empty())
            GTEST_SKIP() << reason;
        m_folder = caseFolder(name);
        m_io = readTensors(m_folder / "io.safetensors");
        if (!m_io.contains("prompt"))
            GTEST_SKIP() << name << ": no generated tokens recorded";
        auto model = Model::load(m_folder, {});
        ASSERT_TRUE(model) << model.error().toString();
        m_model = std::move(*model);
        const Status moved = m_model->moveTo(device);
        ASSERT_TRUE(moved) << moved.error().toString();
    }

    std::filesystem::path m_folder;
    Tensors m_io;
    std::unique_ptr<Model> m_model;
};

TEST_P(GenerationParity, GreedyTokensEqual)
{
    const torch::Tensor prompts = m_io.at("prompt"); // [B, T]
    const torch::Tensor expected = m_io.at("generated"); // [B, T + new]
    const std::int64_t end = readJson(m_folder / "config.json").at("eos_token_id");
    const std::int64_t length = prompts.size(1);
    TokenLoopOptions options;
    options.maxNewTokens = expected.size(1) - length;
    options.endIds = { end };
    for (std::int64_t i = 0; i < prompts.size(0); ++i) {
        std::vector<std::int64_t> wanted = row(expected, i);
        wanted.erase(wanted.begin(), wanted.begin() + length);
        wanted.erase(std::find(wanted.begin(), wanted.end(), end), wanted.end());
        const auto tokens = continueTokens(*m_model, row(prompts, i), options,
                                           [](std::int64_t) { return StopReason::Length; });
        ASSERT_TRUE(tokens) << tokens.error().toString();
        EXPECT_EQ(tokens->ids, wanted) << "row " << i;
    }
}

TEST_P(GenerationParity, TheCacheChangesNothing)
{
    const std::vector<std::int64_t> ids = row(m_io.at("generated"), 0);
    KeyValueCache cache;
    torch::Tensor stepwise; // [V]
    std::size_t read = 0;
    for (const std::size_t count : { std::size_t { 3 }, std::size_t { 1 }, ids.size() - 4 }) {
        stepwise
            = m_model->nextTokenScores({ ids.begin() + static_cast<std::ptrdiff_t>(read),
                                         ids.begin() + static_cast<std::ptrdiff_t>(read + count) },
                                       cache);
        read += count;
    }
    KeyValueCache fresh;
    const torch::Tensor whole = m_model->nextTokenScores(ids, fresh); // [V]
    EXPECT_LE(largestDifference(stepwise, whole), 5e-5);
}

std::string caseName(const ::testing::TestParamInfo<Case> &testInfo)
{
    const auto &[name, device] = testInfo.param;
    return testName(name) + (device == Device::Cuda ? "_cuda" : "");
}

GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(GenerationParity);
INSTANTIATE_TEST_SUITE_P(Fixtures, GenerationParity,
                         ::testing::Combine(::testing::ValuesIn(decoderCases()),
                                            ::testing::Values(Device::Cpu, Device::Cuda)),
                         caseName);

} // namespace

} // namespace tamiz::engine::parity
