// SPDX-License-Identifier: Apache-2.0
#include "core/engine/adapters/peft_io.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include <torch/types.h>

#include "core/engine/adapters/lora.h"
#include "core/engine/adapters/peft_config.h"
#include "core/engine/model/safetensors_header.h"
#include "core/engine/model/tensor_files.h"
#include "core/engine/model/vocabulary_growth.h"

namespace tamiz::engine {

namespace fs = std::filesystem;

namespace {

/// What the tensors of one module hold.
struct ModuleTensors
{
    torch::Tensor a, b, magnitude;
};

/// An adapter file sorted by what its tensors are; nothing is applied yet.
struct Adapter
{
    PeftConfig config;
    std::map<std::string, ModuleTensors> lowRank; ///< by module name
    /// Heads, biases and embeddings of a vocabulary that grew, by parameter name.
    std::map<std::string, torch::Tensor> parameters;
    torch::Tensor tiedHead; ///< the word embeddings once more, under the head's name
};

bool removeEnd(std::string &text, std::string_view end)
{
    if (!text.ends_with(end))
        return false;
    text.resize(text.size() - end.size());
    return true;
}

void removeAll(std::string &text, std::string_view part)
{
    for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part))
        text.erase(at, part.size());
}

/// Names as the base has them. An adapter of a bare encoder lacks the body prefix.
std::string baseName(const std::string &name, const std::set<std::string> &known,
                     const BodyNames &body)
{
    if (!known.contains(name) && known.contains(std::string(body.prefix) + name))
        return std::string(body.prefix) + name;
    return name;
}

/// Reads the file's tensors in whatever shape they have and sorts them.
class AdapterReader
{
public:
    AdapterReader(ModelParts &parts, fs::path folder)
        : m_body(bodyNames(parts.config.modelType))
        , m_folder(std::move(folder))
    {
        for (const Linear *module : linears(parts))
            m_modules.insert(module->name);
        for (const Embedding *module : embeddings(parts))
            m_modules.insert(module->name);
        for (const ParameterRef &ref : baseParameters(parts)) {
            if (ref.section != Section::KeptHead)
                m_shapes[ref.name] = ref.shape;
        }
        for (const ParameterRef &ref : vocabularyParameters(parts))
            m_perToken.insert(ref.name);
        if (const auto head = outputEmbedding(parts)) {
            if (head->bias)
                m_aliases[head->name + ".bias"] = head->biasName;
            if (parts.config.tieWordEmbeddings)
                m_aliases[head->name + ".weight"] = embeddings(parts).front()->name + ".weight";
        }
    }

