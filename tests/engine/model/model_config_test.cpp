// SPDX-License-Identifier: Apache-2.0
#include <fstream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "core/base/files.h"
#include "core/base/random.h"
#include "core/engine/adapters/peft_config.h"
#include "core/engine/model/model_config.h"
#include "core/engine/model/safetensors.h"
#include "core/engine/model/weight_files.h"
#include "tests/support/temporary_folder.h"

namespace tamiz::engine {

namespace {

using nlohmann::json;
using test::TemporaryFolder;
using ::testing::HasSubstr;

json goodConfig()
{
    return json::parse(R"({"model_type":"bert","architectures":["BertForMaskedLM"],"vocab_size":100,
        "hidden_size":32,"num_hidden_layers":2,"num_attention_heads":4,"intermediate_size":64,
        "max_position_embeddings":40,"hidden_dropout_prob":0.2,"classifier_dropout":null,
        "some_new_key":{"kept":[1,2]}})");
}

std::string errorOf(const json &config)
{
    const auto parsed = ModelConfig::parse(config.dump(), "dir/config.json");
    return parsed ? "parsed" : parsed.error().toString();
}

TEST(ModelConfigTest, ReadsAndWritesAndKeepsUnknownKeys)
{
    const auto config = ModelConfig::parse(goodConfig().dump(), "x");
    ASSERT_TRUE(config) << config.error().toString();
    EXPECT_EQ(config->head(), HeadKind::MaskedLm);
    EXPECT_EQ(config->hiddenSize, 32);
    EXPECT_EQ(config->classifierDropout, 0.2) << "null means the hidden dropout";
    EXPECT_EQ(config->id2label.size(), 2U);

    const json written = json::parse(config->toJson());
    EXPECT_EQ(written["some_new_key"], goodConfig()["some_new_key"]);
    EXPECT_EQ(written["label2id"]["LABEL_1"], 1);
    const auto again = ModelConfig::parse(config->toJson(), "x");
    ASSERT_TRUE(again);
    EXPECT_EQ(again->toJson(), config->toJson());
}

TEST(ModelConfigTest, ErrorsNameFileKeyAndValue)
{
    const std::tuple<const char *, json, const char *> wrong[] = {
        { "model_type", "marsupial", "'marsupial'" },
        { "hidden_size", 0, "'hidden_size' is 0" },
        { "hidden_size", 33, "not a multiple" },
        { "hidden_size", "32", "'hidden_size' is \"32\"" },
        { "num_hidden_layers", 1e9, "'num_hidden_layers'" },
        { "num_hidden_layers", 18446744073709551615ULL, "must be in" },
        { "vocab_size", nullptr, "'vocab_size' is missing" },
        { "pad_token_id", 100, "outside the vocabulary" },
        { "hidden_dropout_prob", 1.5, "out of range" },
        { "hidden_act", "sine", "'sine'" },
        { "position_embedding_type", "relative_key", "'relative_key'" },
        { "is_decoder", true, "is_decoder" },
        { "id2label", json::parse(R"({"0":"a","2":"b"})"), "without holes" },
        { "id2label", json::parse(R"({"x":"a"})"), "ids must be numbers" },
        { "architectures", "BertModel", "a list was expected" },
    };
    for (const auto &[key, value, part] : wrong) {
        json config = goodConfig();
        config[key] = value;
        EXPECT_THAT(errorOf(config), HasSubstr(part)) << key;
        EXPECT_THAT(errorOf(config), HasSubstr("dir/config.json")) << key;
    }
    EXPECT_FALSE(ModelConfig::parse(std::string(2'000'000, '['), "x"));
    EXPECT_FALSE(ModelConfig::parse("{\"a\":" + std::string(100'000, '['), "x"));
    EXPECT_FALSE(ModelConfig::parse("", "x"));
    EXPECT_THAT(ModelConfig::load("/no/such/folder").error().toString(),
                HasSubstr("/no/such/folder"));
}

TEST(ModelConfigTest, NoChangeOfAByteCrashesIt)
{
    const std::string good = goodConfig().dump();
    const CounterRandom random(3);
    for (std::uint64_t draw = 0; draw < 2000; ++draw) {
        std::string text = good;
        text[random.at(draw).below(text.size(), 0)]
            = static_cast<char>(random.at(draw).below(256, 1));
        const auto config = ModelConfig::parse(text, "x");
        if (config) {
            EXPECT_GT(config->heads, 0);
            EXPECT_EQ(config->hiddenSize % config->heads, 0);
        }
    }
}

TEST(PeftConfigTest, PatternsNameModulesByTheirEndOrByAnExpression)
{
    const auto config = PeftConfig::parse(R"({"peft_type":"LORA","r":8,"lora_alpha":16,
        "target_modules":["query"],"rank_pattern":{"layer\\.[01]\\..*query":2,"key":3},
        "alpha_pattern":{"bert.encoder.layer.4.attention.self.query":5}})",
                                          "x");
    ASSERT_TRUE(config) << config.error().toString();
    EXPECT_EQ(*config->rankOf("bert.encoder.layer.1.attention.self.query"), 2);
    EXPECT_EQ(*config->rankOf("bert.encoder.layer.2.attention.self.query"), 8);
    EXPECT_EQ(*config->rankOf("bert.encoder.layer.2.attention.self.key"), 3);
    EXPECT_EQ(*config->rankOf("bert.encoder.layer.2.monkey"), 8);
    EXPECT_EQ(*config->alphaOf("bert.encoder.layer.4.attention.self.query"), 5);
}

TEST(PeftConfigTest, WhatIsNotUnderstoodIsRefused)
{
    const auto errorOfText = [](const std::string &text) {
        const auto config = PeftConfig::parse(text, "dir/adapter_config.json");
        return config ? std::string("parsed") : config.error().toString();
    };
    EXPECT_THAT(errorOfText("{}"), HasSubstr("'peft_type' is missing"));
    EXPECT_THAT(errorOfText(R"({"architecture":"lora"})"), HasSubstr("AdapterHub"));
    EXPECT_THAT(errorOfText(R"({"peft_type":"IA3"})"), HasSubstr("\"IA3\""));
    EXPECT_THAT(errorOfText(R"({"peft_type":"LORA","r":0})"), HasSubstr("'r' is 0"));
    EXPECT_THAT(errorOfText(R"({"peft_type":"LORA","r":"8"})"), HasSubstr("'r' is \"8\""));
    EXPECT_THAT(errorOfText(R"({"peft_type":"LORA","lora_dropout":1})"), HasSubstr("lora_dropout"));
    EXPECT_THAT(errorOfText(R"({"peft_type":"LORA","bias":"some"})"), HasSubstr("'some'"));
    EXPECT_THAT(errorOfText(R"({"peft_type":"LORA","use_qalora":true})"), HasSubstr("use_qalora"));
    EXPECT_THAT(errorOfText(std::string(1'000'000, '{')), HasSubstr("not a JSON object"));
    EXPECT_EQ(errorOfText(R"({"peft_type":"LORA","some_new_key":3,"use_qalora":false})"), "parsed");

    const auto slow
        = PeftConfig::parse(R"({"peft_type":"LORA","rank_pattern":{"(a|a?)+b":2}})", "x");
    ASSERT_TRUE(slow);
    EXPECT_FALSE(slow->rankOf(std::string(200, 'a')).has_value())
        << "a hostile expression ends in time";
}

TEST(WeightFilesTest, ShardsStayInsideTheirFolder)
{
    const TemporaryFolder folder;
    const auto errorOfIndex = [&](const std::string &text) {
        std::ofstream(folder.path() / "model.safetensors.index.json", std::ios::trunc) << text;
        const auto files = WeightFiles::open(folder.path());
        return files ? std::string("opened") : files.error().toString();
    };
    EXPECT_THAT(errorOfIndex(R"({"weight_map":{"w":"../secret.safetensors"}})"),
                HasSubstr("../secret"));
    EXPECT_THAT(errorOfIndex(R"({"weight_map":{"w":"/etc/passwd"}})"), HasSubstr("/etc/passwd"));
    EXPECT_THAT(errorOfIndex(R"({"weight_map":{"w":7}})"), HasSubstr("7"));
    EXPECT_THAT(errorOfIndex(R"({"weight_map":[]})"), HasSubstr("weight_map"));
    EXPECT_THAT(errorOfIndex(R"({"weight_map":{"w":"gone.safetensors"}})"),
                HasSubstr("gone.safetensors"));

    const std::vector<float> values = { 1 };
    ASSERT_TRUE(writeSafetensors(folder.path() / "a.safetensors",
                                 { { "w", { "F32", { 1 }, std::as_bytes(std::span(values)) } } }));
    EXPECT_EQ(errorOfIndex(R"({"weight_map":{"w":"a.safetensors"}})"), "opened");
    EXPECT_THAT(errorOfIndex(R"({"weight_map":{"v":"a.safetensors"}})"), HasSubstr("promises 'v'"));
}

TEST(WeightFilesTest, FoldersWithoutWeightsSayWhatIsMissing)
{
    const TemporaryFolder folder;
    EXPECT_THAT(WeightFiles::open(folder.path()).error().toString(),
                HasSubstr("model.safetensors is missing"));
    std::ofstream(folder.path() / "pytorch_model.bin") << "x";
    const auto files = WeightFiles::open(folder.path());
    EXPECT_EQ(files.error().code, ErrorCode::Unsupported);
    EXPECT_THAT(files.error().toString(), HasSubstr("pytorch_model.bin"));
}

} // namespace

} // namespace tamiz::engine
