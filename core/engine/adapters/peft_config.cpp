// SPDX-License-Identifier: Apache-2.0
#include "core/engine/adapters/peft_config.h"

#include <algorithm>
#include <memory>

#include <nlohmann/json.hpp>
#include <unicode/regex.h>

#include "core/base/files.h"
#include "core/engine/model/json_depth.h"

namespace tamiz::engine {

using nlohmann::json;

namespace {

std::string shown(const json &value)
{
    return value.dump(-1, ' ', false, json::error_handler_t::replace).substr(0, 80);
}

/// Reads keys one after another; the first problem stays.
class Reader
{
public:
    explicit Reader(const json &object)
        : m_object(object)
    {
    }

    template<typename T, typename Check>
    void value(const char *key, T &field, Check isRight, const char *expected)
    {
        const auto found = m_object.find(key);
        if (found == m_object.end() || found->is_null() || !problem.empty())
            return;
        if (!isRight(*found)) {
            problem = "'" + std::string(key) + "' is " + shown(*found) + ": " + expected
                + " was expected";
            return;
        }
        field = found->get<T>();
    }

    void boolean(const char *key, bool &field)
    {
        value(
            key, field, [](const json &v) { return v.is_boolean(); }, "true or false");
    }
    void text(const char *key, std::string &field)
    {
        value(
            key, field, [](const json &v) { return v.is_string(); }, "a text");
    }
    void names(const char *key, std::vector<std::string> &field)
    {
        value(key, field, isNameList, "a list of texts");
    }

    static bool isNameList(const json &list)
    {
        if (!list.is_array())
            return false;
        for (const json &name : list) {
            if (!name.is_string())
                return false;
        }
        return true;
    }

