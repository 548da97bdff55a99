// SPDX-License-Identifier: Apache-2.0
#pragma once

// Engine-private: names torch.

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <torch/types.h>

#include "core/engine/model/decoder.h"
#include "core/engine/model/encoder.h"
#include "core/engine/model/family.h"
#include "core/engine/model/frozen_states.h"
#include "core/engine/model/heads.h"
#include "core/engine/model/model.h"

namespace tamiz::engine {

/// Which biases an adapter trains (PEFT's `bias`).
enum class AdapterBias { None, All, LoraOnly };

/// What adapter_config.json says about the adapter as a whole.
struct AdapterSettings
{
    std::int64_t rank = 8;
    double alpha = 8;
    double dropout = 0;
    bool isRankStabilised = false;
    bool isDora = false;
    AdapterBias bias = AdapterBias::None;
};

/// Rows of the vocabulary that came after the base was trained.
struct NewRows
{
    std::int64_t first = 0;
    std::int64_t count = 0;
};

/// Everything a model consists of. Tensors are undefined between describe() and the filling.
struct ModelParts
{
    ModelConfig config;
    const EncoderFamily *family = nullptr; ///< of an encoder
    HeadKind head = HeadKind::None;

    Encoder encoder; ///< empty where there is a decoder
    std::optional<Decoder> decoder;
    std::optional<Linear> pooler; ///< dense layer before a classifier of rows
    Activation poolerActivation = Activation::Tanh;
    bool isPoolerNew = false; ///< the base's, but not in its file: trains as the head does
    std::optional<Linear> classifier; ///< of sequences or tokens, or start and end of an answer
    /// Predicts a decoder's next token; its weight is undefined where the word embeddings serve.
    std::optional<Linear> languageHead;
    bool trainsLanguageHead = false; ///< an adapter saves it whole
    std::optional<MaskedLmHead> mlm; ///< the head itself, or the base's, kept to measure forgetting

    DropoutRates dropout;
    std::optional<NewRows> newRows; ///< of a vocabulary that grew, or that an adapter brought
    std::optional<AdapterSettings> adapter;
    double strength = 1;
    Arithmetic arithmetic = Arithmetic::Fp32;
    std::shared_ptr<FrozenStates> frozenStates; ///< none: the whole model drops and is computed
    LoadReport report;
};

enum class Section { Embeddings, Layer, FinalNorm, Pooler, Head, KeptHead };
enum class ParameterKind { Weight, Bias, Norm };

/// A base parameter within ModelParts.
struct ParameterRef
{
    std::string name;
    torch::Tensor *tensor = nullptr;
    std::vector<std::int64_t> shape;
    Section section = Section::Head;
    int layer = -1; ///< of Section::Layer
    ParameterKind kind = ParameterKind::Weight;

    bool decays() const { return kind == ParameterKind::Weight; }
};

/// The names of the head that says something of a row as a whole.
SequenceHead rowHead(const EncoderFamily &family, HeadKind head);

/// Layers that own their weights.
int layerCount(const ModelParts &parts);

/// Structure, names and shapes of a model with this head; no tensor is allocated. With
/// @p withMaskedLm the base's masked-LM or language head stands beside a task head.
ModelParts describe(const ModelConfig &config, HeadKind head, bool withMaskedLm);
DropoutRates describeDropout(const ModelConfig &config, const EncoderFamily &family, HeadKind head);

/// Every base parameter in a fixed order, from the embeddings up; the kept masked-LM head comes last.
std::vector<ParameterRef> baseParameters(ModelParts &parts);

/// How much of a model stands below all that trains: 0, or its embeddings and k layer steps, k >= 1, as
/// 1 + k. Embeddings alone do not count: there is nothing to save there.
std::size_t frozenStages(const ModelParts &parts);

/// Every linear module that transformers' model with this head has (the kept head is not part of it).
std::vector<Linear *> linears(ModelParts &parts);
std::vector<Norm *> norms(ModelParts &parts);
std::vector<Embedding *> embeddings(ModelParts &parts); ///< the words' first

/// Modules that train whole beside LoRA, as PEFT's `modules_to_save` names them: the head's, and a
/// pooler that the base did not bring.
std::vector<std::string> savedModules(const ModelParts &parts);

/// Adapter tensors: lora_A, lora_B, magnitudes, named as PEFT names them without its prefix.
std::vector<NamedTensor> adapterTensors(const ModelParts &parts);

struct Model::Parts : ModelParts
{
};

} // namespace tamiz::engine
