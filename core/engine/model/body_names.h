// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace tamiz::engine {

struct ModelConfig;

/// Where the tensors of a model without its head stand, whatever its family.
struct BodyNames
{
    std::string_view prefix; ///< "bert.", "model."
    std::string_view words; ///< below it: "embeddings.word_embeddings"
};

/// Of a known model type; empty for others.
BodyNames bodyNames(std::string_view modelType);

/// Whether a body of this type reads from left to right.
bool isDecoderType(std::string_view modelType);

/// "bert.encoder.layer.0."
std::string firstLayerPrefix(const ModelConfig &config);

/// Known model types, for messages: "bert, llama".
std::string allModelTypes();

} // namespace tamiz::engine
