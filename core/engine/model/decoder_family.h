// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace tamiz::engine {

/// Where config.json of a decoder keeps what; null = the family has no such key.
struct DecoderKeys
{
    const char *hiddenSize = "hidden_size";
    const char *layers = "num_hidden_layers";
    const char *heads = "num_attention_heads";
    const char *keyValueHeads = "num_key_value_heads";
    const char *intermediateSize = "intermediate_size";
    const char *maxPositions = "max_position_embeddings";
    const char *normEps = "rms_norm_eps";
    const char *activation = "hidden_act";
    const char *initializerRange = "initializer_range";
    const char *ropeTheta = "rope_theta";
    const char *rotaryShare = nullptr; ///< of a head's dimensions
    const char *window = nullptr;
    const char *usesWindow = nullptr;
    const char *firstWindowLayer = nullptr;
    const char *experts = nullptr;
    const char *expertsPerToken = nullptr;
    const char *attentionBias = nullptr;
    const char *feedForwardBias = nullptr;
    const char *headNorms = nullptr;
    const char *isParallel = nullptr;
    const char *residualDropout = nullptr;
    const char *embeddingDropout = nullptr;
    const char *attentionDropout = "attention_dropout";
    const char *activationDropout = nullptr; ///< between the two feed-forward matrices
    const char *scalesEmbeddings = nullptr;
};

/// What transformers takes where a key is absent.
struct DecoderDefaults
{
    std::int64_t padTokenId = -1;
    std::int64_t keyValueHeads = 0; ///< 0 = as many as heads
    std::int64_t headSize = 0; ///< 0 = the hidden size over the heads
    std::int64_t window = 0;
    std::int64_t experts = 0;
    std::int64_t expertsPerToken = 2;
    double normEps = 1e-6;
    double ropeTheta = 10000;
    double rotaryShare = 1;
    double dropout = 0; ///< of residuals and embeddings
    double attentionDropout = 0;
    std::int64_t intermediateFactor = 0; ///< times the hidden size; 0 = the key is required
    const char *activation = "silu";
    bool isTied = false;
    bool scalesEmbeddings = false; ///< words, by sqrt(hidden size)
};

/// Query, key and value in one matrix.
enum class FusedLayout : std::uint8_t {
    None,
    Blocks, ///< all queries, all keys, all values
    PerHead ///< query, key and value of a head after one another
};

/// How a family of decoders names its tensors and what distinguishes its architecture: the decoder
/// itself is one piece of code. A new family is one more entry of the table in decoder_family.cpp.
struct DecoderFamily
{
    std::string_view modelType {}; ///< as in config.json: "llama"
    std::string_view className {}; ///< prefix of transformers' classes: "Llama"
    std::string_view causalClass = "ForCausalLM"; ///< its end for language modelling
    std::string_view bodyPrefix = "model.";
    DecoderKeys keys {};
    DecoderDefaults defaults {};

    // Below the body prefix; empty = the family has none.
    std::string_view words = "embed_tokens";
    std::string_view positions {}; ///< empty = rotary
    std::string_view finalNorm = "norm";

    // Layers: "{body}{layer}{index}.{name}"; empty = the family has none.
    std::string_view layer = "layers.";
    std::string_view attentionNorm = "input_layernorm";
    std::string_view feedForwardNorm
        = "post_attention_layernorm"; ///< empty = shares the attention's
    std::string_view query = "self_attn.q_proj";
    std::string_view key = "self_attn.k_proj";
    std::string_view value = "self_attn.v_proj";
    std::string_view fused {}; ///< instead of the three
    std::string_view attentionOutput = "self_attn.o_proj";
    std::string_view queryNorm {};
    std::string_view keyNorm {};
    std::string_view gate = "mlp.gate_proj"; ///< empty = no gate: up, activation, down
    std::string_view up = "mlp.up_proj";
    std::string_view down = "mlp.down_proj";
    std::string_view router {}; ///< of a mixture of experts
    std::string_view experts {}; ///< "{experts}{index}.{gate}" then

    // Heads, full names.
    std::string_view output = "lm_head";
    std::string_view classifier = "score";

    FusedLayout fusedLayout = FusedLayout::None;
    std::int64_t positionOffset = 0; ///< of the table of learned positions
    bool hasPaddingRow = true; ///< the padding token's vector takes no gradient as an input
    bool countsVisible = false; ///< learned positions count visible tokens only
    bool isRms = true; ///< norms without mean and bias
    bool isTransposed = false; ///< weights of the layers are stored [in, out]
    bool hasQueryBias = false;
    bool hasOutputBias = false;
    bool hasFeedForwardBias = false;
    bool hasHeadBias = false;
    bool hasHeadNorms = false; ///< on each head's query and key
    bool isParallel = false;
    bool isHeadNormRms = true;
    bool adaptsFeedForward = false; ///< LoRA sits there too where nothing is named, as in PEFT
};

/// Nothing for an unknown model type.
const DecoderFamily *findDecoderFamily(std::string_view modelType);

/// Known model types, for messages: "llama, mistral".
std::string knownDecoderTypes();

/// "model.layers.3."
std::string layerPrefix(const DecoderFamily &family, std::size_t index);

} // namespace tamiz::engine
