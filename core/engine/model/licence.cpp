// SPDX-License-Identifier: Apache-2.0
#include "core/engine/model/licence.h"

#include <sstream>

#include <nlohmann/json.hpp>

#include "core/base/files.h"
#include "core/engine/model/json_depth.h"

namespace tamiz::engine {

namespace fs = std::filesystem;

namespace {

constexpr std::uint64_t kMaxBytes = 16 << 20;
constexpr std::size_t kLongest = 120; // of what is shown; a name, not the text of the licence

std::string trimmed(const std::string &text)
{
    constexpr const char *kOutside = " \t\r\n\"'#";
    const std::size_t begin = text.find_first_not_of(kOutside);
    if (begin == std::string::npos)
        return {};
    return text.substr(begin, text.find_last_not_of(kOutside) + 1 - begin);
}

/// A value of the YAML block between two lines "---" at the head of a model card.
std::string frontMatter(const std::string &card, const std::string &key)
{
    std::istringstream lines(card);
    std::string line;
    if (!std::getline(lines, line) || trimmed(line) != "---")
        return {};
    while (std::getline(lines, line) && trimmed(line) != "---") {
        if (line.starts_with(key + ":"))
            return trimmed(line.substr(key.size() + 1));
    }
    return {};
}

std::string ofCard(const fs::path &folder)
{
    const auto card = readFile(folder / "README.md", kMaxBytes);
    if (!card)
        return {};
    const std::string licence = frontMatter(*card, "license");
    // "other" says only that the name stands beside it.
    const std::string name = licence == "other" ? frontMatter(*card, "license_name") : "";
    return name.empty() ? licence : name;
}

std::string ofConfig(const fs::path &folder)
{
    const auto text = readFile(folder / "config.json", kMaxBytes);
    if (!text || isNestedDeeperThan(*text, 64))
        return {};
    const auto config = nlohmann::json::parse(*text, nullptr, false);
    if (!config.is_object() || !config.contains("license") || !config["license"].is_string())
        return {};
    return trimmed(config["license"].get<std::string>());
}

std::string ofFile(const fs::path &folder)
{
    for (const char *name : { "LICENSE", "LICENSE.txt", "LICENSE.md", "LICENCE", "COPYING" }) {
        const auto text = readFile(folder / name, kMaxBytes);
        if (!text)
            continue;
        std::istringstream lines(*text);
        for (std::string line; std::getline(lines, line);) {
            if (const std::string title = trimmed(line); !title.empty())
                return title;
        }
    }
    return {};
}

} // namespace

std::string licenceOf(const fs::path &folder)
{
    for (const auto &source : { ofCard, ofConfig, ofFile }) {
        if (const std::string licence = source(folder); !licence.empty())
            return licence.substr(0, kLongest);
    }
    return {};
}

} // namespace tamiz::engine
