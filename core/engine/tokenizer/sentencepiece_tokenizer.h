// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <unordered_map>

#include "core/engine/tokenizer/added_tokens.h"
#include "core/engine/tokenizer/albert_normalizer.h"
#include "core/engine/tokenizer/sp_model_file.h"
#include "core/engine/tokenizer/sp_module.h"
#include "core/engine/tokenizer/tokenizer.h"
#include "core/engine/tokenizer/tokenizer_settings.h"

namespace tamiz::engine {

/// What the models built on SentencePiece agree on with their tokenizers.
enum class SentencePieceFamily {
    XlmRoberta, ///< ids of fairseq, one above the model's; <s> A </s></s> B </s>
    Albert, ///< normalises by itself; [CLS] A [SEP] B [SEP]
    Llama ///< keeps white space, spells unknown characters in bytes; <s> A
};

/// A SentencePiece model, run by SentencePiece itself in its module. Ids are those of the compiled
/// Hugging Face tokenizers. Offsets are SentencePiece's, brought to that library's convention: the
/// blank before a word does not count but for LLaMA, and a piece that stands for no character of its
/// own covers the one that it comes from.
class SentencePieceTokenizer final : public Tokenizer
{
public:
    /// @p path is the .model file; the JSON files beside it say which family it is.
    static Result<std::unique_ptr<SentencePieceTokenizer>> load(const std::filesystem::path &path);

    Encoding encode(std::string_view text, std::optional<std::string_view> pair,
                    const EncodeOptions &options) const override;
    std::string decode(const std::vector<std::int64_t> &ids, bool skipSpecial) const override;
    std::string token(std::int64_t id) const override;
    std::optional<std::int64_t> id(std::string_view token) const override;
    std::int64_t vocabSize() const override { return static_cast<std::int64_t>(m_tokens.size()); }
    const SpecialIds &special() const override { return m_special; }
    bool isSpecial(std::int64_t id) const override;
    const char *kind() const override;
    /// But for ALBERT, whose way of writing is its own, the token is found as it is written.
    void addToken(const std::string &content) override;
    Status save(const std::filesystem::path &folder) const override;

private:
    struct Pieces
    {
        std::vector<std::int64_t> ids;
        std::vector<CodePointSpan> offsets;
    };
    SentencePieceTokenizer() = default;

    void fillVocabulary();
    void addListedTokens();
    void find(const AddedToken &token);
    void setSpecialIds();
    Pieces tokenize(std::string_view text) const;
    NormalizedText normalize(std::u32string_view segment, std::int64_t shift) const;
    void tokenizeSegment(const NormalizedText &text, Pieces &out) const;
    CodePointSpan spanOf(const NormalizedText &text, bool beginsWithBlank, std::size_t begin,
                         std::size_t end) const;

    const TamizSpApi *m_api = nullptr;
    std::shared_ptr<TamizSpModel> m_model;
    SpModelInfo m_info;
    SentencePieceFamily m_family = SentencePieceFamily::XlmRoberta;
    TokenizerSettings m_settings;
    std::string m_modelBytes; ///< as read, for save()

    std::vector<std::string> m_tokens; ///< by id
    std::vector<std::int64_t> m_idOfPiece; ///< SentencePiece's id to ours
    std::unordered_map<std::string, std::int64_t> m_ids;
    std::vector<std::uint8_t> m_isSpecial; ///< by id
    AddedTokenFinder m_rawFinder;
    AddedTokenFinder m_normalizedFinder; ///< ALBERT
    /// How decode() reads added tokens whose normalised form differs.
    std::unordered_map<std::int64_t, std::string> m_normalizedForms;
    SpecialIds m_special;
    /// Ids that the model expects around each text; those of a second text may differ.
    std::vector<std::int64_t> m_before, m_after, m_beforeSecond;
};

} // namespace tamiz::engine
