// SPDX-License-Identifier: Apache-2.0
#include "core/engine/model/folder_details.h"

#include <algorithm>
#include <set>
#include <utility>

#include "core/base/translate.h"
#include "core/engine/adapters/adapter_info.h"
#include "core/engine/adapters/peft_config.h"
#include "core/engine/model/inspect.h"
#include "core/engine/model/licence.h"
#include "core/engine/model/safetensors.h"

namespace tamiz::engine {

namespace fs = std::filesystem;

namespace {

std::uint64_t bytesOnDisk(const fs::path &folder)
{
    std::uint64_t bytes = 0;
    std::error_code status;
    for (const fs::directory_entry &entry : fs::directory_iterator(folder, status)) {
        const std::uint64_t size = entry.is_regular_file(status) ? entry.file_size(status) : 0;
        bytes += status ? 0 : size;
    }
    return bytes;
}

std::vector<std::string> precisionsOf(const std::vector<TensorDetails> &tensors)
{
    std::set<std::string> names;
    for (const TensorDetails &tensor : tensors) {
        if (tensor.state != TensorDetails::State::Unexpected && !tensor.dtype.empty())
            names.insert(tensor.dtype);
    }
    return { names.begin(), names.end() };
}

std::vector<TensorDetails> tensorsOf(const ModelInspection &model)
{
    const std::set<std::string> unexpected(model.unexpected.begin(), model.unexpected.end());
    std::vector<TensorDetails> tensors;
    for (const TensorInfo &tensor : model.tensors) {
        TensorDetails details { tensor.name, tensor.dtype, tensor.shape, {}, tensor.file, {} };
        if (const auto found = model.expectedShapes.find(tensor.name);
            found != model.expectedShapes.end()) {
            details.expectedShape = found->second;
            details.state = TensorDetails::State::Misshaped;
        } else if (unexpected.contains(tensor.name)) {
            details.state = TensorDetails::State::Unexpected;
        }
        tensors.push_back(std::move(details));
    }
    for (const std::string &name : model.missing) {
        tensors.push_back(
            { name, {}, model.expectedShapes.at(name), {}, {}, TensorDetails::State::Missing });
    }
    std::sort(tensors.begin(), tensors.end(),
              [](const auto &a, const auto &b) { return a.name < b.name; });
    return tensors;
}

/// Label names of config.json; a head without labels has placeholders there, if anything.
std::vector<std::string> labelsOf(const ModelInspection &model)
{
    std::vector<std::string> labels;
    if (model.head == HeadKind::SequenceClassification
        || model.head == HeadKind::TokenClassification) {
        for (const auto &[id, name] : model.config.id2label)
            labels.push_back(name);
    }
    return labels;
}

Result<ModelDetails> describeModel(const fs::path &folder)
{
    TAMIZ_TRY(const ModelInspection model, inspectModelFolder(folder));
    const ModelConfig &config = model.config;
    ModelDetails details;
    details.family = config.modelType;
    details.architecture = config.architectures.empty()
        ? architectureName(config.modelType, model.head)
        : config.architectures.front();
    if (model.head != HeadKind::None)
        details.head = toString(model.head);
    details.parameters = model.parameters;
    details.embeddingParameters = model.embeddingParameters;
    details.layerParameters = model.layerParameters;
    details.headParameters = model.headParameters;
    details.layers = config.layers;
    details.hiddenSize = config.hiddenSize;
    details.intermediateSize = config.intermediateSize;
    details.heads = config.heads;
    if (config.decoder) {
        const std::int64_t shared = config.decoder->keyValueHeads;
        details.keyValueHeads = shared < config.heads ? shared : 0;
        details.experts = config.decoder->experts;
    }
    details.vocabSize = config.vocabSize;
    details.maxPositions = config.maxLength();
    details.isHeadNew = model.isHeadNew;
    details.isTied = model.hasVocabularyHead && config.tieWordEmbeddings;
    details.labels = labelsOf(model);
    details.tokenizer = model.tokenizer;
    details.tokenizerSize = model.vocabSize;
    details.tensors = tensorsOf(model);
    details.problems = model.problems;
    return details;
}

Result<ModelDetails> describeAdapter(const fs::path &folder)
{
    TAMIZ_TRY(const AdapterInfo adapter, inspectAdapter(folder));
    TAMIZ_TRY(const auto file, SafetensorsFile::open(folder / kAdapterWeightsFile));
    ModelDetails details;
    details.isAdapter = true;
    details.base = adapter.basePath(folder);
    details.rank = adapter.rank;
    details.alpha = adapter.alpha;
    details.targets = adapter.targetModules;
    details.parameters = adapter.parameters;
    if (adapter.head != HeadKind::None)
        details.head = toString(adapter.head);
    for (const auto &[name, view] : file->tensors())
        details.tensors.push_back({ name, view.dtype, view.shape, {}, kAdapterWeightsFile, {} });
    std::error_code status;
    if (!fs::is_directory(details.base, status)) {
        details.problems.push_back(
            { Severity::Warning, (folder / kAdapterConfigFile).string(),
              fillIn(translate("Model", "the adapter's base model is not at '%1'"),
                     { details.base.string() }),
              translate("Model", "Choose the base model yourself where the adapter is used") });
    }
    return details;
}

} // namespace

Result<ModelDetails> describeFolder(const fs::path &folder)
{
    std::error_code status;
    if (!fs::is_directory(folder, status)) {
        return fail(ErrorCode::NotFound, "no such folder", folder.string(),
                    "Choose the folder that holds config.json and the weights");
    }
    TAMIZ_TRY(ModelDetails details,
              isAdapterFolder(folder) ? describeAdapter(folder) : describeModel(folder));
    details.folder = folder;
    details.licence = licenceOf(folder);
    details.diskBytes = bytesOnDisk(folder);
    details.precisions = precisionsOf(details.tensors);
    return details;
}

} // namespace tamiz::engine
