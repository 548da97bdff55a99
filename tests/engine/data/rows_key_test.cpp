// SPDX-License-Identifier: Apache-2.0
#include "core/engine/data/rows_key.h"

#include <algorithm>
#include <map>

#include <gtest/gtest.h>

#include "core/recipe/recipe_io.h"
#include "tests/support/temporary_folder.h"

namespace tamiz::engine {
namespace {

enum class Rows { Same, Others };

/// Every field of the parts that make rows, with another value: a new one has to be added here.
const std::map<std::string, std::pair<std::string, Rows>> kFields {
    { "task.type", { "masked-lm", Rows::Others } },
    { "task.labels", { "[b, a]", Rows::Others } },
    { "task.max_length", { "64", Rows::Others } },
    { "task.text_column", { "sentence", Rows::Others } },
    { "task.text_pair_column", { "other", Rows::Others } },
    { "task.label_column", { "class", Rows::Others } },
    { "task.mlm_probability", { "0.3", Rows::Same } },
    { "task.doc_stride", { "12", Rows::Others } },
    { "task.max_answer_length", { "5", Rows::Same } },
    { "vocabulary.add_tokens", { "[uno]", Rows::Others } },
    { "vocabulary.add_tokens_file", { "same.txt", Rows::Same } },
    { "vocabulary.initialise", { "mean", Rows::Same } },
    { "masking.classes[0].name", { "marks", Rows::Same } },
    { "masking.classes[0].kind", { "pattern", Rows::Others } },
    { "masking.classes[0].expression", { "digits", Rows::Others } },
    { "masking.classes[0].words", { "[uno]", Rows::Others } },
    { "masking.classes[0].words_file", { "same.txt", Rows::Same } },
    { "masking.classes[0].case_sensitive", { "true", Rows::Others } },
    { "masking.classes[0].min_share", { "0.1", Rows::Others } },
    { "masking.classes[0].max_share", { "0.5", Rows::Others } },
};

class RowsKeyTest : public testing::Test
{
protected:
    RowsKeyTest()
    {
        for (const char *name : { "words.txt", "same.txt", "tokens.txt", "train.jsonl" })
            m_folder.write(name, "uno\n");
        std::filesystem::create_directory(m_folder.path() / "model");
        m_folder.write("model/vocab.txt", "uno\n");
        m_recipe.model.path = path("model");
        m_recipe.data.train = { path("train.jsonl") };
        m_recipe.vocabulary.addTokensFile = path("tokens.txt");
        TokenClass one;
        one.name = "one";
        one.expression = "punctuation";
        one.wordsFile = path("words.txt");
        m_recipe.masking.classes = { one };
    }

    std::string path(const std::string &name) const { return m_folder.path() / name; }

    std::string keyOf(const Recipe &recipe) const
    {
        RunControl control;
        return RowsKey(recipe, control).of({ path("train.jsonl") }, recipe.task).value();
    }

    /// With @p field at @p value, where "same.txt" is the file of this folder.
    std::string keyWith(const std::string &field, const std::string &value) const
    {
        Recipe changed = m_recipe;
        const Status applied
            = applyOverride(changed, field + "=" + (value == "same.txt" ? path(value) : value));
        EXPECT_TRUE(applied) << applied.error().toString();
        EXPECT_FALSE(changed == m_recipe) << field;
        return keyOf(changed);
    }

    const test::TemporaryFolder m_folder;
    Recipe m_recipe;
};

TEST_F(RowsKeyTest, everyFieldThatMakesRowsCountsAndNoOther)
{
    const std::string key = keyOf(m_recipe);
    for (const auto &[field, change] : kFields) {
        const bool isSame = keyWith(field, change.first) == key;
        EXPECT_EQ(isSame, change.second == Rows::Same) << field;
    }
    for (const auto &[field, value] : flattenRecipe(m_recipe)) {
        const bool isPart = field.starts_with("task.") || field.starts_with("vocabulary.")
            || field.starts_with("masking.classes");
        EXPECT_EQ(kFields.contains(field), isPart) << field;
    }
}

TEST_F(RowsKeyTest, whatTrainsOnThemDoesNotCount)
{
    const std::string key = keyOf(m_recipe);
    for (const auto &[field, value] :
         std::map<std::string, std::string> { { "seed", "7" },
                                              { "training.learning_rate", "0.5" },
                                              { "training.gradient_checkpointing", "true" },
                                              { "training.batch_size", "3" },
                                              { "layers.lora.rank", "4" },
                                              { "masking.rules", "[{token_class: one}]" },
                                              { "evaluation.steps", "9" },
                                              { "data.reference", "[{name: a, path: /a}]" },
                                              { "output.name", "other" } })
        EXPECT_EQ(keyWith(field, value), key) << field;
}

TEST_F(RowsKeyTest, filesCountByTheirContent)
{
    const std::string key = keyOf(m_recipe);
    for (const char *name : { "words.txt", "tokens.txt", "train.jsonl" }) {
        m_folder.write(name, "dos\n");
        EXPECT_NE(keyOf(m_recipe), key) << name;
        m_folder.write(name, "uno\n");
        EXPECT_EQ(keyOf(m_recipe), key) << name;
    }
    m_folder.write("model/vocab.txt", "dos\n");
    EXPECT_NE(keyOf(m_recipe), key);
    m_folder.write("model/vocab.txt", "uno\n");
    Recipe grouped = m_recipe;
    grouped.pretrain.emplace();
    EXPECT_NE(keyOf(grouped), key) << "texts are joined";
}

} // namespace
} // namespace tamiz::engine
