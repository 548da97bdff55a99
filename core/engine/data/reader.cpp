// SPDX-License-Identifier: Apache-2.0
#include "core/engine/data/reader.h"

#include <algorithm>
#include <cctype>
#include <cstdio>
#include <fstream>
#include <functional>
#include <optional>
#include <utility>

#include <nlohmann/json.hpp>

#include "core/engine/data/conllu.h"
#include "core/engine/data/csv.h"
#include "core/engine/data/json_stream.h"
#include "core/engine/data/problem_list.h"
#include "core/engine/data/row_parser.h"
#include "core/tokens/utf8.h"

namespace tamiz::engine {

namespace {

using nlohmann::json;

constexpr std::size_t kMaxLine = std::size_t { 64 } << 20;
constexpr const char *kNoRows = "not a JSON array of rows";

/// Reads the rows of one file; one instance a file.
class FileReader
{
public:
    /// @p index is the file's among those of the examples; @p onRead is told of this one's bytes. Rows
    /// before @p start are passed over.
    FileReader(const std::filesystem::path &path, std::int32_t index, const TaskSection &task,
               ProblemList &problems, RunControl &control, const ExampleSink &use,
               const BytesRead &onRead, const UnitPlace &start)
        : m_path(path)
        , m_index(index)
        , m_task(task)
        , m_parser(task)
        , m_problems(problems)
        , m_control(control)
        , m_use(use)
        , m_onRead(onRead)
        , m_start(start)
    {
    }

    Status read()
    {
        std::error_code status;
        if (!std::filesystem::exists(m_path, status)) {
            problem(0, "data file does not exist", "Check the path in the recipe");
            return {};
        }
        if (std::filesystem::is_directory(m_path, status)) {
            problem(0, "is a folder, a data file was expected");
            return {};
        }
        m_stream.open(m_path, std::ios::binary);
        if (!m_stream) {
            problem(0, "data file cannot be read", "Check its permissions");
            return {};
        }
        const std::string extension = m_path.extension();
        if (extension == ".jsonl" || extension == ".ndjson") {
            TAMIZ_CHECK(
                forEachLine([this](const std::string &line) { return readJsonLine(line); }));
        } else if (extension == ".json") {
            TAMIZ_CHECK(readJsonFile());
        } else if (extension == ".csv" || extension == ".tsv") {
            TAMIZ_CHECK(readTable(extension == ".csv" ? ',' : '\t'));
        } else if (extension == ".txt") {
            TAMIZ_CHECK(forEachLine([this](const std::string &line) { return addText(line); }));
        } else if (extension == ".conllu") {
            TAMIZ_CHECK(
                forEachLine([this](const std::string &line) { return readConlluLine(line); }));
            TAMIZ_CHECK(endSentence());
        } else {
            problem(0, "unknown data format '" + extension + "'",
                    "Use .jsonl, .json, .csv, .tsv, .txt or .conllu");
            return {};
        }
        if (!m_hasRow && !m_hasProblem)
            problem(0, "data file has no rows");
        return {};
    }

private:
    void problem(std::int64_t line, std::string message, std::string hint = {})
    {
        std::string place = m_path.string();
        if (line > 0)
            place += ":" + std::to_string(line);
        m_problems.add(Severity::Error, std::move(place), std::move(message), std::move(hint));
        m_hasProblem = true;
    }

    /// Calls back with each line that is valid UTF-8, without its line end; counts m_line.
    Status forEachLine(const std::function<Status(const std::string &)> &use)
    {
        std::string line;
        if (m_start != UnitPlace {})
            m_stream.seekg(m_start.offset);
        m_line = m_start.line;
        for (std::int64_t offset = m_start.offset; std::getline(m_stream, line);) {
            m_here = { offset, m_line++ };
            offset += std::ssize(line) + 1;
            TAMIZ_CHECK(listen());
            if (!line.empty() && line.back() == '\r')
                line.pop_back();
            if (m_line == 1 && line.starts_with("\xEF\xBB\xBF"))
                line.erase(0, 3);
            if (line.size() > kMaxLine) {
                problem(m_line,
                        "line of " + std::to_string(line.size())
                            + " bytes is longer than the limit of " + std::to_string(kMaxLine));
                continue;
            }
            if (checkUtf8(line))
                TAMIZ_CHECK(use(line));
        }
        if (m_stream.bad())
            problem(m_line, "reading stopped with an error");
        return {};
    }

