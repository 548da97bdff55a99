// SPDX-License-Identifier: Apache-2.0
#include "core/engine/tokenizer/sentencepiece_tokenizer.h"
#include "core/engine/tokenizer/tokenizer.h"
#include "core/engine/tokenizer/wordpiece_tokenizer.h"

namespace tamiz::engine {

namespace fs = std::filesystem;

namespace {

/// The .model file of a folder: one of the usual names, else the only one there.
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
    if (found.size() == 1)
        return found.front();
    if (found.size() > 1) {
        return fail(ErrorCode::InvalidInput,
                    "the folder has " + std::to_string(found.size()) + " .model files",
                    folder.string(), "Keep the one that belongs to the model");
    }
    return fail(ErrorCode::NotFound, "the folder has no vocab.txt and no .model file",
                folder.string(), "Copy the model's tokenizer files into it");
}

} // namespace

Result<std::unique_ptr<Tokenizer>> loadTokenizer(const fs::path &folder)
{
    std::error_code ignored;
    if (!fs::is_directory(folder, ignored))
        return fail(ErrorCode::NotFound, "no such model folder", folder.string());
    if (fs::exists(folder / "vocab.txt", ignored))
        return WordPieceTokenizer::load(folder);
    TAMIZ_TRY(const fs::path model, findSpModel(folder));
    return SentencePieceTokenizer::load(model);
}

} // namespace tamiz::engine
