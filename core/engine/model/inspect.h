// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "core/base/problem.h"
#include "core/base/result.h"
#include "core/engine/model/model_config.h"

namespace tamiz::engine {

struct TensorInfo
{
    std::string name; ///< as in the file, old spellings modernised
    std::string dtype;
    std::vector<std::int64_t> shape;
    std::string file;
};

/// A model folder as `tamiz inspect` shows it; no weight is converted.
struct ModelInspection
{
    ModelConfig config;
    HeadKind head = HeadKind::None;
    std::int64_t parameters = 0; ///< of body and head
    std::int64_t embeddingParameters = 0;
    std::int64_t layerParameters = 0; ///< of one layer
    std::int64_t headParameters = 0; ///< pooler included
    bool hasVocabularyHead = false; ///< masked-LM, or next token
    std::vector<TensorInfo> tensors; ///< of the files, sorted by name
    std::vector<std::string> missing;
    std::vector<std::string> unexpected;
    std::map<std::string, std::vector<std::int64_t>>
        expectedShapes; ///< of the tensors that are missing or have another shape
    bool isHeadNew = false; ///< the files bring no weights for it, or not all
    std::string tokenizer; ///< "WordPiece", or "" when none could be read
    std::int64_t vocabSize = 0; ///< of the tokenizer
    std::vector<Problem>
        problems; ///< wrong shapes, missing tensors, a vocabulary that does not match
};

/// Fails only where config.json or the weights cannot be read; everything else is a problem.
Result<ModelInspection> inspectModelFolder(const std::filesystem::path &folder);

} // namespace tamiz::engine
