// SPDX-License-Identifier: Apache-2.0
#include "core/engine/model/model_config.h"

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <utility>

#include <nlohmann/json.hpp>

#include "core/base/files.h"
#include "core/engine/model/family.h"
#include "core/engine/model/json_depth.h"

namespace tamiz::engine {

using nlohmann::json;

namespace {

/// Reads keys of config.json into fields; the first problem stays, later reads do nothing.
class ConfigReader
{
public:
    ConfigReader(const json &object, std::string where)
        : m_object(object)
        , m_where(std::move(where))
    {
    }

    void integer(const char *key, std::int64_t &field, std::int64_t low, std::int64_t high,
                 bool isRequired = false)
    {
        const json *value = find(key, isRequired);
        if (!value)
            return;
        if (!value->is_number_integer())
            return problem(key, *value, "a whole number was expected");
        // A number above the signed range would wrap to a negative one.
        const bool isHuge = value->is_number_unsigned() && value->get<std::uint64_t>() > INT64_MAX;
        const std::int64_t number = isHuge ? INT64_MAX : value->get<std::int64_t>();
        if (number < low || number > high) {
            return problem(key, *value,
                           "must be in [" + std::to_string(low) + ", " + std::to_string(high)
                               + "]");
        }
        field = number;
    }

    void number(const char *key, double &field, double low, double high)
    {
        const json *value = find(key, false);
        if (!value)
            return;
        if (!value->is_number())
            return problem(key, *value, "a number was expected");
        const double number = value->get<double>();
        if (!(number >= low && number <= high))
            return problem(key, *value, "is out of range");
        field = number;
    }

    void text(const char *key, std::string &field, bool isRequired = false)
    {
        const json *value = find(key, isRequired);
        if (!value)
            return;
        if (!value->is_string())
            return problem(key, *value, "a text was expected");
        field = value->get<std::string>();
    }

    void boolean(const char *key, bool &field)
    {
        const json *value = find(key, false);
        if (!value)
            return;
        if (!value->is_boolean())
            return problem(key, *value, "true or false was expected");
        field = value->get<bool>();
    }

    void problem(const char *key, const json &value, const std::string &what)
    {
        if (m_error)
            return;
        const std::string text = value.dump(-1, ' ', false, json::error_handler_t::replace);
        m_error = Error { ErrorCode::InvalidInput,
                          "'" + std::string(key) + "' is " + text.substr(0, 80) + ": " + what,
                          m_where,
                          {},
                          {} };
    }

    const json *find(const char *key, bool isRequired)
    {
        const auto found = m_object.find(key);
        if (found != m_object.end() && !found->is_null())
            return &*found;
        if (isRequired && !m_error) {
            m_error = Error { ErrorCode::InvalidInput,
                              "the key '" + std::string(key) + "' is missing",
                              m_where,
                              "The folder must hold a model in Hugging Face layout",
                              {} };
        }
        return nullptr;
    }

    const std::optional<Error> &error() const { return m_error; }

private:
    const json &m_object;
    std::string m_where;
    std::optional<Error> m_error;
};

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

} // namespace

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
    case HeadKind::QuestionAnswering:
        return "question-answering";
    }
    return "none";
}

