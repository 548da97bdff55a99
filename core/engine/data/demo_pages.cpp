// SPDX-License-Identifier: Apache-2.0
#include "core/engine/data/demo_pages.h"

#include <algorithm>
#include <map>
#include <regex>

#include "core/base/files.h"
#include "core/engine/data/html_text.h"
#include "core/engine/data/text_words.h"

namespace tamiz::engine {

namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kMaxPageBytes = std::uint64_t { 8 } << 20;
constexpr double kForeignShare = 0.15;
constexpr double kNearDuplicate = 0.5;
constexpr std::size_t kShingle = 3;
constexpr std::size_t kReadCharacters = 4 * kDemoCharacters; // before masking shortens it

Result<std::vector<std::string>> readPage(const fs::path &file)
{
    TAMIZ_TRY(const std::string markup, readFile(file, kMaxPageBytes));
    return markupParagraphs(markup, { .xml = false, .contentId = "DisplayArea", .keepCode = false },
                            file.string());
}

std::string joinParagraphs(const std::vector<std::string> &paragraphs)
{
    std::string text;
    for (const std::string &paragraph : paragraphs)
        text.append(text.empty() ? "" : " ").append(paragraph);
    return text;
}

bool isLanguage(const std::string &text, std::string_view language)
{
    return isMostlyIn(language, countStopWords(wordsOf(text)), kForeignShare);
}

std::vector<std::uint64_t> shingles(const std::string &text)
{
    std::vector<std::uint64_t> hashes = windowHashes(wordsOf(text), kShingle);
    std::sort(hashes.begin(), hashes.end());
    hashes.erase(std::unique(hashes.begin(), hashes.end()), hashes.end());
    return hashes;
}

bool isNearAny(const std::vector<std::uint64_t> &page,
               const std::vector<std::vector<std::uint64_t>> &kept)
{
    return std::any_of(kept.begin(), kept.end(), [&](const std::vector<std::uint64_t> &other) {
        return jaccard(page, other) >= kNearDuplicate;
    });
}

// What is masked and cut must show the same stretch of the page as its source.
DemoPage makeDemoPage(const HelpPage &page)
{
    const std::string spanish = firstCharacters(joinParagraphs(page.spanish), kReadCharacters);
    const std::string english = firstCharacters(joinParagraphs(page.english), kReadCharacters);
    return { page.name,
             page.module,
             firstCharacters(maskProductNames(spanish, "es"), kDemoCharacters),
             firstCharacters(maskProductNames(english, "en"), kDemoCharacters),
             spanish,
             english };
}

} // namespace

Result<std::vector<HelpPage>> readHelpPages(const fs::path &spanishText,
                                            const fs::path &englishText)
{
    std::vector<std::string> names;
    std::error_code error;
    for (auto entry = fs::recursive_directory_iterator(spanishText, error);
         !error && entry != fs::recursive_directory_iterator(); entry.increment(error)) {
        const fs::path relative = entry->path().lexically_relative(spanishText);
        std::error_code ignored;
        if (entry->is_regular_file(ignored) && relative.extension() == ".html"
            && fs::is_regular_file(englishText / relative, ignored))
            names.push_back(relative.generic_string());
    }
    if (error || names.empty())
        return fail(ErrorCode::NotFound, "no help pages in both languages", spanishText.string());
    std::sort(names.begin(), names.end());

    std::vector<HelpPage> pages;
    for (const std::string &name : names) {
        HelpPage page;
        page.name = name.substr(0, name.size() - std::string_view(".html").size());
        page.module = name.substr(0, name.find('/'));
        TAMIZ_TRY(page.spanish, readPage(spanishText / name));
        TAMIZ_TRY(page.english, readPage(englishText / name));
        pages.push_back(std::move(page));
    }
    return pages;
}

std::string maskProductNames(std::string_view text, std::string_view language)
{
    // Draw, Math, Base and Chart are ordinary words too: masked only beside a name that is none.
    static const std::string weak = "(?:Draw|Math|Base|Chart)\\b";
    static const std::string strong
        = "(?:(?:(?:LibreOffice|StarOffice|OpenOffice(?:\\.org)?)"
          "(?:[ -](?:Writer(?:/Web)?|Calc|Impress|Basic|BASIC|Draw|Math|Base|Chart)\\b)?"
          "|(?:Star|Visual )?(?:Basic|BASIC)(?:Libraries|IDE|s)?\\b|VBA[A-Za-z]*|Writer(?:/Web)?\\b"
          "|Calc\\b|Impress\\b|[Ss](?:writer|calc|basic|impress)\\b|Star(?:Writer|Calc|Impress)\\b"
          "|ScriptForge\\b))";
    static const std::string link = "(?:,? (?:y|e|o|and|or)(?: en| in| de| of)? |, |[/. -])";
    static const std::regex names("\\b(?:" + weak + link + ")*" + strong + "(?:" + link
                                  + "(?:" + strong + "|" + weak + "))*");
    if (language != "es")
        return std::regex_replace(std::string(text), names, "the program");
    // De el -> del, a el -> al.
    std::string masked = std::regex_replace(std::string(text), names, "el programa");
    masked = std::regex_replace(masked, std::regex("\\b([Dd])e el programa"), "$1el programa");
    return std::regex_replace(masked, std::regex("\\b([Aa]) el programa"), "$1l programa");
}

std::vector<DemoPage> selectDemoPages(const std::vector<HelpPage> &pages, int maxPerModule,
                                      DemoFilterCounts &counts)
{
    std::map<std::string, std::vector<DemoPage>> byModule;
    std::vector<std::vector<std::uint64_t>> keptSpanish;
    std::vector<std::vector<std::uint64_t>> keptEnglish;
    for (const HelpPage &page : pages) {
        ++counts.read;
        if (std::find(kDemoModules.begin(), kDemoModules.end(), page.module)
            == kDemoModules.end()) {
            ++counts.otherModule;
            continue;
        }
        DemoPage demo = makeDemoPage(page);
        if (demo.spanish.size() < kDemoMinCharacters || demo.english.size() < kDemoMinCharacters) {
            ++counts.tooShort;
            continue;
        }
        if (!isLanguage(demo.spanish, "es") || !isLanguage(demo.english, "en")) {
            ++counts.wrongLanguage;
            continue;
        }
        std::vector<std::uint64_t> spanish = shingles(demo.spanish);
        std::vector<std::uint64_t> english = shingles(demo.english);
        if (isNearAny(spanish, keptSpanish) || isNearAny(english, keptEnglish)) {
            ++counts.nearDuplicate;
            continue;
        }
        keptSpanish.push_back(std::move(spanish));
        keptEnglish.push_back(std::move(english));
        byModule[page.module].push_back(std::move(demo));
    }

    std::vector<DemoPage> kept;
    for (auto &[module, candidates] : byModule) {
        std::stable_sort(candidates.begin(), candidates.end(), [](const auto &a, const auto &b) {
            return stableHash(a.name) < stableHash(b.name);
        });
        const auto limit = std::min(candidates.size(), static_cast<std::size_t>(maxPerModule));
        counts.overClassCap += static_cast<int>(candidates.size() - limit);
        std::move(candidates.begin(), candidates.begin() + static_cast<std::ptrdiff_t>(limit),
                  std::back_inserter(kept));
    }
    std::sort(kept.begin(), kept.end(),
              [](const DemoPage &a, const DemoPage &b) { return a.name < b.name; });
    counts.kept = static_cast<int>(kept.size());
    return kept;
}

} // namespace tamiz::engine