    /// Between lines: tells how far it is and whether it may go on.
    Status listen()
    {
        if ((m_line & 1023) != 0)
            return {};
        if (m_control.isStopRequested())
            return fail(ErrorCode::Cancelled, "stopped while reading", m_path.string());
        if (m_stream.good())
            m_onRead(static_cast<std::uint64_t>(m_stream.tellg()));
        return {};
    }

    bool checkUtf8(const std::string &line)
    {
        const std::size_t offset = findInvalidUtf8(line);
        if (offset == std::string::npos)
            return true;
        invalidUtf8(offset, static_cast<unsigned char>(line[offset]));
        return false;
    }

    void invalidUtf8(std::uint64_t offset, unsigned char byte)
    {
        char value[8];
        std::snprintf(value, sizeof value, "0x%02X", byte);
        problem(m_line,
                std::string("invalid UTF-8: byte ") + value + " at offset "
                    + std::to_string(offset),
                "Convert the file to UTF-8");
    }

    Status add(Example row)
    {
        row.file = m_index;
        row.line = m_line;
        row.unit = m_unit;
        m_hasRow = true;
        return m_use(std::move(row));
    }

    Status addText(const std::string &text)
    {
        m_unit = m_here;
        if (!isLanguageModelling(m_task.type)) {
            if (m_line == 1)
                problem(1, "a plain text file has no labels", "Use .jsonl with text and label");
            return {};
        }
        const bool isBlank = text.find_first_not_of(" \t") == std::string::npos;
        return isBlank ? Status() : add(plainText(text));
    }

    Status readJsonLine(const std::string &line)
    {
        if (line.find_first_not_of(" \t") == std::string::npos)
            return {};
        m_unit = m_here;
        return readJson(line);
    }

    Status readJson(const std::string &text)
    {
        const Result<json> row = parseJson(text);
        if (row)
            return readRow(*row);
        problem(m_line, row.error().message + ": " + shortened(text));
        return {};
    }

    /// Whether it can be read; else the problem is told.
    Result<bool> checkJsonFile()
    {
        const JsonCheck check(m_stream, m_control);
        if (m_control.isStopRequested())
            return fail(ErrorCode::Cancelled, "stopped while reading", m_path.string());
        m_stream.clear();
        m_stream.seekg(0);
        m_line = 1;
        if (check.badByte())
            invalidUtf8(check.badByte()->offset, check.badByte()->value);
        else if (!check.isJson())
            problem(1, kNoRows);
        return !m_hasProblem;
    }

    Status readJsonFile()
    {
        const bool isBegin = m_start == UnitPlace {};
        TAMIZ_TRY(const bool isReadable, isBegin ? checkJsonFile() : Result<bool>(true));
        if (!isReadable)
            return {};
        JsonElements elements(m_stream);
        const bool isSquad = elements.kind() == JsonElements::Kind::Articles
            && m_task.type == TaskType::QuestionAnswering;
        if (elements.kind() != JsonElements::Kind::Rows && !isSquad) {
            problem(1, kNoRows);
            return {};
        }
        if (!isBegin)
            elements.seek(m_start.offset);
        m_line = m_start.line;
        std::string element;
        while (elements.next(element)) {
            m_unit = { elements.offset(), m_line };
            TAMIZ_CHECK(isSquad ? readArticle(element) : readElement(element));
        }
        return {};
    }

    Status readElement(const std::string &text)
    {
        ++m_line;
        TAMIZ_CHECK(listen());
        return readJson(text);
    }

    Status readArticle(const std::string &text)
    {
        const Result<json> article = parseJson(text);
        if (!article) {
            problem(m_line + 1, article.error().message + ": " + shortened(text));
            return {};
        }
        for (const json &row : squadRows(*article)) {
            ++m_line;
            TAMIZ_CHECK(listen());
            TAMIZ_CHECK(readRow(row));
        }
        return {};
    }

    Status readRow(const json &row)
    {
        if (!row.is_object()) {
            problem(m_line, "a row must be a JSON object, found " + std::string(row.type_name()));
            return {};
        }
        Result<Example> example = m_parser.parse(row);
        if (example)
            return add(std::move(*example));
        problem(m_line, std::move(example.error().message), std::move(example.error().hint));
        return {};
    }

