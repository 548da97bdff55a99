// SPDX-License-Identifier: Apache-2.0
#include "core/engine/adapters/lora.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

#include <ATen/core/grad_mode.h>
#include <torch/types.h>

#include "core/engine/model/body_names.h"
#include "core/engine/model/model_facts.h"
#include "core/engine/model/vocabulary_growth.h"
#include "core/recipe/lora_plan.h"

namespace tamiz::engine {

namespace {

/// What one module gets.
struct Plan
{
    Linear *module = nullptr;
    std::int64_t rank = 0;
    double alpha = 0;
};

Status checkLayers(const std::vector<int> &layers, const ModelParts &parts, const std::string &path)
{
    for (const int layer : layers) {
        if (layer < 0 || layer >= layerCount(parts)) {
            return fail(ErrorCode::InvalidArgument,
                        "layer " + std::to_string(layer)
                            + " does not exist: the model has layers 0 to "
                            + std::to_string(layerCount(parts) - 1),
                        path);
        }
    }
    return {};
}

bool contains(const std::vector<int> &values, int value)
{
    return std::find(values.begin(), values.end(), value) != values.end();
}

/// Names of the linear modules inside a layer, for messages.
std::string targetNames(ModelParts &parts)
{
    const std::size_t prefix = firstLayerPrefix(parts.config).size();
    std::string names;
    for (const Linear *module : linears(parts)) {
        if (module->layer == 0)
            names += (names.empty() ? "" : ", ") + module->name.substr(prefix);
    }
    return names;
}

Status checkTargets(ModelParts &parts, const std::vector<std::string> &targets,
                    const std::string &path)
{
    for (const std::string &target : targets) {
        bool isKnown = false;
        for (const Linear *module : linears(parts))
            isKnown = isKnown || (module->layer >= 0 && matchesTarget(module->name, target));
        if (!isKnown) {
            return fail(ErrorCode::InvalidArgument, "no module is named '" + target + "'", path,
                        "Modules of a layer: " + targetNames(parts));
        }
    }
    return {};
}

bool matchesAny(std::string_view name, const std::vector<std::string> &targets)
{
    return std::any_of(targets.begin(), targets.end(),
                       [&](const std::string &target) { return matchesTarget(name, target); });
}

/// Rank and alpha of every linear module of the layers that gets LoRA.
Result<std::vector<Plan>> planLora(ModelParts &parts, const LoraSection &lora)
{
    TAMIZ_CHECK(checkLayers(lora.layers, parts, "layers.lora.layers"));
    TAMIZ_CHECK(checkTargets(parts, lora.targets, "layers.lora.targets"));
    for (const LoraOverride &change : lora.overrides) {
        TAMIZ_CHECK(checkLayers({ change.layer }, parts, "layers.lora.overrides"));
        if (!change.target.empty())
            TAMIZ_CHECK(checkTargets(parts, { change.target }, "layers.lora.overrides"));
    }

    std::vector<Plan> plans;
    for (Linear *module : linears(parts)) {
        const int layer = module->layer;
        if (layer < 0)
            continue;
        const bool isTarget = matchesAny(module->name, lora.targets);
        Plan plan { module, 0, lora.alpha };
        if (isTarget && (lora.layers.empty() || contains(lora.layers, layer)))
            plan.rank = lora.rank;
        for (const LoraOverride &change : lora.overrides) {
            const bool applies = change.layer == layer
                && (change.target.empty() ? isTarget : matchesTarget(module->name, change.target));
            if (applies) {
                plan.rank = change.rank.value_or(plan.rank > 0 ? plan.rank : lora.rank);
                plan.alpha = change.alpha.value_or(plan.alpha);
            }
        }
        if (plan.rank < 0 || plan.rank > std::min(module->inFeatures, module->outFeatures)) {
            return fail(ErrorCode::InvalidArgument,
                        "rank " + std::to_string(plan.rank) + " does not fit the "
                            + std::to_string(module->outFeatures) + " x "
                            + std::to_string(module->inFeatures) + " weight of '" + module->name
                            + "'",
                        "layers.lora.rank");
        }
        if (plan.rank > 0)
            plans.push_back(plan);
    }
    return plans;
}

/// A uniform in +-1/sqrt(in) (Kaiming with a = sqrt(5), as PEFT), B zero.
LowRank newLowRank(const Plan &plan, const AdapterSettings &settings, const CounterRandom &random)
{
    LowRank lora;
    lora.a = torch::empty({ plan.rank, plan.module->inFeatures }); // [r, in]
    lora.b = torch::zeros({ plan.module->outFeatures, plan.rank }); // [out, r]
    const double bound = 1 / std::sqrt(static_cast<double>(plan.module->inFeatures));
    float *values = lora.a.data_ptr<float>();
    for (std::int64_t i = 0; i < lora.a.numel(); ++i) {
        const double uniform = random.uniform(static_cast<std::uint64_t>(i));
        values[i] = static_cast<float>((2 * uniform - 1) * bound);
    }
    lora.alpha = plan.alpha;
    lora.scale = loraScale(settings, plan.alpha, plan.rank);
    return lora;
}

} // namespace

double loraScale(const AdapterSettings &settings, double alpha, std::int64_t rank)
{
    const auto r = static_cast<double>(rank);
    return settings.isRankStabilised ? alpha / std::sqrt(r) : alpha / r;
}

bool matchesTarget(std::string_view name, std::string_view target)
{
    if (name == target)
        return !target.empty();
    return name.size() > target.size() && name.ends_with(target) && !target.empty()
        && name[name.size() - target.size() - 1] == '.';
}

void freezeAllButAdapter(ModelParts &parts)
{
    const AdapterBias bias = parts.adapter ? parts.adapter->bias : AdapterBias::None;
    for (const ParameterRef &ref : baseParameters(parts)) {
        // A masked-LM head trains but for its decoder: PEFT saves whole modules, and the decoder is
        // as large as the word embeddings that it shares.
        const bool isDecoder = parts.mlm
            && (ref.name == parts.mlm->biasName || ref.name.starts_with(parts.mlm->decoderName));
        // As PEFT has it: the head of a language model trains only where the adapter saves it.
        const bool isFrozenHead
            = isDecoder || (parts.head == HeadKind::CausalLm && !parts.trainsLanguageHead);
        const bool isHead = (ref.section == Section::Head && !isFrozenHead)
            || (ref.section == Section::Pooler && parts.isPoolerNew);
        const bool isTrainedBias = bias == AdapterBias::All && ref.name.ends_with(".bias")
            && ref.section != Section::KeptHead;
        ref.tensor->requires_grad_(isHead || isTrainedBias);
    }
    for (Linear *module : linears(parts)) {
        if (module->lora && bias == AdapterBias::LoraOnly && module->hasBias)
            module->bias.requires_grad_(true);
    }
    for (NamedTensor &entry : adapterTensors(parts))
        entry.tensor.requires_grad_(true);
    trainNewRows(parts);
}

Status configureLayers(ModelParts &parts, const LayersSection &layers, std::uint64_t seed)
{
    TAMIZ_CHECK(checkLayers(layers.freezeLayers, parts, "layers.freeze"));
    const bool hasOverride
        = std::any_of(layers.lora.overrides.begin(), layers.lora.overrides.end(),
                      [](const LoraOverride &change) { return change.rank.value_or(0) > 0; });
    if (layers.lora.rank == 0 && !hasOverride) {
        // An adapter that was loaded goes on training as it is.
        if (parts.adapter)
            return {};
        for (const ParameterRef &ref : baseParameters(parts)) {
            const bool isFrozen = ref.section == Section::KeptHead
                || (ref.section == Section::Embeddings && layers.freezeEmbeddings)
                || (ref.section == Section::Layer && contains(layers.freezeLayers, ref.layer));
            ref.tensor->requires_grad_(!isFrozen);
        }
        trainNewRows(parts);
        return {};
    }
    if (parts.adapter) {
        return fail(ErrorCode::InvalidArgument,
                    "the model already has an adapter: new LoRA modules cannot be added to it",
                    "layers.lora",
                    "Set layers.lora.rank to 0 to go on training it, or merge it first");
    }

    const ModelFacts facts = factsOf(parts.config, parts.head, 0);
    TAMIZ_TRY(const std::vector<Plan> plans,
              planLora(parts, withDefaultTargets(layers.lora, facts.loraTargets)));
    if (plans.empty()) {
        return fail(ErrorCode::InvalidArgument, "no module is left to adapt", "layers.lora",
                    "Give targets, layers or overrides with a rank above 0");
    }
    AdapterSettings settings;
    settings.rank = layers.lora.rank > 0 ? layers.lora.rank : plans.front().rank;
    settings.alpha = layers.lora.alpha;
    settings.dropout = layers.lora.dropout;
    settings.isRankStabilised = layers.lora.rslora;
    for (std::size_t i = 0; i < plans.size(); ++i) {
        plans[i].module->lora
            = newLowRank(plans[i], settings, CounterRandom(seed).at(kLoraSite + i));
        plans[i].module->lora->site = kLoraSite + i;
    }
    parts.adapter = settings;
    parts.dropout.lora = settings.dropout;
    parts.strength = 1;
    freezeAllButAdapter(parts);
    return {};
}

Status mergeAdapter(ModelParts &parts)
{
    if (!parts.adapter)
        return fail(ErrorCode::InvalidArgument, "the model has no adapter to merge");
    const Embedding &words = *embeddings(parts).front();
    const bool hasTiedHead = parts.config.tieWordEmbeddings
        && (parts.head == HeadKind::MaskedLm || parts.head == HeadKind::CausalLm);
    if (hasTiedHead && words.lora) {
        return fail(ErrorCode::Unsupported,
                    "an adapter on the word embeddings cannot be merged: the head shares them",
                    words.name);
    }

    // All first, then assigned: a refusal leaves the model as it was.
    const at::NoGradGuard noGrad;
    std::vector<std::pair<torch::Tensor *, torch::Tensor>> merged;
    for (Linear *module : linears(parts)) {
        if (module->lora)
            merged.emplace_back(&module->weight, mergedWeight(*module, parts.strength));
        if (module->baseBias.defined())
            merged.emplace_back(&module->bias,
                                torch::lerp(module->baseBias, module->bias, parts.strength));
    }
    for (Norm *module : norms(parts)) {
        if (module->baseBias.defined())
            merged.emplace_back(&module->bias,
                                torch::lerp(module->baseBias, module->bias, parts.strength));
    }
    for (Embedding *module : embeddings(parts)) {
        if (module->lora)
            merged.emplace_back(&module->weight, mergedWeight(*module, parts.strength));
    }
    const std::vector<ParameterRef> refs = baseParameters(parts);
    for (const auto &[target, value] : merged) {
        if (torch::isfinite(value).all().item<bool>())
            continue;
        const auto ref = std::find_if(refs.begin(), refs.end(),
                                      [&](const ParameterRef &r) { return r.tensor == target; });
        return fail(ErrorCode::NonFinite,
                    "merging would make '" + (ref == refs.end() ? "a weight" : ref->name)
                        + "' NaN or infinite: the adapter is damaged",
                    {}, "Use an earlier checkpoint");
    }

    for (const auto &[target, value] : merged)
        *target = value.clone();
    for (Linear *module : linears(parts)) {
        module->lora.reset();
        module->baseBias.reset();
    }
    for (Norm *module : norms(parts))
        module->baseBias.reset();
    for (Embedding *module : embeddings(parts))
        module->lora.reset();
    parts.adapter.reset();
    parts.dropout.lora = 0;
    parts.strength = 1;
    for (const ParameterRef &ref : baseParameters(parts))
        ref.tensor->requires_grad_(ref.section != Section::KeptHead);
    trainNewRows(parts);
    return {};
}

} // namespace tamiz::engine
