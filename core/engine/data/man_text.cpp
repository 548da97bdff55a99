// SPDX-License-Identifier: Apache-2.0
#include "core/engine/data/man_text.h"

#include <algorithm>
#include <array>
#include <utility>

#include "core/engine/data/text_words.h"

namespace tamiz::engine {

namespace {

// Named glyphs of groff_char(7) that manual pages use in prose.
constexpr std::array<std::pair<std::string_view, std::string_view>, 16> kGlyphs { { { "aq", "'" },
                                                                                    { "dq", "\"" },
                                                                                    { "lq", "\"" },
                                                                                    { "rq", "\"" },
                                                                                    { "oq", "'" },
                                                                                    { "cq", "'" },
                                                                                    { "em", "-" },
                                                                                    { "en", "-" },
                                                                                    { "hy", "-" },
                                                                                    { "bu", "" },
                                                                                    { "co", "©" },
                                                                                    { "Fo", "«" },
                                                                                    { "Fc", "»" },
                                                                                    { "ha", "^" },
                                                                                    { "ti", "~" },
                                                                                    { "rs",
                                                                                      "\\" } } };

std::string_view glyph(std::string_view name)
{
    for (const auto &[key, value] : kGlyphs) {
        if (key == name)
            return value;
    }
    return "";
}

// groff_escapes: fonts \fB \f(CW \f[B], glyphs \(aq \[aq], sizes \s-1, spacing \| \& \, \/, strings.
std::string withoutEscapes(std::string_view line)
{
    std::string text;
    for (std::size_t at = 0; at < line.size(); ++at) {
        if (line[at] != '\\' || at + 1 >= line.size()) {
            text += line[at];
            continue;
        }
        const char escape = line[++at];
        const auto argument = [&]() -> std::string_view {
            if (at + 1 >= line.size())
                return {};
            if (line[at + 1] == '(') {
                const std::string_view name = line.substr(std::min(at + 2, line.size()), 2);
                at += 1 + name.size();
                return name;
            }
            if (line[at + 1] == '[') {
                const std::size_t close = std::min(line.find(']', at), line.size());
                const std::string_view name = line.substr(at + 2, close - std::min(close, at + 2));
                at = std::min(close, line.size() - 1);
                return name;
            }
            ++at;
            return line.substr(at, 1);
        };
        switch (escape) {
        case 'f':
        case '*':
        case 'm':
            argument();
            break;
        case 's':
            at += at + 1 < line.size() && (line[at + 1] == '+' || line[at + 1] == '-') ? 2 : 1;
            break;
        case '(':
        case '[':
            --at;
            text += glyph(argument());
            break;
        case '-':
            text += '-';
            break;
        case 'e':
        case '\\':
            text += '\\';
            break;
        case '"':
            return text; // the rest is a comment
        case ' ':
        case '~':
        case '0':
            text += ' ';
            break;
        case '\'':
        case '`':
            text += escape;
            break;
        default: // \& \, \/ \| \^ \: \% \c \t ...: no character of their own
            break;
        }
    }
    return text;
}

std::string_view requestName(std::string_view line)
{
    const std::size_t begin = std::min(line.find_first_not_of(". '\t"), line.size());
    const std::size_t end = std::min(line.find_first_of(" \t", begin), line.size());
    return line.substr(begin, end - begin);
}

// Words of a macro line, quotation marks resolved: .BR ls (1), -> "ls(1),"
std::string macroText(std::string_view line, std::string_view name, bool joined)
{
    std::string text;
    const std::size_t at = line.find(name) + name.size();
    bool quoted = false;
    for (const char character : line.substr(std::min(at, line.size()))) {
        if (character == '"')
            quoted = !quoted;
        else if (character == ' ' && !quoted && joined)
            continue;
        else
            text += character;
    }
    return text;
}

bool isOneOf(std::string_view name, std::initializer_list<std::string_view> names)
{
    return std::find(names.begin(), names.end(), name) != names.end();
}

// Sections of lists, commands and addresses rather than prose.
bool isProseSection(std::string_view heading)
{
    return !isOneOf(heading,
                    { "NOMBRE", "SINOPSIS", "SINTAXIS", "VÉASE TAMBIÉN", "VEASE TAMBIEN",
                      "TRADUCCIÓN", "AUTOR", "AUTORES", "NAME", "SYNOPSIS", "SEE ALSO", "AUTHOR",
                      "AUTHORS", "COPYRIGHT", "COLOFÓN", "INFORMAR DE ERRORES", "REPORTING BUGS",
                      "COLOPHON" });
}

} // namespace

std::vector<std::string> manPageParagraphs(std::string_view roff)
{
    std::vector<std::string> paragraphs;
    std::string line;
    bool prose = false;
    bool literal = false;
    bool tag = false; // the line after .TP is an option's name
    const auto flush = [&] {
        std::string paragraph = normaliseSpaces(line);
        line.clear();
        if (!paragraph.empty())
            paragraphs.push_back(std::move(paragraph));
    };
    for (std::size_t at = 0; at < roff.size();) {
        const std::size_t end = std::min(roff.find('\n', at), roff.size());
        const std::string_view raw = roff.substr(at, end - at);
        at = end + 1;
        const bool request = !raw.empty() && (raw.front() == '.' || raw.front() == '\'');
        if (!request) {
            if (raw.empty())
                flush();
            if (prose && !literal && !tag)
                line += withoutEscapes(raw) + ' ';
            tag = false;
            continue;
        }
        const std::string_view name = requestName(raw);
        if (isOneOf(name, { "SH", "Sh" })) {
            flush();
            prose = isProseSection(normaliseSpaces(withoutEscapes(macroText(raw, name, false))));
        } else if (isOneOf(name, { "nf", "EX", "TS", "Bd" })) {
            flush();
            literal = true;
        } else if (isOneOf(name, { "fi", "EE", "TE", "Ed" })) {
            literal = false;
        } else if (isOneOf(name, { "TP", "TQ" })) {
            flush();
            tag = true;
        } else if (isOneOf(name, { "PP", "P", "LP", "IP", "HP", "SS", "RS", "RE", "sp", "Pp" })) {
            flush();
            tag = false;
        } else if (isOneOf(name, { "B", "I", "SB", "SM", "BR", "RB", "IR", "RI", "BI", "IB" })) {
            if (prose && !literal && !tag)
                line += withoutEscapes(macroText(raw, name, name.size() == 2 && name[0] != 'S'))
                    + ' ';
            tag = false;
        }
    }
    flush();
    return paragraphs;
}

} // namespace tamiz::engine
