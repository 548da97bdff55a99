// SPDX-License-Identifier: Apache-2.0
#include "core/engine/data/corpus_sources.h"

#include <algorithm>
#include <filesystem>
#include <memory>

#include <zlib.h>

#include "core/base/files.h"
#include "core/engine/data/html_text.h"
#include "core/engine/data/man_text.h"
#include "core/engine/data/message_catalog.h"
#include "core/engine/data/text_words.h"

namespace tamiz::engine {

namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kMaxDocumentBytes = std::uint64_t { 32 } << 20;

bool endsWith(const std::string &text, const std::string &suffix)
{
    return text.size() >= suffix.size()
        && text.compare(text.size() - suffix.size(), suffix.size(), suffix) == 0;
}

struct CloseGzip
{
    void operator()(gzFile_s *file) const { gzclose(file); }
};

Result<std::string> readGzip(const fs::path &path)
{
    const std::unique_ptr<gzFile_s, CloseGzip> file(gzopen(path.c_str(), "rb"));
    if (!file)
        return tl::unexpected<Error>(systemError("open", path));
    std::string text;
    std::string buffer(std::size_t { 1 } << 16, '\0');
    int count = 0;
    while ((count = gzread(file.get(), buffer.data(), static_cast<unsigned>(buffer.size()))) > 0) {
        text.append(buffer, 0, static_cast<std::size_t>(count));
        if (text.size() > kMaxDocumentBytes)
            return fail(ErrorCode::InvalidInput,
                        "more than " + std::to_string(kMaxDocumentBytes) + " bytes unpacked",
                        path.string());
    }
    if (count < 0)
        return fail(ErrorCode::InvalidInput, "the compressed file is damaged", path.string());
    return text;
}

// Wesnoth marks variants ("female^...") and fonts ("<i>...</i>") inside its messages.
std::string plainMessage(const std::string &message)
{
    std::string text;
    bool inTag = false;
    const std::size_t caret = message.find('^');
    for (const char character : message.substr(caret == std::string::npos ? 0 : caret + 1)) {
        if (character == '<' || character == '>')
            inTag = character == '<';
        else if (!inTag)
            text += character;
    }
    return normaliseSpaces(text);
}

Result<std::vector<std::string>> readMessages(const CorpusSource &source, const fs::path &file)
{
    TAMIZ_TRY(const std::string bytes, readFile(file, kMaxDocumentBytes));
    TAMIZ_TRY(const std::vector<CatalogMessage> messages,
              parseMessageCatalog(bytes, file.string()));
    std::vector<std::string> paragraphs;
    paragraphs.reserve(messages.size());
    for (const CatalogMessage &message : messages)
        paragraphs.push_back(
            plainMessage(source.language == "es" ? message.translation : message.original));
    return paragraphs;
}

Result<std::vector<std::string>> readParagraphs(const CorpusSource &source, const fs::path &file)
{
    if (source.format == CorpusFormat::ManPage) {
        TAMIZ_TRY(const std::string roff, readGzip(file));
        return manPageParagraphs(roff);
    }
    if (source.format == CorpusFormat::Catalog)
        return readMessages(source, file);
    TAMIZ_TRY(const std::string markup, readFile(file, kMaxDocumentBytes));
    const MarkupTextOptions options { source.format == CorpusFormat::Mallard, {}, false };
    return markupParagraphs(markup, options, file.string());
}

std::vector<CorpusSource> allSources()
{
    using enum CorpusFormat;
    std::vector<CorpusSource> sources {
        { "The Debian Administrator's Handbook", "debian-handbook", "es",
          "GPL-2.0-or-later OR CC-BY-SA-3.0", Html, "usr/share/doc/debian-handbook/html/es-ES",
          ".html" },
        { "The Debian Administrator's Handbook", "debian-handbook", "en",
          "GPL-2.0-or-later OR CC-BY-SA-3.0", Html, "usr/share/doc/debian-handbook/html/en-US",
          ".html" },
        { "GNOME Help", "gnome-user-docs", "es", "CC-BY-SA-3.0", Mallard, "usr/share/help/es",
          ".page" },
        { "GNOME Help", "gnome-user-docs", "en", "CC-BY-SA-3.0", Mallard, "usr/share/help/C",
          ".page" },
        { "GIMP user manual", "gimp-help-es", "es", "GFDL-1.2-no-invariants-or-later", Html,
          "usr/share/gimp/2.0/help/es", ".html" },
        { "GIMP user manual", "gimp-help-en", "en", "GFDL-1.2-no-invariants-or-later", Html,
          "usr/share/gimp/2.0/help/en", ".html" },
        { "Debian Reference", "debian-reference-es", "es", "GPL-2.0-or-later", Html,
          "usr/share/debian-reference", ".es.html" },
        { "Debian Reference", "debian-reference-en", "en", "GPL-2.0-or-later", Html,
          "usr/share/debian-reference", ".en.html" },
        { "Debian Installation Guide", "installation-guide-amd64", "es", "GPL-2.0-only", Html,
          "usr/share/doc/installation-guide-amd64/es", ".html" },
        { "Debian Installation Guide", "installation-guide-amd64", "en", "GPL-2.0-only", Html,
          "usr/share/doc/installation-guide-amd64/en", ".html" },
        { "Aptitude user's manual", "aptitude-doc-es", "es", "GPL-2.0-or-later", Html,
          "usr/share/doc/aptitude/html/es", ".html" },
        { "Aptitude user's manual", "aptitude-doc-en", "en", "GPL-2.0-or-later", Html,
          "usr/share/doc/aptitude/html/en", ".html" },
        { "Debian New Maintainers' Guide", "maint-guide-es", "es", "GPL-2.0-or-later", Html,
          "usr/share/doc/maint-guide-es/html", ".html" },
        { "FreedomBox manual", "freedombox-doc-es", "es", "CC-BY-SA-4.0", Html,
          "usr/share/freedombox/manual/es", ".html" },
        { "FreedomBox manual", "freedombox-doc-en", "en", "CC-BY-SA-4.0", Html,
          "usr/share/freedombox/manual/en", ".html" },
        { "Debian Edu manual", "debian-edu-doc-es", "es", "GPL-2.0-or-later", Html,
          "usr/share/doc/debian-edu-doc-es", ".html" },
        { "LilyPond documentation", "lilypond-doc-html-es", "es", "GFDL-1.3-or-later", Html,
          "usr/share/doc/lilypond/html/Documentation", ".es.html" },
        { "Manual pages", "manpages-es", "es", "GPL-3.0-or-later", ManPage, "usr/share/man/es",
          ".gz" },
        { "Manual pages for developers", "manpages-es-dev", "es", "GPL-3.0-or-later", ManPage,
          "usr/share/man/es", ".gz" },
    };
    // The stories of Wesnoth's campaigns: the only narrative Spanish of today among the sources.
    for (const char *campaign : { "did", "dm", "dw", "ei", "httt", "l", "low", "nr", "sof", "sota",
                                  "sotbe", "thot", "trow", "tsg", "ttb", "utbs" }) {
        for (const char *language : { "es", "en" })
            sources.push_back({ "Battle for Wesnoth", std::string("wesnoth-1.16-") + campaign,
                                language, "GPL-2.0-or-later", Catalog,
                                "usr/share/games/wesnoth/1.16/locale/es/LC_MESSAGES", ".mo" });
    }
    return sources;
}

} // namespace

