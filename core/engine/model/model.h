// SPDX-License-Identifier: Apache-2.0
#pragma once

// Engine-private: names torch. Public faces of the engine include nothing of this.

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <torch/types.h>

#include "core/base/problem.h"
#include "core/base/random.h"
#include "core/base/result.h"
#include "core/engine/data/batch.h"
#include "core/engine/model/frozen_states.h"
#include "core/engine/model/model_config.h"
#include "core/engine/model/product.h"
#include "core/recipe/recipe.h"

namespace tamiz::engine {

struct KeyValueCache;

/// A Batch as tensors, on the CPU: the model takes them where it is.
struct BatchTensors
{
    torch::Tensor inputIds; ///< [B, T] i64
    torch::Tensor tokenTypeIds; ///< [B, T] i64
    torch::Tensor attentionMask; ///< [B, T] i64, 1 = may be attended to
    /// Real tokens of each row, which stand at its front: with them a model computes nothing for the
    /// padding, and what it says there is zero. Empty = the rows as they are.
    std::vector<std::int64_t> lengths;
    std::vector<bool> isMasked; ///< [B] a draw changed the row; empty = none
    std::int64_t choices = 1; ///< multiple choice: rows that stand together, one of them right
    torch::Tensor labels; ///< [B / choices] or [B, T] i64; undefined = no loss
    torch::Tensor targets; ///< [B, K] f32: which labels hold, or the numbers of a regression
    torch::Tensor startPositions, endPositions; ///< [B] i64, question answering only

    /// Without what a loss is computed from.
    BatchTensors unlabelled() const;
};
BatchTensors toTensors(const Batch &batch);

/// One forward pass's settings.
struct ForwardContext
{
    bool isTraining = false; ///< dropout on
    CounterRandom dropout { 0 }; ///< keyed by seed, step and micro-step: the same masks on resume
    double labelSmoothing = 0;
    bool needsLogits
        = true; ///< false: a vocabulary head computes only positions that carry a label
    std::vector<torch::Tensor> *hiddenStates = nullptr; ///< embeddings' output and each layer's
    /// Gradient checkpointing: layers keep only their input and compute again in backward. Not where a
    /// router's balance joins the loss.
    bool checkpointsLayers = false;
};

struct ModelOutput
{
    /// [B, labels], [B / choices, choices] or [B, T, labels or V]; undefined where not needed
    torch::Tensor logits;
    torch::Tensor startLogits, endLogits; ///< [B, T], question answering
    torch::Tensor loss; ///< scalar, mean over labels that are not -100; undefined without labels
};

/// Positions that go through a vocabulary-sized head at once when only losses are wanted.
constexpr std::int64_t kLossChunk = 512;

struct VocabularyScores
{
    torch::Tensor losses; ///< [N] f32, cross-entropy in nats
    torch::Tensor isRight; ///< [N] bool, the likeliest token is the label
};

struct NamedTensor
{
    std::string
        name; ///< Hugging Face parameter name: "bert.encoder.layer.0.attention.self.query.weight"
    torch::Tensor tensor;
    bool decays
        = true; ///< takes weight decay: false for biases and norms, as transformers groups them
    std::int64_t firstRow = 0; ///< in the tensor of that name, of which this is some rows
};

struct LoadReport
{
    std::vector<std::string> missing; ///< new, randomly initialised (a head) - or an error
    std::vector<std::string> unexpected; ///< in the file, not in the model
    std::vector<Problem> problems;
};

/// A transformer with a head, its LoRA adapter, and the vocabulary head of its base kept beside a
/// task head so that forgetting can be measured. Trainer thread only.
class Model
{
public:
    struct LoadOptions
    {
        HeadKind head = HeadKind::None; ///< None = the one in config.json
        ProblemType problem = ProblemType::Unset; ///< of a classifier of rows; Unset = as there
        std::int64_t labels = 0; ///< 0 = as in config.json
        std::uint64_t seed = 0; ///< for a new head
        std::vector<std::string> labelNames;
    };

    /// Reads config.json and the weights (one safetensors file or shards; f32, f16, bf16).
    static Result<std::unique_ptr<Model>> load(const std::filesystem::path &folder,
                                               const LoadOptions &options);
    /// Random weights, as transformers initialises them.
    static Result<std::unique_ptr<Model>> create(const ModelConfig &config, HeadKind head,
                                                 std::uint64_t seed);
    ~Model();

