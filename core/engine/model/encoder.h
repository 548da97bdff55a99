// SPDX-License-Identifier: Apache-2.0
#pragma once

// Engine-private: names torch.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <torch/types.h>

#include "core/base/random.h"
#include "core/engine/model/activation.h"
#include "core/engine/model/layout.h"
#include "core/engine/model/model_config.h"
#include "core/engine/model/product.h"
#include "core/engine/model/shared_weight.h"
#include "core/engine/model/trained_rows.h"

namespace tamiz::engine {

/// Low-rank update of a linear module or an embedding (Hu et al., "LoRA", ICLR 2022), with the
/// magnitude of DoRA (Liu et al., ICML 2024) where there is one.
struct LowRank
{
    torch::Tensor a; ///< [r, in]; embedding: [r, V]
    torch::Tensor b; ///< [out, r]; embedding: [C, r]
    torch::Tensor magnitude; ///< [out], DoRA only
    double alpha = 1;
    double scale = 1; ///< alpha / r, or alpha / sqrt(r)
    std::uint64_t site = 0; ///< of its dropout
};

/// The only dense layer type. Names are module names of Hugging Face: "<name>.weight".
struct Linear
{
    std::string name;
    std::int64_t inFeatures = 0;
    std::int64_t outFeatures = 0;
    int layer = -1; ///< that it belongs to; -1 = none
    bool hasBias = true;
    bool isTransposed = false; ///< the weight is stored [in, out], as GPT-2's are
    torch::Tensor weight; ///< [out, in], or [in, out]
    torch::Tensor bias; ///< [out]; what an adapter with a bias option trains
    torch::Tensor baseBias; ///< [out] as it was before the adapter; undefined without a bias option
    std::optional<LowRank> lora;
    TrainedRows trained; ///< of a head for the vocabulary

    torch::Tensor matrix() const { return isTransposed ? weight.t() : weight; } ///< [out, in]
    std::vector<std::int64_t> shape() const ///< of the weight
    {
        return isTransposed ? std::vector { inFeatures, outFeatures }
                            : std::vector { outFeatures, inFeatures };
    }
};

struct Norm
{
    std::string name;
    std::int64_t size = 0;
    double eps = 1e-12;
    bool isRms = false; ///< x / rms(x) * weight: no mean, no bias
    torch::Tensor weight; ///< [C]
    torch::Tensor bias; ///< [C]
    torch::Tensor baseBias; ///< [C], as in Linear
};

struct Embedding
{
    std::string name;
    std::int64_t rows = 0;
    std::int64_t size = 0;
    std::int64_t paddingIndex = -1; ///< row without a gradient, as in torch; -1 = none
    torch::Tensor weight; ///< [rows, C]
    std::optional<LowRank> lora;
    TrainedRows trained;
};

struct DropoutRates
{
    double hidden = 0;
    double attention = 0;
    double headInput = 0; ///< before the dense layer of a classifier of rows
    double classifier = 0;
    double lora = 0;
    double embedding = 0; ///< decoders; encoders drop embeddings at the hidden rate
    double activation = 0; ///< decoders, between the two feed-forward matrices
};

/// What the router of a layer of experts decided.
struct Routing
{
    torch::Tensor chances; ///< of each expert, [N, E]
    torch::Tensor chosen; ///< experts of each token, [N, k]
};

/// What all parts of one forward pass share.
struct Pass
{
    torch::Device device = torch::kCPU;
    TokenLayout layout; ///< on the CPU
    bool isTraining = false;
    CounterRandom random { 0 };
    DropoutRates dropout;
    double strength = 1; ///< of the adapter
    Arithmetic arithmetic = Arithmetic::Plain;
    std::vector<Routing> *routing = nullptr; ///< receives what each router decided
    /// Stages from below that do not train and drop nothing: the embeddings, then a layer each.
    std::size_t frozenStages = 0;
    std::optional<SharedWeight> words; ///< where they train as the layer to the vocabulary too
    bool checkpointsLayers = false; ///< layers compute again in backward (checkpointing.h)