const std::vector<CorpusSource> &corpusSources()
{
    static const std::vector<CorpusSource> sources = allSources();
    return sources;
}

Result<std::vector<CorpusDocument>> readCorpusSource(const CorpusSource &source,
                                                     const UnpackedPackage &package)
{
    const fs::path folder = package.root / source.folder;
    std::vector<fs::path> files;
    std::error_code error;
    for (auto entry = fs::recursive_directory_iterator(folder, error);
         !error && entry != fs::recursive_directory_iterator(); entry.increment(error)) {
        std::error_code ignored;
        if (entry->is_regular_file(ignored) && !entry->is_symlink(ignored)
            && endsWith(entry->path().filename().string(), source.suffix))
            files.push_back(entry->path());
    }
    if (error || files.empty())
        return fail(ErrorCode::NotFound,
                    "no *" + source.suffix + " pages of '" + source.package + "' "
                        + package.version,
                    folder.string(), "the package's layout has changed");
    std::sort(files.begin(), files.end());
    std::vector<CorpusDocument> documents;
    for (const fs::path &file : files) {
        TAMIZ_TRY(std::vector<std::string> paragraphs, readParagraphs(source, file));
        documents.push_back(
            { source.package + "/" + file.lexically_relative(folder).generic_string(),
              std::move(paragraphs) });
    }
    return documents;
}

} // namespace tamiz::engine
