// SPDX-License-Identifier: Apache-2.0
#include "core/engine/model/inspect.h"

#include <functional>
#include <numeric>
#include <set>
#include <utility>

#include "core/base/translate.h"
#include "core/engine/model/body_names.h"
#include "core/engine/model/model_parts.h"
#include "core/engine/model/safetensors_header.h"
#include "core/engine/model/torch_error.h"
#include "core/engine/model/weight_files.h"
#include "core/engine/tokenizer/tokenizer.h"

namespace tamiz::engine {

namespace fs = std::filesystem;

namespace {

std::int64_t elements(const std::vector<std::int64_t> &shape)
{
    return std::accumulate(shape.begin(), shape.end(), std::int64_t { 1 }, std::multiplies<>());
}

void count(ModelInspection &inspection, const ParameterRef &ref)
{
    const std::int64_t size = elements(ref.shape);
    if (ref.section == Section::KeptHead)
        return;
    inspection.parameters += size;
    if (ref.section == Section::Embeddings || ref.section == Section::FinalNorm)
        inspection.embeddingParameters += size;
    else if (ref.section != Section::Layer)
        inspection.headParameters += size;
    else if (ref.layer == 0)
        inspection.layerParameters += size;
}

/// Compares what the architecture needs with what the files hold.
void compare(ModelInspection &inspection, ModelParts &parts, const WeightFiles &files)
{
    std::set<std::string> used;
    for (const ParameterRef &ref : baseParameters(parts)) {
        count(inspection, ref);
        const auto found = files.tensors().find(ref.name);
        if (found == files.tensors().end()) {
            if (ref.section == Section::KeptHead)
                continue;
            inspection.missing.push_back(ref.name);
            inspection.expectedShapes[ref.name] = ref.shape;
            if (ref.section == Section::Head)
                inspection.isHeadNew = true;
            continue;
        }
        used.insert(ref.name);
        if (found->second.view.shape != ref.shape) {
            inspection.expectedShapes[ref.name] = ref.shape;
            inspection.problems.push_back(
                { Severity::Error, found->second.file.string(),
                  fillIn(translate("Model", "tensor '%1' has the shape %2, %3 was expected"),
                         { ref.name, shapeText(found->second.view.shape), shapeText(ref.shape) }),
                  "The weights do not belong to this configuration" });
        }
    }
    for (const auto &[name, entry] : files.tensors()) {
        inspection.tensors.push_back(
            { name, entry.view.dtype, entry.view.shape, entry.file.filename().string() });
        if (!used.contains(name))
            inspection.unexpected.push_back(name);
    }
}

void inspectTokenizer(ModelInspection &inspection, const fs::path &folder)
{
    const auto tokenizer = loadTokenizer(folder);
    if (!tokenizer) {
        inspection.problems.push_back(
            { Severity::Warning, tokenizer.error().where,
              fillIn(translate("Model", "no tokenizer: %1"), { tokenizer.error().message }),
              tokenizer.error().hint });
        return;
    }
    inspection.tokenizer = (*tokenizer)->kind();
    inspection.vocabSize = (*tokenizer)->vocabSize();
    if (inspection.vocabSize > inspection.config.vocabSize) {
        inspection.problems.push_back(
            { Severity::Error, folder.string(),
              fillIn(translate("Model", "the tokenizer has %1 tokens, the model only %2"),
                     { std::to_string(inspection.vocabSize),
                       std::to_string(inspection.config.vocabSize) }),
              "Use the vocabulary that the model was trained with" });
    }
}

Result<ModelInspection> inspect(const fs::path &folder)
{
    ModelInspection inspection;
    TAMIZ_TRY(inspection.config, ModelConfig::load(folder));
    TAMIZ_TRY(WeightFiles files, WeightFiles::open(folder));
    files.canonicaliseNames(bodyNames(inspection.config.modelType));
    inspection.head = inspection.config.head();
    inspection.hasVocabularyHead
        = files.hasVocabularyHead(inspection.config.modelType, inspection.config.tieWordEmbeddings);
    ModelParts parts = describe(inspection.config, inspection.head, inspection.hasVocabularyHead);
    compare(inspection, parts, files);
    if (!inspection.missing.empty()) {
        inspection.problems.push_back(
            { Severity::Warning, folder.string(),
              fillIn(translate("Model", "%1 tensors are missing, first '%2'"),
                     { std::to_string(inspection.missing.size()), inspection.missing.front() }),
              translate("Model", "A head can be trained anew; a body cannot do without") });
    }
    inspectTokenizer(inspection, folder);
    return inspection;
}

} // namespace

Result<ModelInspection> inspectModelFolder(const fs::path &folder)
{
    return guarded([&] { return inspect(folder); });
}

} // namespace tamiz::engine
