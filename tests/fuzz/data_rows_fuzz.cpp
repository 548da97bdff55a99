// SPDX-License-Identifier: Apache-2.0
// A data file, whose first byte chooses format and task. Texts are UTF-8, problems are bounded, and a row is
// found again by its number.
#include <array>

#include "core/engine/data/row_index.h"
#include "core/recipe/recipe_io.h"
#include "core/tokens/utf8.h"
#include "tests/fuzz/fuzz_target.h"

int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    using namespace tamiz;
    static constexpr std::array kNames {
        "a.jsonl", "a.json", "a.csv", "a.tsv", "a.txt", "a.conllu"
    };
    static const std::vector<TaskType> kTasks = taskTypes();
    static const test::TemporaryFolder folder;
    if (size == 0)
        return 0;
    const std::size_t choice = data[0];
    const std::string name = kNames[choice % kNames.size()];
    const std::string content(test::textOf(data + 1, size - 1));
    folder.write(name, content);
    TaskSection task;
    task.type = kTasks[choice / kNames.size() % kTasks.size()];
    RunControl control;
    const engine::ExampleSet set
        = engine::readExamples({ folder.path() / name }, task, control).value();
    test::require(set.problems.size() <= 51 && !(set.rows.empty() && set.problems.empty()));
    engine::RowIndex index;
    for (const engine::Example &row : set.rows) {
        engine::forEachText(row, [](const std::string &text) {
            test::require(findInvalidUtf8(text) == std::string::npos);
        });
        test::require(row.line > 0 && row.unit.line < row.line
                      && std::cmp_less(row.unit.offset, content.size()));
        index.add(row);
    }
    if (!set.rows.empty()) {
        const auto last = index.read(set.files, task, index.size() - 1, 1, control).value();
        test::require(last.size() == 1 && last.front().text == set.rows.back().text
                      && last.front().textPair == set.rows.back().textPair
                      && last.front().line == set.rows.back().line);
    }
    if (const auto question = engine::readUnlabelled(content, task))
        test::require(findInvalidUtf8(question->text) == std::string::npos);
    return 0;
}