    Status readConlluLine(const std::string &line)
    {
        if (line.empty())
            return endSentence();
        if (m_sentence.isEmpty())
            m_unit = m_here;
        if (Status added = m_sentence.add(line); !added)
            problem(m_line, std::move(added).error().message);
        return {};
    }

    Status endSentence()
    {
        if (m_sentence.isEmpty())
            return {};
        Example example = m_sentence.take();
        return add(m_task.type == TaskType::TokenClassification ? std::move(example)
                                                                : plainText(example.text));
    }

    Status readTable(char separator)
    {
        CsvReader table(m_stream, separator, kMaxLine);
        std::vector<std::string> names;
        std::vector<std::string> cells;
        while (table.next(cells)) {
            m_line = table.line();
            TAMIZ_CHECK(listen());
            if (!std::all_of(cells.begin(), cells.end(),
                             [this](const std::string &c) { return checkUtf8(c); }))
                continue;
            if (names.empty()) {
                names = cells;
                if (m_start != UnitPlace {})
                    table.seek(m_start.offset, m_start.line + 1);
                continue;
            }
            m_unit = { table.offset(), m_line - 1 };
            if (cells.size() != names.size()) {
                problem(m_line,
                        "row has " + std::to_string(cells.size()) + " cells, the header has "
                            + std::to_string(names.size()));
                continue;
            }
            json row = json::object();
            for (std::size_t i = 0; i < names.size(); ++i)
                row[names[i]] = cells[i];
            TAMIZ_CHECK(readRow(row));
        }
        if (!table.error().empty())
            problem(table.line(), table.error());
        return {};
    }

    const std::filesystem::path m_path;
    const std::int32_t m_index;
    const TaskSection &m_task;
    const RowParser m_parser;
    ProblemList &m_problems;
    RunControl &m_control;
    const ExampleSink &m_use;
    const BytesRead &m_onRead;
    const UnitPlace m_start;
    std::ifstream m_stream;
    std::int64_t m_line = 0;
    UnitPlace m_here; ///< of the line
    UnitPlace m_unit; ///< of the rows that come
    bool m_hasRow = false;
    bool m_hasProblem = false;
    ConlluSentence m_sentence; ///< being read
};

} // namespace

std::string placeOf(const Example &row, const std::vector<std::filesystem::path> &files)
{
    return files.at(static_cast<std::size_t>(row.file)).string() + ":" + std::to_string(row.line);
}

Result<Example> readUnlabelled(const std::string &text, const TaskSection &task)
{
    const Result<json> row = parseJson(text);
    if (!row || !row->is_object())
        return fail(ErrorCode::InvalidInput, "not a JSON object: " + shortened(text));
    return RowParser(task, false).parse(*row);
}

Status forEachExample(const std::vector<std::filesystem::path> &files, const TaskSection &task,
                      ProblemList &problems, RunControl &control, const ExampleSink &use,
                      const BytesRead &onRead, const ReadStart &start)
{
    std::uint64_t before = 0; // bytes of the files that were read
    const BytesRead onReadOfFile = [&](std::uint64_t bytes) {
        if (onRead)
            onRead(before + bytes);
    };
    for (std::int32_t index = start.file; std::cmp_less(index, files.size()); ++index) {
        const std::filesystem::path &file = files[static_cast<std::size_t>(index)];
        FileReader reader(file, index, task, problems, control, use, onReadOfFile,
                          index == start.file ? start.unit : UnitPlace {});
        TAMIZ_CHECK(reader.read());
        std::error_code ignored;
        const std::uintmax_t size = std::filesystem::file_size(file, ignored);
        before += ignored ? 0 : size;
        onReadOfFile(0);
    }
    return {};
}

Result<ExampleSet> readExamples(const std::vector<std::string> &paths, const TaskSection &task,
                                RunControl &control)
{
    ExampleSet set;
    set.files.assign(paths.begin(), paths.end());
    ProblemList problems;
    TAMIZ_CHECK(forEachExample(set.files, task, problems, control, [&set](Example row) -> Status {
        set.rows.push_back(std::move(row));
        return {};
    }));
    set.problems = std::move(problems).take();
    return set;
}

} // namespace tamiz::engine
