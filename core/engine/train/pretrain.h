// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

#include "core/base/result.h"
#include "core/base/run_control.h"
#include "core/engine/data/experiment_data.h"
#include "core/recipe/recipe.h"

namespace tamiz::engine {

/// Makes the model that a pretraining run starts from: trains a WordPiece vocabulary on
/// recipe.pretrain.tokenizerCorpus (else on data.train), initialises a BERT-architecture encoder with
/// a masked-LM head, and writes both as a Hugging Face folder. Paths are already resolved. The run
/// itself is then an ordinary masked-lm run from that folder.
Status createBaseModel(const Recipe &recipe, const std::filesystem::path &folder,
                       RunControl &control, const LoadProgress &progress);

} // namespace tamiz::engine
