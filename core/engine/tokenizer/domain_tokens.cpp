// SPDX-License-Identifier: Apache-2.0
#include "core/engine/tokenizer/domain_tokens.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "core/base/files.h"
#include "core/base/translate.h"
#include "core/tokens/utf8.h"

namespace tamiz::engine {

namespace {

constexpr std::uint64_t kMaxFileBytes = 32U << 20;

/// A token with the place it was read from, for messages.
struct Wanted
{
    std::string content;
    std::string place;
};

std::string_view trimmed(std::string_view line)
{
    constexpr std::string_view kWhiteSpace = " \t\r\v\f";
    const std::size_t begin = line.find_first_not_of(kWhiteSpace);
    if (begin == std::string_view::npos)
        return {};
    return line.substr(begin, line.find_last_not_of(kWhiteSpace) - begin + 1);
}

/// One token a line; empty lines say nothing.
Status readTokens(const std::string &path, std::vector<Wanted> &wanted)
{
    TAMIZ_TRY(const std::string content, readFile(path, kMaxFileBytes));
    std::size_t number = 0;
    for (std::size_t begin = 0; begin < content.size();) {
        const std::size_t end = std::min(content.find('\n', begin), content.size());
        const std::string_view line = trimmed(std::string_view(content).substr(begin, end - begin));
        begin = end + 1;
        ++number;
        if (!line.empty())
            wanted.push_back({ std::string(line), path + ":" + std::to_string(number) });
    }
    return {};
}

/// Those of the list, then those of the file.
Result<std::vector<Wanted>> readWanted(const VocabularySection &section)
{
    std::vector<Wanted> wanted;
    for (std::size_t i = 0; i < section.addTokens.size(); ++i) {
        wanted.push_back(
            { section.addTokens[i], "vocabulary.add_tokens[" + std::to_string(i) + "]" });
    }
    if (!section.addTokensFile.empty())
        TAMIZ_CHECK(readTokens(section.addTokensFile, wanted));
    return wanted;
}

Status check(const Wanted &token)
{
    if (token.content.find_first_of("\r\n") != std::string::npos)
        return fail(ErrorCode::InvalidInput, "a token cannot hold a line break", token.place);
    if (findInvalidUtf8(token.content) != std::string::npos) {
        return fail(ErrorCode::InvalidInput, "the token is not valid UTF-8", token.place,
                    "Save the list as UTF-8");
    }
    return {};
}

} // namespace

Result<std::int64_t> countDomainTokens(const VocabularySection &section)
{
    TAMIZ_TRY(const std::vector<Wanted> wanted, readWanted(section));
    return static_cast<std::int64_t>(wanted.size());
}

Result<DomainTokens> addDomainTokens(Tokenizer &tokenizer, const VocabularySection &section)
{
    TAMIZ_TRY(const std::vector<Wanted> wanted, readWanted(section));
    const auto piecesOf = [&tokenizer](const std::string &content) {
        return tokenizer.encode(content, std::nullopt, { .addSpecialTokens = false }).ids;
    };
    const auto isOneToken
        = [&tokenizer](const std::string &content, const std::vector<std::int64_t> &pieces) {
              return tokenizer.id(content)
                  || (pieces.size() == 1 && pieces.front() != tokenizer.special().unknown);
          };
    // All pieces first: a token is not made of other new ones.
    std::vector<DomainTokens::Token> fresh;
    std::vector<std::string> places;
    DomainTokens added;
    const auto leaveOut = [&added](const Wanted &token, const std::string &message) {
        added.problems.push_back(
            { Severity::Warning, token.place, fillIn(message, { token.content }), "" });
    };
    for (const Wanted &token : wanted) {
        TAMIZ_CHECK(check(token));
        std::vector<std::int64_t> pieces = piecesOf(token.content);
        if (isOneToken(token.content, pieces)) {
            leaveOut(token, translate("Recipe", "'%1' is one token already and is not added"));
            continue;
        }
        std::erase(pieces, tokenizer.special().unknown);
        fresh.push_back({ token.content, std::move(pieces) });
        places.push_back(token.place);
    }
    added.firstId = tokenizer.vocabSize();
    for (std::size_t i = 0; i < fresh.size(); ++i) {
        if (isOneToken(fresh[i].content, piecesOf(fresh[i].content))) {
            leaveOut({ fresh[i].content, places[i] },
                     translate("Recipe", "'%1' is given before and is not added"));
            continue;
        }
        tokenizer.addToken(fresh[i].content);
        added.tokens.push_back(std::move(fresh[i]));
    }
    return added;
}

} // namespace tamiz::engine
