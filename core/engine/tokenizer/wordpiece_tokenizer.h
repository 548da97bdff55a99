// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <unordered_map>

#include "core/engine/tokenizer/added_tokens.h"
#include "core/engine/tokenizer/bert_normalizer.h"
#include "core/engine/tokenizer/pipeline/wordpiece_model.h"
#include "core/engine/tokenizer/tokenizer.h"

namespace tamiz::engine {

struct WordPieceOptions
{
    BertNormalizerOptions normalizer;
    std::string unknown = "[UNK]";
    std::string separator = "[SEP]";
    std::string pad = "[PAD]";
    std::string classifier = "[CLS]";
    std::string mask = "[MASK]";
    std::vector<AddedToken> added; ///< besides the five above
    bool cleansUpSpaces = true; ///< decode() as transformers, which cleans up a second time
    std::string configJson; ///< tokenizer_config.json to keep on save; empty = a new one
};

/// WordPiece as the compiled Hugging Face `tokenizers` (BertTokenizerFast) does it, offsets in code
/// points of the original text included: ids are equal, text for text. Time is linear in the text.
class WordPieceTokenizer final : public Tokenizer
{
public:
    /// @p vocabulary in id order; @p where names it in errors. Fails on an empty vocabulary, a token
    /// that occurs twice, or where unknown, separator or classifier token is not in it.
    static Result<std::unique_ptr<WordPieceTokenizer>>
    create(std::vector<std::string> vocabulary, WordPieceOptions options, const std::string &where);

    /// vocab.txt with the JSON files beside it.
    static Result<std::unique_ptr<WordPieceTokenizer>> load(const std::filesystem::path &folder);

    Encoding encode(std::string_view text, std::optional<std::string_view> pair,
                    const EncodeOptions &options) const override;
    std::string decode(const std::vector<std::int64_t> &ids, bool skipSpecial) const override;
    std::string token(std::int64_t id) const override;
    std::optional<std::int64_t> id(std::string_view token) const override;
    std::int64_t vocabSize() const override { return static_cast<std::int64_t>(m_tokens.size()); }
    const SpecialIds &special() const override { return m_special; }
    bool isSpecial(std::int64_t id) const override;
    const char *kind() const override { return "WordPiece"; }
    void addToken(const std::string &content) override;
    Status save(const std::filesystem::path &folder) const override;

    const std::vector<std::string> &vocabulary() const { return m_tokens; }

private:
    struct Pieces
    {
        std::vector<std::int64_t> ids;
        std::vector<CodePointSpan> offsets;
    };
    WordPieceTokenizer() = default;

    Status addListedTokens(const std::string &where);
    void find(const AddedToken &token);
    Status setSpecialIds(const std::string &where);

    Pieces tokenize(std::string_view text) const;
    void tokenizeSegment(const NormalizedText &text, std::size_t begin, std::size_t end,
                         Pieces &out) const;

    std::vector<std::string> m_tokens; ///< by id; the added ones behind the model's pieces
    std::size_t m_pieces = 0; ///< of the model
    std::unordered_map<std::string, std::int64_t> m_ids;
    std::vector<std::uint8_t> m_isSpecial; ///< by id
    std::optional<WordPieceModel> m_model; ///< set by create()
    AddedTokenFinder m_rawFinder;
    AddedTokenFinder m_normalizedFinder;
    /// How decode() reads added tokens whose normalised form differs.
    std::unordered_map<std::int64_t, std::string> m_normalizedForms;
    SpecialIds m_special;
    WordPieceOptions m_options;
};

/// Writes vocab.txt, tokenizer_config.json and special_tokens_map.json.
Status saveWordPiece(const std::filesystem::path &folder, std::span<const std::string> vocabulary,
                     const WordPieceOptions &options);

} // namespace tamiz::engine
