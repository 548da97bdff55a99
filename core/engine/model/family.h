// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/engine/model/activation.h"

namespace tamiz::engine {

/// Where config.json keeps what; null = the family has no such key.
struct ConfigKeys
{
    const char *hiddenSize = "hidden_size";
    const char *layers = "num_hidden_layers";
    const char *heads = "num_attention_heads";
    const char *intermediateSize = "intermediate_size";
    const char *embeddingSize = nullptr; ///< of the vectors below the projection
    const char *typeVocabSize = "type_vocab_size";
    const char *layerGroups = nullptr; ///< of layers that share their weights
    const char *innerLayers = nullptr; ///< in a group
    const char *relativeBuckets = nullptr;
    const char *layerNormEps = "layer_norm_eps";
    const char *activation = "hidden_act";
    const char *hiddenDropout = "hidden_dropout_prob";
    const char *attentionDropout = "attention_probs_dropout_prob";
    const char *classifierDropout = "classifier_dropout";
    const char *answerDropout = nullptr; ///< before the outputs of question answering
    const char *poolerDropout = nullptr; ///< before the dense layer of a classifier of rows
    const char *poolerActivation = nullptr;
    const char *summaryDropout = nullptr; ///< before the outputs of multiple choice
};

/// What transformers takes where a key is absent, as far as families differ.
struct ConfigDefaults
{
    std::int64_t padTokenId = 0;
    std::int64_t typeVocabSize = 2;
    double layerNormEps = 1e-12;
    double dropout = 0.1;
    std::optional<double> classifierDropout {}; ///< nothing = the hidden one
    double answerDropout = 0;
    double summaryDropout = 0;
};

/// Classification of a row from its first token: dense layer, activation, dropout, classifier.
struct SequenceHead
{
    enum class Dropout { Classifier, Hidden, Summary, None }; ///< before the classifier

    std::string_view dense {}; ///< full name: "bert.pooler.dense"
    bool isPooler = true; ///< the dense layer belongs to the base; false = to the head
    Activation activation = Activation::Tanh;
    bool dropsInput = false; ///< classifier dropout before the dense layer too
    Dropout dropout = Dropout::Classifier;
    std::string_view output = "classifier";
};

struct MaskedLmNames
{
    std::string_view transform {};
    std::string_view norm {};
    std::string_view bias {}; ///< a parameter, not a module
    std::string_view decoder {}; ///< tied to the word embeddings
    std::optional<Activation> activation {}; ///< nothing = the layers'
};

/// How a family of encoders names its tensors and what distinguishes its architecture: the encoder
/// itself is one piece of code. A new family is one more entry of the table in family.cpp.
struct EncoderFamily
{
    std::string_view modelType {}; ///< as in config.json: "bert"
    std::string_view className {}; ///< prefix of transformers' classes: "Bert"
    std::string_view bodyPrefix {}; ///< of the body inside a model with a head: "bert."
    ConfigKeys keys {};
    ConfigDefaults defaults {};

    // Embeddings, below the body prefix; empty = the family has none.
    std::string_view words {};
    std::string_view positions {};
    std::string_view tokenTypes {};
    std::string_view embeddingNorm {};
    std::string_view projection {}; ///< from the embeddings' size to the layers'
    bool alwaysProjects = false; ///< where the two sizes are equal too
    std::string_view relative {}; ///< table of relative positions
    std::string_view relativeNorm {};
    bool isDisentangled = false; ///< attention as in DeBERTa: content and position apart
    bool startsAfterPadding = false; ///< the first position is pad_token_id + 1

    // Layers: "{body}{layer}{index}.{name}", in groups "{body}{layer}{group}.{innerLayer}{index}.{name}".
    std::string_view layer {};
    std::string_view innerLayer {};
    std::string_view query {};
    std::string_view key {};
    std::string_view value {};
    std::string_view attentionOutput {};
    std::string_view attentionNorm {};
    std::string_view intermediate {};
    std::string_view output {};
    std::string_view outputNorm {};
    bool dropsOutput = true; ///< hidden dropout behind the feed-forward

    // Heads, full names.
    MaskedLmNames mlm {};
    bool hasPretrainingMlm = true; ///< ...ForPreTraining predicts masked tokens
    SequenceHead sequence {};
    SequenceHead choice {}; ///< one output: how well a row's ending fits
    std::string_view nextSentence {}; ///< two outputs from the pooler; empty = the family has none
    std::string_view tokenClassifier = "classifier";
    bool dropsTokensAsHidden = false; ///< before it: the hidden dropout, not the classifier's
    std::string_view qaOutputs = "qa_outputs";
};

/// Nothing for an unknown model type.
const EncoderFamily *findFamily(std::string_view modelType);

/// Known model types, for messages: "bert, roberta".
std::string knownModelTypes();

/// "bert.encoder.layer.3."; with groups of @p innerLayers each
/// "albert.encoder.albert_layer_groups.1.albert_layers.0."
std::string layerPrefix(const EncoderFamily &family, std::size_t index,
                        std::size_t innerLayers = 1);

} // namespace tamiz::engine
