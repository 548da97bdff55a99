// SPDX-License-Identifier: Apache-2.0
#include "core/engine/data/corpus_files.h"

namespace tamiz::engine {

namespace fs = std::filesystem;

Result<CorpusFiles> corpusFiles(const fs::path &out)
{
    std::error_code status;
    const bool isFolder = fs::is_directory(out, status);
    if (out.empty())
        return fail(ErrorCode::InvalidArgument, "an empty name", "--out", "Name a .txt file");
    if (!isFolder && out.has_filename() && out.has_extension()) {
        if (out.extension() != ".txt") {
            return fail(ErrorCode::InvalidArgument,
                        "plain text in a file named '" + out.filename().string()
                            + "' would not be read as such",
                        out.string(), "Name a .txt file or a folder");
        }
        const std::string stem = fs::path(out).replace_extension().string();
        return CorpusFiles { out, stem + "_valid.txt", stem + ".json" };
    }
    if (!isFolder && fs::exists(out, status)) {
        return fail(ErrorCode::InvalidArgument, "is a file, not a folder", out.string(),
                    "Name a .txt file or a folder");
    }
    return CorpusFiles { out / "corpus.txt", out / "corpus_valid.txt", out / "corpus.json" };
}

} // namespace tamiz::engine
