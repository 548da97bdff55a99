// SPDX-License-Identifier: Apache-2.0
#include "core/engine/train/checkpoint.h"

#include <algorithm>
#include <charconv>
#include <system_error>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/base/files.h"
#include "core/engine/adapters/peft_config.h"
#include "core/engine/data/task_card.h"
#include "core/engine/model/safetensors.h"
#include "core/engine/model/tensor_files.h"

namespace tamiz::engine {

namespace fs = std::filesystem;

namespace {

using nlohmann::json;

constexpr const char *kStateFile = "trainer_state.json";
constexpr const char *kOptimizerFile = "optimizer.safetensors";
constexpr const char *kTemporaryPrefix = ".writing-";

/// Step of a folder named step-<n>.
std::optional<std::int64_t> stepOf(const fs::path &folder)
{
    const std::string name = folder.filename();
    static constexpr std::string_view kPrefix = "step-";
    std::int64_t step = 0;
    if (!name.starts_with(kPrefix))
        return std::nullopt;
    const char *end = name.data() + name.size();
    const auto [rest, error] = std::from_chars(name.data() + kPrefix.size(), end, step);
    if (error != std::errc {} || rest != end)
        return std::nullopt;
    return step;
}

/// Whole checkpoints, oldest first.
std::vector<std::pair<std::int64_t, fs::path>> listCheckpoints(const fs::path &folder)
{
    std::vector<std::pair<std::int64_t, fs::path>> found;
    std::error_code status;
    for (const fs::directory_entry &entry : fs::directory_iterator(folder, status)) {
        if (const auto step = stepOf(entry.path());
            step && fs::exists(entry.path() / kStateFile, status))
            found.emplace_back(*step, entry.path());
    }
    std::sort(found.begin(), found.end());
    return found;
}

json toJson(const TrainerState &state)
{
    return { { "version", 1 },
             { "global_step", state.position.step },
             { "micro_step", state.position.microStep },
             { "epoch", state.position.epoch },
             { "num_input_tokens_seen", state.position.tokens },
             { "seconds", state.position.seconds },
             { "threads", state.threads },
             { "best_metric", state.bestMetric ? json(*state.bestMetric) : json() },
             { "best_step", state.bestStep },
             { "reference_loss", state.referenceLoss },
             { "results", state.results } };
}

Status copyInto(NamedTensor &target, const TensorView &view, const fs::path &file)
{
    const std::vector<std::int64_t> shape = target.tensor.sizes().vec();
    std::vector<std::int64_t> part = view.shape; // of the file's tensor, that is wanted
    if (target.firstRow > 0 && !part.empty())
        part.front() = std::min(part.front() - target.firstRow, shape.front());
    if (view.dtype != "F32" || part != shape)
        return fail(ErrorCode::Mismatch,
                    "tensor '" + target.name + "' of the checkpoint does not fit the model",
                    file.string());
    TAMIZ_TRY(const torch::Tensor source, loadTensor(view, target.name, file));
    const torch::NoGradGuard noGrad;
    target.tensor.copy_(target.firstRow > 0 ? source.narrow(0, target.firstRow, shape.front())
                                            : source);
    return {};
}

/// Every file of a folder, then the folder itself.
Status syncFolder(const fs::path &folder)
{
    for (const fs::directory_entry &entry : fs::directory_iterator(folder))
        TAMIZ_CHECK(syncToDisk(entry.path()));
    return syncToDisk(folder);
}

} // namespace

Checkpointer::Checkpointer(RunFolder folder, const Recipe &recipe)
    : m_folder(std::move(folder))
    , m_recipe(recipe)
{
}

Status Checkpointer::writeWeights(const fs::path &folder, const Model &model,
                                  const ExperimentData &data) const
{
    if (model.hasAdapter())
        TAMIZ_CHECK(model.saveAdapter(folder, m_recipe.model.path));
    else
        TAMIZ_CHECK(model.saveModel(folder));
    TAMIZ_CHECK(data.tokenizer->save(folder));
    return writeTaskCard(folder, m_recipe.task, data.labels.names());
}

Status Checkpointer::save(const TrainerState &state, const Model &model, const Optimizer &optimizer,
                          const ExperimentData &data)
{
    const std::string name = "step-" + std::to_string(state.position.step);
    const fs::path temporary = m_folder.checkpoints() / (kTemporaryPrefix + name);
    const fs::path final = m_folder.checkpoints() / name;
    std::error_code status;
    if (fs::exists(final, status))
        return {}; // the same position has the same content
    const auto write = [&]() -> Status {
        TAMIZ_CHECK(makeWritableFolder(temporary));
        TAMIZ_CHECK(writeWeights(temporary, model, data));
        TAMIZ_CHECK(saveTensors(temporary / kOptimizerFile, optimizer.state()));
        TAMIZ_CHECK(writeFileAtomically(temporary / kStateFile, toJson(state).dump(2)));
        TAMIZ_CHECK(syncFolder(temporary));
        return publishFolder(temporary, final);
    };
    if (Status written = write(); !written) {
        fs::remove_all(temporary, status);
        return failWith(std::move(written).error(), "writing checkpoint " + name);
    }
    removeOld(state.bestStep);
    return {};
}

void Checkpointer::removeOld(std::int64_t bestStep) const
{
    const auto checkpoints = listCheckpoints(m_folder.checkpoints());
    std::error_code status; // an old checkpoint that cannot be removed costs space only
    const auto kept = static_cast<std::size_t>(std::max(m_recipe.training.keepCheckpoints, 1));
    for (std::size_t i = 0; i + kept < checkpoints.size(); ++i) {
        if (checkpoints[i].first != bestStep)
            fs::remove_all(checkpoints[i].second, status);
    }
}

Result<std::optional<fs::path>> Checkpointer::newest() const
{
    std::error_code status;
    std::vector<fs::path> leftOvers;
    for (const fs::directory_entry &entry :
         fs::directory_iterator(m_folder.checkpoints(), status)) {
        if (entry.path().filename().string().starts_with(kTemporaryPrefix))
            leftOvers.push_back(entry.path());
    }
    for (const fs::path &path : leftOvers)
        fs::remove_all(path, status);
    const auto checkpoints = listCheckpoints(m_folder.checkpoints());
    if (checkpoints.empty())
        return std::optional<fs::path> {};
    return std::optional<fs::path> { checkpoints.back().second };
}

Result<TrainerState> Checkpointer::readState(const fs::path &checkpoint)
{
    const fs::path file = checkpoint / kStateFile;
    TAMIZ_TRY(const std::string text, readFile(file, 1 << 24));
    try {
        const json values = json::parse(text);
        TrainerState state;
        state.position.step = values.at("global_step").get<std::int64_t>();
        state.position.microStep = values.at("micro_step").get<std::int64_t>();
        state.position.epoch = values.at("epoch").get<double>();
        state.position.tokens = values.at("num_input_tokens_seen").get<std::int64_t>();
        state.position.seconds = values.at("seconds").get<double>();
        state.threads = values.at("threads").get<int>();
        if (!values.at("best_metric").is_null())
            state.bestMetric = values.at("best_metric").get<double>();
        state.bestStep = values.at("best_step").get<std::int64_t>();
        state.referenceLoss = values.at("reference_loss").get<std::map<std::string, double>>();
        const json results = values.value("results", json::object());
        for (const auto &[key, value] : results.items()) {
            if (value.is_number()) // JSON has no infinity: it is written as null
                state.results[key] = value.get<double>();
        }
        if (stepOf(checkpoint) != state.position.step) {
            return fail(ErrorCode::Mismatch,
                        "global_step " + std::to_string(state.position.step)
                            + " does not match the folder's name",
                        file.string());
        }
        return state;
    } catch (const json::exception &error) {
        return fail(ErrorCode::InvalidInput,
                    std::string("not a checkpoint's state: ") + error.what(), file.string());
    }
}

Status Checkpointer::restore(const fs::path &checkpoint, Model &model, Optimizer &optimizer)
{
    // A PEFT file prefixes the model's own names; the model's file holds them as they are.
    const std::string prefix = model.hasAdapter() ? kAdapterPrefix : "";
    const fs::path weightsFile
        = checkpoint / (model.hasAdapter() ? kAdapterWeightsFile : "model.safetensors");
    TAMIZ_TRY(const auto weights, SafetensorsFile::open(weightsFile));
    for (NamedTensor &parameter : model.trainableParameters()) {
        const auto found = weights->tensors().find(prefix + parameter.name);
        if (found == weights->tensors().end())
            return fail(ErrorCode::Mismatch, "tensor '" + prefix + parameter.name + "' is missing",
                        weightsFile.string());
        TAMIZ_CHECK(copyInto(parameter, found->second, weightsFile));
    }

    const fs::path optimizerFile = checkpoint / kOptimizerFile;
    TAMIZ_TRY(const auto saved, SafetensorsFile::open(optimizerFile));
    std::vector<NamedTensor> state;
    for (const auto &[name, view] : saved->tensors()) {
        TAMIZ_TRY(const torch::Tensor tensor, loadTensor(view, name, optimizerFile));
        state.push_back({ name, tensor });
    }
    return optimizer.restore(state);
}

Status Checkpointer::saveFinal(const Model &model, const ExperimentData &data)
{
    const fs::path temporary = m_folder.root / ".writing-final";
    std::error_code status;
    fs::remove_all(temporary, status);
    const auto write = [&]() -> Status {
        TAMIZ_CHECK(makeWritableFolder(temporary));
        TAMIZ_CHECK(writeWeights(temporary, model, data));
        TAMIZ_CHECK(syncFolder(temporary));
        return replaceFolder(temporary, m_folder.final());
    };
    if (Status written = write(); !written) {
        fs::remove_all(temporary, status);
        return failWith(std::move(written).error(), "writing the final weights");
    }
    return {};
}

} // namespace tamiz::engine
