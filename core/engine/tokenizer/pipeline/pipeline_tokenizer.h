// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <unordered_map>
#include <unordered_set>

#include "core/engine/tokenizer/added_tokens.h"
#include "core/engine/tokenizer/pipeline/decoders.h"
#include "core/engine/tokenizer/pipeline/piece_model.h"
#include "core/engine/tokenizer/pipeline/post_processor.h"
#include "core/engine/tokenizer/pipeline/vocabulary.h"
#include "core/engine/tokenizer/pipeline/words.h"
#include "core/engine/tokenizer/tokenizer.h"

namespace tamiz::engine {

using Normalizer = std::function<AlignedText(AlignedText)>;
using PreTokenizer = std::function<void(Words &)>;

struct TokenizerFile
{
    std::string name;
    std::string content;
};

/// The parts of a tokenizer, in the order in which a text passes them.
struct TokenizerPipeline
{
    std::vector<AddedToken> added; ///< with their ids
    Normalizer normalizer; ///< may be empty
    PreTokenizer preTokenizer; ///< may be empty
    std::unique_ptr<PieceModel> model;
    PostProcessor postProcessor;
    Decoder decoder; ///< empty = tokens with a blank in between
    /// How the last piece of a word ends where the decoder reads whole words; it then reads what stands
    /// between added tokens, and blanks part the texts, as in the tokenizers that transformers has in Python only.
    std::string wordEnd;
    Vocabulary vocabulary;
    SpecialIds special;
    bool cleansUpSpaces = false; ///< decode() as transformers, which cleans up afterwards
    const char *kind = "";
    std::vector<TokenizerFile> files; ///< what save() writes
};

/// A tokenizer put together from parts as huggingface/tokenizers does it: added tokens are found,
/// the rest normalised, cut into words, split by the model; offsets are followed all the way.
class PipelineTokenizer final : public Tokenizer
{
public:
    explicit PipelineTokenizer(TokenizerPipeline pipeline);

    Encoding encode(std::string_view text, std::optional<std::string_view> pair,
                    const EncodeOptions &options) const override;
    std::string decode(const std::vector<std::int64_t> &ids, bool skipSpecial) const override;
    std::string token(std::int64_t id) const override { return m_parts.vocabulary.token(id); }
    std::optional<std::int64_t> id(std::string_view token) const override
    {
        return m_parts.vocabulary.id(token);
    }
    std::int64_t vocabSize() const override { return m_parts.vocabulary.size(); }
    const SpecialIds &special() const override { return m_parts.special; }
    bool isSpecial(std::int64_t id) const override { return m_parts.vocabulary.isSpecial(id); }
    bool isOpen(std::int64_t id) const override;
    const char *kind() const override { return m_parts.kind; }
    void addToken(const std::string &content) override;
    Status save(const std::filesystem::path &folder) const override;

private:
    void find(const AddedToken &token);
    std::string textOf(std::vector<std::string> tokens) const;
    std::vector<TextToken> tokenize(std::string_view text) const;
    void tokenizeSegment(AlignedText text, std::vector<TextToken> &out) const;
    void tokenizeWords(Words words, std::vector<TextToken> &out) const;

    TokenizerPipeline m_parts;
    bool m_isExtended = false; ///< by tokens that the files do not have
    std::unordered_set<std::int64_t> m_normalTokens; ///< added ones that are not special
    AddedTokenFinder m_rawFinder;
    AddedTokenFinder m_normalizedFinder;
    /// How decode() reads added tokens whose normalised form differs.
    std::unordered_map<std::int64_t, std::string> m_normalizedForms;
};

} // namespace tamiz::engine
