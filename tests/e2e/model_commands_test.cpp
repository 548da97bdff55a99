// SPDX-License-Identifier: Apache-2.0
// forward, inspect, export and import as a script sees them.
#include <algorithm>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "core/engine/model/safetensors.h"
#include "tests/support/program.h"

namespace tamiz::cli {

namespace {

namespace fs = std::filesystem;
using engine::SafetensorsFile;
using engine::TensorView;
using nlohmann::json;
using test::Answer;
using ::testing::HasSubstr;

class ModelCommandsTest : public ::testing::Test
{
protected:
    std::string out(const std::string &name) const { return m_folder.path() / name; }

    const fs::path m_model = fs::path(TAMIZ_TEST_DATA) / "hf/bert-seqcls";
    const test::Program m_tamiz { TAMIZ_PROGRAM };
    const test::TemporaryFolder m_folder;
};

std::vector<double> values(const TensorView &view)
{
    std::vector<double> result;
    const std::size_t width = view.dtype == "F64" ? 8 : 4;
    for (std::size_t at = 0; at < view.data.size(); at += width) {
        double wide = 0;
        float narrow = 0;
        std::memcpy(width == 8 ? static_cast<void *>(&wide) : &narrow, view.data.data() + at,
                    width);
        result.push_back(width == 8 ? wide : narrow);
    }
    return result;
}

double difference(const TensorView &a, const TensorView &b)
{
    const std::vector<double> x = values(a);
    const std::vector<double> y = values(b);
    EXPECT_EQ(x.size(), y.size());
    double worst = 0;
    for (std::size_t i = 0; i < std::min(x.size(), y.size()); ++i)
        worst = std::max(worst, std::abs(x[i] - y[i]));
    return worst;
}

TEST_F(ModelCommandsTest, ForwardGivesTheReferenceTensorsUnderTheirNames)
{
    const std::string written = out("out.safetensors");
    for (const std::string variant : { "", "lora_qv", "lora_dora", "lora_pattern" }) {
        test::Program::Arguments forward { "forward",  m_model,
                                           "--input",  m_model / "io.safetensors",
                                           "--prefix", "b0.",
                                           "--grad",   "--json",
                                           "--output", written };
        if (!variant.empty())
            forward.insert(forward.end(), { "--adapter", m_model / variant });
        const Answer answer = m_tamiz(forward);
        ASSERT_EQ(answer.exitCode, 0) << answer.error;
        EXPECT_GT(json::parse(answer.output).at("loss").get<double>(), 0);

        const auto actual = SafetensorsFile::open(written);
        const auto expected = SafetensorsFile::open(m_model / variant / "io.safetensors");
        ASSERT_TRUE(actual && expected);
        std::size_t compared = 0;
        for (const auto &[name, view] : (*expected)->tensors()) {
            if (name != "logits" && !name.starts_with("grad."))
                continue;
            ASSERT_TRUE((*actual)->tensors().contains(name)) << name;
            EXPECT_LE(difference((*actual)->tensors().at(name), view), 5e-5) << name;
            ++compared;
        }
        EXPECT_GT(compared, 10U);
    }
}

TEST_F(ModelCommandsTest, WrongInputIsToldWithItsPlaceAndExitCode)
{
    EXPECT_EQ(m_tamiz({ "forward" }).exitCode, 1);
    EXPECT_EQ(m_tamiz({ "export" }).exitCode, 1);
    EXPECT_EQ(m_tamiz({ "inspect" }).exitCode, 1);

    const auto forward = [this](const std::string &input, test::Program::Arguments more) {
        more.insert(more.begin(),
                    { "forward", m_model, "--input", input, "--output", out("x.safetensors") });
        return m_tamiz(more);
    };
    const std::string input = m_model / "io.safetensors";
    const Answer prefix = forward(input, { "--prefix", "b9." });
    EXPECT_EQ(prefix.exitCode, 2);
    EXPECT_THAT(prefix.error, HasSubstr("'b9.input_ids' is missing"));
    EXPECT_TRUE(prefix.output.empty());

    const Answer head = forward(input, { "--prefix", "b0.", "--head", "sieve" });
    EXPECT_EQ(head.exitCode, 2);
    EXPECT_THAT(head.error, HasSubstr("'sieve'"));

    // Ids of the vocabulary as labels of three classes.
    const Answer label
        = forward(fs::path(TAMIZ_TEST_DATA) / "hf/bert-mlm/io.safetensors", { "--prefix", "b0." });
    EXPECT_EQ(label.exitCode, 2);
    EXPECT_THAT(label.error, HasSubstr("b0.labels"));

    const Answer missing = m_tamiz({ "inspect", out("none") });
    EXPECT_EQ(missing.exitCode, 2);
    EXPECT_THAT(missing.error, HasSubstr("no such model folder"));
    EXPECT_FALSE(fs::exists(out("x.safetensors")));
}

TEST_F(ModelCommandsTest, InspectListsTensorsAndParameters)
{
    const Answer answer = m_tamiz({ "inspect", m_model, "--json" });
    const json model = json::parse(answer.output);
    EXPECT_EQ(model.at("model_type"), "bert");
    EXPECT_EQ(model.at("head"), "sequence-classification");
    EXPECT_EQ(model.at("tensors").size(), 57U);
    EXPECT_EQ(model.at("parameters"), 12160 + 3 * 8544 + 32 * 32 + 32 + 3 * 32 + 3);
    EXPECT_TRUE(model.at("missing").empty());

    const Answer adapter = m_tamiz({ "inspect", m_model / "lora_qv", "--json" });
    EXPECT_EQ(adapter.exitCode, 0);
    EXPECT_EQ(json::parse(adapter.output).at("rank"), 8);
}

TEST_F(ModelCommandsTest, ExportsAnAdapterAndAMergedModelAndImportsThem)
{
    const auto exportAs = [this](const std::string &format, const std::string &name) {
        return m_tamiz({ "export", m_model / "lora_pattern", "--json", "--format", format, "--out",
                         out(name) });
    };
    const Answer merged = exportAs("merged", "merged");
    ASSERT_EQ(merged.exitCode, 0) << merged.error;
    EXPECT_LT(json::parse(merged.output).at("largest_difference").get<double>(), 1e-4);
    EXPECT_TRUE(fs::exists(out("merged/model.safetensors")));
    const Answer peft = exportAs("peft", "peft");
    ASSERT_EQ(peft.exitCode, 0) << peft.error;
    EXPECT_EQ(json::parse(peft.output).at("largest_difference"), 0.0);
    EXPECT_EQ(exportAs("gguf", "other").exitCode, 2);
    EXPECT_EQ(exportAs("peft", "peft").exitCode, 2) << "replaces nothing";

    const Answer imported
        = m_tamiz({ "import", out("merged"), "--json", "--library", out("library") });
    ASSERT_EQ(imported.exitCode, 0) << imported.error;
    EXPECT_EQ(m_tamiz({ "inspect", out("library/merged") }).exitCode, 0);
}

} // namespace

} // namespace tamiz::cli
