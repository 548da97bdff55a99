// SPDX-License-Identifier: Apache-2.0
#include "parity_support.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <set>

#include <gtest/gtest.h>

#include "core/engine/gpu.h"
#include "core/engine/model/body_names.h"
#include "core/engine/model/tensor_files.h"
#include "core/engine/train/optimizer.h"
#include "core/recipe/schedules.h"

namespace tamiz::engine::parity {

namespace fs = std::filesystem;

namespace {

std::map<std::string, std::map<std::string, double>> &table()
{
    static std::map<std::string, std::map<std::string, double>> rows;
    return rows;
}

/// Prints the worst difference of each case when all tests have run.
class TablePrinter : public ::testing::Environment
{
public:
    void TearDown() override
    {
        if (table().empty())
            return;
        const std::vector<std::string> columns = { "logits",   "hidden",   "loss",     "gradient",
                                                   "run loss", "run norm", "after/lr", "merged" };
        std::printf("\n%-28s", "worst difference");
        for (const std::string &column : columns)
            std::printf(" %9s", column.c_str());
        std::printf("\n");
        for (const auto &[row, values] : table()) {
            std::printf("%-28s", row.c_str());
            for (const std::string &column : columns) {
                if (values.contains(column))
                    std::printf(" %9.1e", values.at(column));
                else
                    std::printf(" %9s", "-");
            }
            std::printf("\n");
        }
    }
};

fs::path bundledFolder()
{
    return fs::path(TAMIZ_TEST_DATA) / "hf";
}

fs::path fixtureFolder()
{
    if (const char *folder = std::getenv("TAMIZ_HF_FIXTURES"); folder && *folder)
        return folder;
    const fs::path beside = fs::path(TAMIZ_SOURCE_DIR) / "../shared/fixtures/hf";
    return fs::exists(beside) ? beside : bundledFolder();
}

const auto *const kPrinter = ::testing::AddGlobalTestEnvironment(new TablePrinter);

} // namespace

fs::path caseFolder(const std::string &name)
{
    const fs::path found = fixtureFolder() / name;
    return fs::exists(found / "config.json") ? found : bundledFolder() / name;
}

bool isBundled(const std::string &name)
{
    return caseFolder(name).parent_path() == bundledFolder();
}

std::vector<std::string> modelCases()
{
    std::set<std::string> names;
    for (const fs::path &folder : { fixtureFolder(), bundledFolder() }) {
        for (const fs::directory_entry &entry : fs::directory_iterator(folder)) {
            if (fs::exists(entry.path() / "config.json"))
                names.insert(entry.path().filename());
        }
    }
    return { names.begin(), names.end() };
}

std::string skipReason(const std::string &name, Device device)
{
    if (device == Device::Cuda && !findGpu())
        return name + ": no GPU";
    const std::string type = readJson(caseFolder(name) / "config.json").at("model_type");
    if (bodyNames(type).prefix.empty())
        return name + ": the family '" + type + "' is not known yet";
    return {};
}

std::string testName(const std::string &text)
{
    std::string name = text;
    std::replace_if(
        name.begin(), name.end(), [](unsigned char c) { return !std::isalnum(c); }, '_');
    return name;
}

Tensors readTensors(const fs::path &file)
{
    Tensors tensors;
    const auto opened = SafetensorsFile::open(file);
    if (!opened)
        throw std::runtime_error(opened.error().toString());
    for (const auto &[name, view] : (*opened)->tensors())
        tensors[name] = loadTensor(view, name, file).value();
    return tensors;
}

nlohmann::json readJson(const fs::path &file)
{
    std::ifstream stream(file);
    return nlohmann::json::parse(stream);
}

std::vector<BatchTensors> readBatches(const Tensors &io)
{
    std::vector<BatchTensors> batches;
    for (int i = 0;; ++i) {
        const std::string prefix = "b" + std::to_string(i) + ".";
        if (!io.contains(prefix + "input_ids"))
            return batches;
        const auto tensor = [&](const char *name) {
            const auto found = io.find(prefix + name);
            return found == io.end() ? torch::Tensor() : found->second;
        };
        BatchTensors batch;
        batch.inputIds = tensor("input_ids");
        batch.tokenTypeIds = tensor("token_type_ids");
        batch.attentionMask = tensor("attention_mask");
        batch.labels = tensor("labels");
        if (batch.labels.defined() && batch.labels.is_floating_point()) {
            batch.targets = batch.labels.reshape({ batch.inputIds.size(0), -1 }); // [B, K]
            batch.labels = torch::Tensor();
        }
        if (batch.inputIds.dim() == 3) { // [B, choices, T] -> [B * choices, T]
            batch.choices = batch.inputIds.size(1);
            for (torch::Tensor *const perToken :
                 { &batch.inputIds, &batch.tokenTypeIds, &batch.attentionMask }) {
                if (perToken->defined())
                    *perToken = perToken->flatten(0, 1);
            }
        }
        batch.startPositions = tensor("start_positions");
        batch.endPositions = tensor("end_positions");
        batches.push_back(batch);
    }
}

BatchTensors withLengths(BatchTensors batch)
{
    if (!batch.attentionMask.defined())
        return batch;
    const torch::Tensor lengths = batch.attentionMask.sum(1); // [B]
    const torch::Tensor places = torch::arange(batch.inputIds.size(1), torch::kLong); // [T]
    const torch::Tensor front
        = (places.unsqueeze(0) < lengths.unsqueeze(1)).to(torch::kLong); // [B, T]
    if (!torch::equal(front, batch.attentionMask))
        return batch;
    batch.lengths.assign(lengths.data_ptr<std::int64_t>(),
                         lengths.data_ptr<std::int64_t>() + lengths.numel());
    return batch;
}

double largestDifference(const torch::Tensor &a, const torch::Tensor &b, const torch::Tensor &mask)
{
    EXPECT_EQ(a.sizes(), b.sizes());
    torch::Tensor difference
        = (a.detach().cpu().to(torch::kDouble) - b.detach().cpu().to(torch::kDouble)).abs();
    if (mask.defined())
        difference = difference.index({ mask == 1 });
    return difference.max().item<double>();
}

double relativeDifference(const torch::Tensor &actual, const torch::Tensor &expected, double scale)
{
    const double largest = expected.abs().max().item<double>();
    return largestDifference(actual, expected) / (largest < 1e-9 * scale ? 1e-2 * scale : largest);
}

TrainingSection trainingSettings(const nlohmann::json &run)
{
    TrainingSection settings;
    const bool isSgd = run.at("optimizer") == "SGD";
    settings.optimizer = isSgd ? OptimizerKind::Sgd : OptimizerKind::AdamW;
    settings.learningRate = run.at("lr");
    settings.weightDecay = run.at("weight_decay");
    settings.maxGradNorm = run.at("clip");
    settings.accumulation = run.at("accumulate");
    settings.warmupRatio = 0;
    settings.warmupSteps = run.value("warmup", 0);
    const std::string schedule = run.at("schedule");
    settings.schedule = schedule == "linear" ? LrSchedule::Linear
        : schedule == "cosine"               ? LrSchedule::Cosine
                                             : LrSchedule::Constant;
    if (isSgd) {
        settings.momentum = run.at("momentum");
    } else {
        settings.beta1 = run.at("betas").at(0);
        settings.beta2 = run.at("betas").at(1);
        settings.epsilon = run.at("eps");
    }
    return settings;
}

RunDifference repeatRun(Model &model, const nlohmann::json &run,
                        const std::vector<BatchTensors> &batches)
{
    const TrainingSection settings = trainingSettings(run);
    const nlohmann::json &steps = run.at("steps");
    Optimizer optimizer(model.trainableParameters(), settings, run.at("decay") == "all");
    ForwardContext context;
    context.isTraining = true;
    context.needsLogits = false;

    RunDifference worst;
    std::size_t micro = 0;
    for (std::size_t step = 0; step < steps.size(); ++step) {
        optimizer.zeroGrad();
        for (const double expected : steps[step].at("losses")) {
            const torch::Tensor loss
                = model.forward(batches[micro++ % batches.size()], context).loss;
            (loss / settings.accumulation).backward();
            worst.loss = std::max(worst.loss, std::abs(loss.item<double>() - expected));
        }
        const double norm = clipGradNorm(optimizer.parameters(), settings.maxGradNorm);
        const double expectedNorm = steps[step].at("grad_norm");
        worst.norm = std::max(worst.norm, std::abs(norm - expectedNorm) / expectedNorm);
        const double rate = learningRateAt(settings, static_cast<std::int64_t>(step),
                                           static_cast<std::int64_t>(steps.size()));
        worst.rate = std::max(worst.rate, std::abs(rate - steps[step].at("lr").get<double>()));
        optimizer.step(rate);
    }
    return worst;
}

void record(const std::string &row, const std::string &column, double difference)
{
    double &worst = table()[row][column];
    worst = std::max(worst, difference);
}

} // namespace tamiz::engine::parity
