// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
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

/// The token classes of a recipe, compiled (ICU). Immutable after build: any thread.
///
/// A token belongs to a class when its span is not empty and every code point of it that is not
/// white space lies in the class's spans (property and pattern), or when the word around it is of
/// the class (words and frequency; a word is what ICU's word break finds). Special tokens belong to
/// no class; kind "any" holds every other token.
class TokenClassifier
{
public:
    /// Counts words for the frequency classes; calls back with every training text.
    using ForEachText = std::function<void(const std::function<void(std::string_view)> &)>;

    /// Fails with the class's recipe path on a bad expression or an unreadable list. @p texts is
    /// called only when a class needs frequencies.
    static Result<TokenClassifier> build(const std::vector<TokenClass> &classes,
                                         const ForEachText &texts);

    TokenClassifier(TokenClassifier &&) noexcept;
    TokenClassifier &operator=(TokenClassifier &&) noexcept;
    ~TokenClassifier();

    std::size_t classCount() const;

    /// One bit mask a token, bit i = class i (at most 64 classes). @p text is UTF-8, read as
    /// decodeUtf8() does.
    std::vector<std::uint64_t> classify(std::string_view text,
                                        const std::vector<CodePointSpan> &tokens) const;

private:
    struct Compiled;
    explicit TokenClassifier(std::unique_ptr<Compiled> compiled);
    std::unique_ptr<Compiled> m_compiled;
};

} // namespace tamiz
