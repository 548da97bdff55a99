// SPDX-License-Identifier: Apache-2.0
#include "core/engine/tokenizer/pipeline/byte_level.h"
#include "core/engine/tokenizer/pipeline/byte_level_bpe.h"
#include "core/engine/tokenizer/pipeline/moses_bpe.h"
#include "core/engine/tokenizer/pipeline/tokenizer_json.h"
#include "core/engine/tokenizer/sentencepiece_tokenizer.h"
#include "core/engine/tokenizer/tokenizer.h"
#include "core/engine/tokenizer/wordpiece_tokenizer.h"

namespace tamiz::engine {

namespace fs = std::filesystem;

namespace {

/// The .model file of a folder: one of the usual names, else the only one there; empty when there is
/// none.
Result<fs::path> findSpModel(const fs::path &folder)
{
    std::error_code ignored;
    for (const char *name : { "sentencepiece.bpe.model", "spiece.model", "tokenizer.model" }) {
        if (fs::exists(folder / name, ignored))
            return folder / name;
    }
    std::vector<fs::path> found;
    for (const fs::directory_entry &entry : fs::directory_iterator(folder, ignored)) {
        if (entry.path().extension() == ".model")
            found.push_back(entry.path());
    }
    if (found.size() > 1) {
        return fail(ErrorCode::InvalidInput,
                    "the folder has " + std::to_string(found.size()) + " .model files",
                    folder.string(), "Keep the one that belongs to the model");
    }
    return found.empty() ? fs::path() : found.front();
}

/// From the files that tokenizer.json was made from; NotFound when there are none.
Result<std::unique_ptr<Tokenizer>> loadFromVocabulary(const fs::path &folder)
{
    std::error_code ignored;
    if (fs::exists(folder / "vocab.txt", ignored))
        return WordPieceTokenizer::load(folder);
    if (fs::exists(folder / "vocab.json", ignored) && fs::exists(folder / "merges.txt", ignored)) {
        TAMIZ_TRY(const bool isMoses, isMosesBpe(folder));
        return isMoses ? loadMosesBpe(folder) : loadByteLevelBpe(folder);
    }
    TAMIZ_TRY(const fs::path model, findSpModel(folder));
    if (!model.empty())
        return SentencePieceTokenizer::load(model);
    return fail(ErrorCode::NotFound,
                "the folder has no tokenizer.json, no vocab.txt, no vocab.json with merges.txt and "
                "no .model file",
                folder.string(), "Copy the model's tokenizer files into it");
}

} // namespace

bool Tokenizer::isOpen(std::int64_t id) const
{
    return byteOfPiece(token(id)) >= 0;
}

Result<std::unique_ptr<Tokenizer>> loadTokenizer(const fs::path &folder)
{
    std::error_code ignored;
    if (!fs::is_directory(folder, ignored))
        return fail(ErrorCode::NotFound, "no such model folder", folder.string());
    if (!fs::exists(folder / "tokenizer.json", ignored))
        return loadFromVocabulary(folder);
    auto compiled = loadTokenizerJson(folder);
    if (compiled || compiled.error().code != ErrorCode::Unsupported)
        return compiled;
    auto fromVocabulary = loadFromVocabulary(folder);
    if (!fromVocabulary && fromVocabulary.error().code == ErrorCode::NotFound)
        return compiled;
    return fromVocabulary;
}

Result<std::unique_ptr<Tokenizer>> loadTokenizer(const fs::path &model, const fs::path &adapter)
{
    TAMIZ_TRY(std::unique_ptr<Tokenizer> own, loadTokenizer(model));
    if (adapter.empty())
        return own;
    auto brought = loadTokenizer(adapter);
    return brought && (*brought)->vocabSize() > own->vocabSize() ? std::move(brought)
                                                                 : std::move(own);
}

} // namespace tamiz::engine
