// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace tamiz::engine {

/// How a family of encoders names its tensors and what distinguishes its architecture: the encoder
/// itself is one piece of code. A new family is one more entry of the table in family.cpp.
struct EncoderFamily
{
    std::string_view modelType; ///< as in config.json: "bert"
    std::string_view className; ///< prefix of transformers' classes: "Bert"
    std::string_view bodyPrefix; ///< of the body inside a model with a head: "bert."

    // Embeddings, below the body prefix.
    std::string_view words;
    std::string_view positions;
    std::string_view tokenTypes;
    std::string_view embeddingNorm;

    // Layers: "{body}{layer}{index}.{name}".
    std::string_view layer;
    std::string_view query;
    std::string_view key;
    std::string_view value;
    std::string_view attentionOutput;
    std::string_view attentionNorm;
    std::string_view intermediate;
    std::string_view output;
    std::string_view outputNorm;

    std::string_view pooler; ///< below the body prefix

    // Heads, full names.
    std::string_view mlmTransform;
    std::string_view mlmNorm;
    std::string_view mlmBias; ///< a parameter, not a module
    std::string_view mlmDecoder; ///< tied to the word embeddings
    std::string_view classifier;
    std::string_view qaOutputs;
};

/// Nothing for an unknown model type.
const EncoderFamily *findFamily(std::string_view modelType);

/// Known model types, for messages: "bert".
std::string knownModelTypes();

/// "bert.encoder.layer.3."
std::string layerPrefix(const EncoderFamily &family, std::size_t index);

} // namespace tamiz::engine
