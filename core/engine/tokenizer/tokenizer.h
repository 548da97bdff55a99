// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/tokens/token_classes.h"

namespace tamiz::engine {

/// Which text of a pair loses tokens at its end; the names are Hugging Face's.
enum class Truncation {
    LongestFirst, ///< the longer one, the second where both are as long
    OnlyFirst,
    OnlySecond ///< may leave more than maxLength when the second text is too short to give way
};

struct EncodeOptions
{
    bool addSpecialTokens = true;
    std::int64_t maxLength = 0; ///< special tokens included; 0 = no truncation
    Truncation truncation = Truncation::LongestFirst;
};

/// All vectors have one entry a token.
struct Encoding
{
    std::vector<std::int64_t> ids;
    std::vector<std::int64_t> typeIds; ///< 0 first text, 1 second text
    std::vector<CodePointSpan>
        offsets; ///< in the text the token came from; empty for special tokens
    std::vector<std::uint8_t> isSpecial; ///< added by the tokenizer, not from the text
    std::vector<std::uint8_t> isSecond; ///< came from the second text
    bool isTruncated = false;
};

/// Ids that the model gives a meaning to; -1 where the vocabulary has none.
struct SpecialIds
{
    std::int64_t pad = -1;
    std::int64_t unknown = -1;
    std::int64_t mask = -1;
    std::int64_t begin = -1; ///< [CLS], <s>
    std::int64_t end = -1; ///< [SEP], </s>
};

/// Text to ids and back. Immutable after loading: any thread. Never fails on a text: invalid UTF-8
/// is read as decodeUtf8() of core/tokens/utf8.h does, one U+FFFD a maximal ill-formed sequence.
class Tokenizer
{
public:
    virtual ~Tokenizer() = default;

    virtual Encoding encode(std::string_view text, std::optional<std::string_view> pair,
                            const EncodeOptions &options) const = 0;
    virtual std::string decode(const std::vector<std::int64_t> &ids, bool skipSpecial) const = 0;
    virtual std::string token(std::int64_t id) const = 0; ///< the piece; "" outside the vocabulary
    virtual std::optional<std::int64_t> id(std::string_view token) const = 0;
    virtual std::int64_t vocabSize() const = 0;
    virtual const SpecialIds &special() const = 0;
    virtual bool isSpecial(std::int64_t id) const = 0;
    virtual const char *kind() const = 0; ///< "WordPiece", "SentencePiece BPE" ...

    /// Whether tokens behind this one may change what decode() makes of it: a byte of a character, a part of a
    /// word that is read as a whole.
    virtual bool isOpen(std::int64_t id) const;

    /// Puts a normal token behind the vocabulary, as Hugging Face's add_tokens() does with a text: it is
    /// found before words are split, within words too, the normaliser's way of writing it as well.
    /// @p content is neither empty nor known. Before other threads see the tokenizer.
    virtual void addToken(const std::string &content) = 0;

    /// Writes the files that loadTokenizer() and Hugging Face read.
    virtual Status save(const std::filesystem::path &folder) const = 0;
};

/// Reads the tokenizer of a model folder: tokenizer.json, which says exactly what the compiled Hugging
/// Face `tokenizers` would do; where there is none, or one with a part that is not supported,
/// vocab.txt, vocab.json with merges.txt, or *.model through the SentencePiece module, each with the
/// JSON files beside it.
Result<std::unique_ptr<Tokenizer>> loadTokenizer(const std::filesystem::path &folder);

/// The tokenizer of a model with a PEFT adapter: the adapter folder's own where it knows more tokens than
/// the model's, for then it was trained with them. @p adapter may be empty.
Result<std::unique_ptr<Tokenizer>> loadTokenizer(const std::filesystem::path &model,
                                                 const std::filesystem::path &adapter);

} // namespace tamiz::engine
