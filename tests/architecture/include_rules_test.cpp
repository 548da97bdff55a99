// SPDX-License-Identifier: Apache-2.0
// The dependency rule of docs/architecture.md, read off the include lines.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <regex>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

namespace fs = std::filesystem;

struct Include
{
    std::string place; ///< "ui/pages/home_page.cpp:12"
    std::string file; ///< including file, relative to the root
    std::string target;
};

bool isSource(const fs::path &path)
{
    return path.extension() == ".h" || path.extension() == ".cpp";
}

/// Every #include line of the given top-level folders.
std::vector<Include> includesOf(const std::vector<std::string> &folders)
{
    static const std::regex kInclude(R"(^\s*#\s*include\s*[<"]([^>"]+)[>"])");
    const fs::path root = TAMIZ_SOURCE_DIR;
    std::vector<Include> found;
    for (const std::string &folder : folders) {
        for (const auto &entry : fs::recursive_directory_iterator(root / folder)) {
            if (!isSource(entry.path()))
                continue;
            const std::string file = fs::relative(entry.path(), root).string();
            std::ifstream stream(entry.path());
            std::string line;
            for (int number = 1; std::getline(stream, line); ++number) {
                std::smatch match;
                if (std::regex_search(line, match, kInclude))
                    found.push_back({ file + ":" + std::to_string(number), file, match[1] });
            }
        }
    }
    return found;
}

bool isTorch(const std::string &target)
{
    return target.starts_with("torch/") || target.starts_with("ATen/")
        || target.starts_with("c10/");
}

bool isQt(const std::string &target)
{
    static const std::regex kQt(R"(^(Qt[A-Z]\w*/)?Q[A-Z]\w*$|^qcustomplot\.h$)");
    return std::regex_match(target, kQt);
}

template<typename Rule>
std::vector<std::string> violations(const std::vector<std::string> &folders, Rule isAgainst)
{
    std::vector<std::string> places;
    const std::vector<Include> includes = includesOf(folders);
    EXPECT_FALSE(includes.empty());
    for (const Include &include : includes) {
        if (isAgainst(include))
            places.push_back(include.place + " includes " + include.target);
    }
    return places;
}

TEST(IncludeRules, torchStaysInTheEngine)
{
    EXPECT_THAT(violations({ "core", "ui", "app" },
                           [](const Include &i) {
                               return isTorch(i.target) && !i.file.starts_with("core/engine/");
                           }),
                testing::IsEmpty());
}

TEST(IncludeRules, coreAndTheCommandLineKnowNoQt)
{
    EXPECT_THAT(violations({ "core", "app/cli" }, [](const Include &i) { return isQt(i.target); }),
                testing::IsEmpty());
}

TEST(IncludeRules, theWindowNeverReachesIntoTheEngine)
{
    EXPECT_THAT(violations({ "ui" },
                           [](const Include &i) {
                               return i.target.starts_with("core/engine/")
                                   || i.target.starts_with("app/");
                           }),
                testing::IsEmpty());
}

TEST(IncludeRules, coreBelowTheEngineIncludesNothingAboveIt)
{
    EXPECT_THAT(violations({ "core" },
                           [](const Include &i) {
                               return i.target.starts_with("ui/") || i.target.starts_with("app/")
                                   || (i.target.starts_with("core/engine/")
                                       && !i.file.starts_with("core/engine/"));
                           }),
                testing::IsEmpty());
}

TEST(IncludeRules, baseStandsAlone)
{
    EXPECT_THAT(violations({ "core/base" },
                           [](const Include &i) {
                               return i.target.starts_with("core/")
                                   && !i.target.starts_with("core/base/");
                           }),
                testing::IsEmpty());
}

/// torch headers are allowed in the engine's private headers only (DESIGN: they say so in their text).
TEST(IncludeRules, publicHeadersNameNoLibraryTypes)
{
    const fs::path root = TAMIZ_SOURCE_DIR;
    std::vector<std::string> places;
    for (const Include &include : includesOf({ "core", "ui" })) {
        if (!include.file.ends_with(".h"))
            continue;
        const bool isLibrary = include.target.starts_with("sqlite3")
            || include.target.starts_with("qcustomplot") || include.target.starts_with("nlohmann")
            || include.target.starts_with("yaml-cpp");
        std::ifstream stream(root / include.file);
        const std::string text((std::istreambuf_iterator<char>(stream)), {});
        const bool isPrivate = text.find("rivate") != std::string::npos;
        if ((isLibrary || isTorch(include.target)) && !isPrivate)
            places.push_back(include.place + " includes " + include.target);
    }
    EXPECT_THAT(places, testing::IsEmpty());
}

TEST(FileRules, everySourceSaysItsLicence)
{
    const fs::path root = TAMIZ_SOURCE_DIR;
    std::vector<std::string> wrong;
    for (const std::string folder : { "app", "core", "ui", "tests" }) {
        for (const auto &entry : fs::recursive_directory_iterator(root / folder)) {
            if (!isSource(entry.path()))
                continue;
            std::ifstream stream(entry.path());
            std::string first;
            std::getline(stream, first);
            const std::string file = fs::relative(entry.path(), root).string();
            const bool isGpl = file.starts_with("ui/") || file.starts_with("app/studio/")
                || file.starts_with("tests/ui/");
            const std::string licence = isGpl ? "GPL-3.0-or-later" : "Apache-2.0";
            const bool isShared = file.starts_with("tests/support/"); // helpers of both sides
            if (first.find("SPDX-License-Identifier: " + licence) == std::string::npos
                && !(isShared && first.find("SPDX-License-Identifier: ") != std::string::npos))
                wrong.push_back(file);
        }
    }
    EXPECT_THAT(wrong, testing::IsEmpty());
}

TEST(FileRules, noSourceHasBecomeTwoSubjects)
{
    const fs::path root = TAMIZ_SOURCE_DIR;
    std::vector<std::string> tooLong;
    for (const std::string folder : { "app", "core", "ui" }) {
        for (const auto &entry : fs::recursive_directory_iterator(root / folder)) {
            if (!isSource(entry.path()))
                continue;
            std::ifstream stream(entry.path());
            const auto lines = std::count(std::istreambuf_iterator<char>(stream), {}, '\n');
            if (lines > 500)
                tooLong.push_back(fs::relative(entry.path(), root).string() + ": "
                                  + std::to_string(lines));
        }
    }
    EXPECT_THAT(tooLong, testing::IsEmpty());
}

} // namespace
