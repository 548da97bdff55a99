// SPDX-License-Identifier: Apache-2.0
#include "core/engine/model/model_facts.h"

#include <algorithm>
#include <functional>
#include <numeric>
#include <string_view>

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

std::vector<Projection> projectionsOf(ModelParts &parts)
{
    const std::size_t prefix = firstLayerPrefix(parts.config).size();
    std::vector<Projection> projections;
    for (const Linear *module : linears(parts)) {
        if (module->layer == 0)
            projections.push_back(
                { module->name.substr(prefix), {}, module->inFeatures, module->outFeatures });
    }
    for (Projection &projection : projections)
        projection.target = shortestTarget(projection.name, projections);
    return projections;
}

/// Parameters of the experts of a layer that a token does not visit.
std::int64_t idleParameters(const ModelParts &parts)
{
    if (!parts.decoder || parts.decoder->config.experts == 0)
        return 0;
    const DecoderConfig &settings = parts.decoder->config;
    const std::int64_t expert = 3 * parts.config.hiddenSize * parts.config.intermediateSize;
    return (settings.experts - settings.expertsPerToken) * expert;
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
    }
    if (parts.decoder) {
        facts.layers = layerCount(parts);
        facts.passes.resize(parts.decoder->layers.size());
        std::iota(facts.passes.begin(), facts.passes.end(), std::int64_t { 0 });
    } else {
        facts.layers = static_cast<std::int64_t>(parts.encoder.layers.size());
        facts.passes.assign(parts.encoder.passes.begin(), parts.encoder.passes.end());
    }
    facts.activeLayer = facts.layer - idleParameters(parts);
    facts.projections = projectionsOf(parts);
    return facts;
}

} // namespace tamiz::engine