    Result<Adapter> read()
    {
        TAMIZ_TRY(m_adapter.config, PeftConfig::load(m_folder));
        const fs::path path = m_folder / kAdapterWeightsFile;
        std::error_code status;
        if (!fs::exists(path, status) && fs::exists(m_folder / "adapter_model.bin", status)) {
            return fail(ErrorCode::Unsupported, "pickled adapters are not read",
                        (m_folder / "adapter_model.bin").string(),
                        "Save it with PEFT's save_pretrained(safe_serialization=True)");
        }
        TAMIZ_TRY(const auto file, SafetensorsFile::open(path));
        for (const auto &[name, view] : file->tensors())
            TAMIZ_CHECK(sort(name, view, path));
        if (!m_unknown.empty()) {
            return fail(ErrorCode::Mismatch, "the base model has no module for: " + m_unknown,
                        path.string(), "The adapter belongs to another base model");
        }
        if (m_adapter.lowRank.empty())
            return fail(ErrorCode::InvalidInput, "holds no LoRA tensors", path.string());
        return std::move(m_adapter);
    }

private:
    Status sort(const std::string &fileName, const TensorView &view, const fs::path &path)
    {
        std::string name = fileName;
        if (name.starts_with(kAdapterPrefix))
            name.erase(0, std::string_view(kAdapterPrefix).size());
        if (name.find(".original_module.") != std::string::npos)
            return {}; // the base's own head, which some versions of PEFT save with bias = all
        removeAll(name, ".modules_to_save");
        removeAll(name, ".base_layer");

        const std::pair<std::string_view, torch::Tensor ModuleTensors::*> kinds[] = {
            { ".lora_A.weight", &ModuleTensors::a },
            { ".lora_B.weight", &ModuleTensors::b },
            { ".lora_embedding_A", &ModuleTensors::a },
            { ".lora_embedding_B", &ModuleTensors::b },
            { ".lora_magnitude_vector", &ModuleTensors::magnitude },
            { ".lora_magnitude_vector.weight", &ModuleTensors::magnitude },
        };
        for (const auto &[end, member] : kinds) {
            if (!removeEnd(name, end))
                continue;
            name = baseName(name, m_modules, m_body);
            if (!m_modules.contains(name))
                return addUnknown(fileName);
            TAMIZ_TRY(m_adapter.lowRank[name].*member,
                      loadFloatTensor(view, fileName, view.shape, path));
            return {};
        }

        if (const auto alias = m_aliases.find(name); alias != m_aliases.end()) {
            TAMIZ_TRY(const torch::Tensor tensor, load(view, fileName, alias->second, path));
            (name.ends_with(".weight") ? m_adapter.tiedHead : m_adapter.parameters[alias->second])
                = tensor;
            return {};
        }
        for (const std::string &candidate : { name, std::string(m_body.prefix) + name }) {
            if (!m_shapes.contains(candidate))
                continue;
            TAMIZ_TRY(m_adapter.parameters[candidate], load(view, fileName, candidate, path));
            return {};
        }
        return addUnknown(fileName);
    }

    /// The base's parameter @p name; of a vocabulary it may have any number of rows.
    Result<torch::Tensor> load(const TensorView &view, const std::string &fileName,
                               const std::string &name, const fs::path &path) const
    {
        std::vector<std::int64_t> shape = m_shapes.at(name);
        if (m_perToken.contains(name) && !view.shape.empty())
            shape.front() = view.shape.front();
        return loadFloatTensor(view, fileName, shape, path);
    }

    Status addUnknown(const std::string &name)
    {
        constexpr std::size_t kEnough = 600;
        if (m_unknown.size() < kEnough)
            m_unknown += (m_unknown.empty() ? "" : ", ") + name;
        return {};
    }

    BodyNames m_body;
    fs::path m_folder;
    Adapter m_adapter;
    std::set<std::string> m_modules;
    std::map<std::string, std::vector<std::int64_t>> m_shapes;
    std::set<std::string> m_perToken; ///< parameters with a row for each token
    std::map<std::string, std::string> m_aliases; ///< PEFT's names of the head for the vocabulary
    std::string m_unknown;
};

Status checkShape(const torch::Tensor &tensor, const std::vector<std::int64_t> &shape,
                  const std::string &name, const fs::path &folder)
{
    if (!tensor.defined()) {
        return fail(ErrorCode::InvalidInput, "the tensor '" + name + "' is missing",
                    (folder / kAdapterWeightsFile).string());
    }
    if (tensor.sizes().vec() != shape) {
        return fail(ErrorCode::Mismatch,
                    "tensor '" + name + "' has the shape " + shapeText(tensor.sizes().vec()) + ", "
                        + shapeText(shape) + " was expected",
                    (folder / kAdapterWeightsFile).string(),
                    "The adapter belongs to another base model or configuration");
    }
    return {};
}

