// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "core/base/result.h"

namespace tamiz::engine {

/// The files of an adapter's folder, and what PEFT puts before the base's own tensor names.
inline constexpr const char *kAdapterConfigFile = "adapter_config.json";
inline constexpr const char *kAdapterWeightsFile = "adapter_model.safetensors";
inline constexpr const char *kAdapterPrefix = "base_model.model.";

/// adapter_config.json of a PEFT LoRA adapter, as far as the arithmetic needs it. The modules that are
/// adapted are those that have tensors, so `target_modules` is kept as text only.
struct PeftConfig
{
    std::string baseModel;
    std::string taskType; ///< "SEQ_CLS" ...; empty = null
    std::string baseClass; ///< written as auto_mapping where there is no task type
    std::string baseLibrary; ///< e.g. "transformers.models.bert.modeling_bert"
    std::int64_t rank = 8;
    double alpha = 8;
    double dropout = 0;
    std::string bias = "none"; ///< none, all, lora_only
    bool useDora = false;
    bool useRslora = false;
    bool isTransposed = false; ///< fan_in_fan_out: the adapted weights are stored [in, out]
    std::map<std::string, std::int64_t> rankPattern;
    std::map<std::string, double> alphaPattern;
    std::vector<std::string> targetModules; ///< module names or suffixes
    std::string targetExpression; ///< instead of the list: a regular expression
    std::vector<int> layersToTransform; ///< empty = null
    std::vector<std::string> modulesToSave; ///< empty = null

    /// Fails with file, key and value; on a peft_type other than LORA; on options that change what the
    /// tensors mean and are not supported here.
    static Result<PeftConfig> load(const std::filesystem::path &folder);
    static Result<PeftConfig> parse(const std::string &json, const std::string &where);

    /// Exactly the stable keys of formats.md section 1, sorted, indent 2.
    std::string toJson() const;

    /// Rank and alpha of the module @p name, patterns included (PEFT: the first key that matches the
    /// name's end as a regular expression, else the general value).
    Result<std::int64_t> rankOf(const std::string &name) const;
    Result<double> alphaOf(const std::string &name) const;
};

} // namespace tamiz::engine
