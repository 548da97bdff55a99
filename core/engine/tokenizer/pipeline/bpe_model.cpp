// SPDX-License-Identifier: Apache-2.0
// Source: huggingface/tokenizers, models/bpe/model.rs and word.rs.
#include "core/engine/tokenizer/pipeline/bpe_model.h"

#include <algorithm>

#include "core/engine/tokenizer/pipeline/byte_level.h"
#include "core/tokens/utf8.h"

namespace tamiz::engine {

namespace {

constexpr std::size_t kNone = ~std::size_t { 0 };

} // namespace

struct BpeModel::Scratch
{
    struct Symbol
    {
        std::int64_t id = 0;
        TextRange range;
        std::size_t previous = kNone;
        std::size_t next = kNone;
        bool isMerged = false; ///< into the symbol before it
    };
    struct Candidate
    {
        std::uint32_t rank = 0;
        std::size_t left = 0;
        std::uint32_t merged = 0;

        /// Of a heap: the lowest rank first, then the leftmost.
        bool operator<(const Candidate &other) const
        {
            return rank != other.rank ? rank > other.rank : left > other.left;
        }
    };

    void push(std::int64_t id, TextRange range)
    {
        const std::size_t at = symbols.size();
        if (at > 0)
            symbols.back().next = at;
        symbols.push_back({ .id = id, .range = range, .previous = at > 0 ? at - 1 : kNone });
    }