/// The low-rank update of a module of @p in x @p out, checked against the configuration.
Result<LowRank> makeLowRank(const Adapter &adapter, const std::string &name, std::int64_t in,
                            std::int64_t out, bool isEmbedding, const AdapterSettings &settings,
                            const fs::path &folder)
{
    const ModuleTensors &tensors = adapter.lowRank.at(name);
    TAMIZ_TRY(const std::int64_t rank, adapter.config.rankOf(name));
    TAMIZ_TRY(const double alpha, adapter.config.alphaOf(name));
    const std::string a = isEmbedding ? ".lora_embedding_A" : ".lora_A.weight";
    const std::string b = isEmbedding ? ".lora_embedding_B" : ".lora_B.weight";
    TAMIZ_CHECK(checkShape(tensors.a, { rank, in }, name + a, folder));
    TAMIZ_CHECK(checkShape(tensors.b, { out, rank }, name + b, folder));
    if (adapter.config.useDora && !isEmbedding)
        TAMIZ_CHECK(
            checkShape(tensors.magnitude, { out }, name + ".lora_magnitude_vector", folder));

    LowRank lora;
    lora.a = tensors.a;
    lora.b = tensors.b;
    if (adapter.config.useDora && !isEmbedding)
        lora.magnitude = tensors.magnitude;
    lora.alpha = alpha;
    lora.scale = loraScale(settings, alpha, rank);
    return lora;
}

AdapterSettings toSettings(const PeftConfig &config)
{
    AdapterSettings settings;
    settings.rank = config.rank;
    settings.alpha = config.alpha;
    settings.dropout = config.dropout;
    settings.isRankStabilised = config.useRslora;
    settings.isDora = config.useDora;
    settings.bias = config.bias == "all" ? AdapterBias::All
        : config.bias == "lora_only"     ? AdapterBias::LoraOnly
                                         : AdapterBias::None;
    return settings;
}

/// Keeps the base's bias beside the one that the adapter trains.
template<typename Module>
void splitBias(Module &module)
{
    if (!module.bias.defined())
        return; // a module without one
    module.baseBias = module.bias.detach();
    module.bias = module.baseBias.clone();
}

void splitBiases(ModelParts &parts, AdapterBias bias)
{
    std::set<std::string> heads;
    for (const ParameterRef &ref : baseParameters(parts)) {
        if (ref.section == Section::Head)
            heads.insert(ref.name);
    }
    for (Linear *module : linears(parts)) {
        const bool isSplit = bias == AdapterBias::All
            ? !heads.contains(module->name + ".bias")
            : bias == AdapterBias::LoraOnly && module->lora.has_value();
        if (isSplit)
            splitBias(*module);
    }
    for (Norm *module : norms(parts)) {
        if (bias == AdapterBias::All && !heads.contains(module->name + ".bias"))
            splitBias(*module);
    }
}

/// Size of the vocabulary that the adapter was trained with. Embedding and head grow together: fails
/// where only some of them come in another size than the base's.
Result<std::int64_t> vocabularySize(ModelParts &parts, const Adapter &adapter,
                                    const fs::path &folder)
{
    const std::string file = (folder / kAdapterWeightsFile).string();
    const std::string words = embeddings(parts).front()->name + ".weight";
    const auto brought = adapter.parameters.find(words);
    const bool hasOwnHead = adapter.tiedHead.defined()
        && (brought == adapter.parameters.end()
            || !torch::equal(brought->second, adapter.tiedHead));
    if (hasOwnHead) { // PEFT's modules_to_save unties a head
        return fail(ErrorCode::Unsupported,
                    "the adapter has a head for the vocabulary that is not '" + words
                        + "', with which the base shares it",
                    file, "Train it on a base whose tie_word_embeddings is false");
    }
    const std::int64_t size
        = brought == adapter.parameters.end() ? parts.config.vocabSize : brought->second.size(0);
    for (const ParameterRef &ref : vocabularyParameters(parts)) {
        const auto found = adapter.parameters.find(ref.name);
        const bool isBrought = found != adapter.parameters.end();
        const std::int64_t rows = isBrought ? found->second.size(0) : parts.config.vocabSize;
        if (rows == size || ref.section == Section::KeptHead)
            continue;
        return fail(
            ErrorCode::Mismatch,
            "the vocabulary was resized to " + std::to_string(size) + " tokens, but '" + ref.name
                + "' of the " + (isBrought ? "adapter" : "base") + " has " + std::to_string(rows),
            file, "Save the adapter with its embedding layers (PEFT: save_embedding_layers=True)");
    }
    return size;
}

