// SPDX-License-Identifier: Apache-2.0
// Source: transformers, tokenization_biogpt.py and tokenization_utils.py.
#include "core/engine/tokenizer/pipeline/moses_bpe.h"

#include <utility>

#include <nlohmann/json.hpp>

#include "core/engine/tokenizer/pipeline/bpe_files.h"
#include "core/engine/tokenizer/pipeline/moses_text.h"
#include "core/engine/tokenizer/pipeline/moses_words.h"
#include "core/engine/tokenizer/pipeline/tokenizer_files.h"
#include "core/engine/tokenizer/tokenizer_settings.h"

namespace tamiz::engine {

namespace fs = std::filesystem;

namespace {

constexpr const char *kWordEnd = "</w>";
constexpr SpecialNames kSpecialNames { "<s>", "</s>", "<unk>", "<pad>", "" };

/// Byte-pair encoding whose merges may make symbols that the vocabulary lacks: they are unknown, but
/// what they merge to may be known again.
class OpenBpeModel final : public PieceModel
{
public:
    OpenBpeModel(std::unique_ptr<BpeModel> model, std::int64_t known, std::int64_t unknown)
        : m_model(std::move(model))
        , m_known(known)
        , m_unknown(unknown)
    {
    }

    void tokenize(std::u32string_view text, const std::vector<TextRange> &words,
                  std::vector<ModelPiece> &out) const override
    {
        const std::size_t first = out.size();
        m_model->tokenize(text, words, out);
        for (std::size_t i = first; i < out.size(); ++i) {
            if (out[i].id >= m_known)
                out[i].id = m_unknown;
        }
    }

private:
    std::unique_ptr<BpeModel> m_model; ///< of the vocabulary and the symbols of merges behind it
    std::int64_t m_known; ///< the vocabulary's size
    std::int64_t m_unknown;
};

Result<std::unique_ptr<PieceModel>> readModel(const fs::path &folder, const Vocabulary &vocabulary,
                                              std::int64_t unknown)
{
    TAMIZ_TRY(const MergesFile file, readMerges(folder / "merges.txt", true));
    Vocabulary symbols = vocabulary;
    const auto add = [&symbols](std::string symbol) {
        AddedToken token { .content = std::move(symbol), .isSpecial = false };
        if (!symbols.id(token.content))
            symbols.append(token);
    };
    for (const auto &[left, right] : file.merges) {
        add(left);
        add(right);
        add(left + right);
    }
    TAMIZ_TRY(std::unique_ptr<BpeModel> model,
              BpeModel::create(symbols, file.merges,
                               { .unknown = unknown, .endOfWordSuffix = kWordEnd },
                               [&file](std::size_t merge) { return file.placeOf(merge); }));
    return std::make_unique<OpenBpeModel>(std::move(model), vocabulary.size(), unknown);
}

/// </s> A and </s> A </s> B.
PostProcessor separatorBefore(std::int64_t separator)
{
    using Kind = PostProcessor::Part::Kind;
    return { .single = { PostProcessor::special(separator), { .kind = Kind::First } },
             .pair = { PostProcessor::special(separator),
                       { .kind = Kind::First },
                       PostProcessor::special(separator, 1),
                       { .kind = Kind::Second, .typeId = 1 } } };
}

} // namespace

Result<bool> isMosesBpe(const fs::path &folder)
{
    TAMIZ_TRY(const TokenizerSettings settings, readTokenizerSettings(folder, false));
    TAMIZ_TRY(const std::string name, tokenizerFamily(settings, folder));
    return name.starts_with("BioGpt") || name == "biogpt";
}

Result<std::unique_ptr<Tokenizer>> loadMosesBpe(const fs::path &folder)
{
    TAMIZ_TRY(const TokenizerSettings settings, readTokenizerSettings(folder, false));
    TokenizerPipeline parts;
    TAMIZ_TRY(parts.vocabulary, readVocabularyJson(folder / "vocab.json"));
    const Vocabulary pieces = parts.vocabulary;
    TAMIZ_CHECK(addTokens(folder, settings, kSpecialNames, parts));
    for (const std::int64_t id : { parts.special.unknown, parts.special.end }) {
        if (id < 0) {
            return fail(ErrorCode::InvalidInput,
                        "the vocabulary has no token for what is unknown, or none between texts",
                        (folder / "vocab.json").string(),
                        "Check that vocab.json and tokenizer_config.json belong together");
        }
    }
    TAMIZ_TRY(parts.model, readModel(folder, pieces, parts.special.unknown));
    parts.preTokenizer = [](Words &words) { words = mosesWords(std::move(words.text)); };
    parts.postProcessor = separatorBefore(parts.special.end);
    parts.decoder = mosesDecoder(kWordEnd);
    parts.wordEnd = kWordEnd;
    parts.cleansUpSpaces = settings.cleansUpSpaces;
    parts.kind = "Moses BPE";
    TAMIZ_TRY(parts.files, readTokenizerFiles(folder));
    if (settings.configJson.empty()) {
        const nlohmann::json config { { "tokenizer_class", "BioGptTokenizer" } };
        parts.files.push_back({ "tokenizer_config.json", config.dump(2) + "\n" });
    }
    return std::make_unique<PipelineTokenizer>(std::move(parts));
}

} // namespace tamiz::engine