    std::vector<Symbol> symbols;
    std::vector<Candidate> heap;
    std::string bytes;
};

Result<std::unique_ptr<BpeModel>>
BpeModel::create(const Vocabulary &vocabulary, const std::vector<Merge> &merges, BpeOptions options,
                 const std::function<std::string(std::size_t)> &whereOf)
{
    std::unique_ptr<BpeModel> model(new BpeModel);
    model->m_options = std::move(options);
    const BpeOptions &chosen = model->m_options;
    const bool keepsWords = chosen.ignoresMerges || !chosen.continuingPrefix.empty()
        || !chosen.endOfWordSuffix.empty();
    model->m_common.fill(-1);
    for (std::size_t id = 0; id < vocabulary.tokens().size(); ++id) {
        const std::string &token = vocabulary.tokens()[id];
        if (keepsWords && !token.empty())
            model->m_ids.emplace(token, static_cast<std::int64_t>(id));
        if (token.size() > 4)
            continue;
        const std::u32string characters = decodeUtf8(token);
        if (characters.size() != 1)
            continue;
        model->m_characters.emplace(characters[0], static_cast<std::int64_t>(id));
        if (characters[0] < model->m_common.size())
            model->m_common[characters[0]] = static_cast<std::int64_t>(id);
    }
    for (int byte = 0; byte < 256; ++byte)
        model->m_bytes[static_cast<std::size_t>(byte)]
            = vocabulary.id(bytePiece(byte)).value_or(-1);

    model->m_merges = MergeTable(merges.size());
    for (std::size_t rank = 0; rank < merges.size(); ++rank) {
        const auto &[left, right] = merges[rank];
        std::string merged = left;
        merged += right.substr(std::min(right.size(), chosen.continuingPrefix.size()));
        std::array<std::uint32_t, 3> ids {};
        std::size_t found = 0;
        for (const std::string *token : { &left, &right, &std::as_const(merged) }) {
            const auto id = vocabulary.id(*token);
            if (!id) {
                return fail(ErrorCode::Mismatch,
                            "'" + *token + "' of the merge '" + left + " " + right
                                + "' is not in the vocabulary",
                            whereOf(rank), "Use the two files that came with the model");
            }
            ids[found++] = static_cast<std::uint32_t>(*id);
        }
        model->m_merges.insert(ids[0], ids[1], { static_cast<std::uint32_t>(rank), ids[2] });
    }
    return model;
}

void BpeModel::tokenize(std::u32string_view text, const std::vector<TextRange> &words,
                        std::vector<ModelPiece> &out) const
{
    Scratch scratch;
    for (const TextRange &word : words) {
        if (m_options.ignoresMerges) {
            const auto known
                = m_ids.find(encodeUtf8(text.substr(word.begin, word.end - word.begin)));
            if (known != m_ids.end()) {
                out.push_back({ known->second, word });
                continue;
            }
        }
        scratch.symbols.clear();
        splitIntoSymbols(text, word, scratch);
        mergeSymbols(scratch);
        for (const Scratch::Symbol &symbol : scratch.symbols) {
            if (!symbol.isMerged)
                out.push_back({ symbol.id, symbol.range });
        }
    }
}

/// The piece of the character at @p at of a word, or -1.
std::int64_t BpeModel::idOf(std::u32string_view text, TextRange word, std::size_t at) const
{
    const bool hasPrefix = at > word.begin && !m_options.continuingPrefix.empty();
    const bool hasSuffix = at + 1 == word.end && !m_options.endOfWordSuffix.empty();
    const char32_t c = text[at];
    if (hasPrefix || hasSuffix) {
        std::string piece = hasPrefix ? m_options.continuingPrefix : std::string();
        appendUtf8(piece, c);
        if (hasSuffix)
            piece += m_options.endOfWordSuffix;
        const auto found = m_ids.find(piece);
        return found == m_ids.end() ? -1 : found->second;
    }
    if (c < m_common.size())
        return m_common[c];
    const auto found = m_characters.find(c);
    return found == m_characters.end() ? -1 : found->second;
}

bool BpeModel::appendBytes(char32_t codePoint, std::size_t at, Scratch &scratch) const
{
    scratch.bytes.clear();
    appendUtf8(scratch.bytes, codePoint);
    const auto idOfByte = [this](char byte) { return m_bytes[static_cast<std::uint8_t>(byte)]; };
    if (std::any_of(scratch.bytes.begin(), scratch.bytes.end(),
                    [&](char byte) { return idOfByte(byte) < 0; }))
        return false;
    for (const char byte : scratch.bytes)
        scratch.push(idOfByte(byte), { at, at + 1 });
    return true;
}

void BpeModel::splitIntoSymbols(std::u32string_view text, TextRange word, Scratch &scratch) const
{
    std::optional<TextRange> unknown; // not in the symbols yet: it may grow
    const auto flush = [&] {
        if (unknown)
            scratch.push(m_options.unknown, *unknown);
        unknown.reset();
    };
    for (std::size_t at = word.begin; at < word.end; ++at) {
        const std::int64_t id = idOf(text, word, at);
        if (id >= 0) {
            flush();
            scratch.push(id, { at, at + 1 });
            continue;
        }
        // As in the library, bytes go before an unknown piece that waits.
        if ((m_options.byteFallback && appendBytes(text[at], at, scratch)) || m_options.unknown < 0)
            continue;
        if (unknown && m_options.fusesUnknown) {
            unknown->end = at + 1;
            continue;
        }
        flush();
        unknown = TextRange { at, at + 1 };
    }
    flush();
}

void BpeModel::queueMerge(std::size_t left, std::size_t right, Scratch &scratch) const
{
    const auto idOf
        = [&scratch](std::size_t at) { return static_cast<std::uint32_t>(scratch.symbols[at].id); };
    const MergeTable::Merge *merge = m_merges.find(idOf(left), idOf(right));
    if (!merge)
        return;
    scratch.heap.push_back({ merge->rank, left, merge->merged });
    std::push_heap(scratch.heap.begin(), scratch.heap.end());
}

void BpeModel::mergeSymbols(Scratch &scratch) const
{
    auto &symbols = scratch.symbols;
    for (std::size_t i = 0; i + 1 < symbols.size(); ++i)
        queueMerge(i, i + 1, scratch);
    while (!scratch.heap.empty()) {
        std::pop_heap(scratch.heap.begin(), scratch.heap.end());
        const Scratch::Candidate top = scratch.heap.back();
        scratch.heap.pop_back();
        auto &left = symbols[top.left];
        if (left.isMerged || left.next == kNone)
            continue;
        const std::size_t gone = left.next;
        auto &right = symbols[gone];
        const MergeTable::Merge *merge = m_merges.find(static_cast<std::uint32_t>(left.id),
                                                       static_cast<std::uint32_t>(right.id));
        if (!merge || merge->merged != top.merged)
            continue; // one of the two has changed since

        left.id = top.merged;
        left.range.end = std::max(left.range.end, right.range.end);
        left.next = right.next;
        right.isMerged = true;
        if (left.next != kNone)
            symbols[left.next].previous = top.left;
        if (left.previous != kNone)
            queueMerge(left.previous, top.left, scratch);
        if (left.next != kNone)
            queueMerge(top.left, left.next, scratch);
    }
}

} // namespace tamiz::engine
