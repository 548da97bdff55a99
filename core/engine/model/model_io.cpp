// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <numbers>
#include <set>
#include <utility>

#include <torch/types.h>

#include "core/base/files.h"
#include "core/base/translate.h"
#include "core/engine/model/body_names.h"
#include "core/engine/model/model.h"
#include "core/engine/model/model_parts.h"
#include "core/engine/model/tensor_files.h"
#include "core/engine/model/torch_error.h"
#include "core/engine/model/weight_files.h"

namespace tamiz::engine {

namespace fs = std::filesystem;

namespace {

/// FNV-1a: the key of a tensor's random numbers, so that its values do not depend on the others.
std::uint64_t hashName(const std::string &name)
{
    std::uint64_t hash = 0xCBF29CE484222325ULL;
    for (const char c : name)
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3ULL;
    return hash;
}

/// As transformers initialises: weights normal, norms 1, biases and the padding row 0.
void initialise(const ParameterRef &ref, const ModelConfig &config, std::uint64_t seed)
{
    torch::Tensor tensor = torch::zeros(ref.shape);
    if (ref.kind == ParameterKind::Norm && ref.name.ends_with(".weight"))
        tensor.fill_(1);
    if (ref.kind == ParameterKind::Weight) {
        const CounterRandom random = CounterRandom(seed).at(hashName(ref.name));
        float *values = tensor.data_ptr<float>();
        for (std::int64_t i = 0; i < tensor.numel(); ++i) {
            // Box-Muller; 1 - u lies in (0, 1].
            const auto index = static_cast<std::uint64_t>(i) * 2;
            const double radius = std::sqrt(-2 * std::log(1 - random.uniform(index)));
            const double angle = 2 * std::numbers::pi * random.uniform(index + 1);
            values[i] = static_cast<float>(config.initializerRange * radius * std::cos(angle));
        }
    }
    *ref.tensor = tensor;
}

void zeroPaddingRow(Embedding &words)
{
    if (words.paddingIndex >= 0)
        words.weight[words.paddingIndex].zero_(); // [C]
}

void requireGradients(ModelParts &parts)
{
    for (const ParameterRef &ref : baseParameters(parts))
        ref.tensor->requires_grad_(ref.section != Section::KeptHead);
}

/// Whether the file's labels are those that were asked for; "LABEL_0" ... stand for any.
bool sameLabels(const ModelConfig &config, const std::vector<std::string> &names)
{
    if (names.size() != config.id2label.size())
        return false;
    for (std::size_t id = 0; id < names.size(); ++id) {
        const std::string &label = config.id2label.at(static_cast<std::int64_t>(id));
        if (label != names[id] && label != "LABEL_" + std::to_string(id))
            return false;
    }
    return true;
}

/// The kind of problem that the task wants. Returns whether the file's head solves it.
bool applyProblem(ModelConfig &config, HeadKind head, ProblemType wanted)
{
    const ProblemType written = config.problemType;
    if (head != HeadKind::SequenceClassification)
        config.problemType = ProblemType::Unset;
    else if (wanted != ProblemType::Unset)
        config.problemType = wanted;
    // transformers writes the type when it trains; older files have none.
    return written == ProblemType::Unset || written == config.problemType;
}

/// Puts the wanted labels into the configuration. Returns whether the file's head still fits.
bool applyLabels(ModelConfig &config, HeadKind head, const Model::LoadOptions &options)
{
    bool fits = head == config.head();
    std::vector<std::string> names = options.labelNames;
    if (head == HeadKind::QuestionAnswering && config.id2label.size() != 2)
        names = { "LABEL_0", "LABEL_1" }; // transformers makes as many outputs as there are labels
    const auto count = names.empty() ? options.labels : static_cast<std::int64_t>(names.size());
    const bool hasLabels = head == HeadKind::SequenceClassification
        || head == HeadKind::TokenClassification || head == HeadKind::QuestionAnswering
        || head == HeadKind::NextSentence;
    if (count == 0 || !hasLabels)
        return fits;
    if (names.empty() && count == static_cast<std::int64_t>(config.id2label.size()))
        return fits;
    for (std::int64_t id = static_cast<std::int64_t>(names.size()); id < count; ++id)
        names.push_back("LABEL_" + std::to_string(id));
    fits = fits && sameLabels(config, names);
    config.id2label.clear();
    for (std::size_t id = 0; id < names.size(); ++id)
        config.id2label[static_cast<std::int64_t>(id)] = names[id];
    return fits;
}

std::string join(const std::vector<std::string> &names)
{
    constexpr std::size_t kShown = 20;
    std::string text;
    for (std::size_t i = 0; i < std::min(names.size(), kShown); ++i)
        text += (i ? ", " : "") + names[i];
    if (names.size() > kShown)
        text += " and " + std::to_string(names.size() - kShown) + " more";
    return text;
}

bool isImpliedDecoder(const std::string &name, const ModelParts &parts)
{
    for (const std::string_view buffer : { ".rotary_emb.inv_freq", ".attn.bias", ".attention.bias",
                                           ".attn.masked_bias", ".attention.masked_bias" }) {
        if (name.ends_with(buffer))
            return true;
    }
    const DecoderFamily &family = *findDecoderFamily(parts.config.modelType);
    return parts.config.tieWordEmbeddings && name == std::string(family.output) + ".weight";
}

/// Tensors that the architecture implies elsewhere, and buffers that old versions saved.
bool isImplied(const std::string &name, const ModelParts &parts)
{
    if (parts.decoder)
        return isImpliedDecoder(name, parts);
    const std::string decoder(parts.family->mlm.decoder);
    return name.ends_with("embeddings.position_ids") || name == decoder + ".bias"
        || (name == decoder + ".weight" && parts.config.tieWordEmbeddings);
}

/// Fills every tensor from the files, new heads from the random numbers.
Status fill(ModelParts &parts, const WeightFiles &files, bool keepsHead, const fs::path &folder,
            std::uint64_t seed)
{
    std::set<std::string> used;
    std::vector<std::string> missing;
    std::vector<ParameterRef> fresh;
    for (const ParameterRef &ref : baseParameters(parts)) {
        auto found = files.tensors().find(ref.name);
        if (found == files.tensors().end() && parts.mlm && ref.name == parts.mlm->biasName)
            found = files.tensors().find(parts.mlm->decoderName + ".bias");
        const bool isNew
            = found == files.tensors().end() || (ref.section == Section::Head && !keepsHead);
        if (!isNew) {
            TAMIZ_TRY(
                *ref.tensor,
                loadFloatTensor(found->second.view, found->first, ref.shape, found->second.file));
            used.insert(found->first);
        } else if (ref.section == Section::Head || ref.section == Section::Pooler) {
            fresh.push_back(ref);
            parts.report.missing.push_back(ref.name);
            parts.isPoolerNew = parts.isPoolerNew || ref.section == Section::Pooler;
        } else {
            missing.push_back(ref.name);
        }
    }
    if (!missing.empty()) {
        return fail(ErrorCode::InvalidInput,
                    std::to_string(missing.size()) + " tensors are missing: " + join(missing),
                    folder.string(), "The weights do not belong to this configuration");
    }
    // Only now: a body of the right shapes bounds what a hostile configuration can ask for.
    for (const ParameterRef &ref : fresh)
        initialise(ref, parts.config, seed);
    for (const auto &[name, entry] : files.tensors()) {
        if (!used.contains(name) && !isImplied(name, parts))
            parts.report.unexpected.push_back(name);
    }
    return {};
}

void addProblems(LoadReport &report, const fs::path &folder)
{
    if (!report.missing.empty()) {
        report.problems.push_back({ Severity::Warning, folder.string(),
                                    fillIn(translate("Model", "new weights, to be trained: %1"),
                                           { join(report.missing) }),
                                    "" });
    }
    if (!report.unexpected.empty()) {
        report.problems.push_back(
            { Severity::Warning, folder.string(),
              fillIn(translate("Model", "tensors that this model does not use: %1"),
                     { join(report.unexpected) }),
              "" });
    }
}

Result<torch::Tensor> toHalf(const NamedTensor &entry, const fs::path &file)
{
    const torch::Tensor half = entry.tensor.detach().to(torch::kHalf);
    if (!torch::isfinite(half).all().item<bool>()) {
        return fail(ErrorCode::NonFinite,
                    "tensor '" + entry.name + "' does not fit half precision (values above 65504)",
                    file.string(), "Save in full precision");
    }
    return half;
}

Status checkHead(const ModelConfig &config, HeadKind head, const fs::path &folder)
{
    if (!architectureName(config.modelType, head).empty())
        return {};
    return fail(ErrorCode::Unsupported,
                "a model of the type '" + config.modelType + "' has no head for '" + toString(head)
                    + "'",
                folder.string());
}

} // namespace

Result<std::unique_ptr<Model>> Model::load(const fs::path &folder, const LoadOptions &options)
{
    return guarded([&]() -> Result<std::unique_ptr<Model>> {
        TAMIZ_TRY(ModelConfig config, ModelConfig::load(folder));
        TAMIZ_TRY(WeightFiles files, WeightFiles::open(folder));
        const HeadKind head = options.head == HeadKind::None ? config.head() : options.head;
        const bool solves = applyProblem(config, head, options.problem);
        const bool keepsHead = applyLabels(config, head, options) && solves;
        TAMIZ_CHECK(checkHead(config, head, folder));
        files.canonicaliseNames(bodyNames(config.modelType));

        // A head for the vocabulary in the file is of use whatever the architecture's name says.
        const bool hasVocabulary
            = files.hasVocabularyHead(config.modelType, config.tieWordEmbeddings);
        const bool isVocabulary = head == HeadKind::MaskedLm || head == HeadKind::CausalLm;
        // A pretrained BERT brings its head for the next sentence too; the order of its labels is fixed.
        const bool fits = isVocabulary       ? hasVocabulary
            : head == HeadKind::NextSentence ? true
                                             : keepsHead;
        auto parts = std::make_unique<Parts>();
        static_cast<ModelParts &>(*parts) = describe(config, head, hasVocabulary);
        TAMIZ_CHECK(fill(*parts, files, fits, folder, options.seed));
        parts->config.architectures = { architectureName(config.modelType, head) };
        addProblems(parts->report, folder);
        requireGradients(*parts);
        return std::unique_ptr<Model>(new Model(std::move(parts)));
    });
}

Result<std::unique_ptr<Model>> Model::create(const ModelConfig &config, HeadKind head,
                                             std::uint64_t seed)
{
    return guarded([&]() -> Result<std::unique_ptr<Model>> {
        // Through the text, so that the same checks hold as for a file.
        TAMIZ_TRY(ModelConfig checked, ModelConfig::parse(config.toJson(), "model configuration"));
        TAMIZ_CHECK(checkHead(checked, head, {}));
        auto parts = std::make_unique<Parts>();
        static_cast<ModelParts &>(*parts) = describe(checked, head, false);
        for (const ParameterRef &ref : baseParameters(*parts))
            initialise(ref, checked, seed);
        zeroPaddingRow(*embeddings(*parts).front());
        parts->config.architectures = { architectureName(checked.modelType, head) };
        requireGradients(*parts);
        return std::unique_ptr<Model>(new Model(std::move(parts)));
    });
}

Status Model::saveModel(const fs::path &folder, bool halfPrecision) const
{
    return guarded([&]() -> Status {
        if (hasAdapter()) {
            return fail(ErrorCode::InvalidArgument,
                        "the model has an adapter: merge it, or save the adapter", folder.string());
        }
        TAMIZ_CHECK(makeWritableFolder(folder));
        const fs::path file = folder / "model.safetensors";
        std::vector<NamedTensor> tensors;
        for (const ParameterRef &ref : baseParameters(*m_parts)) {
            NamedTensor entry { ref.name, *ref.tensor };
            if (halfPrecision) {
                TAMIZ_TRY(entry.tensor, toHalf(entry, file));
            }
            tensors.push_back(std::move(entry));
        }
        TAMIZ_CHECK(saveTensors(file, tensors));
        ModelConfig config = m_parts->config;
        config.torchDtype = halfPrecision ? "float16" : "float32";
        return writeFileAtomically(folder / "config.json", config.toJson());
    });
}

} // namespace tamiz::engine
