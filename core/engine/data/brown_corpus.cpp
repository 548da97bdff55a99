// SPDX-License-Identifier: Apache-2.0
#include "core/engine/data/brown_corpus.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

#include "core/base/files.h"

namespace tamiz::engine {

namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kMaxDocumentBytes = std::uint64_t { 8 } << 20;

// ca01 ... cr09
bool isDocumentName(std::string_view name)
{
    return name.size() == 4 && name[0] == 'c' && name[1] >= 'a' && name[1] <= 'r'
        && std::isdigit(static_cast<unsigned char>(name[2]))
        && std::isdigit(static_cast<unsigned char>(name[3]));
}

using TagRow = std::pair<std::string_view, std::string_view>;

// Base tags, after the marks for foreign words, titles, headlines and citations are taken off.
constexpr std::array<TagRow, 67> kCoarseTags { {
    { "abl", "DET" },   { "abn", "DET" },  { "abx", "DET" },   { "ap", "ADJ" },
    { "at", "DET" },    { "be", "AUX" },   { "bed", "AUX" },   { "bedz", "AUX" },
    { "beg", "AUX" },   { "bem", "AUX" },  { "ben", "AUX" },   { "ber", "AUX" },
    { "bez", "AUX" },   { "cc", "CCONJ" }, { "cd", "NUM" },    { "cs", "SCONJ" },
    { "do", "AUX" },    { "dod", "AUX" },  { "doz", "AUX" },   { "dt", "DET" },
    { "dti", "DET" },   { "dts", "DET" },  { "dtx", "DET" },   { "ex", "PRON" },
    { "hv", "AUX" },    { "hvd", "AUX" },  { "hvg", "AUX" },   { "hvn", "AUX" },
    { "hvz", "AUX" },   { "in", "ADP" },   { "jj", "ADJ" },    { "jjr", "ADJ" },
    { "jjs", "ADJ" },   { "jjt", "ADJ" },  { "md", "AUX" },    { "nn", "NOUN" },
    { "nns", "NOUN" },  { "np", "PROPN" }, { "nps", "PROPN" }, { "nr", "NOUN" },
    { "nrs", "NOUN" },  { "od", "ADJ" },   { "pn", "PRON" },   { "ppl", "PRON" },
    { "ppls", "PRON" }, { "ppo", "PRON" }, { "pps", "PRON" },  { "ppss", "PRON" },
    { "ql", "ADV" },    { "qlp", "ADV" },  { "rb", "ADV" },    { "rbr", "ADV" },
    { "rbt", "ADV" },   { "rn", "ADV" },   { "rp", "ADP" },    { "to", "PART" },
    { "uh", "INTJ" },   { "vb", "VERB" },  { "vbd", "VERB" },  { "vbg", "VERB" },
    { "vbn", "VERB" },  { "vbz", "VERB" }, { "wdt", "DET" },   { "wpo", "PRON" },
    { "wps", "PRON" },  { "wql", "ADV" },  { "wrb", "ADV" },
} };

TaggedSentence parseLine(std::string_view line, std::string_view &untagged)
{
    TaggedSentence sentence;
    std::size_t at = 0;
    while ((at = line.find_first_not_of(" \t\r", at)) != std::string_view::npos) {
        const std::size_t end = std::min(line.find_first_of(" \t\r", at), line.size());
        const std::string_view pair = line.substr(at, end - at);
        const std::size_t slash = pair.rfind('/');
        if (slash == std::string_view::npos || slash == 0 || slash + 1 == pair.size())
            untagged = pair;
        else
            sentence.push_back(
                { std::string(pair.substr(0, slash)), std::string(pair.substr(slash + 1)) });
        at = end;
    }
    return sentence;
}

bool closesUp(std::string_view word)
{
    return word == "." || word == "," || word == ";" || word == ":" || word == "?" || word == "!"
        || word == ")" || word == "]" || word == "''" || word == "'";
}

bool opens(std::string_view word)
{
    return word == "(" || word == "[" || word == "``" || word == "`";
}

} // namespace

std::string_view printedWord(std::string_view word)
{
    return word == "``" || word == "''" ? "\"" : word;
}

Result<BrownDocument> parseBrownDocument(std::string_view text, const std::string &name)
{
    BrownDocument document { name, name.size() > 1 ? name[1] : '?', {} };
    int lineNumber = 0;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        ++lineNumber;
        std::string_view untagged;
        TaggedSentence sentence = parseLine(text.substr(at, end - at), untagged);
        if (!untagged.empty())
            return fail(ErrorCode::InvalidInput,
                        "'" + std::string(untagged.substr(0, 40)) + "' is no word/tag pair",
                        name + ":" + std::to_string(lineNumber));
        if (!sentence.empty())
            document.sentences.push_back(std::move(sentence));
        at = end + 1;
    }
    if (document.sentences.empty())
        return fail(ErrorCode::InvalidInput, "the document holds no sentence", name);
    return document;
}

Result<std::vector<BrownDocument>> readBrownCorpus(const fs::path &folder)
{
    std::vector<fs::path> files;
    std::error_code error;
    for (const fs::directory_entry &entry : fs::directory_iterator(folder, error)) {
        if (isDocumentName(entry.path().filename().string()))
            files.push_back(entry.path());
    }
    if (error || files.empty())
        return fail(ErrorCode::NotFound, "no documents of the Brown corpus (ca01 ... cr09)",
                    folder.string());
    std::sort(files.begin(), files.end());
    std::vector<BrownDocument> documents;
    for (const fs::path &file : files) {
        TAMIZ_TRY(const std::string text, readFile(file, kMaxDocumentBytes));
        auto document = parseBrownDocument(text, file.filename().string());
        if (!document)
            return failWith(std::move(document).error(), "reading " + folder.string());
        documents.push_back(std::move(*document));
    }
    return documents;
}

std::string plainSentence(const TaggedSentence &sentence)
{
    std::string text;
    bool glue = true;
    for (const TaggedWord &token : sentence) {
        if (!glue && !closesUp(token.word))
            text += ' ';
        text += printedWord(token.word);
        glue = opens(token.word);
    }
    return text;
}

std::string_view coarseTag(std::string_view brownTag)
{
    // Marks are their own tag: "." ",-hl" "``"; "*" is "not".
    if (!brownTag.empty() && !std::isalnum(static_cast<unsigned char>(brownTag.front())))
        return brownTag.front() == '*' ? "PART" : "PUNCT";
    if (brownTag.substr(0, 3) == "fw-")
        brownTag.remove_prefix(3);
    // "pps+bez" is a contraction: its first part counts; "-tl", "*" and "$" are marks on the base.
    const bool possessive = brownTag.find('$') != std::string_view::npos;
    const std::string_view base = brownTag.substr(0, brownTag.find_first_of("+-*$"));
    if (possessive && base.substr(0, 2) == "pp")
        return "PRON";
    for (const auto &[tag, coarse] : kCoarseTags) {
        if (tag == base)
            return coarse;
    }
    if (base == "pp" || base == "wp")
        return "PRON";
    return "X";
}

} // namespace tamiz::engine
