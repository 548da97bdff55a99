// SPDX-License-Identifier: Apache-2.0
#include <cstdio>
#include <filesystem>
#include <iostream>
#include <string>

#include <cxxopts.hpp>
#include <nlohmann/json.hpp>

#include "app/cli/command.h"
#include "core/base/files.h"
#include "core/base/result.h"
#include "core/engine/data/demo_corpus.h"
#include "core/engine/data/demo_material.h"
#include "core/engine/data/demo_pack.h"

namespace tamiz::cli {

namespace {

namespace fs = std::filesystem;
using engine::PackageFolder;
using Json = nlohmann::ordered_json;

int report(const Error &error)
{
    std::fprintf(stderr, "tamiz data: %s\n", error.toString().c_str());
    const bool input = error.code == ErrorCode::InvalidInput || error.code == ErrorCode::NotFound
        || error.code == ErrorCode::InvalidArgument;
    return input ? kInvalidInput : kFailed;
}

std::string joinLines(const std::vector<std::string> &lines)
{
    std::string text;
    for (const std::string &line : lines)
        text.append(line).push_back('\n');
    return text;
}

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
    TAMIZ_TRY(const engine::DemoMaterial material, engine::readDemoMaterial(packages));
    TAMIZ_TRY(const engine::PretrainingCorpus corpus,
              engine::buildPretrainingCorpus(material, packages));
    Json summary { { "lines", corpus.lines.size() },
                   { "validation_lines", corpus.validation.size() },
                   { "sources", Json::array() } };
    for (const engine::CorpusSourceSummary &source : corpus.sources)
        summary["sources"].push_back(toJson(source));
    const fs::path stem = fs::path(out).replace_extension();
    TAMIZ_CHECK(writeFileAtomically(out, joinLines(corpus.lines)));
    TAMIZ_CHECK(writeFileAtomically(stem.string() + "_valid.txt", joinLines(corpus.validation)));
    TAMIZ_CHECK(writeFileAtomically(stem.string() + ".json", summary.dump(2) + "\n"));
    std::cout << summary.dump(2) << "\n";
    return {};
}

int corpusCommand(int argc, const char *const *argv)
{
    cxxopts::Options options("tamiz data corpus", "write the pretraining text");
    options.add_options()("packages", "folder with the packages; nothing is downloaded",
                          cxxopts::value<std::string>())(
        "out", "corpus file; beside it FILE_valid.txt and FILE.json",
        cxxopts::value<std::string>())("help", "this text");
    const auto parsed = options.parse(argc, argv);
    if (parsed.count("help") > 0 || parsed.count("out") == 0) {
        std::fputs(options.help().c_str(), stderr);
        return parsed.count("help") > 0 ? kDone : kUsage;
    }
    const Status status = buildCorpus(packageFolder(parsed), parsed["out"].as<std::string>());
    return status ? kDone : report(status.error());
}

Status buildDemo(const PackageFolder &packages, const fs::path &out)
{
    TAMIZ_TRY(const engine::DemoMaterial material, engine::readDemoMaterial(packages));
    return engine::writeDemoPacks(engine::makeDemoPacks(material), material, out);
}

int demoCommand(int argc, const char *const *argv)
{
    cxxopts::Options options("tamiz data demo", "rebuild the bundled data sets");
    options.add_options()("packages", "folder with the packages; nothing is downloaded",
                          cxxopts::value<std::string>())(
        "out", "folder to write to",
        cxxopts::value<std::string>()->default_value("resources/data"))("help", "this text");
    const auto parsed = options.parse(argc, argv);
    if (parsed.count("help") > 0) {
        std::fputs(options.help().c_str(), stderr);
        return kDone;
    }
    const Status status = buildDemo(packageFolder(parsed), parsed["out"].as<std::string>());
    return status ? kDone : report(status.error());
}

} // namespace

int dataCommand(const Arguments &arguments)
{
    std::vector<const char *> argv;
    for (const std::string &argument : arguments)
        argv.push_back(argument.c_str());
    const int argc = static_cast<int>(argv.size());
    if (!arguments.empty() && arguments[0] == "corpus")
        return corpusCommand(argc, argv.data());
    if (!arguments.empty() && arguments[0] == "demo")
        return demoCommand(argc, argv.data());
    std::fputs("usage: tamiz data corpus [options]   (tamiz data corpus --help)\n", stderr);
    return kUsage;
}

} // namespace tamiz::cli
