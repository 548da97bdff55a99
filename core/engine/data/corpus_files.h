// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

#include "core/base/result.h"

namespace tamiz::engine {

/// The files that a pretraining text is written to.
struct CorpusFiles
{
    std::filesystem::path text;
    std::filesystem::path validation;
    std::filesystem::path summary;
};

/// What `tamiz data corpus --out` means: FILE.txt gets FILE_valid.txt and FILE.json beside it; a folder,
/// one that exists or a name without an extension, gets corpus.txt, corpus_valid.txt and corpus.json.
/// Another extension is refused, as the reader of data files would not take it for plain text; so is a
/// file where a folder is meant.
Result<CorpusFiles> corpusFiles(const std::filesystem::path &out);

} // namespace tamiz::engine
