// SPDX-License-Identifier: Apache-2.0
#include "core/engine/data/dataset_report.h"

#include <algorithm>
#include <utility>

#include "core/base/content_hash.h"
#include "core/base/translate.h"
#include "core/engine/data/problem_list.h"
#include "core/engine/data/reader.h"
#include "core/engine/data/text_words.h"
#include "core/recipe/recipe_codec.h"

namespace tamiz::engine {

namespace {

/// How many rows have which length.
class Lengths
{
public:
    void add(std::size_t length) { ++m_rows[static_cast<std::int64_t>(length)]; }

    LengthSummary summary() const
    {
        if (m_rows.empty())
            return {};
        std::int64_t last = -1;
        for (const auto &[length, rows] : m_rows)
            last += rows;
        return { m_rows.begin()->first, at(last / 2), at(last * 95 / 100), m_rows.rbegin()->first };
    }

private:
    /// Of a row, in the order of lengths.
    std::int64_t at(std::int64_t index) const
    {
        for (const auto &[length, rows] : m_rows) {
            index -= rows;
            if (index < 0)
                return length;
        }
        return 0;
    }

    std::map<std::int64_t, std::int64_t> m_rows;
};

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

/// All that a row is labelled with.
std::uint64_t labelHash(const Example &row)
{
    std::uint64_t hash = checksum(row.label);
    for (const std::vector<std::string> *names : { &row.labels, &row.tags }) {
        for (const std::string &name : *names)
            hash = checksum(name, hash);
    }
    for (const double target : row.targets)
        hash = checksum(numberText(target), hash);
    return hash;
}

class ReportMaker
{
public:
    explicit ReportMaker(const std::vector<std::filesystem::path> &files)
        : m_files(files)
    {
        for (const std::filesystem::path &file : files)
            m_report.files.push_back({ file.string(), 0 });
    }

    void count(const Example &row)
    {
        ++m_report.rows;
        ++m_report.files[static_cast<std::size_t>(row.file)].rows;
        countLabels(row, m_report.labels);
        m_firstOfLabel.try_emplace(row.label, Place { row.file, row.line });
        m_words.add(countWords(row.text) + countWords(row.textPair));
        m_bytes.add(row.text.size() + row.textPair.size());
        m_hashes.push_back(checksum(duplicateKey(row)));
    }

    /// After the last count(): whether there are rows to compare().
    bool findRepeated()
    {
        std::sort(m_hashes.begin(), m_hashes.end());
        for (std::size_t i = 1; i < m_hashes.size(); ++i) {
            const bool isNew = m_repeated.empty() || m_repeated.back().hash != m_hashes[i];
            if (m_hashes[i] == m_hashes[i - 1] && isNew)
                m_repeated.push_back({ m_hashes[i] });
        }
        std::vector<std::uint64_t>().swap(m_hashes);
        return !m_repeated.empty();
    }

    void compare(const Example &row)
    {
        const std::uint64_t hash = checksum(duplicateKey(row));
        const auto known = std::lower_bound(
            m_repeated.begin(), m_repeated.end(), hash,
            [](const Repeated &one, std::uint64_t value) { return one.hash < value; });
        if (known == m_repeated.end() || known->hash != hash)
            return;
        if (known->first.line == 0) {
            known->first = { row.file, row.line };
            known->labels = labelHash(row);
            return;
        }
        const bool isAcrossFiles = known->first.file != row.file;
        const bool contradicts = known->labels != labelHash(row);
        ++m_report.duplicates;
        m_report.duplicatesAcrossFiles += isAcrossFiles;
        m_report.contradictions += contradicts;
        m_findings.add(Severity::Warning, placeOf(row, m_files),
                       fillIn(contradicts
                                  ? translate("Data", "the same text as %1, with another label")
                                  : translate("Data", "the same text as %1"),
                              { text(known->first) }),
                       isAcrossFiles ? translate("Data", "a text in two splits inflates the result")
                                     : std::string());
    }

    DatasetReport finish(std::vector<Problem> problemsOfReading) &&
    {
        for (const auto &[label, first] : m_firstOfLabel) {
            if (!label.empty() && m_report.labels[label] == 1)
                m_findings.add(Severity::Warning, text(first),
                               fillIn(translate("Data", "label '%1' has a single row"), { label }));
        }
        m_report.words = m_words.summary();
        m_report.bytes = m_bytes.summary();
        m_report.problems = std::move(problemsOfReading);
        const std::vector<Problem> warnings = std::move(m_findings).take();
        m_report.problems.insert(m_report.problems.end(), warnings.begin(), warnings.end());
        return std::move(m_report);
    }

private:
    struct Place
    {
        std::int32_t file = 0;
        std::int64_t line = 0; ///< 0: not found yet
    };
    /// A text that several rows have.
    struct Repeated
    {
        std::uint64_t hash = 0;
        Place first {};
        std::uint64_t labels = 0; ///< of the first
    };

    std::string text(const Place &place) const
    {
        Example row;
        row.file = place.file;
        row.line = place.line;
        return placeOf(row, m_files);
    }

    const std::vector<std::filesystem::path> &m_files;
    DatasetReport m_report;
    std::map<std::string, Place> m_firstOfLabel;
    Lengths m_words;
    Lengths m_bytes;
    std::vector<std::uint64_t> m_hashes; ///< one a row
    std::vector<Repeated> m_repeated; ///< by hash
    ProblemList m_findings;
};

} // namespace

Result<DatasetReport> reportOn(const std::vector<std::filesystem::path> &files,
                               const TaskSection &task, RunControl &control)
{
    ReportMaker maker(files);
    ProblemList problems;
    TAMIZ_CHECK(
        forEachExample(files, task, problems, control, [&maker](const Example &row) -> Status {
            maker.count(row);
            return {};
        }));
    ProblemList again; // the same ones
    if (maker.findRepeated()) {
        TAMIZ_CHECK(
            forEachExample(files, task, again, control, [&maker](const Example &row) -> Status {
                maker.compare(row);
                return {};
            }));
    }
    return std::move(maker).finish(std::move(problems).take());
}

} // namespace tamiz::engine