    /// The draws of a place of the network; @p site tells places apart, @p block the blocks of the
    /// layout where each has a tensor of its own.
    CounterRandom randomAt(std::uint64_t site, std::size_t block = 0) const
    {
        return random.at(site).at(block);
    }
    /// Dropout of this pass at such a place.
    torch::Tensor drop(const torch::Tensor &x, double probability, std::uint64_t site,
                       std::size_t block = 0) const;
};

// Sites: one number a place where a pass drops something.
constexpr std::uint64_t kEmbeddingSite = 0;
constexpr std::uint64_t kClassifierSite = 1;
constexpr std::uint64_t kHeadInputSite = 2;
constexpr std::uint64_t kLayerSite = 16; // + 8 a layer
constexpr std::uint64_t kRelativeSite = std::uint64_t { 1 } << 31; // + the site of the layer
constexpr std::uint64_t kLoraSite = std::uint64_t { 1 } << 32;

struct EncoderLayer
{
    Linear query, key, value; ///< C -> C
    Linear attentionOutput; ///< C -> C
    Norm attentionNorm;
    Linear intermediate; ///< C -> F
    Linear output; ///< F -> C
    Norm outputNorm;
};

struct Encoder
{
    Embedding words, positions, tokenTypes; ///< without rows: the family has none
    Norm embeddingNorm;
    std::optional<Linear> projection; ///< E -> C
    std::optional<Embedding> relative; ///< [buckets, H]; disentangled: [2S, C]
    std::optional<Norm> relativeNorm;
    std::optional<DisentangledAttention> disentangled;
    std::vector<EncoderLayer> layers;
    std::vector<std::size_t> passes; ///< the layer of each step, from below; shared ones come again
    std::size_t innerPasses = 1; ///< steps from one hidden state to the next
    std::int64_t heads = 1;
    std::int64_t firstPosition = 0;
    Activation activation = Activation::Gelu;
    bool dropsOutput = true; ///< behind the feed-forward
};

/// W x + b and the low-rank update: [N, in] -> [N, out], in @p type (product.h) but f32 where there is an
/// update to add.
torch::Tensor apply(const Linear &linear, const torch::Tensor &x, const Pass &pass,
                    torch::ScalarType type = torch::kFloat);
/// Over the last dimension: [..., C] -> [..., C]
torch::Tensor apply(const Norm &norm, const torch::Tensor &x, const Pass &pass);
/// Whether a pass reads so few rows of a table that their gradient is held without the others' zeros.
constexpr bool readsFewRows(std::int64_t reads, std::int64_t rows)
{
    return reads < rows / 4;
}
/// In training on the CPU, where it reads few rows, the gradient is sparse. [N] i64 -> [N, C]
torch::Tensor apply(const Embedding &embedding, const torch::Tensor &ids, const Pass &pass);
torch::Tensor apply(Activation activation, const torch::Tensor &x, const Pass &pass);
/// The type in which the activation best reads the product before it.
torch::ScalarType inputType(Activation activation, const Pass &pass);

/// The weight that the low-rank update at this strength amounts to, as it is stored, or [V, C].
torch::Tensor mergedWeight(const Linear &linear, double strength);
torch::Tensor mergedWeight(const Embedding &embedding, double strength);

/// The stages that do not train (pass.frozenStages, not 0), without dropout: ids and type ids of N
/// tokens -> [N, C].
torch::Tensor encodeFrozen(const Encoder &encoder, const torch::Tensor &ids,
                           const torch::Tensor &typeIds, const Pass &pass,
                           std::vector<torch::Tensor> *hiddenStates);
/// The stages above those: [N, C] -> [N, C].
torch::Tensor encodeOn(const Encoder &encoder, const torch::Tensor &hidden, const Pass &pass,
                       std::vector<torch::Tensor> *hiddenStates);
/// All stages. Hidden states stay token-major; attention alone knows where a sequence begins and ends.
/// @p hiddenStates receives the embeddings' output and that of each layer, [N, C] each. Autograd
/// records nothing below the lowest part that trains, because none of its inputs there requires a
/// gradient.
torch::Tensor encode(const Encoder &encoder, const torch::Tensor &ids, const torch::Tensor &typeIds,
                     const Pass &pass, std::vector<torch::Tensor> *hiddenStates);

} // namespace tamiz::engine
