// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/recipe/recipe.h"

namespace tamiz {

/// Half-open range of code points in a text.
struct CodePointSpan
{
    std::int64_t begin = 0;
    std::int64_t end = 0;

    bool isEmpty() const { return begin == end; }
    bool operator==(const CodePointSpan &) const = default;
};

/// A name that TokenClass::expression of kind property may be, besides a UnicodeSet.
struct PropertyName
{
    const char *name;
    const char *unicodeSet;
    const char *meaning; ///< one line, for help and tool tips
};

/// punctuation, symbols, digits, letters, uppercase, capitalized, whitespace ... "capitalized" is
/// the one that looks at words: letters of a word whose first letter is a capital.
std::span<const PropertyName> propertyNames();

/// Classes to look at where no recipe says which: every named property but white space.
std::vector<TokenClass> defaultTokenClasses();

/// The token classes of a recipe, compiled (ICU). Immutable after build: any thread.
///
/// A token belongs to a class when its span is not empty and every code point of it that is not
/// white space lies in the class's spans: the code points of a property, the matches of a pattern,
/// the words of a list or of a frequency range (a word is what ICU's word break finds; an entry of
/// several words matches them in a row). A token of white space only belongs where all of it lies in
/// the spans. Special tokens belong to no class; kind "any" holds every other token.
///
/// A pattern may take a number of steps that grows with the text's length; where it needs more, its
/// later matches in that text are missing and exhaustedPatterns() names it.
class TokenClassifier
{
public:
    /// Counts words for the frequency classes; calls back with every training text.
    using ForEachText = std::function<void(const std::function<void(std::string_view)> &)>;

    /// Fails with the class's recipe path on a bad expression or an unreadable list, or on more than
    /// 64 classes. @p texts is called only when a class needs frequencies.
    static Result<TokenClassifier> build(const std::vector<TokenClass> &classes,
                                         const ForEachText &texts);

    TokenClassifier(TokenClassifier &&) noexcept;
    TokenClassifier &operator=(TokenClassifier &&) noexcept;
    ~TokenClassifier();

    std::size_t classCount() const;
    const std::string &className(std::size_t index) const;

    /// One bit mask a token, bit i = class i. @p text is UTF-8, read as decodeUtf8() does; spans
    /// that reach beyond it are cut.
    std::vector<std::uint64_t> classify(std::string_view text,
                                        const std::vector<CodePointSpan> &tokens) const;

    /// Names of the pattern classes that were stopped on some text so far.
    std::vector<std::string> exhaustedPatterns() const;

private:
    struct Compiled;
    explicit TokenClassifier(std::unique_ptr<Compiled> compiled);
    std::unique_ptr<Compiled> m_compiled;
};

} // namespace tamiz
