// SPDX-License-Identifier: Apache-2.0
#include "core/engine/adapters/adapter_info.h"

#include <functional>
#include <numeric>

#include "core/engine/adapters/peft_config.h"
#include "core/engine/model/safetensors.h"

namespace tamiz::engine {

namespace fs = std::filesystem;

namespace {

HeadKind headOf(const std::string &taskType)
{
    if (taskType == "SEQ_CLS")
        return HeadKind::SequenceClassification;
    if (taskType == "TOKEN_CLS")
        return HeadKind::TokenClassification;
    if (taskType == "QUESTION_ANS")
        return HeadKind::QuestionAnswering;
    if (taskType == "CAUSAL_LM")
        return HeadKind::CausalLm;
    return HeadKind::None;
}

/// Whether the tensor is the weight of a classifier's last layer.
bool isClassifier(const std::string &name)
{
    for (const char *end :
         { ".classifier.weight", ".classifier.modules_to_save.weight", ".score.weight",
           ".score.modules_to_save.weight", ".classifier.out_proj.weight",
           ".classifier.modules_to_save.out_proj.weight" }) {
        if (name.ends_with(end))
            return true;
    }
    return false;
}

} // namespace

fs::path AdapterInfo::basePath(const fs::path &folder) const
{
    std::error_code status;
    const fs::path beside = folder / baseModel;
    if (!baseModel.empty() && fs::path(baseModel).is_relative() && fs::is_directory(beside, status))
        return beside.lexically_normal();
    return baseModel;
}

bool isAdapterFolder(const fs::path &folder)
{
    std::error_code status;
    return fs::exists(folder / kAdapterConfigFile, status);
}

Result<AdapterInfo> inspectAdapter(const fs::path &folder)
{
    TAMIZ_TRY(const PeftConfig config, PeftConfig::load(folder));
    TAMIZ_TRY(const auto file, SafetensorsFile::open(folder / kAdapterWeightsFile));
    AdapterInfo info;
    info.baseModel = config.baseModel;
    info.head = headOf(config.taskType);
    info.rank = config.rank;
    info.alpha = config.alpha;
    info.targetModules = config.targetModules;
    if (!config.targetExpression.empty())
        info.targetModules = { config.targetExpression };
    for (const auto &[name, view] : file->tensors()) {
        info.parameters += std::accumulate(view.shape.begin(), view.shape.end(), std::int64_t { 1 },
                                           std::multiplies<>());
        if (isClassifier(name) && view.shape.size() == 2)
            info.labels = view.shape[0];
    }
    return info;
}

} // namespace tamiz::engine