    std::string problem;

private:
    const json &m_object;
};

bool isPositiveInteger(const json &v)
{
    return v.is_number_integer() && v.get<std::int64_t>() > 0 && v.get<std::int64_t>() < (1 << 20);
}

bool isFiniteNumber(const json &v)
{
    return v.is_number() && v.get<double>() > -1e9 && v.get<double>() < 1e9;
}

/// Keys that change what the tensors mean; each must be absent, null, false or empty.
std::string unsupportedKey(const json &object)
{
    for (const char *key : { "layer_replication", "trainable_token_indices", "target_parameters",
                             "use_bdlora", "use_qalora", "alora_invocation_tokens", "lora_bias",
                             "megatron_config", "arrow_config" }) {
        const auto found = object.find(key);
        if (found == object.end() || found->is_null() || *found == false
            || ((found->is_array() || found->is_object()) && found->empty()))
            continue;
        return key;
    }
    return {};
}

/// re.match(rf"(.*\.)?{key}$", name), with a limit on time because the key comes from a file.
Result<bool> patternMatches(const std::string &key, const std::string &name)
{
    UErrorCode status = U_ZERO_ERROR;
    const icu::UnicodeString pattern = icu::UnicodeString::fromUTF8("(.*\\.)?(" + key + ")");
    const std::unique_ptr<icu::RegexPattern> compiled(
        icu::RegexPattern::compile(pattern, 0, status));
    if (U_FAILURE(status))
        return fail(ErrorCode::InvalidInput, "'" + key + "' is not a regular expression");
    const icu::UnicodeString text = icu::UnicodeString::fromUTF8(name);
    const std::unique_ptr<icu::RegexMatcher> matcher(compiled->matcher(text, status));
    if (U_SUCCESS(status))
        matcher->setTimeLimit(100, status);
    const bool matches = U_SUCCESS(status) && matcher->matches(status);
    if (U_FAILURE(status)) {
        return fail(ErrorCode::InvalidInput,
                    "the regular expression '" + key + "' takes too long on '" + name + "'");
    }
    return matches;
}

template<typename T>
Result<T> lookUp(const std::map<std::string, T> &patterns, const std::string &name, T general)
{
    if (const auto exact = patterns.find(name); exact != patterns.end())
        return exact->second;
    for (const auto &[key, value] : patterns) {
        TAMIZ_TRY(const bool matches, patternMatches(key, name));
        if (matches)
            return value;
    }
    return general;
}

} // namespace

Result<PeftConfig> PeftConfig::parse(const std::string &text, const std::string &where)
{
    const json object = isNestedDeeperThan(text, 64) ? json() : json::parse(text, nullptr, false);
    if (!object.is_object())
        return fail(ErrorCode::InvalidInput, "is not a JSON object", where);
    const auto type = object.find("peft_type");
    if (type == object.end()) {
        return fail(ErrorCode::InvalidInput, "the key 'peft_type' is missing", where,
                    object.contains("architecture")
                        ? "This looks like an AdapterHub adapter; only PEFT's are read"
                        : "");
    }
    if (*type != "LORA") {
        return fail(ErrorCode::Unsupported,
                    "'peft_type' is " + shown(*type) + ": only LORA is read", where);
    }
    if (const std::string key = unsupportedKey(object); !key.empty()) {
        return fail(ErrorCode::Unsupported,
                    "'" + key + "' is " + shown(object[key]) + ": this option is not supported",
                    where);
    }

    PeftConfig config;
    Reader reader(object);
    reader.text("base_model_name_or_path", config.baseModel);
    reader.text("task_type", config.taskType);
    reader.value("r", config.rank, isPositiveInteger, "a positive whole number");
    reader.value("lora_alpha", config.alpha, isFiniteNumber, "a number");
    reader.value(
        "lora_dropout", config.dropout,
        [](const json &v) { return isFiniteNumber(v) && v >= 0.0 && v < 1.0; },
        "a number in [0, 1)");
    reader.text("bias", config.bias);
    reader.boolean("use_dora", config.useDora);
    reader.boolean("use_rslora", config.useRslora);
    reader.value(
        "rank_pattern", config.rankPattern,
        [](const json &v) {
            return v.is_object() && std::all_of(v.begin(), v.end(), isPositiveInteger);
        },
        "an object of positive whole numbers");
    reader.value(
        "alpha_pattern", config.alphaPattern,
        [](const json &v) {
            return v.is_object() && std::all_of(v.begin(), v.end(), isFiniteNumber);
        },
        "an object of numbers");
    if (const auto targets = object.find("target_modules");
        targets != object.end() && targets->is_string())
        config.targetExpression = targets->get<std::string>();
    else
        reader.names("target_modules", config.targetModules);
    reader.names("modules_to_save", config.modulesToSave);
    if (reader.problem.empty() && config.bias != "none" && config.bias != "all"
        && config.bias != "lora_only") {
        reader.problem = "'bias' is '" + config.bias + "': none, all or lora_only was expected";
    }
    reader.boolean("fan_in_fan_out", config.isTransposed);
    if (!reader.problem.empty())
        return fail(ErrorCode::InvalidInput, reader.problem, where);
    return config;
}

Result<PeftConfig> PeftConfig::load(const std::filesystem::path &folder)
{
    const std::filesystem::path path = folder / kAdapterConfigFile;
    TAMIZ_TRY(const std::string text, readFile(path, 16 << 20));
    return parse(text, path.string());
}

std::string PeftConfig::toJson() const
{
    // As PEFT writes them: 16, not 16.0.
    const auto number = [](double value) {
        const auto whole = static_cast<std::int64_t>(value);
        return static_cast<double>(whole) == value ? json(whole) : json(value);
    };
    json alphas = json::object();
    for (const auto &[name, value] : alphaPattern)
        alphas[name] = number(value);
    json mapping = nullptr;
    if (taskType.empty() && !baseClass.empty())
        mapping = { { "base_model_class", baseClass }, { "parent_library", baseLibrary } };
    const auto orNull = [](const auto &list) { return list.empty() ? json(nullptr) : json(list); };
    const json object = {
        { "alpha_pattern", alphas },
        { "auto_mapping", mapping },
        { "base_model_name_or_path", baseModel },
        { "bias", bias },
        { "fan_in_fan_out", isTransposed },
        { "inference_mode", true },
        { "init_lora_weights", true },
        { "layer_replication", nullptr },
        { "layers_pattern", nullptr },
        { "layers_to_transform", orNull(layersToTransform) },
        { "loftq_config", json::object() },
        { "lora_alpha", number(alpha) },
        { "lora_dropout", dropout },
        { "megatron_config", nullptr },
        { "megatron_core", "megatron.core" },
        { "modules_to_save", orNull(modulesToSave) },
        { "peft_type", "LORA" },
        { "r", rank },
        { "rank_pattern", rankPattern },
        { "revision", nullptr },
        { "target_modules",
          targetExpression.empty() ? json(targetModules) : json(targetExpression) },
        { "task_type", taskType.empty() ? json(nullptr) : json(taskType) },
        { "use_dora", useDora },
        { "use_rslora", useRslora },
    };
    return object.dump(2, ' ', false, json::error_handler_t::replace) + "\n";
}

Result<std::int64_t> PeftConfig::rankOf(const std::string &name) const
{
    return lookUp(rankPattern, name, rank);
}

Result<double> PeftConfig::alphaOf(const std::string &name) const
{
    return lookUp(alphaPattern, name, alpha);
}

} // namespace tamiz::engine
