// SPDX-License-Identifier: Apache-2.0
// Source: transformers, tokenization_xlm_roberta.py, tokenization_albert.py, tokenization_llama.py;
// huggingface/tokenizers, pre_tokenizers/metaspace.rs and decoders/byte_fallback.rs.
#include "core/engine/tokenizer/sentencepiece_tokenizer.h"

#include <algorithm>

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>

#include "core/engine/tokenizer/pair_truncation.h"
#include "core/engine/tokenizer/pipeline/decoders.h"
#include "core/tokens/utf8.h"

namespace tamiz::engine {

namespace {

constexpr char32_t kBlank = U'\u2581'; // how a piece writes a blank

/// What SentencePiece's normalisation turns into a blank or nothing.
bool isBlankOrIgnored(char32_t c)
{
    constexpr auto kMasks = U_GC_Z_MASK | U_GC_CC_MASK | U_GC_CF_MASK;
    return (U_GET_GC_MASK(static_cast<UChar32>(c)) & kMasks) != 0;
}

bool isIgnored(char32_t c)
{
    return isBlankOrIgnored(c) && !u_isUWhiteSpace(static_cast<UChar32>(c));
}

bool isComposed(char32_t base, char32_t mark)
{
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2 *nfc = icu::Normalizer2::getNFCInstance(status);
    return U_SUCCESS(status)
        && nfc->composePair(static_cast<UChar32>(base), static_cast<UChar32>(mark)) >= 0;
}

} // namespace

Encoding SentencePieceTokenizer::encode(std::string_view text, std::optional<std::string_view> pair,
                                        const EncodeOptions &options) const
{
    const Pieces first = tokenize(text);
    const Pieces second = pair ? tokenize(*pair) : Pieces {};
    std::size_t specials = 0;
    if (options.addSpecialTokens) {
        specials = m_before.size() + m_after.size();
        specials += pair ? m_beforeSecond.size() + m_after.size() : 0;
    }
    const auto [keptFirst, keptSecond]
        = truncatedLengths(first.ids.size(), second.ids.size(), specials, options);

    Encoding encoding;
    encoding.isTruncated = keptFirst < first.ids.size() || keptSecond < second.ids.size();
    const auto append = [&](std::int64_t id, CodePointSpan span, bool isAdded, bool isSecond) {
        encoding.ids.push_back(id);
        encoding.offsets.push_back(span);
        encoding.typeIds.push_back(isSecond && m_family != SentencePieceFamily::XlmRoberta ? 1 : 0);
        encoding.isSpecial.push_back(isAdded ? 1 : 0);
        encoding.isSecond.push_back(isSecond ? 1 : 0);
    };
    const auto appendSpecials = [&](const std::vector<std::int64_t> &ids, bool isSecond) {
        for (const std::int64_t id : ids) {
            if (options.addSpecialTokens)
                append(id, {}, true, isSecond);
        }
    };
    const auto appendPieces = [&](const Pieces &pieces, std::size_t count, bool isSecond) {
        for (std::size_t i = 0; i < count; ++i)
            append(pieces.ids[i], pieces.offsets[i], false, isSecond);
        appendSpecials(m_after, isSecond);
    };
    appendSpecials(m_before, false);
    appendPieces(first, keptFirst, false);
    if (pair) {
        appendSpecials(m_beforeSecond, true);
        appendPieces(second, keptSecond, true);
    }
    return encoding;
}

SentencePieceTokenizer::Pieces SentencePieceTokenizer::tokenize(std::string_view text) const
{
    const std::u32string original = decodeUtf8(text);
    Pieces out;
    for (const AddedTokenFinder::Piece &piece : m_rawFinder.split(original)) {
        const auto shift = static_cast<std::int64_t>(piece.begin);
        if (piece.id >= 0) {
            out.ids.push_back(piece.id);
            out.offsets.push_back({ shift, static_cast<std::int64_t>(piece.end) });
            continue;
        }
        const auto segment
            = std::u32string_view(original).substr(piece.begin, piece.end - piece.begin);
        const NormalizedText normalized = normalize(segment, shift);
        for (const AddedTokenFinder::Piece &part : m_normalizedFinder.split(normalized.text)) {
            if (part.id < 0) {
                tokenizeSegment(normalized.part(part.begin, part.end), out);
                continue;
            }
            out.ids.push_back(part.id);
            out.offsets.push_back(normalized.originOf(part.begin, part.end));
        }
    }
    return out;
}

/// What SentencePiece itself gets: it normalises further.
NormalizedText SentencePieceTokenizer::normalize(std::u32string_view segment,
                                                 std::int64_t shift) const
{
    if (m_family == SentencePieceFamily::Albert) {
        return normalizeAlbert(segment, shift,
                               { .lowercase = m_settings.doLowerCase.value_or(true),
                                 .keepsAccents = m_settings.keepAccents.value_or(false) });
    }
    NormalizedText unchanged { std::u32string(segment), {} };
    for (std::size_t i = 0; i < segment.size(); ++i)
        unchanged.origin.push_back(shift + static_cast<std::int64_t>(i));
    return unchanged;
}

void SentencePieceTokenizer::tokenizeSegment(const NormalizedText &text, Pieces &out) const
{
    std::string bytes;
    std::vector<std::uint32_t> codePointOf; // of each byte, and one past the end
    for (std::size_t i = 0; i < text.text.size(); ++i) {
        appendUtf8(bytes, text.text[i]);
        codePointOf.resize(bytes.size(), static_cast<std::uint32_t>(i));
    }
    codePointOf.push_back(static_cast<std::uint32_t>(text.text.size()));

    struct Context
    {
        const SentencePieceTokenizer &self;
        const NormalizedText &text;
        const std::vector<std::uint32_t> &codePointOf;
        Pieces &out;
    } context { *this, text, codePointOf, out };
    const auto onPiece = [](void *data, std::int32_t id, std::size_t begin, std::size_t end) {
        const Context &c = *static_cast<Context *>(data);
        const std::size_t last = c.codePointOf.size() - 1;
        c.out.ids.push_back(c.self.m_idOfPiece[static_cast<std::size_t>(id)]);
        const bool beginsWithBlank = c.self.token(c.out.ids.back()).starts_with("\u2581");
        c.out.offsets.push_back(c.self.spanOf(c.text, beginsWithBlank,
                                              c.codePointOf[std::min(begin, last)],
                                              c.codePointOf[std::min(end, last)]));
    };
    const auto onError = [](void *, const char *, std::size_t) {};
    const std::size_t before = out.ids.size();
    if (m_api->encode(m_model.get(), bytes.data(), bytes.size(), onPiece, onError, &context) != 0) {
        // Encoding fails only where memory does. A tokenizer never fails on a text: it is unknown.
        out.ids.resize(before);
        out.offsets.resize(before);
        out.ids.push_back(m_special.unknown);
        out.offsets.push_back(text.originOf(0, text.text.size()));
    }
}

/// SentencePiece counts the blank before a word as the word's, an accent that it composed or a
/// character that it dropped as the piece's before, and gives all bytes of a character but the last
/// an empty span.
CodePointSpan SentencePieceTokenizer::spanOf(const NormalizedText &text, bool beginsWithBlank,
                                             std::size_t begin, std::size_t end) const
{
    const std::u32string &source = text.text;
    if (m_family != SentencePieceFamily::Llama) {
        while (beginsWithBlank && begin < source.size() && isBlankOrIgnored(source[begin]))
            ++begin;
        end = std::max(begin, end);
        while (end > begin + 1
               && (isIgnored(source[end - 1]) || isComposed(source[end - 2], source[end - 1])))
            --end;
    }
    if (begin == end && begin < source.size())
        ++end;
    return begin < end ? text.originOf(begin, end) : CodePointSpan {};
}

std::string SentencePieceTokenizer::decode(const std::vector<std::int64_t> &ids,
                                           bool skipSpecial) const
{
    const bool isLlama = m_family == SentencePieceFamily::Llama;
    std::vector<std::string> pieces;
    for (const std::int64_t id : ids) {
        if (id >= 0 && id < vocabSize() && !(skipSpecial && isSpecial(id)))
            pieces.push_back(m_normalizedForms.contains(id) ? m_normalizedForms.at(id) : token(id));
    }
    // The other families drop the blanks of the first piece.
    metaspaceDecoder(kBlank, !isLlama)(pieces);
    if (isLlama)
        byteFallbackDecoder()(pieces);
    std::string text;
    for (const std::string &piece : pieces)
        text += piece;
    if (isLlama && text.starts_with(' '))
        text.erase(0, 1);
    return text;
}

std::string SentencePieceTokenizer::token(std::int64_t id) const
{
    return id >= 0 && id < vocabSize() ? m_tokens[static_cast<std::size_t>(id)] : std::string();
}

std::optional<std::int64_t> SentencePieceTokenizer::id(std::string_view token) const
{
    const auto found = m_ids.find(std::string(token));
    return found == m_ids.end() ? std::nullopt : std::optional(found->second);
}

bool SentencePieceTokenizer::isSpecial(std::int64_t id) const
{
    return id >= 0 && id < vocabSize() && m_isSpecial[static_cast<std::size_t>(id)] != 0;
}

const char *SentencePieceTokenizer::kind() const
{
    switch (m_info.type) {
    case SpModelInfo::Type::Unigram:
        return "SentencePiece Unigram";
    case SpModelInfo::Type::Bpe:
        return "SentencePiece BPE";
    case SpModelInfo::Type::Word:
        return "SentencePiece words";
    case SpModelInfo::Type::Char:
        break;
    }
    return "SentencePiece characters";
}

} // namespace tamiz::engine
