// SPDX-License-Identifier: Apache-2.0
// forward, inspect, export and import as a script sees them.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <string>
#include <vector>

#include <sys/wait.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "core/engine/model/safetensors.h"
#include "tests/support/temporary_folder.h"

namespace tamiz::cli {

namespace {

namespace fs = std::filesystem;
using engine::SafetensorsFile;
using engine::TensorView;
using nlohmann::json;
using ::testing::HasSubstr;

struct Answer
{
    int exitCode = -1;
    std::string output;
    std::string error;
};

class ModelCommandsTest : public ::testing::Test
{
protected:
    Answer run(const std::string &arguments) const
    {
        const fs::path error = m_folder.path() / "stderr.txt";
        const std::string command
            = std::string(TAMIZ_PROGRAM) + " " + arguments + " 2> " + error.string();
        Answer answer;
        std::FILE *pipe = ::popen(command.c_str(), "r");
        std::array<char, 4096> block {};
        for (std::size_t count = 0; (count = std::fread(block.data(), 1, block.size(), pipe)) > 0;)
            answer.output.append(block.data(), count);
        const int status = ::pclose(pipe);
        answer.exitCode = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
        if (std::FILE *file = std::fopen(error.c_str(), "r")) {
            for (std::size_t count = 0;
                 (count = std::fread(block.data(), 1, block.size(), file)) > 0;)
                answer.error.append(block.data(), count);
            std::fclose(file);
        }
        return answer;
    }

    fs::path out(const char *name) const { return m_folder.path() / name; }

    const fs::path m_model = fs::path(TAMIZ_TEST_DATA) / "hf/bert-seqcls";
    test::TemporaryFolder m_folder;
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
    const std::string common = "forward " + m_model.string() + " --input "
        + (m_model / "io.safetensors").string() + " --prefix b0. --grad --json --output ";
    for (const std::string variant : { "", "lora_qv", "lora_dora", "lora_pattern" }) {
        const fs::path written = out("out.safetensors");
        const std::string adapter
            = variant.empty() ? "" : " --adapter " + (m_model / variant).string();
        const Answer answer = run(common + written.string() + adapter);
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
    const std::string input = " --input " + (m_model / "io.safetensors").string() + " --output "
        + out("x.safetensors").string();
    const Answer usage = run("forward");
    EXPECT_EQ(usage.exitCode, 1);
    EXPECT_EQ(run("export").exitCode, 1);
    EXPECT_EQ(run("inspect").exitCode, 1);

    const Answer prefix = run("forward " + m_model.string() + input + " --prefix b9.");
    EXPECT_EQ(prefix.exitCode, 2);
    EXPECT_THAT(prefix.error, HasSubstr("'b9.input_ids' is missing"));
    EXPECT_TRUE(prefix.output.empty());

    const Answer head = run("forward " + m_model.string() + input + " --prefix b0. --head sieve");
    EXPECT_EQ(head.exitCode, 2);
    EXPECT_THAT(head.error, HasSubstr("'sieve'"));

    // Ids of the vocabulary as labels of three classes.
    const Answer label = run("forward " + m_model.string() + " --input "
                             + (fs::path(TAMIZ_TEST_DATA) / "hf/bert-mlm/io.safetensors").string()
                             + " --prefix b0. --output " + out("x.safetensors").string());
    EXPECT_EQ(label.exitCode, 2);
    EXPECT_THAT(label.error, HasSubstr("b0.labels"));

    const Answer missing = run("inspect " + out("none").string());
    EXPECT_EQ(missing.exitCode, 2);
    EXPECT_THAT(missing.error, HasSubstr("no such model folder"));
    EXPECT_FALSE(fs::exists(out("x.safetensors")));
}

TEST_F(ModelCommandsTest, InspectListsTensorsAndParameters)
{
    const Answer answer = run("inspect " + m_model.string() + " --json");
    const json model = json::parse(answer.output);
    EXPECT_EQ(model.at("model_type"), "bert");
    EXPECT_EQ(model.at("head"), "sequence-classification");
    EXPECT_EQ(model.at("tensors").size(), 57U);
    EXPECT_EQ(model.at("parameters"), 12160 + 3 * 8544 + 32 * 32 + 32 + 3 * 32 + 3);
    EXPECT_TRUE(model.at("missing").empty());

    const Answer adapter = run("inspect " + (m_model / "lora_qv").string() + " --json");
    EXPECT_EQ(adapter.exitCode, 0);
    EXPECT_EQ(json::parse(adapter.output).at("rank"), 8);
}

TEST_F(ModelCommandsTest, ExportsAnAdapterAndAMergedModelAndImportsThem)
{
    const std::string source
        = "export " + (m_model / "lora_pattern").string() + " --json --format ";
    const Answer merged = run(source + "merged --out " + out("merged").string());
    ASSERT_EQ(merged.exitCode, 0) << merged.error;
    EXPECT_LT(json::parse(merged.output).at("largest_difference").get<double>(), 1e-4);
    EXPECT_TRUE(fs::exists(out("merged") / "model.safetensors"));
    const Answer peft = run(source + "peft --out " + out("peft").string());
    ASSERT_EQ(peft.exitCode, 0) << peft.error;
    EXPECT_EQ(json::parse(peft.output).at("largest_difference"), 0.0);
    EXPECT_EQ(run(source + "gguf --out " + out("other").string()).exitCode, 2);
    EXPECT_EQ(run(source + "peft --out " + out("peft").string()).exitCode, 2) << "replaces nothing";

    const Answer imported
        = run("import " + out("merged").string() + " --json --library " + out("library").string());
    ASSERT_EQ(imported.exitCode, 0) << imported.error;
    EXPECT_EQ(run("inspect " + (out("library") / "merged").string()).exitCode, 0);
}

} // namespace

} // namespace tamiz::cli
