// SPDX-License-Identifier: Apache-2.0
#include "core/engine/data/rows_key.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include <unicode/uversion.h>

#include "core/base/content_hash.h"
#include "core/recipe/recipe_io.h"

namespace tamiz::engine {

namespace fs = std::filesystem;

namespace {

// Raised with a change of what a tokenizer, a token class or a reader of data makes of the same files,
// where the program's version does not change: rows of before are not those of now.
constexpr const char *kRows = "1";

/// Parts of a recipe that make rows. A field that one of them gets later counts too, until it is named below.
constexpr std::array<std::string_view, 3> kParts { "task.", "vocabulary.", "masking.classes" };
constexpr std::array<std::string_view, 6> kOtherFields {
    "task.mlm_probability", // of the masks
    "task.max_answer_length", // of the search for answers
    "vocabulary.initialise", // of the model
    "vocabulary.add_tokens_file", // of files the content counts
    "masking.classes[].words_file",
    "masking.classes[].name", // a row has the class's number
};

/// "a[].b" of "a[12].b"
std::string withoutIndices(const std::string &path)
{
    std::string kept;
    for (const char c : path) {
        if (!kept.empty() && kept.back() == '[' && c >= '0' && c <= '9')
            continue;
        kept += c;
    }
    return kept;
}

bool makesRows(const std::string &path)
{
    const std::string field = withoutIndices(path);
    return std::any_of(kParts.begin(), kParts.end(),
                       [&field](std::string_view part) { return field.starts_with(part); })
        && std::find(kOtherFields.begin(), kOtherFields.end(), field) == kOtherFields.end();
}

void addParts(Recipe recipe, const TaskSection &task, ContentHash &hash)
{
    recipe.task = task;
    for (const auto &[path, value] : flattenRecipe(recipe)) {
        if (makesRows(path))
            hash.add(path).add(value);
    }
    hash.add(recipe.pretrain ? "grouped" : "");
}

} // namespace

RowsKey::RowsKey(const Recipe &recipe, RunControl &control)
    : m_recipe(recipe)
    , m_control(control)
{
}

Result<std::string> RowsKey::of(const std::vector<fs::path> &files, const TaskSection &task)
{
    ContentHash hash;
    hash.add(TAMIZ_VERSION).add(kRows).add(U_ICU_VERSION);
    addParts(m_recipe, task, hash);
    for (const std::string &folder : { m_recipe.model.path, m_recipe.model.adapter }) {
        TAMIZ_TRY(const std::string tokenizer, tokenizerFiles(folder));
        hash.add(tokenizer);
    }
    std::vector<fs::path> others;
    if (!m_recipe.vocabulary.addTokensFile.empty())
        others.emplace_back(m_recipe.vocabulary.addTokensFile);
    for (const TokenClass &tokenClass : m_recipe.masking.classes) {
        if (!tokenClass.wordsFile.empty())
            others.emplace_back(tokenClass.wordsFile);
    }
    // The training data, for every split: its labels and its frequent words count in all of them.
    const std::vector<fs::path> train(m_recipe.data.train.begin(), m_recipe.data.train.end());
    for (const std::vector<fs::path> *part : { &std::as_const(others), &train, &files }) {
        hash.add(std::to_string(part->size()));
        for (const fs::path &file : *part) {
            TAMIZ_TRY(const std::string content, contentOf(file));
            hash.add(file.extension().string()).add(content);
        }
    }
    return hash.name();
}

Result<std::string> RowsKey::contentOf(const fs::path &file)
{
    if (const auto known = m_contents.find(file); known != m_contents.end())
        return known->second.name;
    std::error_code ignored;
    const fs::file_time_type written = fs::last_write_time(file, ignored);
    ContentHash hash;
    TAMIZ_CHECK(hash.addFile(file, m_control));
    return m_contents.emplace(file, Content { hash.name(), written }).first->second.name;
}

/// Of every file in a model's folder that a tokenizer may be made of.
Result<std::string> RowsKey::tokenizerFiles(const fs::path &folder)
{
    std::vector<fs::path> files;
    std::error_code ignored;
    for (const fs::directory_entry &entry : fs::directory_iterator(folder, ignored)) {
        const fs::path extension = entry.path().extension();
        if (extension == ".json" || extension == ".txt" || extension == ".model")
            files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    ContentHash hash;
    for (const fs::path &file : files) {
        TAMIZ_TRY(const std::string content, contentOf(file));
        hash.add(file.filename().string()).add(content);
    }
    return hash.name();
}

Status RowsKey::checkUnchanged(const std::vector<fs::path> &files) const
{
    for (const fs::path &file : files) {
        std::error_code status;
        const fs::file_time_type written = fs::last_write_time(file, status);
        const auto known = m_contents.find(file);
        if (known != m_contents.end() && (status || known->second.written != written)) {
            return fail(ErrorCode::InvalidInput, "the file changed while it was read",
                        file.string(), "Start again when nothing writes to it");
        }
    }
    return {};
}

} // namespace tamiz::engine
