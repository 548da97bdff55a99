// SPDX-License-Identifier: Apache-2.0
#include "core/engine/model/decoder_parts.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "core/engine/model/activation.h"
#include "core/engine/model/parameter_collector.h"

namespace tamiz::engine {

namespace {

/// Makes the modules of one place under their full names.
class Describer
{
public:
    Describer(const ModelConfig &config, const DecoderFamily &family)
        : m_config(config)
        , m_family(family)
    {
    }

    Decoder decoder()
    {
        const DecoderConfig &settings = *m_config.decoder;
        m_prefix = std::string(m_family.bodyPrefix);
        Decoder decoder;
        decoder.words = embedding(m_family.words, m_config.vocabSize);
        if (m_family.hasPaddingRow)
            decoder.words.paddingIndex = m_config.padTokenId;
        if (!m_family.positions.empty())
            decoder.positions
                = embedding(m_family.positions, m_config.maxPositions + m_family.positionOffset);
        if (settings.hasFinalNorm)
            decoder.finalNorm = norm(m_family.finalNorm, m_config.hiddenSize, m_family.isRms);
        for (m_layer = 0; m_layer < m_config.layers; ++m_layer) {
            m_prefix = layerPrefix(m_family, static_cast<std::size_t>(m_layer));
            decoder.layers.push_back(layer());
        }
        decoder.config = settings;
        decoder.fusedLayout = m_family.fusedLayout;
        decoder.heads = m_config.heads;
        decoder.positionOffset = m_family.positionOffset;
        decoder.countsVisible = m_family.countsVisible;
        decoder.activation = findActivation(m_config.hiddenAct).value_or(Activation::Silu);
        return decoder;
    }

private:
    DecoderLayer layer()
    {
        const DecoderConfig &settings = *m_config.decoder;
        const std::int64_t width = m_config.hiddenSize;
        const std::int64_t own = m_config.heads * settings.headSize;
        const std::int64_t shared = settings.keyValueHeads * settings.headSize;
        DecoderLayer layer;
        layer.attentionNorm = norm(m_family.attentionNorm, width, m_family.isRms);
        if (m_family.fusedLayout != FusedLayout::None) {
            layer.fused = linear(m_family.fused, width, own + 2 * shared, settings.hasQueryBias);
        } else {
            layer.query = linear(m_family.query, width, own, settings.hasQueryBias);
            layer.key = linear(m_family.key, width, shared, settings.hasQueryBias);
            layer.value = linear(m_family.value, width, shared, settings.hasQueryBias);
        }
        if (settings.hasHeadNorms) {
            layer.queryNorm = norm(m_family.queryNorm, settings.headSize, m_family.isHeadNormRms);
            layer.keyNorm = norm(m_family.keyNorm, settings.headSize, m_family.isHeadNormRms);
        }
        layer.attentionOutput
            = linear(m_family.attentionOutput, own, width, settings.hasOutputBias);
        if (!m_family.feedForwardNorm.empty())
            layer.feedForwardNorm = norm(m_family.feedForwardNorm, width, m_family.isRms);
        if (settings.experts == 0) {
            layer.feedForwards.push_back(feedForward(""));
            return layer;
        }
        layer.router = linear(m_family.router, width, settings.experts, false);
        for (std::int64_t expert = 0; expert < settings.experts; ++expert) {
            layer.feedForwards.push_back(
                feedForward(std::string(m_family.experts) + std::to_string(expert) + "."));
        }
        return layer;
    }

    FeedForward feedForward(const std::string &place)
    {
        const std::int64_t width = m_config.hiddenSize;
        const std::int64_t wide = m_config.intermediateSize;
        const bool hasBias = m_config.decoder->hasFeedForwardBias;
        FeedForward part;
        if (!m_family.gate.empty())
            part.gate = linear(place + std::string(m_family.gate), width, wide, hasBias);
        part.up = linear(place + std::string(m_family.up), width, wide, hasBias);
        part.down = linear(place + std::string(m_family.down), wide, width, hasBias);
        return part;
    }

    Linear linear(std::string_view name, std::int64_t in, std::int64_t out, bool hasBias) const
    {
        Linear module;
        module.name = m_prefix + std::string(name);
        module.inFeatures = in;
        module.outFeatures = out;
        module.layer = static_cast<int>(m_layer);
        module.hasBias = hasBias;
        module.isTransposed = m_family.isTransposed;
        return module;
    }

    Norm norm(std::string_view name, std::int64_t size, bool isRms) const
    {
        Norm module;
        module.name = m_prefix + std::string(name);
        module.size = size;
        module.eps = m_config.layerNormEps;
        module.isRms = isRms;
        return module;
    }

    Embedding embedding(std::string_view name, std::int64_t rows) const
    {
        Embedding module;
        module.name = m_prefix + std::string(name);
        module.rows = rows;
        module.size = m_config.hiddenSize;
        return module;
    }

