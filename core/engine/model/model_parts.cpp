// SPDX-License-Identifier: Apache-2.0
#include "core/engine/model/model_parts.h"

#include <set>
#include <utility>

#include "core/engine/model/decoder_parts.h"
#include "core/engine/model/parameter_collector.h"

namespace tamiz::engine {

namespace {

std::vector<Linear *> linears(EncoderLayer &layer)
{
    return { &layer.query,           &layer.key,          &layer.value,
             &layer.attentionOutput, &layer.intermediate, &layer.output };
}

Linear linear(std::string name, std::int64_t in, std::int64_t out)
{
    Linear module;
    module.name = std::move(name);
    module.inFeatures = in;
    module.outFeatures = out;
    return module;
}

Norm norm(std::string name, std::int64_t size, const ModelConfig &config)
{
    Norm module;
    module.name = std::move(name);
    module.size = size;
    module.eps = config.layerNormEps;
    return module;
}

Embedding embedding(std::string name, std::int64_t rows, std::int64_t size)
{
    Embedding module;
    module.name = std::move(name);
    module.rows = rows;
    module.size = size;
    return module;
}

EncoderLayer describeLayer(const ModelConfig &config, const EncoderFamily &family,
                           std::size_t index)
{
    const std::string prefix
        = layerPrefix(family, index, static_cast<std::size_t>(config.innerLayers));
    const std::int64_t width = config.hiddenSize;
    const std::int64_t wide = config.intermediateSize;
    const auto name = [&](std::string_view part) { return prefix + std::string(part); };

    EncoderLayer layer;
    layer.query = linear(name(family.query), width, width);
    layer.key = linear(name(family.key), width, width);
    layer.value = linear(name(family.value), width, width);
    layer.attentionOutput = linear(name(family.attentionOutput), width, width);
    layer.attentionNorm = norm(name(family.attentionNorm), width, config);
    layer.intermediate = linear(name(family.intermediate), width, wide);
    layer.output = linear(name(family.output), wide, width);
    layer.outputNorm = norm(name(family.outputNorm), width, config);
    for (Linear *module : linears(layer))
        module->layer = static_cast<int>(index);
    return layer;
}

Encoder describeEncoder(const ModelConfig &config, const EncoderFamily &family)
{
    const std::string prefix(family.bodyPrefix);
    const std::int64_t width = config.embeddingWidth(); // E
    const auto name = [&](std::string_view part) { return prefix + std::string(part); };

    Encoder encoder;
    encoder.words = embedding(name(family.words), config.vocabSize, width);
    encoder.words.paddingIndex = config.padTokenId;
    if (!family.isDisentangled || config.disentangled.hasPositions)
        encoder.positions = embedding(name(family.positions), config.maxPositions, width);
    if (!family.tokenTypes.empty())
        encoder.tokenTypes = embedding(name(family.tokenTypes), config.typeVocabSize, width);
    encoder.embeddingNorm = norm(name(family.embeddingNorm), width, config);
    if (!family.projection.empty() && (family.alwaysProjects || width != config.hiddenSize))
        encoder.projection = linear(name(family.projection), width, config.hiddenSize);
    if (family.isDisentangled) {
        const DisentangledAttention &settings = config.disentangled;
        encoder.disentangled = settings;
        if (settings.isRelative)
            encoder.relative
                = embedding(name(family.relative), 2 * settings.span(), config.hiddenSize);
        if (settings.isRelative && settings.isNormed)
            encoder.relativeNorm = norm(name(family.relativeNorm), config.hiddenSize, config);
    } else if (!family.relative.empty()) {
        encoder.relative = embedding(name(family.relative), config.relativeBuckets, config.heads);
    }
    const std::int64_t groups = config.layerGroups > 0 ? config.layerGroups : config.layers;
    for (std::int64_t index = 0; index < groups * config.innerLayers; ++index)
        encoder.layers.push_back(describeLayer(config, family, static_cast<std::size_t>(index)));
    for (std::int64_t step = 0; step < config.layers; ++step) {
        const std::int64_t group = step * groups / config.layers;
        for (std::int64_t inner = 0; inner < config.innerLayers; ++inner)
            encoder.passes.push_back(static_cast<std::size_t>(group * config.innerLayers + inner));
    }
    encoder.innerPasses = static_cast<std::size_t>(config.innerLayers);
    encoder.heads = config.heads;
    if (family.startsAfterPadding) {
        encoder.firstPosition = config.padTokenId + 1;
        encoder.positions.paddingIndex = config.padTokenId;
    }
    encoder.dropsOutput = family.dropsOutput;
    encoder.activation = findActivation(config.hiddenAct).value_or(Activation::Gelu);
    return encoder;
}

MaskedLmHead describeMaskedLm(const ModelConfig &config, const Encoder &encoder,
                              const MaskedLmNames &names)
{
    MaskedLmHead head;
    head.transform
        = linear(std::string(names.transform), config.hiddenSize, config.embeddingWidth());
    head.activation = names.activation.value_or(encoder.activation);
    head.norm = norm(std::string(names.norm), config.embeddingWidth(), config);
    head.biasName = std::string(names.bias);
    head.decoderName = std::string(names.decoder);
    return head;
}

class Collector : public ParameterCollector
{
public:
    using ParameterCollector::add;
    void add(MaskedLmHead &head, const ModelConfig &config)
    {
        add(head.biasName, head.bias, { config.vocabSize }, ParameterKind::Bias);
        add(head.transform);
        add(head.norm);
        if (!config.tieWordEmbeddings) {
            add(head.decoderName + ".weight", head.decoder,
                { config.vocabSize, config.embeddingWidth() }, ParameterKind::Weight);
        }
    }
};

void addLowRank(std::vector<NamedTensor> &tensors, const Linear &module)
{
    if (!module.lora)
        return;
    tensors.push_back({ module.name + ".lora_A.weight", module.lora->a, true });
    tensors.push_back({ module.name + ".lora_B.weight", module.lora->b, true });
    if (module.lora->magnitude.defined())
        tensors.push_back({ module.name + ".lora_magnitude_vector", module.lora->magnitude, true });
}

void addLowRank(std::vector<NamedTensor> &tensors, const Embedding &module)
{
    if (!module.lora)
        return;
    tensors.push_back({ module.name + ".lora_embedding_A", module.lora->a, true });
    tensors.push_back({ module.name + ".lora_embedding_B", module.lora->b, true });
}

} // namespace

int layerCount(const ModelParts &parts)
{
    return static_cast<int>(parts.decoder ? parts.decoder->layers.size()
                                          : parts.encoder.layers.size());
}

SequenceHead rowHead(const EncoderFamily &family, HeadKind head)
{
    if (head == HeadKind::MultipleChoice)
        return family.choice;
    if (head != HeadKind::NextSentence)
        return family.sequence;
    SequenceHead names = family.choice; // the pooler's
    names.dropout = SequenceHead::Dropout::None;
    names.output = family.nextSentence;
    return names;
}

DropoutRates describeDropout(const ModelConfig &config, const EncoderFamily &family, HeadKind head)
{
    DropoutRates rates { .hidden = config.hiddenDropout,
                         .attention = config.attentionDropout,
                         .classifier = config.classifierDropout };
    if (saysOfRows(head)) {
        const SequenceHead names = rowHead(family, head);
        rates.headInput = names.dropsInput ? config.classifierDropout : config.poolerDropout;
        if (names.dropout == SequenceHead::Dropout::Hidden)
            rates.classifier = config.hiddenDropout;
        else if (names.dropout == SequenceHead::Dropout::Summary)
            rates.classifier = config.summaryDropout;
        else if (names.dropout == SequenceHead::Dropout::None)
            rates.classifier = 0;
    }
    if (head == HeadKind::TokenClassification && family.dropsTokensAsHidden)
        rates.classifier = config.hiddenDropout;
    if (head == HeadKind::QuestionAnswering)
        rates.classifier = config.answerDropout;
    return rates;
}

ModelParts describe(const ModelConfig &config, HeadKind head, bool withMaskedLm)
{
    if (config.decoder)
        return describeDecoder(config, head, withMaskedLm);
    ModelParts parts;
    parts.config = config;
    parts.family = findFamily(config.modelType);
    parts.head = head;
    const EncoderFamily &family = *parts.family;
    parts.encoder = describeEncoder(config, family);
    parts.dropout = describeDropout(config, family, head);

    const std::int64_t width = config.hiddenSize;
    const auto labels = static_cast<std::int64_t>(config.id2label.size());
    switch (head) {
    case HeadKind::SequenceClassification:
    case HeadKind::MultipleChoice:
    case HeadKind::NextSentence: {
        const SequenceHead names = rowHead(family, head);
        const std::int64_t outputs = head == HeadKind::MultipleChoice ? 1 : labels;
        parts.pooler = linear(std::string(names.dense), width, width);
        parts.poolerActivation = findActivation(config.poolerAct).value_or(names.activation);
        parts.classifier = linear(std::string(names.output), width, outputs);
        break;
    }
    case HeadKind::TokenClassification:
        parts.classifier = linear(std::string(family.tokenClassifier), width, labels);
        break;
    case HeadKind::QuestionAnswering:
        parts.classifier = linear(std::string(family.qaOutputs), width, 2);
        break;
    case HeadKind::MaskedLm:
    case HeadKind::CausalLm:
    case HeadKind::None:
        break;
    }
    if (head == HeadKind::MaskedLm || withMaskedLm)
        parts.mlm = describeMaskedLm(config, parts.encoder, family.mlm);
    return parts;
}

std::vector<ParameterRef> baseParameters(ModelParts &parts)
{
    if (parts.decoder)
        return decoderParameters(parts);
    Collector collector;
    collector.add(parts.encoder.words);
    collector.add(parts.encoder.positions);
    collector.add(parts.encoder.tokenTypes);
    collector.add(parts.encoder.embeddingNorm);
    if (parts.encoder.projection)
        collector.add(*parts.encoder.projection);
    if (parts.encoder.relative)
        collector.add(*parts.encoder.relative);
    if (parts.encoder.relativeNorm)
        collector.add(*parts.encoder.relativeNorm);

    collector.section = Section::Layer;
    for (std::size_t index = 0; index < parts.encoder.layers.size(); ++index) {
        EncoderLayer &layer = parts.encoder.layers[index];
        collector.layer = static_cast<int>(index);
        for (Linear *module : { &layer.query, &layer.key, &layer.value, &layer.attentionOutput })
            collector.add(*module);
        collector.add(layer.attentionNorm);
        collector.add(layer.intermediate);
        collector.add(layer.output);
        collector.add(layer.outputNorm);
    }
    collector.layer = -1;

    collector.section
        = rowHead(*parts.family, parts.head).isPooler ? Section::Pooler : Section::Head;
    if (parts.pooler)
        collector.add(*parts.pooler);
    collector.section = Section::Head;
    if (parts.classifier)
        collector.add(*parts.classifier);
    if (parts.mlm) {
        collector.section = parts.head == HeadKind::MaskedLm ? Section::Head : Section::KeptHead;
        collector.add(*parts.mlm, parts.config);
    }
    return std::move(collector.refs);
}

std::size_t frozenStages(const ModelParts &parts)
{
    // The lists hand out pointers to change through; nothing is changed here.
    auto &mutableParts = const_cast<ModelParts &>(parts);
    std::vector<bool> trains(static_cast<std::size_t>(layerCount(parts)), false);
    for (const ParameterRef &ref : baseParameters(mutableParts)) {
        if (!ref.tensor->defined() || !ref.tensor->requires_grad())
            continue;
        if (ref.section == Section::Embeddings)
            return 0;
        if (ref.section == Section::Layer)
            trains[static_cast<std::size_t>(ref.layer)] = true;
    }
    for (const Embedding *module : embeddings(mutableParts)) {
        if (!module->trained.isEmpty() || (module->lora && module->lora->a.requires_grad()))
            return 0;
    }
    for (const Linear *module : linears(mutableParts)) {
        if (!module->lora || !module->lora->a.requires_grad())
            continue;
        if (parts.encoder.projection && module == &*parts.encoder.projection)
            return 0;
        if (module->layer >= 0)
            trains[static_cast<std::size_t>(module->layer)] = true;
    }
    const std::size_t steps = parts.decoder ? trains.size() : parts.encoder.passes.size();
    std::size_t frozen = 0;
    while (frozen < steps && !trains[parts.decoder ? frozen : parts.encoder.passes[frozen]])
        ++frozen;
    return frozen == 0 ? 0 : 1 + frozen;
}

std::vector<Linear *> linears(ModelParts &parts)
{
    if (parts.decoder)
        return decoderLinears(parts);
    std::vector<Linear *> modules;
    if (parts.encoder.projection)
        modules.push_back(&*parts.encoder.projection);
    for (EncoderLayer &layer : parts.encoder.layers) {
        const std::vector<Linear *> inside = linears(layer);
        modules.insert(modules.end(), inside.begin(), inside.end());
    }
    if (parts.pooler)
        modules.push_back(&*parts.pooler);
    if (parts.classifier)
        modules.push_back(&*parts.classifier);
    if (parts.head == HeadKind::MaskedLm)
        modules.push_back(&parts.mlm->transform);
    return modules;
}

std::vector<Norm *> norms(ModelParts &parts)
{
    if (parts.decoder)
        return decoderNorms(parts);
    std::vector<Norm *> modules = { &parts.encoder.embeddingNorm };
    if (parts.encoder.relativeNorm)
        modules.push_back(&*parts.encoder.relativeNorm);
    for (EncoderLayer &layer : parts.encoder.layers)
        modules.insert(modules.end(), { &layer.attentionNorm, &layer.outputNorm });
    if (parts.head == HeadKind::MaskedLm)
        modules.push_back(&parts.mlm->norm);
    return modules;
}

std::vector<Embedding *> embeddings(ModelParts &parts)
{
    if (parts.decoder)
        return decoderEmbeddings(parts);
    std::vector<Embedding *> modules;
    for (Embedding *module :
         { &parts.encoder.words, &parts.encoder.positions, &parts.encoder.tokenTypes }) {
        if (module->rows > 0)
            modules.push_back(module);
    }
    if (parts.encoder.relative)
        modules.push_back(&*parts.encoder.relative);
    return modules;
}

std::vector<std::string> savedModules(const ModelParts &parts)
{
    const auto outermost = [](const std::string &name) { return name.substr(0, name.find('.')); };
    std::set<std::string> names;
    if (parts.trainsLanguageHead)
        names.insert(parts.languageHead->name);
    if (parts.classifier)
        names.insert(outermost(parts.classifier->name));
    if (parts.pooler && !rowHead(*parts.family, parts.head).isPooler)
        names.insert(outermost(parts.pooler->name));
    if (parts.pooler && parts.isPoolerNew) {
        const std::string &name = parts.pooler->name;
        names.insert(name.ends_with(".dense") ? name.substr(0, name.rfind('.')) : name);
    }
    if (parts.head == HeadKind::MaskedLm)
        names.insert({ parts.mlm->transform.name, parts.mlm->norm.name });
    return { names.begin(), names.end() };
}

std::vector<NamedTensor> adapterTensors(const ModelParts &parts)
{
    // The module lists hand out pointers to change through; nothing is changed here.
    auto &mutableParts = const_cast<ModelParts &>(parts);
    std::vector<NamedTensor> tensors;
    for (const Embedding *module : embeddings(mutableParts))
        addLowRank(tensors, *module);
    for (const Linear *module : linears(mutableParts))
        addLowRank(tensors, *module);
    return tensors;
}

} // namespace tamiz::engine
