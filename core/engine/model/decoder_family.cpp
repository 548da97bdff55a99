// SPDX-License-Identifier: Apache-2.0
#include "core/engine/model/decoder_family.h"

#include <algorithm>
#include <array>

namespace tamiz::engine {

namespace {

/// Touvron et al., 2023; groups of heads since LLaMA 2.
constexpr DecoderFamily llama()
{
    DecoderFamily family;
    family.modelType = "llama";
    family.className = "Llama";
    family.keys.attentionBias = "attention_bias";
    family.keys.feedForwardBias = "mlp_bias";
    return family;
}

/// Jiang et al., 2023: a sliding window.
constexpr DecoderFamily mistral()
{
    DecoderFamily family;
    family.modelType = "mistral";
    family.className = "Mistral";
    family.keys.window = "sliding_window";
    family.defaults.window = 4096;
    family.defaults.keyValueHeads = 8;
    return family;
}

/// Yang et al., 2024: biases on query, key and value; a window in the upper layers only.
constexpr DecoderFamily qwen2()
{
    DecoderFamily family;
    family.modelType = "qwen2";
    family.className = "Qwen2";
    family.keys.window = "sliding_window";
    family.keys.usesWindow = "use_sliding_window";
    family.keys.firstWindowLayer = "max_window_layers";
    family.hasQueryBias = true;
    return family;
}

/// Yang et al., 2025: norms on each head's query and key instead of the biases.
constexpr DecoderFamily qwen3()
{
    DecoderFamily family = qwen2();
    family.modelType = "qwen3";
    family.className = "Qwen3";
    family.keys.attentionBias = "attention_bias";
    family.defaults.headSize = 128;
    family.queryNorm = "self_attn.q_norm";
    family.keyNorm = "self_attn.k_norm";
    family.hasQueryBias = false;
    family.hasHeadNorms = true;
    return family;
}

/// Jiang et al., 2024: Mistral with a router and experts.
constexpr DecoderFamily mixtral()
{
    DecoderFamily family = mistral();
    family.modelType = "mixtral";
    family.className = "Mixtral";
    family.keys.experts = "num_local_experts";
    family.keys.expertsPerToken = "num_experts_per_tok";
    family.defaults.window = 0;
    family.defaults.experts = 8;
    family.defaults.normEps = 1e-5;
    family.defaults.ropeTheta = 1e6;
    family.router = "block_sparse_moe.gate";
    family.experts = "block_sparse_moe.experts.";
    family.gate = "w1";
    family.up = "w3";
    family.down = "w2";
    return family;
}

/// Layer norms and biases throughout, as before LLaMA.
constexpr DecoderFamily withBiases()
{
    DecoderFamily family;
    family.keys.keyValueHeads = nullptr;
    family.keys.normEps = "layer_norm_eps";
    family.defaults.normEps = 1e-5;
    family.isRms = false;
    family.isHeadNormRms = false;
    family.hasQueryBias = true;
    family.hasOutputBias = true;
    family.hasFeedForwardBias = true;
    family.gate = {};
    return family;
}

/// Radford et al., 2019.
constexpr DecoderFamily gpt2()
{
    DecoderFamily family = withBiases();
    family.modelType = "gpt2";
    family.className = "GPT2";
    family.causalClass = "LMHeadModel";
    family.bodyPrefix = "transformer.";
    family.keys.hiddenSize = "n_embd";
    family.keys.layers = "n_layer";
    family.keys.heads = "n_head";
    family.keys.intermediateSize = "n_inner";
    family.keys.maxPositions = "n_positions";
    family.keys.normEps = "layer_norm_epsilon";
    family.keys.activation = "activation_function";
    family.keys.residualDropout = "resid_pdrop";
    family.keys.embeddingDropout = "embd_pdrop";
    family.keys.attentionDropout = "attn_pdrop";
    family.defaults.dropout = 0.1;
    family.defaults.attentionDropout = 0.1;
    family.defaults.intermediateFactor = 4;
    family.defaults.activation = "gelu_new";
    family.defaults.isTied = true;
    family.words = "wte";
    family.positions = "wpe";
    family.finalNorm = "ln_f";
    family.layer = "h.";
    family.attentionNorm = "ln_1";
    family.feedForwardNorm = "ln_2";
    family.fused = "attn.c_attn";
    family.fusedLayout = FusedLayout::Blocks;
    family.attentionOutput = "attn.c_proj";
    family.up = "mlp.c_fc";
    family.down = "mlp.c_proj";
    family.isTransposed = true;
    family.hasPaddingRow = false;
    return family;
}

/// Black et al., 2022.
constexpr DecoderFamily gptNeox()
{
    DecoderFamily family = withBiases();
    family.modelType = "gpt_neox";
    family.className = "GPTNeoX";
    family.bodyPrefix = "gpt_neox.";
    family.keys.ropeTheta = "rotary_emb_base";
    family.keys.rotaryShare = "rotary_pct";
    family.keys.attentionBias = "attention_bias";
    family.keys.isParallel = "use_parallel_residual";
    family.keys.residualDropout = "hidden_dropout";
    family.keys.embeddingDropout = "hidden_dropout";
    family.defaults.rotaryShare = 0.25;
    family.defaults.activation = "gelu";
    family.words = "embed_in";
    family.finalNorm = "final_layer_norm";
    family.fused = "attention.query_key_value";
    family.fusedLayout = FusedLayout::PerHead;
    family.attentionOutput = "attention.dense";
    family.up = "mlp.dense_h_to_4h";
    family.down = "mlp.dense_4h_to_h";
    family.output = "embed_out";
    family.hasPaddingRow = false;
    family.isParallel = true;
    return family;
}

/// Gunasekar et al., 2023; as transformers has it since 4.37.
constexpr DecoderFamily phi()
{
    DecoderFamily family = withBiases();
    family.modelType = "phi";
    family.className = "Phi";
    family.keys.keyValueHeads = "num_key_value_heads";
    family.keys.rotaryShare = "partial_rotary_factor";
    family.keys.headNorms = "qk_layernorm";
    family.keys.residualDropout = "resid_pdrop";
    family.keys.embeddingDropout = "embd_pdrop";
    family.defaults.rotaryShare = 0.5;
    family.defaults.activation = "gelu_new";
    family.finalNorm = "final_layernorm";
    family.feedForwardNorm = {};
    family.attentionOutput = "self_attn.dense";
    family.queryNorm = "self_attn.q_layernorm";
    family.keyNorm = "self_attn.k_layernorm";
    family.up = "mlp.fc1";
    family.down = "mlp.fc2";
    family.adaptsFeedForward = true;
    family.hasHeadBias = true;
    family.isParallel = true;
    return family;
}

/// What OPT and BioGPT have from fairseq, where they were trained: positions behind two spare rows that count
/// visible tokens, norms with a fixed eps.
constexpr DecoderFamily fairseq()
{
    DecoderFamily family = withBiases();
    family.keys.normEps = nullptr;
    family.defaults.padTokenId = 1;
    family.defaults.dropout = 0.1;
    family.defaults.isTied = true;
    family.positions = "embed_positions";
    family.positionOffset = 2;
    family.countsVisible = true;
    family.attentionNorm = "self_attn_layer_norm";
    family.feedForwardNorm = "final_layer_norm";
    family.attentionOutput = "self_attn.out_proj";
    family.up = "fc1";
    family.down = "fc2";
    return family;
}

/// Zhang et al., 2022.
constexpr DecoderFamily opt()
{
    DecoderFamily family = fairseq();
    family.modelType = "opt";
    family.className = "OPT";
    family.bodyPrefix = "model.decoder.";
    family.keys.intermediateSize = "ffn_dim";
    family.keys.activation = "activation_function";
    family.keys.initializerRange = "init_std";
    family.keys.attentionBias = "enable_bias";
    family.keys.feedForwardBias = "enable_bias";
    family.keys.residualDropout = "dropout";
    family.defaults.activation = "relu";
    family.finalNorm = "final_layer_norm";
    return family;
}

/// Luo et al., 2022: scaled embeddings; its norms never read layer_norm_eps.
constexpr DecoderFamily bioGpt()
{
    DecoderFamily family = fairseq();
    family.modelType = "biogpt";
    family.className = "BioGpt";
    family.bodyPrefix = "biogpt.";
    family.keys.scalesEmbeddings = "scale_embedding";
    family.keys.residualDropout = "hidden_dropout_prob";
    family.keys.embeddingDropout = "hidden_dropout_prob";
    family.keys.attentionDropout = "attention_probs_dropout_prob";
    family.keys.activationDropout = "activation_dropout";
    family.defaults.attentionDropout = 0.1;
    family.defaults.activation = "gelu";
    family.defaults.scalesEmbeddings = true;
    family.finalNorm = "layer_norm";
    family.output = "output_projection";
    return family;
}

constexpr std::array kFamilies { llama(), mistral(), mixtral(), qwen2(), qwen3(),
                                 gpt2(),  gptNeox(), phi(),     opt(),   bioGpt() };

} // namespace

const DecoderFamily *findDecoderFamily(std::string_view modelType)
{
    const auto *const found
        = std::find_if(kFamilies.begin(), kFamilies.end(),
                       [&](const DecoderFamily &family) { return family.modelType == modelType; });
    return found == kFamilies.end() ? nullptr : found;
}

std::string knownDecoderTypes()
{
    std::string names;
    for (const DecoderFamily &family : kFamilies)
        names += (names.empty() ? "" : ", ") + std::string(family.modelType);
    return names;
}

std::string layerPrefix(const DecoderFamily &family, std::size_t index)
{
    return std::string(family.bodyPrefix) + std::string(family.layer) + std::to_string(index) + ".";
}

} // namespace tamiz::engine
