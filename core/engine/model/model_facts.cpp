// SPDX-License-Identifier: Apache-2.0
#include "core/engine/model/model_facts.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>
#include <string_view>
#include <utility>

#include "core/engine/model/body_names.h"
#include "core/engine/model/model_parts.h"

namespace tamiz::engine {

namespace {

/// The shortest end of @p name, by components, that no other projection ends with.
std::string shortestTarget(const std::string &name, const std::vector<Projection> &all)
{
    for (std::size_t dot = name.rfind('.'); dot != std::string::npos && dot > 0;
         dot = name.rfind('.', dot - 1)) {
        const std::string_view end = std::string_view(name).substr(dot); // with its dot
        const bool isOthers = std::any_of(all.begin(), all.end(), [&](const Projection &other) {
            return other.name != name && (other.name.ends_with(end) || other.name == end.substr(1));
        });
        if (!isOthers)
            return std::string(end.substr(1));
    }
    return name;
}

/// What each linear module of the first layer reads.
std::vector<std::pair<const Linear *, ProjectionInput>> readersOf(const ModelParts &parts)
{
    using enum ProjectionInput;
    if (!parts.decoder) {
        const EncoderLayer &layer = parts.encoder.layers.front();
        return { { &layer.query, Attention },          { &layer.key, Attention },
                 { &layer.value, Attention },          { &layer.attentionOutput, Context },
                 { &layer.intermediate, FeedForward }, { &layer.output, Wide } };
    }
    const DecoderLayer &layer = parts.decoder->layers.front();
    std::vector<std::pair<const Linear *, ProjectionInput>> readers;
    if (layer.fused)
        readers.emplace_back(&*layer.fused, Attention);
    else
        readers = { { &layer.query, Attention },
                    { &layer.key, Attention },
                    { &layer.value, Attention } };
    readers.emplace_back(&layer.attentionOutput, Context);
    if (layer.router)
        readers.emplace_back(&*layer.router, FeedForward);
    for (const engine::FeedForward &part : layer.feedForwards) {
        if (part.gate)
            readers.emplace_back(&*part.gate, FeedForward);
        readers.emplace_back(&part.up, FeedForward);
        readers.emplace_back(&part.down, Wide);
    }
    return readers;
}

/// Share of the tokens that a module of the layer sees: experts see those that chose them.
double shareOf(const ModelParts &parts, const Linear &module)
{
    if (!parts.decoder || parts.decoder->config.experts == 0)
        return 1;
    const DecoderLayer &layer = parts.decoder->layers.front();
    const auto isOf = [&module](const FeedForward &part) {
        return &module == &*part.gate || &module == &part.up || &module == &part.down;
    };
    if (std::none_of(layer.feedForwards.begin(), layer.feedForwards.end(), isOf))
        return 1;
    const DecoderConfig &settings = parts.decoder->config;
    return static_cast<double>(settings.expertsPerToken) / static_cast<double>(settings.experts);
}

std::vector<Projection> projectionsOf(const ModelParts &parts)
{
    const std::size_t prefix = firstLayerPrefix(parts.config).size();
    std::vector<Projection> projections;
    for (const auto &[module, input] : readersOf(parts)) {
        projections.push_back({ .name = module->name.substr(prefix),
                                .target = {},
                                .inFeatures = module->inFeatures,
                                .outFeatures = module->outFeatures,
                                .input = input,
                                .share = shareOf(parts, *module) });
    }
    for (Projection &projection : projections)
        projection.target = shortestTarget(projection.name, projections);
    return projections;
}

/// What PEFT adapts where nothing is named: query and value, or the matrix that is both.
std::vector<std::string> defaultTargets(const std::vector<Projection> &projections,
                                        const ModelConfig &config)
{
    std::vector<std::string> targets;
    for (const Projection &projection : projections) {
        if (projection.input == ProjectionInput::Attention)
            targets.push_back(projection.target);
    }
    if (targets.size() == 3)
        targets.erase(targets.begin() + 1); // the key
    const DecoderFamily *family = findDecoderFamily(config.modelType);
    for (const Projection &projection : projections) {
        const bool isInside = projection.input == ProjectionInput::FeedForward
            || projection.input == ProjectionInput::Wide;
        if (isInside && family && family->adaptsFeedForward)
            targets.push_back(projection.target);
    }
    return targets;
}

} // namespace

ModelFacts factsOf(ModelConfig config, HeadKind head, std::int64_t labels)
{
    config.id2label.clear();
    for (std::int64_t id = 0; id < labels; ++id)
        config.id2label.emplace(id, "");
    ModelParts parts = describe(config, head, false);
    ModelFacts facts;
    for (const ParameterRef &ref : baseParameters(parts)) {
        const std::int64_t size = std::accumulate(ref.shape.begin(), ref.shape.end(),
                                                  std::int64_t { 1 }, std::multiplies<>());
        if (ref.section == Section::Embeddings)
            facts.embeddings += size;
        else if (ref.section == Section::FinalNorm)
            facts.finalNorm += size;
        else if (ref.section != Section::Layer)
            facts.head += size;
        else if (ref.layer == 0)
            facts.layer += size;
        if (ref.section == Section::Pooler)
            facts.pooler += size;
        if (parts.mlm
            && (ref.name == parts.mlm->biasName || ref.name.starts_with(parts.mlm->decoderName)))
            facts.decoder += size;
        if (parts.head == HeadKind::CausalLm && ref.section == Section::Head)
            facts.decoder += size;
    }
    if (parts.decoder) {
        facts.layers = layerCount(parts);
        facts.passes.resize(parts.decoder->layers.size());
        std::iota(facts.passes.begin(), facts.passes.end(), std::int64_t { 0 });
        facts.hasGate = parts.decoder->layers.front().feedForwards.front().gate.has_value();
    } else {
        facts.layers = static_cast<std::int64_t>(parts.encoder.layers.size());
        facts.passes.assign(parts.encoder.passes.begin(), parts.encoder.passes.end());
    }
    facts.projections = projectionsOf(parts);
    facts.loraTargets = defaultTargets(facts.projections, parts.config);
    double idle = 0;
    for (const Projection &projection : facts.projections)
        idle += (1 - projection.share)
            * static_cast<double>(projection.inFeatures * projection.outFeatures);
    facts.activeLayer = facts.layer - std::llround(idle);
    return facts;
}

} // namespace tamiz::engine
