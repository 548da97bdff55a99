// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/base/result.h"
#include "core/engine/tokenizer/added_tokens.h"

namespace tamiz::engine {

/// Tokens by id and ids by token: those of the model, then those added to it.
class Vocabulary
{
public:
    using Entry = std::pair<std::string, std::int64_t>;

    /// Fails on an empty vocabulary, an id that is given twice or out of range. Few ids may be
    /// missing in between. @p where names the file in errors.
    static Result<Vocabulary> create(std::vector<Entry> entries, const std::string &where);

    /// Gives the token its id: the model's, else the next free one. Fails when the token asks for
    /// another.
    Status add(AddedToken &token, const std::string &where);

    /// Gives a token that is not there the next free id.
    void append(AddedToken &token);

    std::int64_t size() const { return static_cast<std::int64_t>(m_tokens.size()); }
    bool contains(std::int64_t id) const { return id >= 0 && id < size(); }
    std::string token(std::int64_t id) const; ///< "" outside the vocabulary
    std::optional<std::int64_t> id(std::string_view token) const;
    bool isSpecial(std::int64_t id) const;
    const std::vector<std::string> &tokens() const { return m_tokens; } ///< by id

private:
    /// Looks up without a copy of the text.
    struct Hash
    {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const
        {
            return std::hash<std::string_view>()(text);
        }
    };

    std::vector<std::string> m_tokens;
    std::unordered_map<std::string, std::int64_t, Hash, std::equal_to<>> m_ids;
    std::vector<std::uint8_t> m_isSpecial; ///< by id
};

} // namespace tamiz::engine
