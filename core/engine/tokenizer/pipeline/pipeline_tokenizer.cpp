// SPDX-License-Identifier: Apache-2.0
// Source: huggingface/tokenizers, tokenizer/mod.rs and added_vocabulary.rs.
#include "core/engine/tokenizer/pipeline/pipeline_tokenizer.h"

#include <algorithm>

#include "core/base/files.h"
#include "core/engine/tokenizer/character_classes.h"
#include "core/engine/tokenizer/clean_up.h"
#include "core/engine/tokenizer/tokenizer_folder.h"
#include "core/tokens/utf8.h"

namespace tamiz::engine {

namespace {

/// A blank as the byte-level alphabet writes it, or as it is.
bool isBlank(char32_t c)
{
    constexpr char32_t kByteLevelBlank = 0x120; // Ġ
    return c == kByteLevelBlank || isWhiteSpace(c);
}

TextToken textToken(std::int64_t id, CodePointSpan offset, std::u32string_view text)
{
    const auto before = std::find_if_not(text.begin(), text.end(), isBlank) - text.begin();
    const auto after = std::find_if_not(text.rbegin(), text.rend(), isBlank) - text.rbegin();
    return { id, offset, static_cast<std::uint32_t>(before), static_cast<std::uint32_t>(after) };
}

} // namespace

PipelineTokenizer::PipelineTokenizer(TokenizerPipeline pipeline)
    : m_parts(std::move(pipeline))
{
    for (const AddedToken &token : m_parts.added)
        find(token);
}

void PipelineTokenizer::find(const AddedToken &token)
{
    if (!token.isSpecial)
        m_normalTokens.insert(token.id);
    const std::u32string content = decodeUtf8(token.content);
    if (!token.isNormalized) {
        m_rawFinder.add(token, content);
        return;
    }
    std::u32string pattern = content;
    if (m_parts.normalizer)
        pattern = m_parts.normalizer(alignedText(content, 0)).text;
    m_normalizedFinder.add(token, pattern);
    if (pattern != content)
        m_normalizedForms.emplace(token.id, encodeUtf8(pattern));
}

void PipelineTokenizer::addToken(const std::string &content)
{
    AddedToken token = normalToken(content, vocabSize());
    m_parts.vocabulary.append(token);
    m_parts.added.push_back(token);
    find(token);
    m_isExtended = true;
}

Encoding PipelineTokenizer::encode(std::string_view text, std::optional<std::string_view> pair,
                                   const EncodeOptions &options) const
{
    const std::vector<TextToken> first = tokenize(text);
    if (!pair)
        return m_parts.postProcessor.assemble(first, nullptr, options);
    const std::vector<TextToken> second = tokenize(*pair);
    return m_parts.postProcessor.assemble(first, &second, options);
}

std::vector<TextToken> PipelineTokenizer::tokenize(std::string_view text) const
{
    const std::u32string original = decodeUtf8(text);
    std::vector<TextToken> out;
    for (const AddedTokenFinder::Piece &piece : m_rawFinder.split(original)) {
        const auto part
            = std::u32string_view(original).substr(piece.begin, piece.end - piece.begin);
        const auto begin = static_cast<std::int64_t>(piece.begin);
        if (piece.id >= 0)
            out.push_back(
                textToken(piece.id, { begin, static_cast<std::int64_t>(piece.end) }, part));
        else
            tokenizeSegment(alignedText(part, begin), out);
    }
    return out;
}

void PipelineTokenizer::tokenizeSegment(AlignedText text, std::vector<TextToken> &out) const
{
    if (m_parts.normalizer)
        text = m_parts.normalizer(std::move(text));
    if (text.size() == 0)
        return;
    if (m_normalizedFinder.isEmpty()) {
        const TextRange all { 0, text.size() };
        tokenizeWords({ std::move(text), { all } }, out);
        return;
    }
    for (const AddedTokenFinder::Piece &piece : m_normalizedFinder.split(text.text)) {
        const TextRange range { piece.begin, piece.end };
        AlignedText part;
        part.append(text, range);
        if (piece.id >= 0)
            out.push_back(textToken(piece.id, text.originOf(range), part.text));
        else
            tokenizeWords({ std::move(part), { { 0, range.end - range.begin } } }, out);
    }
}

void PipelineTokenizer::tokenizeWords(Words words, std::vector<TextToken> &out) const
{
    if (m_parts.preTokenizer)
        m_parts.preTokenizer(words);
    std::vector<ModelPiece> pieces;
    m_parts.model->tokenize(words.text.text, words.ranges, pieces);
    out.reserve(out.size() + pieces.size());
    for (const ModelPiece &piece : pieces) {
        const auto text = std::u32string_view(words.text.text)
                              .substr(piece.range.begin, piece.range.end - piece.range.begin);
        out.push_back(textToken(piece.id, words.text.originOf(piece.range), text));
    }
}

std::string PipelineTokenizer::decode(const std::vector<std::int64_t> &ids, bool skipSpecial) const
{
    std::string text;
    std::vector<std::string> tokens; // that the decoder reads together
    const auto append = [&text](const std::string &part) {
        if (!text.empty() && !part.empty())
            text += ' ';
        text += part;
    };
    for (const std::int64_t id : ids) {
        if (!m_parts.vocabulary.contains(id) || (skipSpecial && isSpecial(id)))
            continue;
        const auto normalized = m_normalizedForms.find(id);
        std::string piece = normalized == m_normalizedForms.end() ? token(id) : normalized->second;
        if (m_parts.wordEnd.empty() || !m_normalTokens.contains(id)) {
            tokens.push_back(std::move(piece));
            continue;
        }
        append(textOf(std::exchange(tokens, {})));
        append(piece);
    }
    append(textOf(std::move(tokens)));
    if (m_parts.cleansUpSpaces)
        cleanUp(text);
    return text;
}

std::string PipelineTokenizer::textOf(std::vector<std::string> tokens) const
{
    if (m_parts.decoder)
        m_parts.decoder(tokens);
    std::string text;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        if (i > 0 && !m_parts.decoder)
            text += ' ';
        text += tokens[i];
    }
    return text;
}

bool PipelineTokenizer::isOpen(std::int64_t id) const
{
    const bool isWithinWord = !m_parts.wordEnd.empty() && !token(id).ends_with(m_parts.wordEnd);
    return Tokenizer::isOpen(id) || (isWithinWord && !m_normalTokens.contains(id));
}

Status PipelineTokenizer::save(const std::filesystem::path &folder) const
{
    TAMIZ_CHECK(makeWritableFolder(folder));
    for (const auto &[name, content] : m_parts.files) {
        std::string written = content;
        if (m_isExtended && name == "tokenizer_config.json")
            written = withAddedTokens(content, m_parts.added);
        if (m_isExtended && name == "tokenizer.json")
            written = withCompiledAddedTokens(content, m_parts.added);
        TAMIZ_CHECK(writeFileAtomically(folder / name, written));
    }
    return {};
}

} // namespace tamiz::engine
