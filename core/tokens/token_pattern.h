// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include <unicode/regex.h>

#include "core/base/result.h"
#include "core/tokens/indexed_text.h"
#include "core/tokens/token_classes.h"

namespace tamiz {

/// A regular expression that cannot hang: it is stopped after a number of steps that grows with the
/// text's length. Deterministic, so that a preview and a run agree. Any thread.
class TokenPattern
{
public:
    static Result<std::unique_ptr<TokenPattern>>
    compile(const std::string &expression, bool isCaseSensitive, const std::string &where);

    /// The matches that are not empty, in order, as far as the limit allowed.
    std::vector<CodePointSpan> find(const IndexedText &text) const;

    /// Whether a text was given up before its end.
    bool isExhausted() const { return m_isExhausted; }

private:
    explicit TokenPattern(std::unique_ptr<icu::RegexPattern> pattern);
    std::unique_ptr<icu::RegexPattern> m_pattern;
    mutable std::atomic<bool> m_isExhausted { false };
};

} // namespace tamiz
