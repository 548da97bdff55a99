// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "core/runs/workbench.h"

namespace tamiz::test {

/// A Workbench without an engine: a made-up encoder of six layers, a few rows of Spanish help text,
/// words as tokens, and masks drawn from the recipe's seed. Any thread.
class FakeWorkbench final : public Workbench
{
public:
    std::filesystem::path resourceFolder() const override { return "/fake/resources"; }

    Result<ModelInfo> inspectModel(const Recipe &recipe) override;
    Result<DataInfo> inspectData(const Recipe &recipe, RunControl &control) override;
    Result<std::vector<PreviewRow>> preview(const Recipe &recipe, std::int64_t first, int count,
                                            std::int64_t draw, RunControl &control) override;
    Result<Estimate> estimate(const Recipe &recipe, const DataInfo &data) override;
    Result<Estimate> measure(const Recipe &recipe, RunControl &control) override;
    Result<std::vector<RelianceValue>> measureReliance(const Recipe &recipe,
                                                       RunControl &control) override;
    Result<TokenProposals> proposeTokens(const Recipe &recipe, const ProposalOptions &options,
                                         RunControl &control) override;
    Result<ExportReport> exportRun(const std::filesystem::path &runFolder,
                                   const std::string &format,
                                   const std::filesystem::path &destination) override;
    /// "bundled" is the encoder; a folder of that name "broken" has no config.json, of "bare" lacks
    /// its head, of "final" is an adapter.
    Result<ModelDetails> inspectFolder(const std::filesystem::path &folder) override;
    Result<ExportReport> importLlama2c(const std::filesystem::path &file,
                                       const std::filesystem::path &tokenizer,
                                       const std::filesystem::path &library,
                                       const std::string &name) override;
    /// By the name of the tuned folder: "tagger", "filler", "decoder"; any other one classifies.
    Result<TaskType> taskOf(const TrialModel &model) override;
    Result<TrialAnswer> answer(const TrialQuestion &question, RunControl &control) override;
    Result<Continuation> continueText(const ContinuationQuestion &question, RunControl &control,
                                      const ContinuationSink &sink) override;

    /// inspectData, measureReliance and answer wait until open() or until they are stopped;
    /// continueText goes on for ever until then.
    void close() { m_isClosed = true; }
    void open() { m_isClosed = false; }

    int layers = 6;
    std::atomic<int> modelCalls { 0 };
    std::atomic<int> dataCalls { 0 };
    std::atomic<int> previewCalls { 0 };
    std::atomic<int> folderCalls { 0 };
    std::atomic<int> answerCalls { 0 };
    std::atomic<int> stoppedCalls { 0 };

private:
    /// False when stopped.
    bool waitAtGate(RunControl &control);

    std::atomic<bool> m_isClosed { false };
};

/// The demo task as a recipe: four classes of tokens, punctuation masked in 30 % of the steps, LoRA
/// on query and value above two frozen layers.
Recipe fakeRecipe();

} // namespace tamiz::test
