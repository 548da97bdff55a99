// SPDX-License-Identifier: Apache-2.0
#include "core/engine/export/exporter.h"

#include <algorithm>
#include <cerrno>
#include <memory>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include <ATen/core/grad_mode.h>
#include <torch/types.h>

#include "core/base/files.h"
#include "core/base/temporary_files.h"
#include "core/engine/adapters/adapter_info.h"
#include "core/engine/adapters/peft_config.h"
#include "core/engine/data/task_card.h"
#include "core/engine/model/model.h"
#include "core/engine/model/weight_files.h"
#include "core/engine/train/training_setup.h"
#include "core/runs/run_folder.h"

namespace tamiz::engine {

namespace fs = std::filesystem;

namespace {

/// Largest difference of a logit that merging may make (it adds one rounding a weight).
constexpr double kMergeTolerance = 1e-3;
// Weights rounded to 11 bits: a few parts in a thousand of the largest logit after all layers.
constexpr double kHalfTolerance = 0.02;

/// Files beside the weights that other readers need; nothing else is copied.
constexpr const char *kTokenizerFiles[] = {
    "vocab.txt",
    "tokenizer_config.json",
    "special_tokens_map.json",
    "tokenizer.json",
    "vocab.json",
    "merges.txt",
    "added_tokens.json",
    "tokenizer.model",
    "sentencepiece.bpe.model",
    "spiece.model",
    "spm.model",
    "generation_config.json",
};

/// A folder under a temporary name that goes away unless it is published.
class NewFolder
{
public:
    explicit NewFolder(fs::path final)
        : m_final(std::move(final))
    {
    }

    Status create()
    {
        std::error_code status;
        if (fs::exists(m_final, status)
            && !(fs::is_directory(m_final, status) && fs::is_empty(m_final, status))) {
            return fail(ErrorCode::InvalidArgument,
                        "the destination exists and is not an empty folder", m_final.string(),
                        "Choose another one");
        }
        const fs::path parent = m_final.has_parent_path() ? m_final.parent_path() : fs::path(".");
        TAMIZ_CHECK(makeWritableFolder(parent));
        TAMIZ_TRY(TemporaryName temporary,
                  makeTemporaryFolder(parent / ("." + m_final.filename().string() + ".writing-")));
        m_temporary.emplace(std::move(temporary));
        fs::permissions(path(),
                        fs::perms::group_read | fs::perms::group_exec | fs::perms::others_read
                            | fs::perms::others_exec,
                        fs::perm_options::add, status);
        return {};
    }

    const fs::path &path() const { return m_temporary->path(); }

    Status publish()
    {
        for (const fs::directory_entry &entry : fs::recursive_directory_iterator(path()))
            TAMIZ_CHECK(syncToDisk(entry.path()));
        TAMIZ_CHECK(publishFolder(path(), m_final));
        m_temporary->release();
        return {};
    }

private:
    fs::path m_final;
    std::optional<TemporaryName> m_temporary;
};

/// What is exported: an adapter on its base, or a whole model.
struct Source
{
    fs::path folder;
    fs::path base; ///< empty for a whole model
    Model::LoadOptions options;