    const ModelConfig &m_config;
    const DecoderFamily &m_family;
    std::string m_prefix;
    std::int64_t m_layer = 0; ///< that is being described
};

Linear headLinear(std::string_view name, std::int64_t in, std::int64_t out, bool hasBias)
{
    Linear module;
    module.name = std::string(name);
    module.inFeatures = in;
    module.outFeatures = out;
    module.hasBias = hasBias;
    return module;
}

} // namespace

ModelParts describeDecoder(const ModelConfig &config, HeadKind head, bool withLanguageHead)
{
    const DecoderFamily &family = *findDecoderFamily(config.modelType);
    ModelParts parts;
    parts.config = config;
    parts.head = head;
    parts.decoder = Describer(config, family).decoder();
    parts.dropout.hidden = config.hiddenDropout;
    parts.dropout.attention = config.attentionDropout;
    parts.dropout.classifier = config.classifierDropout;
    parts.dropout.embedding = config.decoder->embeddingDropout;
    parts.dropout.activation = config.decoder->activationDropout;
    if (head == HeadKind::SequenceClassification) {
        const auto labels = static_cast<std::int64_t>(config.id2label.size());
        parts.classifier = headLinear(family.classifier, config.hiddenSize, labels, false);
    }
    if (head == HeadKind::CausalLm || withLanguageHead) {
        parts.languageHead
            = headLinear(family.output, config.hiddenSize, config.vocabSize, family.hasHeadBias);
    }
    return parts;
}

void setDecoderDropout(ModelParts &parts, double probability)
{
    const DecoderKeys &keys = findDecoderFamily(parts.config.modelType)->keys;
    parts.dropout.hidden = keys.residualDropout ? probability : 0;
    parts.dropout.embedding = keys.embeddingDropout ? probability : 0;
    parts.dropout.attention = probability;
    parts.dropout.activation = std::min(parts.dropout.activation, probability); // most have none
}

std::vector<ParameterRef> decoderParameters(ModelParts &parts)
{
    Decoder &decoder = *parts.decoder;
    ParameterCollector collector;
    collector.add(decoder.words);
    collector.add(decoder.positions);
    collector.section = Section::Layer;
    for (std::size_t index = 0; index < decoder.layers.size(); ++index) {
        DecoderLayer &layer = decoder.layers[index];
        collector.layer = static_cast<int>(index);
        if (layer.fused) {
            collector.add(*layer.fused);
        } else {
            for (Linear *module : { &layer.query, &layer.key, &layer.value })
                collector.add(*module);
        }
        if (layer.queryNorm) {
            collector.add(*layer.queryNorm);
            collector.add(*layer.keyNorm);
        }
        collector.add(layer.attentionOutput);
        if (layer.router)
            collector.add(*layer.router);
        for (FeedForward &part : layer.feedForwards) {
            if (part.gate)
                collector.add(*part.gate);
            collector.add(part.up);
            collector.add(part.down);
        }
        collector.add(layer.attentionNorm);
        if (layer.feedForwardNorm)
            collector.add(*layer.feedForwardNorm);
    }
    collector.layer = -1;
    collector.section = Section::FinalNorm;
    if (decoder.finalNorm)
        collector.add(*decoder.finalNorm);
    collector.section = Section::Head;
    if (parts.classifier)
        collector.add(*parts.classifier);
    if (parts.languageHead && !parts.config.tieWordEmbeddings) {
        if (parts.head != HeadKind::CausalLm)
            collector.section = Section::KeptHead;
        collector.add(*parts.languageHead);
    }
    return std::move(collector.refs);
}

std::vector<Linear *> decoderLinears(ModelParts &parts)
{
    std::vector<Linear *> modules;
    for (DecoderLayer &layer : parts.decoder->layers) {
        if (layer.fused)
            modules.push_back(&*layer.fused);
        else
            modules.insert(modules.end(), { &layer.query, &layer.key, &layer.value });
        modules.push_back(&layer.attentionOutput);
        if (layer.router)
            modules.push_back(&*layer.router);
        for (FeedForward &part : layer.feedForwards) {
            if (part.gate)
                modules.push_back(&*part.gate);
            modules.insert(modules.end(), { &part.up, &part.down });
        }
    }
    if (parts.classifier)
        modules.push_back(&*parts.classifier);
    if (parts.head == HeadKind::CausalLm && !parts.config.tieWordEmbeddings)
        modules.push_back(&*parts.languageHead);
    return modules;
}

std::vector<Norm *> decoderNorms(ModelParts &parts)
{
    std::vector<Norm *> modules;
    for (DecoderLayer &layer : parts.decoder->layers) {
        modules.push_back(&layer.attentionNorm);
        for (std::optional<Norm> *norm :
             { &layer.queryNorm, &layer.keyNorm, &layer.feedForwardNorm }) {
            if (norm->has_value())
                modules.push_back(&**norm);
        }
    }
    if (parts.decoder->finalNorm)
        modules.push_back(&*parts.decoder->finalNorm);
    return modules;
}

std::vector<Embedding *> decoderEmbeddings(ModelParts &parts)
{
    std::vector<Embedding *> modules = { &parts.decoder->words };
    if (parts.decoder->positions.rows > 0)
        modules.push_back(&parts.decoder->positions);
    return modules;
}

} // namespace tamiz::engine
