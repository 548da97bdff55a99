// SPDX-License-Identifier: Apache-2.0
#include "core/engine/train/cooccurrence.h"

#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <torch/types.h>

#include "core/engine/data/reader.h"
#include "core/engine/tokenizer/wordpiece_trainer.h"

namespace tamiz::engine {

namespace {

std::vector<Example> rowsOf(const std::vector<std::string> &texts)
{
    std::vector<Example> rows;
    for (const std::string &text : texts)
        rows.emplace_back().text = text;
    return rows;
}

TokenClassifier::ForEachText textsOf(const std::vector<Example> &rows)
{
    return [&rows](const auto &use) {
        for (const Example &row : rows)
            use(row.text);
    };
}

std::unique_ptr<WordPieceTokenizer> trainedOn(const std::vector<Example> &rows)
{
    RunControl control;
    auto tokenizer = trainWordPiece(textsOf(rows), { .vocabSize = 200 }, control);
    EXPECT_TRUE(tokenizer) << tokenizer.error().toString();
    return std::move(*tokenizer);
}

torch::Tensor parameter(const Model &model, const std::string &end)
{
    for (const NamedTensor &named : model.parameters()) {
        if (named.name.ends_with(end))
            return named.tensor.detach();
    }
    ADD_FAILURE() << "no parameter " << end;
    return {};
}

TEST(CooccurrenceTest, countsPairsByTheirDistance)
{
    // Each word is one piece, after merges; "aa" and "cc" stand two apart, and twice.
    const std::vector<Example> rows = rowsOf({ "aa bb cc", "aa bb cc" });
    const auto tokenizer = trainedOn(rows);
    RunControl control;
    const auto counted = countCooccurrence(textsOf(rows), *tokenizer, 10, 2, control);
    ASSERT_TRUE(counted) << counted.error().toString();
    const std::size_t size = counted->ids.size();
    ASSERT_EQ(size, 3U);
    const auto pair = [&](const char *a, const char *b) {
        const auto place = [&](const char *word) {
            const auto id = *tokenizer->id(word);
            return static_cast<std::size_t>(std::find(counted->ids.begin(), counted->ids.end(), id)
                                            - counted->ids.begin());
        };
        return counted->pairs[place(a) * size + place(b)];
    };
    EXPECT_FLOAT_EQ(pair("aa", "bb"), 2);
    EXPECT_FLOAT_EQ(pair("bb", "aa"), 2);
    EXPECT_FLOAT_EQ(pair("aa", "cc"), 1);
    EXPECT_FLOAT_EQ(pair("aa", "aa"), 0);
    EXPECT_EQ(counted->counts[static_cast<std::size_t>(*tokenizer->id("bb"))], 2);
}

TEST(CooccurrenceTest, stopsOnRequest)
{
    const std::vector<Example> rows = rowsOf({ "aa bb" });
    const auto tokenizer = trainedOn(rowsOf({ "aa bb", "aa bb" }));
    RunControl control;
    control.requestStop();
    const auto counted = countCooccurrence(textsOf(rows), *tokenizer, 10, 2, control);
    ASSERT_FALSE(counted);
    EXPECT_EQ(counted.error().code, ErrorCode::Cancelled);
}

TEST(CooccurrenceTest, wordsOfTheSameCompanyStartAlike)
{
    // "perro" and "gato" have the same neighbours, "norte" has others.
    std::vector<std::string> texts;
    for (int i = 0; i < 20; ++i) {
        for (const char *animal : { "perro", "gato" }) {
            texts.push_back(std::string("come el ") + animal + " pan");
            texts.push_back(std::string("bebe el ") + animal + " agua");
        }
        texts.push_back("viento del norte frio");
        texts.push_back("mar del sur frio");
    }
    const std::vector<Example> rows = rowsOf(texts);
    const auto tokenizer = trainedOn(rows);
    RunControl control;
    const auto counted = countCooccurrence(textsOf(rows), *tokenizer, 100, 4, control);
    ASSERT_TRUE(counted);

    ModelConfig config;
    config.modelType = "bert";
    config.vocabSize = tokenizer->vocabSize();
    config.hiddenSize = 8;
    config.layers = 1;
    config.heads = 2;
    config.intermediateSize = 16;
    config.maxPositions = 16;
    config.initializerRange = 0.1;
    const auto model = Model::create(config, HeadKind::MaskedLm, 1);
    ASSERT_TRUE(model) << model.error().toString();
    const torch::Tensor pad
        = parameter(**model, "word_embeddings.weight")[tokenizer->special().pad].clone();
    startFromCooccurrence(**model, *counted, 1);

    const torch::Tensor words = parameter(**model, "word_embeddings.weight"); // [V, C]
    const auto vector = [&](const char *word) { return words[*tokenizer->id(word)]; };
    const auto cosine = [&](const char *a, const char *b) {
        return (vector(a).dot(vector(b)) / vector(a).norm() / vector(b).norm()).item<double>();
    };
    EXPECT_GT(cosine("perro", "gato"), 0.9);
    EXPECT_LT(cosine("perro", "norte"), 0.5);
    EXPECT_NEAR(vector("gato").norm().item<double>(), 0.1 * std::sqrt(8.0), 1e-4);
    EXPECT_TRUE(torch::equal(words[tokenizer->special().pad], pad))
        << "a piece that does not occur stays";

    // The bias alone predicts each piece as often as it occurs.
    const torch::Tensor share = torch::softmax(parameter(**model, "predictions.bias"), 0); // [V]
    double total = 0;
    for (const double count : counted->counts)
        total += count;
    EXPECT_NEAR(share[*tokenizer->id("gato")].item<double>(), 40 / total, 2e-3);
}

} // namespace

} // namespace tamiz::engine
