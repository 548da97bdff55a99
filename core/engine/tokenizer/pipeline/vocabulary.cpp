// SPDX-License-Identifier: Apache-2.0
#include "core/engine/tokenizer/pipeline/vocabulary.h"

#include <algorithm>

namespace tamiz::engine {

namespace {

/// Ids that no token has: reserved ones of real vocabularies are fewer. More would let a small file
/// ask for much memory.
constexpr std::size_t kMaxMissing = 4096;

} // namespace

Result<Vocabulary> Vocabulary::create(std::vector<Entry> entries, const std::string &where)
{
    if (entries.empty())
        return fail(ErrorCode::InvalidInput, "the vocabulary is empty", where);
    const auto last = static_cast<std::int64_t>(entries.size() + kMaxMissing);
    std::int64_t size = 0;
    for (const auto &[token, id] : entries) {
        if (id < 0 || id >= last) {
            return fail(ErrorCode::InvalidInput,
                        "token '" + token + "' has id " + std::to_string(id)
                            + " in a vocabulary of " + std::to_string(entries.size()) + " tokens",
                        where, "Use the vocabulary file that came with the model");
        }
        size = std::max(size, id + 1);
    }
    Vocabulary vocabulary;
    vocabulary.m_tokens.resize(static_cast<std::size_t>(size));
    vocabulary.m_isSpecial.resize(static_cast<std::size_t>(size), 0);
    vocabulary.m_ids.reserve(entries.size());
    std::vector<std::uint8_t> isGiven(static_cast<std::size_t>(size), 0);
    for (Entry &entry : entries) {
        const auto index = static_cast<std::size_t>(entry.second);
        if (isGiven[index]) {
            return fail(ErrorCode::InvalidInput,
                        "tokens '" + vocabulary.m_tokens[index] + "' and '" + entry.first
                            + "' both have id " + std::to_string(entry.second),
                        where, "Use the vocabulary file that came with the model");
        }
        isGiven[index] = 1;
        vocabulary.m_ids[entry.first] = entry.second;
        vocabulary.m_tokens[index] = std::move(entry.first);
    }
    return vocabulary;
}

Status Vocabulary::add(AddedToken &token, const std::string &where)
{
    const std::int64_t given = id(token.content).value_or(size());
    if (token.id >= 0 && token.id != given) {
        return fail(ErrorCode::Mismatch,
                    "added token '" + token.content + "' has id " + std::to_string(token.id)
                        + ", the vocabulary gives it " + std::to_string(given),
                    where, "Use the vocabulary file that came with the model");
    }
    if (given == size())
        append(token);
    token.id = given;
    if (token.isSpecial)
        m_isSpecial[static_cast<std::size_t>(given)] = 1;
    return {};
}

void Vocabulary::append(AddedToken &token)
{
    token.id = size();
    m_ids.emplace(token.content, token.id);
    m_tokens.push_back(token.content);
    m_isSpecial.push_back(token.isSpecial ? 1 : 0);
}

std::string Vocabulary::token(std::int64_t id) const
{
    return contains(id) ? m_tokens[static_cast<std::size_t>(id)] : std::string();
}

std::optional<std::int64_t> Vocabulary::id(std::string_view token) const
{
    const auto found = m_ids.find(token);
    return found == m_ids.end() ? std::nullopt : std::optional(found->second);
}

bool Vocabulary::isSpecial(std::int64_t id) const
{
    return contains(id) && m_isSpecial[static_cast<std::size_t>(id)] != 0;
}

} // namespace tamiz::engine