std::string architectureName(const std::string &modelType, HeadKind head)
{
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
        if (name.ends_with("ForMaskedLM") || name.ends_with("ForPreTraining"))
            return HeadKind::MaskedLm;
        if (name.ends_with("ForQuestionAnswering"))
            return HeadKind::QuestionAnswering;
    }
    return HeadKind::None;
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
    if (!reader.error() && !findFamily(config.modelType)) {
        return fail(ErrorCode::Unsupported,
                    "unknown architecture: 'model_type' is '" + config.modelType + "'", where,
                    "Known model types: " + knownModelTypes());
    }
    constexpr std::int64_t kLarge = 1 << 24;
    reader.integer("vocab_size", config.vocabSize, 1, kLarge, true);
    reader.integer("hidden_size", config.hiddenSize, 1, 1 << 16, true);
    reader.integer("num_hidden_layers", config.layers, 1, 1024, true);
    reader.integer("num_attention_heads", config.heads, 1, 1 << 12, true);
    reader.integer("intermediate_size", config.intermediateSize, 1, 1 << 20, true);
    reader.integer("max_position_embeddings", config.maxPositions, 1, kLarge, true);
    reader.integer("type_vocab_size", config.typeVocabSize, 0, 1 << 16);
    reader.integer("pad_token_id", config.padTokenId, -1, kLarge);
    reader.number("layer_norm_eps", config.layerNormEps, 0, 1);
    reader.number("initializer_range", config.initializerRange, 0, 100);
    reader.number("hidden_dropout_prob", config.hiddenDropout, 0, 0.999);
    reader.number("attention_probs_dropout_prob", config.attentionDropout, 0, 0.999);
    config.classifierDropout = config.hiddenDropout; // transformers' rule where the key is null
    reader.number("classifier_dropout", config.classifierDropout, 0, 0.999);
    reader.text("hidden_act", config.hiddenAct);
    reader.boolean("tie_word_embeddings", config.tieWordEmbeddings);
    if (const json *names = reader.find("architectures", false)) {
        if (!names->is_array())
            reader.problem("architectures", *names, "a list was expected");
        else
            for (const json &name : *names)
                if (name.is_string())
                    config.architectures.push_back(name.get<std::string>());
    }
    readLabels(config, reader);
    std::string positions = "absolute";
    reader.text("position_embedding_type", positions);
    bool isDecoder = false;
    reader.boolean("is_decoder", isDecoder);
    if (reader.error())
        return tl::unexpected<Error>(*reader.error());

    if (config.hiddenSize % config.heads != 0) {
        return fail(ErrorCode::InvalidInput,
                    "'hidden_size' " + std::to_string(config.hiddenSize)
                        + " is not a multiple of 'num_attention_heads' "
                        + std::to_string(config.heads),
                    where);
    }
    if (config.padTokenId >= config.vocabSize) {
        return fail(ErrorCode::InvalidInput,
                    "'pad_token_id' " + std::to_string(config.padTokenId)
                        + " is outside the vocabulary of " + std::to_string(config.vocabSize),
                    where);
    }
    if (positions != "absolute" || isDecoder) {
        return fail(ErrorCode::Unsupported,
                    isDecoder ? "'is_decoder' is true: decoders of this family are not supported"
                              : "'position_embedding_type' is '" + positions
                            + "': only absolute positions are supported",
                    where);
    }
    static const std::vector<std::string> kActivations
        = { "gelu", "gelu_new", "gelu_pytorch_tanh", "gelu_fast", "relu", "silu", "swish", "tanh" };
    if (std::find(kActivations.begin(), kActivations.end(), config.hiddenAct)
        == kActivations.end()) {
        return fail(ErrorCode::Unsupported,
                    "'hidden_act' is '" + config.hiddenAct + "': this activation is not known",
                    where);
    }
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
    json object = json::parse(source, nullptr, false);
    if (!object.is_object())
        object = json::object();
    object["model_type"] = modelType;
    object["architectures"] = architectures;
    object["vocab_size"] = vocabSize;
    object["hidden_size"] = hiddenSize;
    object["num_hidden_layers"] = layers;
    object["num_attention_heads"] = heads;
    object["intermediate_size"] = intermediateSize;
    object["max_position_embeddings"] = maxPositions;
    object["type_vocab_size"] = typeVocabSize;
    object["pad_token_id"] = padTokenId < 0 ? json(nullptr) : json(padTokenId);
    object["layer_norm_eps"] = layerNormEps;
    object["initializer_range"] = initializerRange;
    object["hidden_dropout_prob"] = hiddenDropout;
    object["attention_probs_dropout_prob"] = attentionDropout;
    if (classifierDropout != hiddenDropout || object.contains("classifier_dropout"))
        object["classifier_dropout"] = classifierDropout;
    object["hidden_act"] = hiddenAct;
    object["position_embedding_type"] = "absolute";
    object["torch_dtype"] = torchDtype;
    if (!tieWordEmbeddings)
        object["tie_word_embeddings"] = false;
    object.erase("num_labels");
    json names = json::object();
    json ids = json::object();
    for (const auto &[id, name] : id2label) {
        names[std::to_string(id)] = name;
        ids[name] = id;
    }
    object["id2label"] = names;
    object["label2id"] = ids;
    return object.dump(2, ' ', false, json::error_handler_t::replace) + "\n";
}

} // namespace tamiz::engine
