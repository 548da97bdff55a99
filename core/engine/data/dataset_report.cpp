// SPDX-License-Identifier: Apache-2.0
#include "core/engine/data/dataset_report.h"

#include <algorithm>
#include <unordered_map>

#include "core/base/translate.h"
#include "core/engine/data/problem_list.h"
#include "core/engine/data/text_words.h"

namespace tamiz::engine {

namespace {

LengthSummary summarise(std::vector<std::int64_t> lengths)
{
    if (lengths.empty())
        return {};
    std::sort(lengths.begin(), lengths.end());
    const std::size_t last = lengths.size() - 1;
    return { lengths.front(), lengths[last / 2], lengths[last * 95 / 100], lengths.back() };
}

// The words of both texts of a row; a text without words stands for itself.
std::string duplicateKey(const Example &row)
{
    std::string key;
    for (const std::string *text : { &row.text, &row.textPair }) {
        const std::vector<std::string> words = wordsOf(*text);
        for (const std::string &word : words)
            key.append(word).push_back(' ');
        if (words.empty())
            key += *text;
        key += '\n';
    }
    return key;
}

void countLabels(const Example &row, std::map<std::string, std::int64_t> &labels)
{
    for (const std::string &tag : row.tags)
        ++labels[tag];
    for (const std::string &name : row.labels)
        ++labels[name];
    if (!row.label.empty())
        ++labels[row.label];
}

} // namespace

DatasetReport reportOn(const ExampleSet &examples)
{
    DatasetReport report;
    report.rows = static_cast<std::int64_t>(examples.rows.size());
    for (const auto &file : examples.files)
        report.files.push_back({ file.string(), 0 });

    ProblemList findings;
    std::vector<std::int64_t> words;
    std::vector<std::int64_t> bytes;
    std::unordered_map<std::string, const Example *> firstWith;
    std::map<std::string, const Example *> firstOfLabel;
    for (const Example &row : examples.rows) {
        ++report.files[static_cast<std::size_t>(row.file)].rows;
        countLabels(row, report.labels);
        firstOfLabel.emplace(row.label, &row);
        words.push_back(static_cast<std::int64_t>(countWords(row.text) + countWords(row.textPair)));
        bytes.push_back(static_cast<std::int64_t>(row.text.size() + row.textPair.size()));
        const auto [first, isNew] = firstWith.emplace(duplicateKey(row), &row);
        if (isNew)
            continue;
        const bool contradicts = first->second->label != row.label
            || first->second->labels != row.labels || first->second->targets != row.targets
            || first->second->tags != row.tags;
        ++report.duplicates;
        report.duplicatesAcrossFiles += first->second->file != row.file;
        report.contradictions += contradicts;
        findings.add(Severity::Warning, examples.place(row),
                     fillIn(contradicts
                                ? translate("Data", "the same text as %1, with another label")
                                : translate("Data", "the same text as %1"),
                            { examples.place(*first->second) }),
                     first->second->file != row.file
                         ? translate("Data", "a text in two splits inflates the result")
                         : std::string());
    }
    for (const auto &[label, first] : firstOfLabel) {
        if (!label.empty() && report.labels[label] == 1)
            findings.add(Severity::Warning, examples.place(*first),
                         fillIn(translate("Data", "label '%1' has a single row"), { label }));
    }
    report.words = summarise(std::move(words));
    report.bytes = summarise(std::move(bytes));
    report.problems = examples.problems;
    std::vector<Problem> warnings = std::move(findings).take();
    report.problems.insert(report.problems.end(), warnings.begin(), warnings.end());
    return report;
}

} // namespace tamiz::engine
