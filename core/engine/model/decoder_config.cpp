// SPDX-License-Identifier: Apache-2.0
#include "core/engine/model/decoder_config_io.h"

#include <cmath>

#include "core/engine/model/activation.h"
#include "core/engine/model/decoder_family.h"

namespace tamiz::engine {

using nlohmann::json;

namespace {

constexpr std::int64_t kLarge = 1 << 24;
constexpr double kMostDropout = 0.999;

void readSizes(ModelConfig &config, ConfigReader &reader, const DecoderFamily &family)
{
    const DecoderKeys &keys = family.keys;
    const DecoderDefaults &defaults = family.defaults;
    DecoderConfig &decoder = *config.decoder;
    reader.integer("vocab_size", config.vocabSize, 1, kLarge, true);
    reader.integer(keys.hiddenSize, config.hiddenSize, 1, 1 << 16, true);
    reader.integer(keys.layers, config.layers, 1, 1024, true);
    reader.integer(keys.heads, config.heads, 1, 1 << 12, true);
    reader.integer(keys.maxPositions, config.maxPositions, 1, kLarge, true);
    config.intermediateSize = defaults.intermediateFactor * config.hiddenSize;
    reader.integer(keys.intermediateSize, config.intermediateSize, 1, 1 << 20,
                   defaults.intermediateFactor == 0);
    config.padTokenId = defaults.padTokenId;
    reader.integer("pad_token_id", config.padTokenId, -1, kLarge);
    config.typeVocabSize = 0;

    decoder.keyValueHeads = config.heads;
    if (keys.keyValueHeads) {
        if (defaults.keyValueHeads > 0)
            decoder.keyValueHeads = defaults.keyValueHeads;
        reader.integer(keys.keyValueHeads, decoder.keyValueHeads, 1, 1 << 12);
    }
    decoder.headSize = defaults.headSize > 0 ? defaults.headSize
        : config.heads > 0                   ? config.hiddenSize / config.heads
                                             : 0;
    reader.integer("head_dim", decoder.headSize, 1, 1 << 12);
    decoder.experts = defaults.experts;
    reader.integer(keys.experts, decoder.experts, 1, 1 << 10);
    decoder.expertsPerToken = defaults.expertsPerToken;
    reader.integer(keys.expertsPerToken, decoder.expertsPerToken, 1, 1 << 10);
}

void readRates(ModelConfig &config, ConfigReader &reader, const DecoderFamily &family)
{
    const DecoderKeys &keys = family.keys;
    const DecoderDefaults &defaults = family.defaults;
    config.layerNormEps = defaults.normEps;
    reader.number(keys.normEps, config.layerNormEps, 0, 1);
    reader.number(keys.initializerRange, config.initializerRange, 0, 100);
    config.hiddenDropout = keys.residualDropout ? defaults.dropout : 0;
    reader.number(keys.residualDropout, config.hiddenDropout, 0, kMostDropout);
    config.decoder->embeddingDropout = keys.embeddingDropout ? defaults.dropout : 0;
    reader.number(keys.embeddingDropout, config.decoder->embeddingDropout, 0, kMostDropout);
    reader.number(keys.activationDropout, config.decoder->activationDropout, 0, kMostDropout);
    config.attentionDropout = defaults.attentionDropout;
    reader.number(keys.attentionDropout, config.attentionDropout, 0, kMostDropout);
    // Decoders classify from the last token's state as it is; only token classifiers drop.
    config.classifierDropout = 0;
}

/// "rope_scaling": {"type" or "rope_type": ..., "factor": ...}; since transformers 5
/// "rope_parameters", which holds the base and the rotated share of a head too.
void readScaling(const char *key, double &share, ModelConfig &config, ConfigReader &reader)
{
    RopeConfig &rope = config.decoder->rope;
    const json *scaling = reader.find(key);
    if (!scaling)
        return;
    if (!scaling->is_object())
        return reader.problem(key, *scaling, "an object was expected");
    ConfigReader part(*scaling, key);
    std::string type = "default";
    part.text("type", type);
    part.text("rope_type", type);
    part.number("rope_theta", rope.theta, 1, 1e12);
    part.number("partial_rotary_factor", share, 0, 1);
    if (part.error())
        return reader.problem(key, *scaling, part.error()->message);
    if (type == "default")
        return;
    if (type == "linear")
        rope.scaling = RopeScaling::Linear;
    else if (type == "dynamic")
        rope.scaling = RopeScaling::Dynamic;
    else if (type == "llama3")
        rope.scaling = RopeScaling::Llama3;
    else
        return reader.unsupported("'" + std::string(key) + "' has the type '" + type
                                  + "': linear, dynamic and llama3 are supported");
    part.number("factor", rope.factor, 1, 1e4);
    part.number("low_freq_factor", rope.lowFrequencyFactor, 1e-6, 1e4);
    part.number("high_freq_factor", rope.highFrequencyFactor, 1e-6, 1e4);
    rope.trainedPositions = config.maxPositions;
    part.integer("original_max_position_embeddings", rope.trainedPositions, 1, kLarge);
    if (part.error())
        return reader.problem(key, *scaling, part.error()->message);
    if (rope.scaling == RopeScaling::Llama3 && rope.highFrequencyFactor <= rope.lowFrequencyFactor)
        return reader.problem(key, *scaling, "'high_freq_factor' must be above 'low_freq_factor'");
    // Elsewhere max_position_embeddings stays what the model was trained with.
    if (rope.scaling != RopeScaling::Llama3) {
        config.maxPositions
            = static_cast<std::int64_t>(static_cast<double>(config.maxPositions) * rope.factor);
    }
}

void readRotary(ModelConfig &config, ConfigReader &reader, const DecoderFamily &family)
{
    if (!family.positions.empty())
        return;
    DecoderConfig &decoder = *config.decoder;
    decoder.rope.theta = family.defaults.ropeTheta;
    reader.number(family.keys.ropeTheta, decoder.rope.theta, 1, 1e12);
    double share = family.defaults.rotaryShare;
    reader.number(family.keys.rotaryShare, share, 0, 1);
    const bool isNew = reader.find("rope_parameters") != nullptr;
    readScaling(isNew ? "rope_parameters" : "rope_scaling", share, config, reader);
    decoder.rope.dimensions
        = static_cast<std::int64_t>(share * static_cast<double>(decoder.headSize));
    if (!reader.error() && (decoder.rope.dimensions < 2 || decoder.rope.dimensions % 2 != 0)) {
        reader.unsupported(
            "rotary positions turn pairs, and " + std::to_string(decoder.rope.dimensions) + " of "
            + std::to_string(decoder.headSize) + " dimensions of a head are not a number of pairs");
    }
}

void readOptions(ModelConfig &config, const json &object, ConfigReader &reader,
                 const DecoderFamily &family)
{
    const DecoderKeys &keys = family.keys;
    DecoderConfig &decoder = *config.decoder;
    decoder.hasQueryBias = family.hasQueryBias;
    decoder.hasOutputBias = family.hasOutputBias;
    decoder.hasFeedForwardBias = family.hasFeedForwardBias;
    decoder.hasHeadNorms = family.hasHeadNorms;
    decoder.isParallel = family.isParallel;
    reader.boolean(keys.attentionBias, decoder.hasQueryBias);
    reader.boolean(keys.attentionBias, decoder.hasOutputBias);
    reader.boolean(keys.feedForwardBias, decoder.hasFeedForwardBias);
    reader.boolean(keys.headNorms, decoder.hasHeadNorms);
    reader.boolean(keys.isParallel, decoder.isParallel);

    // A window that is null is none; one that is absent is the family's.
    decoder.window = keys.window && object.contains(keys.window) ? 0 : family.defaults.window;
    reader.integer(keys.window, decoder.window, 1, INT64_MAX);
    reader.integer(keys.firstWindowLayer, decoder.firstWindowLayer, 0, kLarge);
    bool usesWindow = keys.usesWindow == nullptr;
    reader.boolean(keys.usesWindow, usesWindow);
    if (!usesWindow)
        decoder.window = 0;

    config.hiddenAct = family.defaults.activation;
    reader.text(keys.activation, config.hiddenAct);
    if (!findActivation(config.hiddenAct)) {
        reader.unsupported("'" + std::string(keys.activation) + "' is '" + config.hiddenAct
                           + "': this activation is not known");
    }
    config.tieWordEmbeddings = family.defaults.isTied;
    reader.boolean("tie_word_embeddings", config.tieWordEmbeddings);
    bool scalesEmbeddings = family.defaults.scalesEmbeddings;
    reader.boolean(keys.scalesEmbeddings, scalesEmbeddings);
    decoder.wordScale = scalesEmbeddings ? std::sqrt(static_cast<double>(config.hiddenSize)) : 1;
}

void refuseIf(ConfigReader &reader, const char *key, bool refused)
{
    bool value = !refused;
    reader.boolean(key, value);
    if (value == refused)
        reader.unsupported("'" + std::string(key) + "' is " + (refused ? "true" : "false")
                           + ": this is not supported");
}

/// Whole layers left out at random in training (Fan et al., 2019).
void refuseLayerDrop(ConfigReader &reader)
{
    double share = 0;
    reader.number("layerdrop", share, 0, 1);
    if (share > 0)
        reader.unsupported("'layerdrop' is above 0: this is not supported");
}

/// Options that few families have.
void readSpecialties(ModelConfig &config, ConfigReader &reader, const DecoderFamily &family)
{
    DecoderConfig &decoder = *config.decoder;
    if (family.modelType == "gpt2") {
        reader.boolean("scale_attn_weights", decoder.scalesScores);
        reader.boolean("scale_attn_by_inverse_layer_idx", decoder.scalesByLayer);
        refuseIf(reader, "add_cross_attention", true);
    }
    if (family.modelType == "mixtral") {
        bool isBalanced = false;
        double factor = 0.001;
        reader.boolean("output_router_logits", isBalanced);
        reader.number("router_aux_loss_coef", factor, 0, 1e3);
        decoder.balanceLoss = isBalanced ? factor : 0;
    }
    if (family.modelType == "biogpt")
        refuseLayerDrop(reader);
    if (family.modelType == "opt") {
        refuseLayerDrop(reader);
        refuseIf(reader, "do_layer_norm_before", false);
        refuseIf(reader, "layer_norm_elementwise_affine", false);
        bool lacksFinalNorm = false;
        reader.boolean("_remove_final_layer_norm", lacksFinalNorm);
        decoder.hasFinalNorm = !lacksFinalNorm;
        std::int64_t width = config.hiddenSize;
        reader.integer("word_embed_proj_dim", width, 1, 1 << 16);
        if (width != config.hiddenSize)
            reader.unsupported("'word_embed_proj_dim' differs from 'hidden_size': this is not "
                               "supported");
    }
}

/// What must hold between values.
void check(const ModelConfig &config, ConfigReader &reader, const DecoderFamily &family)
{
    if (reader.error())
        return;
    const DecoderConfig &decoder = *config.decoder;
    const std::string heads = family.keys.heads;
    const bool isDerived = !reader.find("head_dim") && family.defaults.headSize == 0;
    if (isDerived && decoder.headSize * config.heads != config.hiddenSize) {
        reader.problem(family.keys.hiddenSize, config.hiddenSize,
                       "not a multiple of '" + heads + "' " + std::to_string(config.heads));
    }
    if (config.heads % decoder.keyValueHeads != 0) {
        reader.problem(family.keys.keyValueHeads, decoder.keyValueHeads,
                       "does not divide '" + heads + "' " + std::to_string(config.heads));
    }
    if (config.padTokenId >= config.vocabSize) {
        reader.problem("pad_token_id", config.padTokenId,
                       "outside the vocabulary of " + std::to_string(config.vocabSize));
    }
    if (decoder.experts > 0 && decoder.expertsPerToken > decoder.experts) {
        reader.problem(family.keys.expertsPerToken, decoder.expertsPerToken,
                       "there are " + std::to_string(decoder.experts) + " experts");
    }
}

} // namespace

void readDecoder(ModelConfig &config, const json &object, ConfigReader &reader)
{
    const DecoderFamily &family = *findDecoderFamily(config.modelType);
    config.decoder.emplace();
    readSizes(config, reader, family);
    readRates(config, reader, family);
    readOptions(config, object, reader, family);
    readRotary(config, reader, family);
    readSpecialties(config, reader, family);
    check(config, reader, family);
}

std::string decoderArchitecture(const std::string &modelType, HeadKind head)
{
    const DecoderFamily &family = *findDecoderFamily(modelType);
    const std::string name(family.className);
    switch (head) {
    case HeadKind::None:
        return name + "Model";
    case HeadKind::SequenceClassification:
        return name + "ForSequenceClassification";
    case HeadKind::CausalLm:
        return name + std::string(family.causalClass);
    case HeadKind::TokenClassification:
    case HeadKind::MaskedLm:
    case HeadKind::QuestionAnswering:
    case HeadKind::MultipleChoice:
    case HeadKind::NextSentence:
        break;
    }
    return {};
}

std::string decoderJson(const ModelConfig &config)
{
    json object = json::parse(config.source, nullptr, false);
    if (!object.is_object())
        object = json::object();
    object["model_type"] = config.modelType;
    object["architectures"] = config.architectures;
    object["vocab_size"] = config.vocabSize; // it may have grown
    object["torch_dtype"] = config.torchDtype;
    writeLabels(object, config);
    return object.dump(2, ' ', false, json::error_handler_t::replace) + "\n";
}

} // namespace tamiz::engine
