// SPDX-License-Identifier: Apache-2.0
// Source: huggingface/tokenizers, models/wordpiece/mod.rs and decoders/wordpiece.rs.
#include "core/engine/tokenizer/wordpiece_tokenizer.h"

#include <algorithm>
#include <utility>

#include "core/engine/tokenizer/clean_up.h"
#include "core/engine/tokenizer/pair_truncation.h"
#include "core/tokens/utf8.h"

namespace tamiz::engine {

namespace {

constexpr std::string_view kPrefix = "##";

} // namespace

Result<std::unique_ptr<WordPieceTokenizer>>
WordPieceTokenizer::create(std::vector<std::string> vocabulary, WordPieceOptions options,
                           const std::string &where)
{
    if (vocabulary.empty())
        return fail(ErrorCode::InvalidInput, "the vocabulary is empty", where);
    std::unique_ptr<WordPieceTokenizer> tokenizer(new WordPieceTokenizer);
    tokenizer->m_tokens = std::move(vocabulary);
    tokenizer->m_options = std::move(options);

    const std::vector<std::string> &tokens = tokenizer->m_tokens;
    tokenizer->m_ids.reserve(tokens.size());
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        const auto [found, isNew]
            = tokenizer->m_ids.emplace(tokens[i], static_cast<std::int64_t>(i));
        if (!isNew) {
            return fail(ErrorCode::InvalidInput,
                        "token '" + tokens[i] + "' occurs twice, on lines "
                            + std::to_string(found->second + 1) + " and " + std::to_string(i + 1),
                        where, "Use the vocabulary file that came with the model");
        }
    }
    tokenizer->m_pieces = tokens.size();
    TAMIZ_CHECK(tokenizer->addListedTokens(where));
    TAMIZ_CHECK(tokenizer->setSpecialIds(where));
    // Words have no added tokens in them.
    tokenizer->m_model.emplace(std::span(tokens).first(tokenizer->m_pieces),
                               WordPieceModelOptions { .unknown = tokenizer->m_special.unknown });
    return tokenizer;
}

/// Puts the added tokens behind the vocabulary where they are not in it, and into the finders.
Status WordPieceTokenizer::addListedTokens(const std::string &where)
{
    std::vector<AddedToken> added = m_options.added;
    for (const std::string &content : { m_options.unknown, m_options.separator, m_options.pad,
                                        m_options.classifier, m_options.mask }) {
        const bool isListed = std::any_of(added.begin(), added.end(), [&](const AddedToken &token) {
            return token.content == content;
        });
        if (!isListed && m_ids.contains(content))
            added.push_back({ .content = content });
    }
    std::sort(added.begin(), added.end(),
              [](const AddedToken &a, const AddedToken &b) { return a.id < b.id; });

    m_isSpecial.assign(m_tokens.size(), 0);
    for (AddedToken &token : added) {
        const auto known = m_ids.find(token.content);
        const auto end = static_cast<std::int64_t>(m_tokens.size());
        if (token.id < 0 && known == m_ids.end())
            continue; // named, but unknown to this vocabulary
        if (known != m_ids.end() && token.id >= 0 && known->second != token.id) {
            return fail(ErrorCode::Mismatch,
                        "token '" + token.content + "' has id " + std::to_string(known->second)
                            + " in the vocabulary and id " + std::to_string(token.id)
                            + " among the added tokens",
                        where);
        }
        if (known == m_ids.end() && token.id != end) {
            return fail(ErrorCode::Mismatch,
                        "added token '" + token.content + "' has id " + std::to_string(token.id)
                            + ", the vocabulary ends at " + std::to_string(end - 1),
                        where, "Use the vocabulary file that came with the model");
        }
        if (known == m_ids.end()) {
            m_tokens.push_back(token.content);
            m_ids.emplace(token.content, end);
            m_isSpecial.push_back(0);
        }
        token.id = m_ids.at(token.content);
        if (token.isSpecial)
            m_isSpecial[static_cast<std::size_t>(token.id)] = 1;

        find(token);
    }
    return {};
}

void WordPieceTokenizer::find(const AddedToken &token)
{
    const std::u32string content = decodeUtf8(token.content);
    if (!token.isNormalized) {
        m_rawFinder.add(token, content);
        return;
    }
    const std::u32string pattern = normalizeBert(content, 0, m_options.normalizer).text;
    m_normalizedFinder.add(token, pattern);
    if (pattern != content)
        m_normalizedForms.emplace(token.id, encodeUtf8(pattern));
}

void WordPieceTokenizer::addToken(const std::string &content)
{
    const AddedToken token = normalToken(content, vocabSize());
    m_ids.emplace(content, token.id);
    m_tokens.push_back(content);
    m_isSpecial.push_back(0);
    m_options.added.push_back(token);
    find(token);
}

Status WordPieceTokenizer::setSpecialIds(const std::string &where)
{
    const auto idOf = [&](const std::string &content) { return id(content).value_or(-1); };
    m_special = { .pad = idOf(m_options.pad),
                  .unknown = idOf(m_options.unknown),
                  .mask = idOf(m_options.mask),
                  .begin = idOf(m_options.classifier),
                  .end = idOf(m_options.separator) };
    for (const auto &[value, name] : { std::pair { m_special.unknown, &m_options.unknown },
                                       { m_special.begin, &m_options.classifier },
                                       { m_special.end, &m_options.separator } }) {
        if (value < 0) {
            return fail(ErrorCode::InvalidInput, "the vocabulary has no token '" + *name + "'",
                        where, "Check that vocab.txt and tokenizer_config.json belong together");
        }
    }
    return {};
}

