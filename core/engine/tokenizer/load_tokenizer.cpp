// SPDX-License-Identifier: Apache-2.0
#include "core/engine/tokenizer/tokenizer.h"
#include "core/engine/tokenizer/wordpiece_tokenizer.h"

namespace tamiz::engine {

namespace fs = std::filesystem;

Result<std::unique_ptr<Tokenizer>> loadTokenizer(const fs::path &folder)
{
    std::error_code ignored;
    if (!fs::is_directory(folder, ignored))
        return fail(ErrorCode::NotFound, "no such model folder", folder.string());
    if (fs::exists(folder / "vocab.txt", ignored))
        return WordPieceTokenizer::load(folder);
    return fail(ErrorCode::NotFound, "the folder has no vocab.txt", folder.string(),
                "Copy the model's tokenizer files into it");
}

} // namespace tamiz::engine