/// Heads, a pooler, and biases where the option allows them; other base weights are refused.
Status checkParameters(ModelParts &parts, const Adapter &adapter, const AdapterSettings &settings,
                       const fs::path &folder)
{
    const torch::Tensor &words = embeddings(parts).front()->weight;
    for (const ParameterRef &ref : baseParameters(parts)) {
        if (!adapter.parameters.contains(ref.name) || ref.section == Section::Head
            || ref.section == Section::Pooler || ref.tensor == &words)
            continue;
        if (settings.bias == AdapterBias::None || !ref.name.ends_with(".bias")) {
            return fail(ErrorCode::Unsupported,
                        "the adapter replaces the base's '" + ref.name
                            + "'; only heads, poolers and biases (with a bias option) may be",
                        (folder / kAdapterWeightsFile).string());
        }
    }
    return {};
}

} // namespace

Status readPeftAdapter(ModelParts &parts, const fs::path &folder)
{
    if (parts.adapter) {
        return fail(ErrorCode::InvalidArgument, "the model already has an adapter", folder.string(),
                    "Merge it first");
    }
    TAMIZ_TRY(Adapter adapter, AdapterReader(parts, folder).read());
    const AdapterSettings settings = toSettings(adapter.config);
    TAMIZ_CHECK(checkParameters(parts, adapter, settings, folder));
    TAMIZ_TRY(const std::int64_t vocabSize, vocabularySize(parts, adapter, folder));
    Embedding &words = *embeddings(parts).front();

    const auto modules = linears(parts);
    const bool hasTransposed = std::any_of(
        modules.begin(), modules.end(), [](const Linear *module) { return module->isTransposed; });
    if (adapter.config.isTransposed && !hasTransposed) {
        return fail(ErrorCode::InvalidInput,
                    "'fan_in_fan_out' is true, but no module of this family is transposed",
                    (folder / "adapter_config.json").string());
    }

    std::vector<std::pair<std::optional<LowRank> *, LowRank>> updates;
    for (Linear *module : linears(parts)) {
        if (!adapter.lowRank.contains(module->name))
            continue;
        TAMIZ_TRY(LowRank lora,
                  makeLowRank(adapter, module->name, module->inFeatures, module->outFeatures, false,
                              settings, folder));
        updates.emplace_back(&module->lora, std::move(lora));
    }
    for (Embedding *module : embeddings(parts)) {
        if (!adapter.lowRank.contains(module->name))
            continue;
        const std::int64_t rows = module == &words ? vocabSize : module->rows;
        TAMIZ_TRY(LowRank lora,
                  makeLowRank(adapter, module->name, rows, module->size, true, settings, folder));
        updates.emplace_back(&module->lora, std::move(lora));
    }

    // From here on nothing fails.
    for (std::size_t i = 0; i < updates.size(); ++i) {
        updates[i].second.site = kLoraSite + i;
        *updates[i].first = std::move(updates[i].second);
    }
    parts.adapter = settings;
    parts.dropout.lora = settings.dropout;
    parts.strength = 1;
    if (const auto brought = adapter.parameters.find(words.name + ".weight");
        brought != adapter.parameters.end()) {
        parts.newRows = rowsThatDiffer(words.weight, brought->second);
        resizeVocabulary(parts, vocabSize);
    }
    splitBiases(parts, settings.bias);
    for (const ParameterRef &ref : baseParameters(parts)) {
        const auto found = adapter.parameters.find(ref.name);
        if (found == adapter.parameters.end() || ref.section == Section::KeptHead)
            continue;
        *ref.tensor = found->second;
        // A head that came because the vocabulary grew is no module that PEFT saves whole.
        parts.trainsLanguageHead = parts.trainsLanguageHead
            || (ref.section == Section::Head && parts.head == HeadKind::CausalLm && !parts.newRows);
        parts.isPoolerNew = parts.isPoolerNew
            || (ref.section == Section::Pooler && settings.bias == AdapterBias::None);
        std::erase(parts.report.missing, ref.name);
    }
    freezeAllButAdapter(parts);
    return {};
}

} // namespace tamiz::engine
