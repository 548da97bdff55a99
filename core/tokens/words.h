// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include <unicode/brkiter.h>

#include "core/base/result.h"
#include "core/tokens/indexed_text.h"
#include "core/tokens/token_classes.h"

namespace tamiz {

/// A segment of ICU's word break that is not white space.
struct Word
{
    CodePointSpan span;
    std::u16string key; ///< case folded, NFKC
    std::u16string text; ///< NFC, case kept
    bool isLexical = false; ///< has a letter, digit or ideograph; false for punctuation
};

/// Splits texts into words; any thread (each call works on a copy of the break iterator).
class WordBreaker
{
public:
    static Result<WordBreaker> create();

    std::vector<Word> split(const IndexedText &text) const;

private:
    explicit WordBreaker(std::unique_ptr<icu::BreakIterator> iterator);
    std::unique_ptr<icu::BreakIterator> m_iterator;
};

/// A list of words, or of words in a row ("New York").
class WordList
{
public:
    explicit WordList(bool isCaseSensitive)
        : m_isCaseSensitive(isCaseSensitive)
    {
    }

    void add(const WordBreaker &breaker, std::string_view entry);
    bool isEmpty() const { return m_entries.empty(); }

    /// Spans of the entries in @p words: the longest entry at each place.
    std::vector<CodePointSpan> find(const std::vector<Word> &words) const;

private:
    const std::u16string &keyOf(const Word &word) const
    {
        return m_isCaseSensitive ? word.text : word.key;
    }

    bool m_isCaseSensitive;
    std::map<std::u16string, std::size_t> m_entries; ///< joined key -> number of words
    std::size_t m_longest = 0;
};

} // namespace tamiz
