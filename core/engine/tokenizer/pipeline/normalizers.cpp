// SPDX-License-Identifier: Apache-2.0
// Source: huggingface/tokenizers, normalizers and tokenizer/normalizer.rs.
#include "core/engine/tokenizer/pipeline/normalizers.h"

#include <algorithm>

#include <unicode/uchar.h>

#include "core/engine/tokenizer/character_classes.h"
#include "core/engine/tokenizer/pipeline/byte_level.h"

namespace tamiz::engine {

namespace {

template<typename Keep>
AlignedText filtered(const AlignedText &text, const Keep &keep)
{
    AlignedText out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (keep(text.text[i]))
            out.append(text.text[i], text.origins[i]);
    }
    return out;
}

bool isMark(char32_t c)
{
    return c >= 0x300 && (U_GET_GC_MASK(static_cast<UChar32>(c)) & U_GC_M_MASK) != 0
        && isKnownToCompiledForms(c);
}

AlignedText lowercased(const AlignedText &text)
{
    constexpr char32_t kCapitalIWithDot = 0x130; // the one full mapping of more than one character
    AlignedText out;
    out.text.reserve(text.size());
    out.origins.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char32_t c = text.text[i];
        if (c == kCapitalIWithDot) {
            out.append('i', text.origins[i]);
            out.append(0x307, text.origins[i]);
        } else {
            out.append(static_cast<char32_t>(u_tolower(static_cast<UChar32>(c))), text.origins[i]);
        }
    }
    return out;
}

bool isDroppedByNmt(char32_t c)
{
    return (c >= 0x01 && c <= 0x08) || c == 0x0B || (c >= 0x0E && c <= 0x1F) || c == 0x7F
        || c == 0x8F || c == 0x9F;
}

bool isBlankToNmt(char32_t c)
{
    return c == 0x09 || c == 0x0A || c == 0x0C || c == 0x0D || c == 0x1680
        || (c >= 0x200B && c <= 0x200F) || c == 0x2028 || c == 0x2029 || c == 0x2581 || c == 0xFEFF
        || c == 0xFFFD;
}

/// The text with @p content for each match; it has the origin of the match's last code point.
AlignedText replaced(const AlignedText &text, const FindMatches &find,
                     const std::u32string &content)
{
    AlignedText out;
    out.text.reserve(text.size());
    out.origins.reserve(text.size());
    for (const auto &[range, isMatch] : find(text.text)) {
        if (!isMatch) {
            out.append(text, range);
            continue;
        }
        const CodePointSpan origin = range.end > 0 ? text.origins[range.end - 1] : CodePointSpan {};
        for (const char32_t c : content)
            out.append(c, origin);
    }
    return out;
}

} // namespace

Normalizer bertNormalizer(BertNormalizerOptions options)
{
    return [options](const AlignedText &text) {
        const NormalizedText normalized = normalizeBert(text.text, 0, options);
        AlignedText out;
        out.text = normalized.text;
        out.origins.reserve(normalized.origin.size());
        for (const std::int64_t source : normalized.origin)
            out.origins.push_back(text.origins[static_cast<std::size_t>(source)]);
        return out;
    };
}

Normalizer unicodeFormNormalizer(UnicodeForm form)
{
    return [form](const AlignedText &text) { return toUnicodeForm(text, form); };
}

Normalizer lowercaseNormalizer()
{
    return lowercased;
}

Normalizer stripAccentsNormalizer()
{
    return [](const AlignedText &text) {
        return filtered(text, [](char32_t c) { return !isMark(c); });
    };
}

Normalizer stripNormalizer(bool left, bool right)
{
    return [left, right](const AlignedText &text) {
        std::size_t begin = 0;
        std::size_t end = text.size();
        while (left && begin < end && isWhiteSpace(text.text[begin]))
            ++begin;
        while (right && end > begin && isWhiteSpace(text.text[end - 1]))
            --end;
        AlignedText out;
        out.append(text, { begin, end });
        return out;
    };
}

Normalizer nmtNormalizer()
{
    return [](const AlignedText &text) {
        AlignedText out = filtered(text, [](char32_t c) { return !isDroppedByNmt(c); });
        std::replace_if(out.text.begin(), out.text.end(), isBlankToNmt, U' ');
        return out;
    };
}

Normalizer prependNormalizer(std::u32string content)
{
    return [content = std::move(content)](const AlignedText &text) {
        AlignedText out;
        if (text.size() == 0)
            return out;
        for (const char32_t c : content)
            out.append(c, text.origins.front());
        out.append(text, { 0, text.size() });
        return out;
    };
}

Normalizer replaceNormalizer(FindMatches find, std::u32string content)
{
    return [find = std::move(find), content = std::move(content)](const AlignedText &text) {
        return replaced(text, find, content);
    };
}

Normalizer precompiledNormalizer(std::shared_ptr<const PrecompiledCharsmap> charsmap)
{
    return
        [charsmap = std::move(charsmap)](const AlignedText &text) { return charsmap->apply(text); };
}

Normalizer byteLevelNormalizer()
{
    return [](const AlignedText &text) { return toByteCharacters(text); };
}

Normalizer normalizerSequence(std::vector<Normalizer> normalizers)
{
    return [normalizers = std::move(normalizers)](AlignedText text) {
        for (const Normalizer &normalizer : normalizers)
            text = normalizer(std::move(text));
        return text;
    };
}

} // namespace tamiz::engine
