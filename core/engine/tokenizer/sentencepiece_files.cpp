// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <utility>

#include <nlohmann/json.hpp>

#include "core/base/files.h"
#include "core/engine/tokenizer/sentencepiece_tokenizer.h"
#include "core/engine/tokenizer/tokenizer_folder.h"
#include "core/tokens/utf8.h"

namespace tamiz::engine {

namespace fs = std::filesystem;

namespace {

constexpr std::uint64_t kMaxModelBytes = 64U << 20; // the largest in use: 5 MB

struct FamilyName
{
    const char *name; ///< how a tokenizer_class or a model_type begins
    SentencePieceFamily family;
};

constexpr FamilyName kFamilies[] {
    { "XLMRoberta", SentencePieceFamily::XlmRoberta },
    { "xlm-roberta", SentencePieceFamily::XlmRoberta },
    { "Albert", SentencePieceFamily::Albert },
    { "albert", SentencePieceFamily::Albert },
    { "Llama", SentencePieceFamily::Llama },
    { "llama", SentencePieceFamily::Llama },
    { "mistral", SentencePieceFamily::Llama },
    { "mixtral", SentencePieceFamily::Llama },
};

/// model_type of config.json, or empty; the model's own reader complains about a broken file.
std::string modelTypeOf(const fs::path &folder)
{
    const auto content = readFile(folder / "config.json", 16U << 20);
    if (!content)
        return {};
    const auto config = nlohmann::json::parse(*content, nullptr, false);
    if (!config.is_object() || !config.contains("model_type") || !config["model_type"].is_string())
        return {};
    return config["model_type"].get<std::string>();
}

Result<SentencePieceFamily> familyOf(const TokenizerSettings &settings, const fs::path &path,
                                     const SpModelInfo &info, bool hasClassifierPiece)
{
    std::string name = settings.tokenizerClass;
    if (name.empty())
        name = modelTypeOf(path.parent_path());
    for (const FamilyName &known : kFamilies) {
        if (name.starts_with(known.name))
            return known.family;
    }
    const bool isGeneric = name.empty() || name.starts_with("PreTrainedTokenizer");
    if (!isGeneric) {
        return fail(ErrorCode::Unsupported,
                    "tokenizers of '" + name + "' on SentencePiece are not supported",
                    path.string(), "XLM-RoBERTa, ALBERT and LLaMA are");
    }
    if (hasClassifierPiece)
        return SentencePieceFamily::Albert;
    return info.hasBytePieces ? SentencePieceFamily::Llama : SentencePieceFamily::XlmRoberta;
}

} // namespace

Result<std::unique_ptr<SentencePieceTokenizer>> SentencePieceTokenizer::load(const fs::path &path)
{
    TAMIZ_TRY(TokenizerSettings settings, readTokenizerSettings(path.parent_path()));
    TAMIZ_TRY(std::string bytes, readVocabularyFile(path, kMaxModelBytes));
    TAMIZ_TRY(const SpModelInfo info, checkSpModel(bytes, path.string()));
    TAMIZ_TRY(const TamizSpApi *api, loadSpModule());

    std::string reason;
    TamizSpModel *model = api->open(
        bytes.data(), bytes.size(),
        [](void *context, const char *text, std::size_t size) {
            static_cast<std::string *>(context)->assign(text, size);
        },
        &reason);
    if (!model) {
        return fail(ErrorCode::InvalidInput, "SentencePiece refuses the model: " + reason,
                    path.string(), "The file may be truncated: download it again");
    }
    std::unique_ptr<SentencePieceTokenizer> tokenizer(new SentencePieceTokenizer);
    tokenizer->m_api = api;
    tokenizer->m_model.reset(model, api->close);
    const std::int32_t classifier = api->idOf(model, "[CLS]", 5);
    TAMIZ_TRY(tokenizer->m_family,
              familyOf(settings, path, info, classifier != api->unknownId(model)));
    tokenizer->m_info = info;
    tokenizer->m_settings = std::move(settings);
    tokenizer->m_modelBytes = std::move(bytes);
    tokenizer->fillVocabulary();
    tokenizer->addListedTokens();
    tokenizer->setSpecialIds();
    if (tokenizer->m_special.unknown < 0) {
        return fail(ErrorCode::InvalidInput, "the vocabulary has no unknown token", path.string(),
                    "Check that the model and tokenizer_config.json belong together");
    }
    return tokenizer;
}

/// The pieces by our ids. fairseq put <s> <pad> </s> <unk> before the pieces, of which the first
/// three (<unk> <s> </s>) were dropped: every other one moved up by one.
void SentencePieceTokenizer::fillVocabulary()
{
    const bool isFairseq = m_family == SentencePieceFamily::XlmRoberta;
    const std::int32_t count = m_api->size(m_model.get());
    const std::int32_t unknown = m_api->unknownId(m_model.get());
    if (isFairseq)
        m_tokens = { "<s>", "<pad>", "</s>", "<unk>" };
    for (std::int32_t i = 0; i < count; ++i) {
        std::size_t size = 0;
        const char *text = m_api->piece(m_model.get(), i, &size);
        std::string piece(text, size);
        const std::int32_t kind = m_api->kind(m_model.get(), i);
        const bool isMarker = kind == TAMIZ_SP_UNKNOWN || kind == TAMIZ_SP_CONTROL;
        if (isFairseq && i < 3) {
            const auto known = std::find(m_tokens.begin(), m_tokens.begin() + 4, piece);
            m_idOfPiece.push_back(
                i == unknown || known == m_tokens.begin() + 4 ? 3 : known - m_tokens.begin());
            continue;
        }
        m_idOfPiece.push_back(static_cast<std::int64_t>(m_tokens.size()));
        m_tokens.push_back(std::move(piece));
        m_isSpecial.resize(m_tokens.size(), 0);
        m_isSpecial.back() = isMarker ? 1 : 0;
    }
    if (isFairseq) {
        m_isSpecial.resize(m_tokens.size(), 0); // a model may have no pieces but those
        std::fill_n(m_isSpecial.begin(), 4, 1);
        m_tokens.emplace_back("<mask>");
        m_isSpecial.push_back(1);
    }
    for (std::size_t i = 0; i < m_tokens.size(); ++i)
        m_ids.emplace(m_tokens[i], static_cast<std::int64_t>(i));
}

/// Tokens that are found in the text: those that the JSON files list, else the family's own. A token
/// whose id the files do not give, or give wrongly, keeps the vocabulary's.
void SentencePieceTokenizer::addListedTokens()
{
    std::vector<AddedToken> added = m_settings.added;
    const auto addDefault = [&](const std::string &content, bool stripsLeft) {
        const bool isListed = std::any_of(added.begin(), added.end(), [&](const AddedToken &token) {
            return token.content == content;
        });
        if (!isListed && m_ids.contains(content))
            added.push_back({ .content = content, .stripsLeft = stripsLeft });
    };
    for (const char *content : { "<s>", "</s>", "<unk>" })
        addDefault(content, false);
    if (m_family != SentencePieceFamily::Llama) {
        for (const char *content : { "<pad>", "[CLS]", "[SEP]" })
            addDefault(content, false);
        addDefault(m_family == SentencePieceFamily::Albert ? "[MASK]" : "<mask>", true);
    }
    for (const auto &[key, content] : m_settings.named)
        addDefault(content, false);

    std::sort(added.begin(), added.end(),
              [](const AddedToken &a, const AddedToken &b) { return a.id < b.id; });
    for (AddedToken &token : added) {
        if (!m_ids.contains(token.content)) {
            if (token.id != vocabSize())
                continue;
            m_ids.emplace(token.content, token.id);
            m_tokens.push_back(token.content);
            m_isSpecial.push_back(0);
        }
        token.id = m_ids.at(token.content);
        if (token.isSpecial)
            m_isSpecial[static_cast<std::size_t>(token.id)] = 1;
        find(token);
    }
}

void SentencePieceTokenizer::find(const AddedToken &token)
{
    const std::u32string content = decodeUtf8(token.content);
    if (!token.isNormalized || m_family != SentencePieceFamily::Albert) {
        m_rawFinder.add(token, content);
        return;
    }
    const std::u32string pattern = normalize(content, 0).text;
    m_normalizedFinder.add(token, pattern);
    if (pattern != content)
        m_normalizedForms.emplace(token.id, encodeUtf8(pattern));
}

void SentencePieceTokenizer::addToken(const std::string &content)
{
    const AddedToken token = normalToken(content, vocabSize());
    m_ids.emplace(content, token.id);
    m_tokens.push_back(content);
    m_isSpecial.push_back(0);
    m_settings.added.push_back(token);
    find(token);
}

void SentencePieceTokenizer::setSpecialIds()
{
    const bool isAlbert = m_family == SentencePieceFamily::Albert;
    const auto idOf = [&](const char *key, const char *fallback) {
        return id(m_settings.nameOf(key, fallback)).value_or(-1);
    };
    m_special = { .pad = idOf("pad_token", "<pad>"),
                  .unknown = idOf("unk_token", "<unk>"),
                  .mask = idOf("mask_token", isAlbert ? "[MASK]" : "<mask>"),
                  .begin = isAlbert ? idOf("cls_token", "[CLS]") : idOf("bos_token", "<s>"),
                  .end = isAlbert ? idOf("sep_token", "[SEP]") : idOf("eos_token", "</s>") };
    const auto list = [](bool isUsed, std::int64_t value) {
        return isUsed && value >= 0 ? std::vector { value } : std::vector<std::int64_t> {};
    };
    switch (m_family) {
    case SentencePieceFamily::XlmRoberta:
        m_before = list(true, m_special.begin);
        m_after = m_beforeSecond = list(true, m_special.end);
        break;
    case SentencePieceFamily::Albert:
        m_before = list(true, m_special.begin);
        m_after = list(true, m_special.end);
        break;
    case SentencePieceFamily::Llama:
        m_before = m_beforeSecond = list(m_settings.addBos.value_or(true), m_special.begin);
        m_after = list(m_settings.addEos.value_or(false), m_special.end);
        break;
    }
}

Status SentencePieceTokenizer::save(const fs::path &folder) const
{
    constexpr const char *kClasses[] { "XLMRobertaTokenizer", "AlbertTokenizer", "LlamaTokenizer" };
    constexpr const char *kFileNames[] { "sentencepiece.bpe.model", "spiece.model",
                                         "tokenizer.model" };
    const auto family = static_cast<std::size_t>(m_family);
    std::string config = m_settings.configJson;
    if (config.empty())
        config = nlohmann::json { { "tokenizer_class", kClasses[family] } }.dump(2) + "\n";
    return writeTokenizerFolder(folder,
                                { .vocabularyFile = kFileNames[family],
                                  .vocabulary = m_modelBytes,
                                  .configJson = std::move(config),
                                  .added = m_settings.added,
                                  .named = m_settings.named });
}

} // namespace tamiz::engine