Encoding WordPieceTokenizer::encode(std::string_view text, std::optional<std::string_view> pair,
                                    const EncodeOptions &options) const
{
    const Pieces first = tokenize(text);
    const Pieces second = pair ? tokenize(*pair) : Pieces {};
    const std::size_t specials = options.addSpecialTokens ? (pair ? 3 : 2) : 0;
    const auto [keptFirst, keptSecond]
        = truncatedLengths(first.ids.size(), second.ids.size(), specials, options);

    Encoding encoding;
    encoding.isTruncated = keptFirst < first.ids.size() || keptSecond < second.ids.size();
    const auto append = [&](std::int64_t id, CodePointSpan span, bool isAdded, bool isSecond) {
        encoding.ids.push_back(id);
        encoding.offsets.push_back(span);
        encoding.typeIds.push_back(isSecond ? 1 : 0);
        encoding.isSpecial.push_back(isAdded ? 1 : 0);
        encoding.isSecond.push_back(isSecond ? 1 : 0);
    };
    const auto appendPieces = [&](const Pieces &pieces, std::size_t count, bool isSecond) {
        for (std::size_t i = 0; i < count; ++i)
            append(pieces.ids[i], pieces.offsets[i], false, isSecond);
        if (options.addSpecialTokens)
            append(m_special.end, {}, true, isSecond);
    };
    if (options.addSpecialTokens)
        append(m_special.begin, {}, true, false);
    appendPieces(first, keptFirst, false);
    if (pair)
        appendPieces(second, keptSecond, true);
    return encoding;
}

WordPieceTokenizer::Pieces WordPieceTokenizer::tokenize(std::string_view text) const
{
    const std::u32string original = decodeUtf8(text);
    Pieces out;
    for (const AddedTokenFinder::Piece &raw : m_rawFinder.split(original)) {
        if (raw.id >= 0) {
            out.ids.push_back(raw.id);
            out.offsets.push_back(
                { static_cast<std::int64_t>(raw.begin), static_cast<std::int64_t>(raw.end) });
            continue;
        }
        const auto segment = std::u32string_view(original).substr(raw.begin, raw.end - raw.begin);
        const NormalizedText normalized
            = normalizeBert(segment, static_cast<std::int64_t>(raw.begin), m_options.normalizer);
        if (m_normalizedFinder.isEmpty()) {
            tokenizeSegment(normalized, 0, normalized.text.size(), out);
            continue;
        }
        for (const AddedTokenFinder::Piece &piece : m_normalizedFinder.split(normalized.text)) {
            if (piece.id >= 0) {
                out.ids.push_back(piece.id);
                out.offsets.push_back(normalized.originOf(piece.begin, piece.end));
            } else {
                tokenizeSegment(normalized, piece.begin, piece.end, out);
            }
        }
    }
    return out;
}

void WordPieceTokenizer::tokenizeSegment(const NormalizedText &text, std::size_t begin,
                                         std::size_t end, Pieces &out) const
{
    std::vector<TextRange> words;
    forEachBertWord(text.text, begin, end, [&](std::size_t wordBegin, std::size_t wordEnd) {
        words.push_back({ wordBegin, wordEnd });
    });
    std::vector<ModelPiece> pieces;
    m_model->tokenize(text.text, words, pieces);
    for (const ModelPiece &piece : pieces) {
        out.ids.push_back(piece.id);
        out.offsets.push_back(text.originOf(piece.range.begin, piece.range.end));
    }
}

std::string WordPieceTokenizer::decode(const std::vector<std::int64_t> &ids, bool skipSpecial) const
{
    std::string text;
    bool isFirst = true;
    for (const std::int64_t id : ids) {
        if (id < 0 || id >= vocabSize() || (skipSpecial && isSpecial(id)))
            continue;
        const auto normalized = m_normalizedForms.find(id);
        std::string piece = normalized == m_normalizedForms.end() ? token(id) : normalized->second;
        if (!isFirst && piece.starts_with(kPrefix))
            piece.erase(0, kPrefix.size());
        else if (!isFirst)
            piece.insert(0, " ");
        isFirst = false;
        cleanUpPiece(piece);
        text += piece;
    }
    if (m_options.cleansUpSpaces)
        cleanUp(text);
    return text;
}

std::string WordPieceTokenizer::token(std::int64_t id) const
{
    return id >= 0 && id < vocabSize() ? m_tokens[static_cast<std::size_t>(id)] : std::string();
}

std::optional<std::int64_t> WordPieceTokenizer::id(std::string_view token) const
{
    const auto found = m_ids.find(std::string(token));
    return found == m_ids.end() ? std::nullopt : std::optional(found->second);
}

bool WordPieceTokenizer::isSpecial(std::int64_t id) const
{
    return id >= 0 && id < vocabSize() && m_isSpecial[static_cast<std::size_t>(id)] != 0;
}

Status WordPieceTokenizer::save(const std::filesystem::path &folder) const
{
    return saveWordPiece(folder, std::span(m_tokens).first(m_pieces), m_options);
}

} // namespace tamiz::engine
