// SPDX-License-Identifier: Apache-2.0
#include "core/engine/model/family.h"

#include <algorithm>
#include <array>

namespace tamiz::engine {

namespace {

constexpr EncoderFamily bert()
{
    return {
        .modelType = "bert",
        .className = "Bert",
        .bodyPrefix = "bert.",
        .words = "embeddings.word_embeddings",
        .positions = "embeddings.position_embeddings",
        .tokenTypes = "embeddings.token_type_embeddings",
        .embeddingNorm = "embeddings.LayerNorm",
        .layer = "encoder.layer.",
        .query = "attention.self.query",
        .key = "attention.self.key",
        .value = "attention.self.value",
        .attentionOutput = "attention.output.dense",
        .attentionNorm = "attention.output.LayerNorm",
        .intermediate = "intermediate.dense",
        .output = "output.dense",
        .outputNorm = "output.LayerNorm",
        .mlm = { .transform = "cls.predictions.transform.dense",
                 .norm = "cls.predictions.transform.LayerNorm",
                 .bias = "cls.predictions.bias",
                 .decoder = "cls.predictions.decoder" },
        .sequence = { .dense = "bert.pooler.dense" },
        .choice = { .dense = "bert.pooler.dense" },
        .nextSentence = "cls.seq_relationship",
    };
}

/// BERT's body; heads of its own, positions counted from behind the padding's.
constexpr EncoderFamily roberta()
{
    EncoderFamily family = bert();
    family.modelType = "roberta";
    family.className = "Roberta";
    family.bodyPrefix = "roberta.";
    family.defaults.padTokenId = 1;
    family.startsAfterPadding = true;
    family.mlm = { .transform = "lm_head.dense",
                   .norm = "lm_head.layer_norm",
                   .bias = "lm_head.bias",
                   .decoder = "lm_head.decoder",
                   .activation = Activation::Gelu };
    family.sequence = { .dense = "classifier.dense",
                        .isPooler = false,
                        .dropsInput = true,
                        .output = "classifier.out_proj" };
    family.choice = { .dense = "roberta.pooler.dense", .dropout = SequenceHead::Dropout::Hidden };
    family.nextSentence = {};
    return family;
}

constexpr EncoderFamily xlmRoberta()
{
    EncoderFamily family = roberta();
    family.modelType = "xlm-roberta";
    family.className = "XLMRoberta";
    return family;
}

constexpr EncoderFamily distilbert()
{
    EncoderFamily family = bert();
    family.modelType = "distilbert";
    family.className = "DistilBert";
    family.bodyPrefix = "distilbert.";
    family.keys = { .hiddenSize = "dim",
                    .layers = "n_layers",
                    .heads = "n_heads",
                    .intermediateSize = "hidden_dim",
                    .typeVocabSize = nullptr,
                    .layerNormEps = nullptr,
                    .activation = "activation",
                    .hiddenDropout = "dropout",
                    .attentionDropout = "attention_dropout",
                    .classifierDropout = "seq_classif_dropout",
                    .answerDropout = "qa_dropout" };
    family.defaults.typeVocabSize = 0;
    family.defaults.classifierDropout = 0.2;
    family.defaults.answerDropout = 0.1;
    family.tokenTypes = {};
    family.layer = "transformer.layer.";
    family.query = "attention.q_lin";
    family.key = "attention.k_lin";
    family.value = "attention.v_lin";
    family.attentionOutput = "attention.out_lin";
    family.attentionNorm = "sa_layer_norm";
    family.intermediate = "ffn.lin1";
    family.output = "ffn.lin2";
    family.outputNorm = "output_layer_norm";
    family.mlm = { .transform = "vocab_transform",
                   .norm = "vocab_layer_norm",
                   .bias = "vocab_projector.bias",
                   .decoder = "vocab_projector" };
    family.sequence
        = { .dense = "pre_classifier", .isPooler = false, .activation = Activation::Relu };
    family.choice = family.sequence;
    family.nextSentence = {};
    family.dropsTokensAsHidden = true;
    return family;
}

/// The discriminator; a generator's head predicts from vectors of the embeddings' size.
constexpr EncoderFamily electra()
{
    EncoderFamily family = bert();
    family.modelType = "electra";
    family.className = "Electra";
    family.bodyPrefix = "electra.";
    family.keys.embeddingSize = "embedding_size";
    family.keys.summaryDropout = "summary_last_dropout";
    family.defaults.summaryDropout = 0.1;
    family.projection = "embeddings_project";
    family.mlm = { .transform = "generator_predictions.dense",
                   .norm = "generator_predictions.LayerNorm",
                   .bias = "generator_lm_head.bias",
                   .decoder = "generator_lm_head",
                   .activation = Activation::Gelu };
    family.hasPretrainingMlm = false;
    family.sequence = { .dense = "classifier.dense",
                        .isPooler = false,
                        .activation = Activation::Gelu,
                        .dropsInput = true,
                        .output = "classifier.out_proj" };
    family.choice = { .dense = "sequence_summary.summary",
                      .isPooler = false,
                      .activation = Activation::Gelu,
                      .dropout = SequenceHead::Dropout::Summary };
    family.nextSentence = {};
    return family;
}

/// RoBERTa's embeddings and heads; distances of tokens are biases of attention.
constexpr EncoderFamily mpnet()
{
    EncoderFamily family = roberta();
    family.modelType = "mpnet";
    family.className = "MPNet";
    family.bodyPrefix = "mpnet.";
    family.keys.typeVocabSize = nullptr;
    family.keys.relativeBuckets = "relative_attention_num_buckets";
    family.keys.classifierDropout = nullptr;
    family.defaults.typeVocabSize = 0;
    family.tokenTypes = {};
    family.relative = "encoder.relative_attention_bias";
    family.query = "attention.attn.q";
    family.key = "attention.attn.k";
    family.value = "attention.attn.v";
    family.attentionOutput = "attention.attn.o";
    family.attentionNorm = "attention.LayerNorm";
    family.choice.dense = "mpnet.pooler.dense";
    return family;
}

/// Layers that share their weights, above embeddings of a smaller size.
constexpr EncoderFamily albert()
{
    EncoderFamily family = bert();
    family.modelType = "albert";
    family.className = "Albert";
    family.bodyPrefix = "albert.";
    family.keys.embeddingSize = "embedding_size";
    family.keys.layerGroups = "num_hidden_groups";
    family.keys.innerLayers = "inner_group_num";
    family.keys.classifierDropout = "classifier_dropout_prob";
    family.defaults.dropout = 0;
    family.defaults.classifierDropout = 0.1;
    family.projection = "encoder.embedding_hidden_mapping_in";
    family.alwaysProjects = true;
    family.layer = "encoder.albert_layer_groups.";
    family.innerLayer = "albert_layers.";
    family.query = "attention.query";
    family.key = "attention.key";
    family.value = "attention.value";
    family.attentionOutput = "attention.dense";
    family.attentionNorm = "attention.LayerNorm";
    family.intermediate = "ffn";
    family.output = "ffn_output";
    family.outputNorm = "full_layer_layer_norm";
    family.dropsOutput = false;
    family.mlm = { .transform = "predictions.dense",
                   .norm = "predictions.LayerNorm",
                   .bias = "predictions.bias",
                   .decoder = "predictions.decoder" };
    family.sequence = { .dense = "albert.pooler" };
    family.choice = family.sequence;
    family.nextSentence = {};
    return family;
}

/// Version 3 goes by this name too.
constexpr EncoderFamily debertaV2()
{
    EncoderFamily family = bert();
    family.modelType = "deberta-v2";
    family.className = "DebertaV2";
    family.bodyPrefix = "deberta.";
    family.keys.classifierDropout = "cls_dropout";
    family.keys.poolerDropout = "pooler_dropout";
    family.keys.poolerActivation = "pooler_hidden_act";
    family.defaults.typeVocabSize = 0;
    family.defaults.layerNormEps = 1e-7;
    family.relative = "encoder.rel_embeddings";
    family.relativeNorm = "encoder.LayerNorm";
    family.isDisentangled = true;
    family.query = "attention.self.query_proj";
    family.key = "attention.self.key_proj";
    family.value = "attention.self.value_proj";
    family.sequence = { .dense = "pooler.dense", .activation = Activation::Gelu };
    family.choice = family.sequence;
    family.nextSentence = {};
    family.dropsTokensAsHidden = true;
    return family;
}

constexpr std::array kFamilies {
    bert(), roberta(), xlmRoberta(), distilbert(), electra(), mpnet(), albert(), debertaV2(),
};

} // namespace

const EncoderFamily *findFamily(std::string_view modelType)
{
    const auto *const found
        = std::find_if(kFamilies.begin(), kFamilies.end(),
                       [&](const EncoderFamily &family) { return family.modelType == modelType; });
    return found == kFamilies.end() ? nullptr : found;
}

std::string knownModelTypes()
{
    std::string names;
    for (const EncoderFamily &family : kFamilies)
        names += (names.empty() ? "" : ", ") + std::string(family.modelType);
    return names;
}

std::string layerPrefix(const EncoderFamily &family, std::size_t index, std::size_t innerLayers)
{
    const std::string prefix = std::string(family.bodyPrefix) + std::string(family.layer);
    if (family.innerLayer.empty())
        return prefix + std::to_string(index) + ".";
    return prefix + std::to_string(index / innerLayers) + "." + std::string(family.innerLayer)
        + std::to_string(index % innerLayers) + ".";
}

} // namespace tamiz::engine