    const ModelConfig &config() const;
    HeadKind head() const;
    const LoadReport &loadReport() const;

    ModelOutput forward(const BatchTensors &batch, const ForwardContext &context) const;

    /// Whether the base brought a head for its vocabulary (or is one): masked-LM, or next token.
    bool hasVocabularyHead() const;
    /// Scores each position whose label is not -100, in row-major order, through the body as it is now
    /// and the base's head. A decoder predicts a label one position before it, so that a row's first
    /// label is left out. No gradient, no dropout. On the CPU.
    VocabularyScores vocabularyScores(const BatchTensors &batch) const;

    /// A decoder's scores of the token behind @p ids, which continue what @p cache holds: [T] -> [V].
    /// No gradient, no dropout. On the CPU.
    torch::Tensor nextTokenScores(const std::vector<std::int64_t> &ids, KeyValueCache &cache) const;

    /// Every parameter of body and head, in file order, tied weights once. Without adapter tensors.
    std::vector<NamedTensor> parameters() const;
    /// Parameters that require a gradient, adapter and head included, in a fixed order; names of
    /// adapter tensors end in "lora_A.weight" and "lora_B.weight".
    std::vector<NamedTensor> trainableParameters() const;

    /// Freezes and adds LoRA as the recipe says. Fails when a target or layer does not exist.
    Status configure(const LayersSection &layers, std::uint64_t seed);

    /// Gives the tokens from @p first on rows in the embedding and the head for the vocabulary; see
    /// vocabulary_growth.h. Before configure() and loadAdapter().
    Status growVocabulary(std::int64_t first, const std::vector<std::vector<std::int64_t>> &pieces);
    /// Whether the vocabulary grew, here or by the adapter.
    bool hasNewTokens() const;
    /// Fails where a tokenizer of that many tokens has some that the model has no row for.
    Status checkVocabulary(std::int64_t tokens, const std::filesystem::path &folder) const;

    /// Loads a PEFT adapter folder onto this base (adapters/peft_io.h does the reading).
    Status loadAdapter(const std::filesystem::path &folder);
    bool hasAdapter() const;
    /// Modules that train whole beside LoRA (PEFT's modules_to_save).
    std::vector<std::string> savedModules() const;
    /// Takes every weight there, the adapter's too: call it when the model is complete, before an optimiser
    /// is made. What a forward pass returns is on the same device.
    Status moveTo(Device device);
    Device device() const;
    /// Factor in [0, 1] on the adapter's update; 0 = base model.
    void setStrength(double strength);
    /// Of the products of every forward and backward pass from now on; Fp32 after loading.
    void setArithmetic(Arithmetic arithmetic);
    Arithmetic arithmetic() const;
    /// Keeps the frozen weights of linear modules only in the type that products read: in bf16 half of
    /// their memory and no second copy. For a model whose base is not saved or merged afterwards, as with
    /// an adapter that trains; a DoRA adapter's are left, whose lengths are measured in f32. The results
    /// of products stay the same to the bit.
    void roundFrozenWeights();
    /// Keeps what the stages below all that trains say of a row, which then drop nothing; nothing = the
    /// whole model drops and is computed each time. What is kept goes with any change of the weights
    /// below or of the arithmetic.
    void keepFrozenStates(const std::optional<FrozenStates::Budget> &budget);
    const FrozenStates *frozenStates() const;
    /// Adds the adapter's update to the base weights and drops the adapter. Refuses non-finite weights.
    Status merge();

    /// Writes a PEFT adapter folder (needs an adapter) or the whole model in Hugging Face layout.
    Status saveAdapter(const std::filesystem::path &folder, const std::string &baseModelPath) const;
    Status saveModel(const std::filesystem::path &folder, bool halfPrecision = false) const;

    /// Overrides the model's dropout probabilities (recipe training.dropout).
    void setDropout(double probability);

private:
    struct Parts;
    explicit Model(std::unique_ptr<Parts> parts);
    void forgetFrozenStates();
    std::unique_ptr<Parts> m_parts;
};

} // namespace tamiz::engine