    bool isAdapter() const { return !base.empty(); }
};

Result<Source> findSource(const fs::path &given, const fs::path &baseModel)
{
    std::error_code status;
    Source source;
    const RunFolder run { given };
    source.folder = fs::is_directory(run.final(), status) ? run.final() : given;
    if (!isAdapterFolder(source.folder)) {
        if (!fs::exists(source.folder / "config.json", status)) {
            return fail(
                ErrorCode::NotFound, "holds neither a finished run nor an adapter nor a model",
                given.string(),
                fs::exists(run.recipe(), status)
                    ? "The run has not finished: wait for it, or name one of its checkpoints"
                    : "");
        }
        return source;
    }
    TAMIZ_TRY(const AdapterInfo info, inspectAdapter(source.folder));
    source.base = baseModel.empty() ? info.basePath(source.folder) : baseModel;
    if (!fs::is_directory(source.base, status)) {
        return fail(ErrorCode::NotFound,
                    "the adapter's base model '" + info.baseModel + "' is not a folder",
                    source.folder.string(), "Name the folder of the base model with --base");
    }
    source.options.head = info.head;
    source.options.labels = info.labels;
    TAMIZ_TRY(const auto card, readTaskCard(source.folder));
    if (card) { // PEFT has no name for some heads
        source.options.head = headOf(card->type);
        source.options.problem = problemOf(card->type);
    }
    if (card && static_cast<std::int64_t>(card->labels.size()) == info.labels)
        source.options.labelNames = card->labels;
    return source;
}

Result<std::unique_ptr<Model>> loadSource(const Source &source, const fs::path &weights)
{
    if (!source.isAdapter())
        return Model::load(weights, source.options);
    TAMIZ_TRY(std::unique_ptr<Model> model, Model::load(source.base, source.options));
    TAMIZ_CHECK(model->loadAdapter(weights));
    return model;
}

/// Two rows of ids spread over the vocabulary, the second with padding.
BatchTensors probe(const ModelConfig &config)
{
    const std::int64_t length = std::min<std::int64_t>(16, config.maxLength());
    const CounterRandom random(1);
    BatchTensors batch;
    batch.inputIds = torch::empty({ 2, length }, torch::kLong);
    for (std::int64_t i = 0; i < 2 * length; ++i) {
        batch.inputIds.data_ptr<std::int64_t>()[i] = static_cast<std::int64_t>(random.below(
            static_cast<std::uint64_t>(config.vocabSize), static_cast<std::uint64_t>(i)));
    }
    batch.attentionMask = torch::ones({ 2, length }, torch::kLong);
    if (length > 2)
        batch.attentionMask[1][length - 1] = 0;
    return batch;
}

/// Everything that a model answers to the probe, in one row.
torch::Tensor answers(const Model &model)
{
    const at::NoGradGuard noGrad;
    std::vector<torch::Tensor> hidden;
    ForwardContext context;
    context.hiddenStates = &hidden;
    const ModelOutput output = model.forward(probe(model.config()), context);
    std::vector<torch::Tensor> parts;
    for (const torch::Tensor &tensor : { output.logits, output.startLogits, output.endLogits }) {
        if (tensor.defined())
            parts.push_back(tensor.flatten());
    }
    if (parts.empty())
        parts.push_back(hidden.back().flatten());
    return torch::cat(parts);
}

/// Copies regular files by name; missing ones are skipped.
template<typename Names>
Status copyFiles(const fs::path &from, const fs::path &to, const Names &names)
{
    for (const auto &name : names) {
        std::error_code status;
        if (!fs::is_regular_file(from / name, status) || fs::exists(to / name, status))
            continue;
        fs::create_directories((to / name).parent_path(),
                               status); // a shard may lie in a sub-folder
        fs::copy_file(from / name, to / name, status);
        if (status) {
            errno = status.value();
            return tl::unexpected<Error>(systemError("copy " + (from / name).string() + " to", to));
        }
    }
    return {};
}

/// Whether there is a tokenizer among the files.
bool holdsVocabulary(const fs::path &folder)
{
    const auto names = { "vocab.txt",       "tokenizer.json",          "vocab.json",
                         "tokenizer.model", "sentencepiece.bpe.model", "spiece.model",
                         "spm.model" };
    return std::any_of(names.begin(), names.end(), [&folder](const char *name) {
        std::error_code status;
        return fs::exists(folder / name, status);
    });
}

std::vector<std::string> fileNames(const fs::path &folder)
{
    std::vector<std::string> names;
    for (const fs::directory_entry &entry : fs::directory_iterator(folder))
        names.push_back(entry.path().filename());
    std::sort(names.begin(), names.end());
    return names;
}

Result<double> compare(const Model &written, const torch::Tensor &expected, double tolerance,
                       const fs::path &folder)
{
    const torch::Tensor actual = answers(written);
    if (actual.sizes() != expected.sizes())
        return fail(ErrorCode::Io, "the export has another shape when it is read back",
                    folder.string());
    const double difference = (actual - expected).abs().max().item<double>();
    const double scale = std::max(1.0, expected.abs().max().item<double>());
    if (!(difference <= tolerance * scale)) {
        return fail(ErrorCode::Io,
                    "the export answers otherwise when it is read back: a logit differs by "
                        + std::to_string(difference),
                    folder.string(), "The disk may be damaged");
    }
    return difference;
}

Result<double> writePeft(Model &model, const Source &source, const fs::path &folder)
{
    if (!source.isAdapter()) {
        return fail(ErrorCode::InvalidArgument,
                    "there is no adapter to export: the whole model was trained",
                    source.folder.string(), "Use the format 'merged'");
    }
    std::error_code status;
    const fs::path base = fs::weakly_canonical(source.base, status);
    TAMIZ_CHECK(model.saveAdapter(folder, status ? source.base.string() : base.string()));
    TAMIZ_CHECK(copyFiles(source.folder, folder, std::vector<std::string> { "tamiz.json" }));
    if (model.hasNewTokens())
        TAMIZ_CHECK(copyFiles(source.folder, folder, kTokenizerFiles));
    TAMIZ_TRY(const std::unique_ptr<Model> again, loadSource(source, folder));
    return compare(*again, answers(model), 0, folder);
}

Result<double> writeMerged(Model &model, const Source &source, const fs::path &folder, bool isHalf)
{
    const torch::Tensor expected = answers(model);
    if (model.hasAdapter())
        TAMIZ_CHECK(model.merge());
    TAMIZ_CHECK(model.saveModel(folder, isHalf));
    TAMIZ_CHECK(copyFiles(source.folder, folder, kTokenizerFiles));
    if (source.isAdapter() && !holdsVocabulary(folder)) // the adapter's own may know more tokens
        TAMIZ_CHECK(copyFiles(source.base, folder, kTokenizerFiles));
    if (source.isAdapter()) {
        TAMIZ_CHECK(
            copyFiles(source.base, folder, std::vector<std::string> { "generation_config.json" }));
    }
    TAMIZ_CHECK(copyFiles(source.folder, folder, std::vector<std::string> { "tamiz.json" }));
    TAMIZ_TRY(const std::unique_ptr<Model> again, Model::load(folder, {}));
    return compare(*again, expected, isHalf ? kHalfTolerance : kMergeTolerance, folder);
}

/// Configuration and weights of a source, relative to its folder; optimiser states and the like are
/// not among them.
Result<std::vector<std::string>> weightFileNames(const Source &source)
{
    if (source.isAdapter())
        return std::vector<std::string> { kAdapterConfigFile, kAdapterWeightsFile, "tamiz.json" };
    std::set<std::string> names = { "config.json", "model.safetensors.index.json",
                                    "pytorch_model.bin.index.json", "tamiz.json" };
    TAMIZ_TRY(const WeightFiles files, WeightFiles::open(source.folder));
    for (const auto &[name, entry] : files.tensors())
        names.insert(entry.file.lexically_relative(source.folder).string());
    return std::vector<std::string>(names.begin(), names.end());
}

} // namespace

Result<ExportReport> exportRun(const fs::path &given, const std::string &format,
                               const fs::path &destination, const fs::path &baseModel)
{
    const bool isHalf = format == "merged-f16";
    if (format != "peft" && format != "merged" && !isHalf) {
        return fail(ErrorCode::InvalidArgument, "unknown export format '" + format + "'", {},
                    "Known formats: peft, merged, merged-f16");
    }
    TAMIZ_TRY(const Source source, findSource(given, baseModel));
    TAMIZ_TRY(const std::unique_ptr<Model> model, loadSource(source, source.folder));
    NewFolder folder(destination);
    TAMIZ_CHECK(folder.create());
    TAMIZ_TRY(const double difference,
              format == "peft" ? writePeft(*model, source, folder.path())
                               : writeMerged(*model, source, folder.path(), isHalf));
    TAMIZ_CHECK(folder.publish());
    return ExportReport { destination, fileNames(destination), difference };
}

Result<ExportReport> importFolder(const fs::path &given, const fs::path &library,
                                  const std::string &name, const fs::path &baseModel)
{
    if (name.empty() || name.front() == '.' || name.find('/') != std::string::npos) {
        return fail(ErrorCode::InvalidArgument, "'" + name + "' is not a folder name", {},
                    "Use letters, digits, dots and dashes");
    }
    TAMIZ_TRY(const Source source, findSource(given, baseModel));
    TAMIZ_TRY(const std::unique_ptr<Model> model, loadSource(source, source.folder));
    NewFolder folder(library / name);
    TAMIZ_CHECK(folder.create());
    TAMIZ_TRY(const std::vector<std::string> weights, weightFileNames(source));
    TAMIZ_CHECK(copyFiles(source.folder, folder.path(), weights));
    TAMIZ_CHECK(copyFiles(source.folder, folder.path(), kTokenizerFiles));
    TAMIZ_TRY(const std::unique_ptr<Model> again, loadSource(source, folder.path()));
    TAMIZ_TRY(const double difference, compare(*again, answers(*model), 0, folder.path()));
    TAMIZ_CHECK(folder.publish());
    return ExportReport { library / name, fileNames(library / name), difference };
}

} // namespace tamiz::engine
