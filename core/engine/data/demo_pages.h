// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace tamiz::engine {

/// The classes of the demo task: folders below text/ of LibreOffice's help.
inline constexpr std::array<std::string_view, 4> kDemoModules { "swriter", "scalc", "sbasic",
                                                                "simpress" };

/// One help page in both languages.
struct HelpPage
{
    std::string name; ///< "scalc/guide/autofilter"
    std::string module; ///< first folder of the name
    std::vector<std::string> spanish; ///< paragraphs; empty when the page has no such language
    std::vector<std::string> english;
};

/// Every page below the two text/ folders that exists in both languages, by name.
Result<std::vector<HelpPage>> readHelpPages(const std::filesystem::path &spanishText,
                                            const std::filesystem::path &englishText);

/// A page of the demo task: what the model sees, and what was read to make it.
struct DemoPage
{
    std::string name;
    std::string module;
    std::string spanish; ///< product names masked, at most kDemoCharacters
    std::string english;
    std::string spanishSource; ///< a longer stretch from the start, before masking
    std::string englishSource;
};

inline constexpr std::size_t kDemoCharacters = 480;
inline constexpr std::size_t kDemoMinCharacters = 120;

/// Why pages were left out, for the provenance file.
struct DemoFilterCounts
{
    int read = 0;
    int otherModule = 0;
    int tooShort = 0;
    int wrongLanguage = 0;
    int nearDuplicate = 0;
    int overClassCap = 0;
    int kept = 0;
};

/// The pages of the four modules that pass all filters, by name: long enough and in the right
/// language in both versions, and no near-duplicate (Jaccard of word 3-grams >= 0.5 in either
/// language) of a page kept before; at most @p maxPerModule a module, chosen by hash of the name.
std::vector<DemoPage> selectDemoPages(const std::vector<HelpPage> &pages, int maxPerModule,
                                      DemoFilterCounts &counts);

/// Replaces the names of the suite and of its modules ("LibreOffice Calc", "Writer", "VBA" ...) by
/// "el programa" / "the program": they would give the label away.
std::string maskProductNames(std::string_view text, std::string_view language);

} // namespace tamiz::engine
