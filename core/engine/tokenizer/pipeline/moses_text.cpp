// SPDX-License-Identifier: Apache-2.0
// Source: sacremoses, MosesDetokenizer of tokenize.py; transformers, tokenization_biogpt.py.
#include "core/engine/tokenizer/pipeline/moses_text.h"

#include <algorithm>
#include <array>
#include <map>
#include <string_view>
#include <utility>

#include "core/engine/tokenizer/clean_up.h"
#include "core/engine/tokenizer/pipeline/moses_classes.h"
#include "core/tokens/utf8.h"

namespace tamiz::engine {

namespace {

void unescape(std::string &text)
{
    constexpr std::array<std::pair<std::string_view, std::string_view>, 11> kEntities { {
        { "&bar;", "|" },
        { "&#124;", "|" },
        { "&lt;", "<" },
        { "&gt;", ">" },
        { "&bra;", "[" },
        { "&ket;", "]" },
        { "&quot;", "\"" },
        { "&apos;", "'" },
        { "&#91;", "[" },
        { "&#93;", "]" },
        { "&amp;", "&" },
    } };
    for (const auto &[entity, character] : kEntities)
        replaceAll(text, entity, character);
}

std::vector<std::u32string> splitAtSpaces(const std::u32string &text)
{
    std::vector<std::u32string> words;
    for (auto begin = text.begin(); begin != text.end();) {
        begin = std::find_if_not(begin, text.end(), isPythonSpace);
        const auto end = std::find_if(begin, text.end(), isPythonSpace);
        if (begin != end)
            words.emplace_back(begin, end);
        begin = end;
    }
    return words;
}

bool isAllOf(const std::u32string &word, std::u32string_view characters)
{
    return word.find_first_not_of(characters) == std::u32string::npos;
}

/// Puts words together, one after another.
class Joiner
{
public:
    void add(const std::u32string &word)
    {
        if (isMosesCjk(word.front())) {
            attach(word, m_last.empty() || !isMosesCjk(m_last.back()), true);
        } else if (std::all_of(word.begin(), word.end(), opensPhrase)) {
            attach(word, true, false);
        } else if (isAllOf(word, U",.?!:;\\%})]") || isContraction(word)) {
            attach(word, false, true);
        } else if (isAllOf(word, U"'\"„“`")) {
            addQuote(word);
        } else {
            attach(word, true, true);
        }
        m_last = word;
    }

    std::u32string text()
    {
        const bool hasBlank = m_text.starts_with(U' ');
        return hasBlank ? m_text.substr(1) : m_text;
    }

private:
    static bool opensPhrase(char32_t c)
    {
        return isMosesCurrency(c) || std::u32string_view(U"([{¿¡").find(c) != std::u32string::npos;
    }

    bool isContraction(const std::u32string &word) const
    {
        return !m_last.empty() && word.size() > 1 && word[0] == U'\'' && isMosesLetter(word[1]);
    }

    /// @p isApart: with the blank that the word before allows.
    void attach(const std::u32string &word, bool isApart, bool allowsBlank)
    {
        if (isApart && m_allowsBlank)
            m_text += U' ';
        m_text += word;
        m_allowsBlank = allowsBlank;
    }

    /// The first of two quotes opens, the second closes.
    void addQuote(const std::u32string &word)
    {
        bool &isOpen = m_isOpen[isAllOf(word, U"„“”") ? U"\"" : word];
        const bool isPossessive = !isOpen && word == U"'" && m_last.ends_with(U's');
        if (isPossessive)
            return attach(word, false, true); // "the Jones' house"
        attach(word, !isOpen, isOpen);
        isOpen = !isOpen;
    }

    std::u32string m_text;
    std::u32string m_last; ///< word
    std::map<std::u32string, bool> m_isOpen; ///< by the quote
    bool m_allowsBlank = true;
};

} // namespace

Decoder mosesDecoder(std::string wordEnd)
{
    return [wordEnd = std::move(wordEnd)](std::vector<std::string> &tokens) {
        std::string joined;
        for (std::string &token : tokens) {
            replaceAll(token, " ", "");
            replaceAll(token, wordEnd, " ");
            joined += token;
        }
        std::string padded = " ";
        for (const std::u32string &word : splitAtSpaces(decodeUtf8(joined)))
            padded += encodeUtf8(word) + " ";
        replaceAll(padded, " @-@ ", "-");
        unescape(padded);
        Joiner joiner;
        for (const std::u32string &word : splitAtSpaces(decodeUtf8(padded)))
            joiner.add(word);
        tokens = { encodeUtf8(joiner.text()) };
    };
}

} // namespace tamiz::engine
