// SPDX-License-Identifier: Apache-2.0
#include "core/engine/adapters/peft_io.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include <torch/types.h>

#include "core/base/files.h"
#include "core/engine/adapters/lora.h"
#include "core/engine/adapters/peft_config.h"
#include "core/engine/model/tensor_files.h"
#include "core/engine/model/vocabulary_growth.h"

namespace tamiz::engine {

namespace fs = std::filesystem;

namespace {

std::string taskType(HeadKind head)
{
    switch (head) {
    case HeadKind::SequenceClassification:
        return "SEQ_CLS";
    case HeadKind::TokenClassification:
        return "TOKEN_CLS";
    case HeadKind::QuestionAnswering:
        return "QUESTION_ANS";
    case HeadKind::CausalLm:
        return "CAUSAL_LM";
    case HeadKind::None:
        return "FEATURE_EXTRACTION";
    case HeadKind::MaskedLm:
    case HeadKind::MultipleChoice: // PEFT has no name for these
    case HeadKind::NextSentence:
        return {};
    }
    return {};
}

/// The shortest suffix of @p name, by components, that names adapted modules only; PEFT adapts all
/// modules that a suffix matches.
std::string targetSuffix(const std::string &name, const std::map<std::string, bool> &isAdapted)
{
    for (std::size_t dot = name.rfind('.'); dot != std::string::npos && dot > 0;
         dot = name.rfind('.', dot - 1)) {
        const std::string suffix = name.substr(dot + 1);
        const bool isSafe
            = std::all_of(isAdapted.begin(), isAdapted.end(), [&](const auto &module) {
                  return module.second || !matchesTarget(module.first, suffix);
              });
        if (isSafe)
            return suffix;
    }
    return name;
}

template<typename T>
T mostFrequent(const std::map<std::string, T> &values)
{
    std::map<T, int> counts;
    for (const auto &[name, value] : values)
        ++counts[value];
    return std::max_element(counts.begin(), counts.end(),
                            [](const auto &a, const auto &b) { return a.second < b.second; })
        ->first;
}

PeftConfig toConfig(ModelParts &parts, const std::string &baseModelPath)
{
    std::map<std::string, bool> isAdapted;
    std::map<std::string, std::int64_t> ranks;
    std::map<std::string, double> alphas;
    const auto add = [&](const auto &module) {
        isAdapted[module.name] = module.lora.has_value();
        if (module.lora) {
            ranks[module.name] = module.lora->a.size(0);
            alphas[module.name] = module.lora->alpha;
        }
    };
    const std::vector<std::string> saved = savedModules(parts);
    for (const Linear *module : linears(parts)) {
        // What is saved whole is no target: PEFT does not look inside.
        const bool isSaved = std::any_of(saved.begin(), saved.end(), [&](const std::string &outer) {
            return module->name == outer || module->name.starts_with(outer + ".");
        });
        if (!isSaved)
            add(*module);
    }
    for (const Embedding *module : embeddings(parts))
        add(*module);

    PeftConfig config;
    config.baseModel = baseModelPath;
    config.taskType = taskType(parts.head);
    config.baseClass = architectureName(parts.config.modelType, parts.head);
    std::string package = parts.config.modelType;
    std::replace(package.begin(), package.end(), '-', '_');
    config.baseLibrary = "transformers.models." + package + ".modeling_" + package;
    config.rank = mostFrequent(ranks);
    config.alpha = mostFrequent(alphas);
    for (const auto &[name, rank] : ranks) {
        if (rank != config.rank)
            config.rankPattern[name] = rank;
    }
    for (const auto &[name, alpha] : alphas) {
        if (alpha != config.alpha)
            config.alphaPattern[name] = alpha;
    }
    std::set<std::string> targets;
    for (const auto &[name, rank] : ranks)
        targets.insert(targetSuffix(name, isAdapted));
    config.targetModules.assign(targets.begin(), targets.end());
    config.dropout = parts.adapter->dropout;
    config.useDora = parts.adapter->isDora;
    config.useRslora = parts.adapter->isRankStabilised;
    config.bias = parts.adapter->bias == AdapterBias::All ? "all"
        : parts.adapter->bias == AdapterBias::LoraOnly    ? "lora_only"
                                                          : "none";
    config.modulesToSave = saved;
    for (const Linear *module : linears(parts))
        config.isTransposed = config.isTransposed || (module->lora && module->isTransposed);
    return config;
}

/// The file's tensors under PEFT's names.
std::vector<NamedTensor> fileTensors(ModelParts &parts)
{
    const std::string prefix = kAdapterPrefix;
    std::vector<NamedTensor> tensors;
    for (const NamedTensor &entry : adapterTensors(parts))
        tensors.push_back({ prefix + entry.name, entry.tensor });
    for (const ParameterRef &ref : baseParameters(parts)) {
        const bool isHead = ref.section == Section::Head && ref.tensor->requires_grad();
        if (isHead || (ref.section == Section::Pooler && parts.isPoolerNew))
            tensors.push_back({ prefix + ref.name, *ref.tensor });
    }
    for (const Linear *module : linears(parts)) {
        if (module->baseBias.defined()) {
            const std::string layer = module->lora ? ".base_layer" : "";
            tensors.push_back({ prefix + module->name + layer + ".bias", module->bias });
        }
    }
    for (const Norm *module : norms(parts)) {
        if (module->baseBias.defined())
            tensors.push_back({ prefix + module->name + ".bias", module->bias });
    }
    if (parts.newRows) { // PEFT's save_embedding_layers, tied weights under both names
        const Embedding &words = *embeddings(parts).front();
        tensors.push_back({ prefix + words.name + ".weight", words.weight });
        if (const auto head = outputEmbedding(parts)) {
            tensors.push_back({ prefix + head->name + ".weight", *head->weight });
            if (head->bias)
                tensors.push_back({ prefix + head->name + ".bias", *head->bias });
        }
    }
    // A new pooler with bias = all stands in both lists.
    std::map<std::string, NamedTensor> unique;
    for (const NamedTensor &entry : tensors)
        unique.emplace(entry.name, entry);
    tensors.clear();
    for (auto &[name, entry] : unique)
        tensors.push_back(std::move(entry));
    return tensors;
}

/// Reads the folder again and compares every byte of meaning.
Status verify(const fs::path &folder, const std::string &config,
              const std::vector<NamedTensor> &tensors)
{
    TAMIZ_TRY(const PeftConfig readBack, PeftConfig::load(folder));
    TAMIZ_TRY(const std::string text, readFile(folder / kAdapterConfigFile));
    TAMIZ_TRY(const auto file, SafetensorsFile::open(folder / kAdapterWeightsFile));
    bool isEqual = text == config && readBack.rank > 0 && file->tensors().size() == tensors.size();
    for (const NamedTensor &entry : tensors) {
        const auto found = file->tensors().find(entry.name);
        if (found == file->tensors().end()) {
            isEqual = false;
            break;
        }
        TAMIZ_TRY(const torch::Tensor tensor,
                  loadTensor(found->second, entry.name, folder / kAdapterWeightsFile));
        isEqual = isEqual && torch::equal(tensor, entry.tensor.detach().cpu());
    }
    if (!isEqual) {
        return fail(ErrorCode::Io, "the adapter differs when it is read back", folder.string(),
                    "The disk may be damaged or full");
    }
    return {};
}

} // namespace

Status writePeftAdapter(const ModelParts &constParts, const fs::path &folder,
                        const std::string &baseModelPath)
{
    if (!constParts.adapter)
        return fail(ErrorCode::InvalidArgument, "the model has no adapter to save",
                    folder.string());
    // The module lists hand out pointers to change through; nothing is changed here.
    auto &parts = const_cast<ModelParts &>(constParts);
    const std::vector<NamedTensor> tensors = fileTensors(parts);
    for (const NamedTensor &entry : tensors) {
        if (!torch::isfinite(entry.tensor.detach()).all().item<bool>()) {
            return fail(ErrorCode::NonFinite, "'" + entry.name + "' holds NaN or infinite values",
                        folder.string(), "Use an earlier checkpoint");
        }
    }
    TAMIZ_CHECK(makeWritableFolder(folder));
    TAMIZ_CHECK(saveTensors(folder / kAdapterWeightsFile, tensors));
    const std::string config = toConfig(parts, baseModelPath).toJson();
    TAMIZ_CHECK(writeFileAtomically(folder / kAdapterConfigFile, config));
    return verify(folder, config, tensors);
}

} // namespace tamiz::engine
