// SPDX-License-Identifier: Apache-2.0
#include "core/engine/model/model_config.h"

#include <cstdlib>
#include <utility>

#include <nlohmann/json.hpp>

#include "core/base/files.h"
#include "core/engine/model/body_names.h"
#include "core/engine/model/decoder_config_io.h"
#include "core/engine/model/family.h"
#include "core/engine/model/json_depth.h"

namespace tamiz::engine {

using nlohmann::json;

namespace {

void readLabels(ModelConfig &config, ConfigReader &reader)
{
    if (const json *labels = reader.find("id2label", false)) {
        if (!labels->is_object())
            return reader.problem("id2label", *labels, "an object was expected");
        for (const auto &[key, value] : labels->items()) {
            char *end = nullptr;
            const long long id = std::strtoll(key.c_str(), &end, 10);
            if (key.empty() || *end != '\0' || id < 0 || !value.is_string())
                return reader.problem("id2label", *labels, "ids must be numbers, labels texts");
            config.id2label[id] = value.get<std::string>();
        }
        const auto count = static_cast<std::int64_t>(config.id2label.size());
        if (count > 0 && config.id2label.rbegin()->first != count - 1)
            reader.problem("id2label", *labels, "ids must run from 0 without holes");
        return;
    }
    // transformers' default is two labels; `num_labels` stands in old files.
    std::int64_t count = 2;
    reader.integer("num_labels", count, 1, 1 << 16);
    for (std::int64_t id = 0; id < count; ++id)
        config.id2label[id] = "LABEL_" + std::to_string(id);
}

constexpr std::pair<ProblemType, const char *> kProblemTypes[] {
    { ProblemType::Regression, "regression" },
    { ProblemType::SingleLabel, "single_label_classification" },
    { ProblemType::MultiLabel, "multi_label_classification" },
};

void readProblemType(ModelConfig &config, ConfigReader &reader)
{
    std::string name;
    reader.text("problem_type", name);
    for (const auto &[type, known] : kProblemTypes) {
        if (name == known)
            config.problemType = type;
    }
    if (!name.empty() && config.problemType == ProblemType::Unset)
        reader.unsupported("'problem_type' is '" + name + "': this kind of problem is not known");
}

void readArchitectures(ModelConfig &config, ConfigReader &reader)
{
    const json *names = reader.find("architectures");
    if (!names)
        return;
    if (!names->is_array())
        return reader.problem("architectures", *names, "a list was expected");
    for (const json &name : *names) {
        if (name.is_string())
            config.architectures.push_back(name.get<std::string>());
    }
}

void readSizes(ModelConfig &config, ConfigReader &reader, const EncoderFamily &family)
{
    constexpr std::int64_t kLarge = 1 << 24;
    const ConfigKeys &keys = family.keys;
    config.padTokenId = family.defaults.padTokenId;
    config.typeVocabSize = family.defaults.typeVocabSize;
    reader.integer("vocab_size", config.vocabSize, 1, kLarge, true);
    reader.integer(keys.hiddenSize, config.hiddenSize, 1, 1 << 16, true);
    reader.integer(keys.embeddingSize, config.embeddingSize, 1, 1 << 16, true);
    reader.integer(keys.layers, config.layers, 1, 1024, true);
    if (keys.layerGroups)
        config.layerGroups = 1;
    reader.integer(keys.layerGroups, config.layerGroups, 1, config.layers);
    reader.integer(keys.innerLayers, config.innerLayers, 1, 64);
    reader.integer(keys.heads, config.heads, 1, 1 << 12, true);
    reader.integer(keys.intermediateSize, config.intermediateSize, 1, 1 << 20, true);
    reader.integer("max_position_embeddings", config.maxPositions, 1, kLarge, true);
    reader.integer(keys.typeVocabSize, config.typeVocabSize, 0, 1 << 16);
    reader.integer(keys.relativeBuckets, config.relativeBuckets, 32, 1 << 12);
    reader.integer("pad_token_id", config.padTokenId, -1, kLarge);
}

void readRates(ModelConfig &config, ConfigReader &reader, const EncoderFamily &family)
{
    constexpr double kMost = 0.999;
    const ConfigKeys &keys = family.keys;
    config.layerNormEps = family.defaults.layerNormEps;
    config.hiddenDropout = family.defaults.dropout;
    config.attentionDropout = family.defaults.dropout;
    reader.number(keys.layerNormEps, config.layerNormEps, 0, 1);
    reader.number("initializer_range", config.initializerRange, 0, 100);
    reader.number(keys.hiddenDropout, config.hiddenDropout, 0, kMost);
    reader.number(keys.attentionDropout, config.attentionDropout, 0, kMost);
    config.classifierDropout = family.defaults.classifierDropout.value_or(config.hiddenDropout);
    reader.number(keys.classifierDropout, config.classifierDropout, 0, kMost);
    config.answerDropout = family.defaults.answerDropout;
    reader.number(keys.answerDropout, config.answerDropout, 0, kMost);
    reader.number(keys.poolerDropout, config.poolerDropout, 0, kMost);
    config.summaryDropout = family.defaults.summaryDropout;
    reader.number(keys.summaryDropout, config.summaryDropout, 0, kMost);
}

/// "p2c|c2p", or a list of the two.
void readAttentionTypes(DisentangledAttention &attention, ConfigReader &reader)
{
    const json *types = reader.find("pos_att_type");
    if (!types)
        return;
    const auto has = [types](const std::string &name) {
        if (types->is_string())
            return ("|" + types->get<std::string>() + "|").find("|" + name + "|")
                != std::string::npos;
        return std::find(types->begin(), types->end(), json(name)) != types->end();
    };
    if (!types->is_string() && !types->is_array())
        return reader.problem("pos_att_type", *types, "a list of names was expected");
    attention.fromContent = has("c2p");
    attention.toContent = has("p2c");
}

void readDisentangled(ModelConfig &config, ConfigReader &reader)
{
    if (reader.error())
        return;
    DisentangledAttention &attention = config.disentangled;
    reader.boolean("position_biased_input", attention.hasPositions);
    reader.boolean("relative_attention", attention.isRelative);
    readAttentionTypes(attention, reader);
    std::int64_t maxDistance = -1;
    std::int64_t buckets = -1;
    reader.integer("max_relative_positions", maxDistance, -1, 1 << 16);
    reader.integer("position_buckets", buckets, -1, 1 << 16);
    attention.maxDistance = maxDistance < 1 ? config.maxPositions : maxDistance;
    attention.buckets = std::max<std::int64_t>(buckets, 0);
    std::string norm = "none";
    reader.text("norm_rel_ebd", norm);
    attention.isNormed = norm.find("layer_norm") != std::string::npos;

    // Logarithms of what lies between the exact distances and the largest must exist.
    const std::int64_t exact = attention.buckets / 2;
    if (attention.buckets > 0 && (exact < 2 || attention.maxDistance - 1 <= exact))
        reader.problem("position_buckets", buckets, "does not fit the largest distance");
    bool sharesKeys = false;
    reader.boolean("share_att_key", sharesKeys);
    if (attention.isRelative && !sharesKeys)
        reader.unsupported("'share_att_key' is false: projections of positions are not supported");
    std::int64_t kernel = 0;
    reader.integer("conv_kernel_size", kernel, 0, 1 << 16);
    if (kernel > 0)
        reader.unsupported("'conv_kernel_size' is above 0: convolutions are not supported");
    const std::pair<const char *, std::int64_t> sizes[]
        = { { "embedding_size", config.hiddenSize },
            { "pooler_hidden_size", config.hiddenSize },
            { "attention_head_size", config.hiddenSize / config.heads } };
    for (const auto &[key, expected] : sizes) {
        std::int64_t size = expected;
        reader.integer(key, size, 1, 1 << 16);
        if (size != expected) {
            reader.unsupported("'" + std::string(key) + "' is " + std::to_string(size) + ": only "
                               + std::to_string(expected) + " is supported here");
        }
    }
}

void readNames(ModelConfig &config, ConfigReader &reader, const EncoderFamily &family)
{
    const auto readActivation = [&reader](const char *key, std::string &field) {
        reader.text(key, field);
        if (!field.empty() && !findActivation(field)) {
            reader.unsupported("'" + std::string(key) + "' is '" + field
                               + "': this activation is not known");
        }
    };
    readActivation(family.keys.activation, config.hiddenAct);
    readActivation(family.keys.poolerActivation, config.poolerAct);
    reader.boolean("tie_word_embeddings", config.tieWordEmbeddings);
    std::string positions = "absolute";
    reader.text("position_embedding_type", positions);
    if (positions != "absolute") {
        reader.unsupported("'position_embedding_type' is '" + positions
                           + "': only absolute positions are supported");
    }
    bool isDecoder = false;
    reader.boolean("is_decoder", isDecoder);
    if (isDecoder)
        reader.unsupported("'is_decoder' is true: decoders of this family are not supported");
}

/// What must hold between values.
void check(const ModelConfig &config, ConfigReader &reader, const EncoderFamily &family)
{
    if (reader.error())
        return;
    if (config.hiddenSize % config.heads != 0) {
        reader.problem(family.keys.hiddenSize, config.hiddenSize,
                       "not a multiple of '" + std::string(family.keys.heads) + "' "
                           + std::to_string(config.heads));
    }
    if (config.padTokenId >= config.vocabSize) {
        reader.problem("pad_token_id", config.padTokenId,
                       "outside the vocabulary of " + std::to_string(config.vocabSize));
    }
    if (config.maxLength() < 1) {
        reader.problem("max_position_embeddings", config.maxPositions,
                       "no position is left behind that of padding, "
                           + std::to_string(config.padTokenId));
    }
}

void readEncoder(ModelConfig &config, ConfigReader &reader, const EncoderFamily &family)
{
    readSizes(config, reader, family);
    readRates(config, reader, family);
    readNames(config, reader, family);
    if (family.isDisentangled)
        readDisentangled(config, reader);
    check(config, reader, family);
}

} // namespace

void writeLabels(json &object, const ModelConfig &config)
{
    object.erase("num_labels");
    json names = json::object();
    json ids = json::object();
    for (const auto &[id, name] : config.id2label) {
        names[std::to_string(id)] = name;
        ids[name] = id;
    }
    object["id2label"] = names;
    object["label2id"] = ids;
    object.erase("problem_type");
    for (const auto &[type, name] : kProblemTypes) {
        if (type == config.problemType)
            object["problem_type"] = name;
    }
}

const char *toString(HeadKind head)
{
    switch (head) {
    case HeadKind::None:
        return "none";
    case HeadKind::SequenceClassification:
        return "sequence-classification";
    case HeadKind::TokenClassification:
        return "token-classification";
    case HeadKind::MaskedLm:
        return "masked-lm";
    case HeadKind::CausalLm:
        return "causal-lm";
    case HeadKind::QuestionAnswering:
        return "question-answering";
    case HeadKind::MultipleChoice:
        return "multiple-choice";
    case HeadKind::NextSentence:
        return "next-sentence";
    }
    return "none";
}

std::string architectureName(const std::string &modelType, HeadKind head)
{
    if (isDecoderType(modelType))
        return decoderArchitecture(modelType, head);
    const EncoderFamily *family = findFamily(modelType);
    if (!family)
        return {};
    const std::string name(family->className);
    switch (head) {
    case HeadKind::None:
        return name + "Model";
    case HeadKind::SequenceClassification:
        return name + "ForSequenceClassification";
    case HeadKind::TokenClassification:
        return name + "ForTokenClassification";
    case HeadKind::MaskedLm:
        return name + "ForMaskedLM";
    case HeadKind::QuestionAnswering:
        return name + "ForQuestionAnswering";
    case HeadKind::MultipleChoice:
        return name + "ForMultipleChoice";
    case HeadKind::NextSentence:
        return family->nextSentence.empty() ? std::string() : name + "ForNextSentencePrediction";
    case HeadKind::CausalLm:
        break;
    }
    return {};
}

HeadKind ModelConfig::head() const
{
    for (const std::string &name : architectures) {
        if (name.ends_with("ForSequenceClassification"))
            return HeadKind::SequenceClassification;
        if (name.ends_with("ForTokenClassification"))
            return HeadKind::TokenClassification;
        const EncoderFamily *family = findFamily(modelType);
        if (name.ends_with("ForMaskedLM")
            || (name.ends_with("ForPreTraining") && family && family->hasPretrainingMlm))
            return HeadKind::MaskedLm;
        if (name.ends_with("ForCausalLM") || name.ends_with("LMHeadModel"))
            return HeadKind::CausalLm;
        if (name.ends_with("ForQuestionAnswering"))
            return HeadKind::QuestionAnswering;
        if (name.ends_with("ForMultipleChoice"))
            return HeadKind::MultipleChoice;
        if (name.ends_with("ForNextSentencePrediction"))
            return HeadKind::NextSentence;
    }
    return HeadKind::None;
}

ProblemType ModelConfig::problem() const
{
    if (problemType != ProblemType::Unset)
        return problemType;
    return id2label.size() == 1 ? ProblemType::Regression : ProblemType::SingleLabel;
}

std::int64_t ModelConfig::maxLength() const
{
    const EncoderFamily *family = findFamily(modelType);
    return family && family->startsAfterPadding ? maxPositions - padTokenId - 1 : maxPositions;
}

Result<ModelConfig> ModelConfig::parse(const std::string &text, const std::string &where)
{
    if (isNestedDeeperThan(text, 64))
        return fail(ErrorCode::InvalidInput, "nests deeper than 64 levels", where);
    const json object = json::parse(text, nullptr, false);
    if (!object.is_object())
        return fail(ErrorCode::InvalidInput, "is not a JSON object", where);

    ModelConfig config;
    ConfigReader reader(object, where);
    reader.text("model_type", config.modelType, true);
    if (reader.error())
        return tl::unexpected<Error>(*reader.error());
    const EncoderFamily *family = findFamily(config.modelType);
    if (!family && !isDecoderType(config.modelType)) {
        return fail(ErrorCode::Unsupported,
                    "unknown architecture: 'model_type' is '" + config.modelType + "'", where,
                    "Known model types: " + allModelTypes());
    }
    readLabels(config, reader);
    readArchitectures(config, reader);
    readProblemType(config, reader);
    if (family)
        readEncoder(config, reader, *family);
    else
        readDecoder(config, object, reader);
    if (reader.error())
        return tl::unexpected<Error>(*reader.error());
    config.source = text;
    return config;
}

Result<ModelConfig> ModelConfig::load(const std::filesystem::path &folder)
{
    std::error_code status;
    if (!std::filesystem::is_directory(folder, status)) {
        return fail(ErrorCode::NotFound, "no such model folder", folder.string(),
                    "Give a folder in Hugging Face layout, with config.json and model.safetensors");
    }
    const std::filesystem::path path = folder / "config.json";
    TAMIZ_TRY(const std::string text, readFile(path, 16 << 20));
    return parse(text, path.string());
}

std::string ModelConfig::toJson() const
{
    if (decoder)
        return decoderJson(*this);
    json object = json::parse(source, nullptr, false);
    if (!object.is_object())
        object = json::object();
    const EncoderFamily *known = findFamily(modelType);
    static const EncoderFamily kUnknown {};
    const EncoderFamily &family = known ? *known : kUnknown;
    const ConfigKeys &keys = family.keys;
    object["model_type"] = modelType;
    object["architectures"] = architectures;
    object["vocab_size"] = vocabSize;
    object[keys.hiddenSize] = hiddenSize;
    object[keys.layers] = layers;
    object[keys.heads] = heads;
    object[keys.intermediateSize] = intermediateSize;
    object["max_position_embeddings"] = maxPositions;
    object["pad_token_id"] = padTokenId < 0 ? json(nullptr) : json(padTokenId);
    object["initializer_range"] = initializerRange;
    object[keys.hiddenDropout] = hiddenDropout;
    object[keys.attentionDropout] = attentionDropout;
    object[keys.activation] = hiddenAct;
    object["torch_dtype"] = torchDtype;
    const auto writeIfKnown = [&object](const char *key, const json &value) {
        if (key)
            object[key] = value;
    };
    writeIfKnown(keys.layerGroups, layerGroups);
    writeIfKnown(keys.innerLayers, innerLayers);
    writeIfKnown(keys.embeddingSize, embeddingWidth());
    writeIfKnown(keys.typeVocabSize, typeVocabSize);
    writeIfKnown(keys.relativeBuckets, relativeBuckets);
    writeIfKnown(keys.layerNormEps, layerNormEps);
    writeIfKnown(keys.answerDropout, answerDropout);
    writeIfKnown(keys.poolerDropout, poolerDropout);
    writeIfKnown(keys.summaryDropout, summaryDropout);
    if (!poolerAct.empty())
        writeIfKnown(keys.poolerActivation, poolerAct);
    const double usualDropout = family.defaults.classifierDropout.value_or(hiddenDropout);
    if (keys.classifierDropout
        && (classifierDropout != usualDropout || object.contains(keys.classifierDropout)))
        object[keys.classifierDropout] = classifierDropout;
    if (!tieWordEmbeddings)
        object["tie_word_embeddings"] = false;
    writeLabels(object, *this);
    return object.dump(2, ' ', false, json::error_handler_t::replace) + "\n";
}

} // namespace tamiz::engine
