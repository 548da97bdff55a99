// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "core/base/problem.h"
#include "core/base/result.h"
#include "core/base/run_control.h"
#include "core/recipe/recipe.h"
#include "core/runs/model_details.h"
#include "core/runs/playground.h"
#include "core/runs/token_proposals.h"

namespace tamiz {

/// A projection that LoRA can sit on, within a layer.
struct ProjectionInfo
{
    std::string target; ///< as in `layers.lora.targets`: "query", "attention.output.dense"
    std::int64_t inFeatures = 0;
    std::int64_t outFeatures = 0;
};

struct LayerInfo
{
    std::int64_t parameters = 0;
    std::vector<ProjectionInfo> projections;
};

/// A model as the designer draws it.
struct ModelInfo
{
    std::string name;
    std::string architecture; ///< "bert"
    std::filesystem::path folder;
    std::int64_t parameters = 0;
    std::int64_t embeddingParameters = 0;
    std::int64_t headParameters = 0; ///< for the recipe's task
    std::int64_t vocabSize = 0;
    std::int64_t hiddenSize = 0;
    std::int64_t maxPositions = 0;
    std::vector<LayerInfo> layers;
    std::vector<std::string> loraTargets; ///< what LoRA sits on where the recipe names nothing
    bool hasMlmHead = false; ///< needed for forgetting
    std::vector<Problem> problems; ///< missing or unexpected tensors and the like
};

/// What one row looks like to the model in one training step.
struct PreviewToken
{
    std::string piece; ///< as in the vocabulary
    std::string surface; ///< the text it covers; empty for special tokens
    std::int64_t id = 0;
    std::int64_t maskedId = 0; ///< id after masking; equal to id when untouched
    std::string maskedPiece;
    std::int64_t begin = 0; ///< code points in the row's text; begin == end for special tokens
    std::int64_t end = 0;
    bool isSpecial = false;
    bool isSecondText = false; ///< belongs to text_pair
    bool isDropped = false;
    bool isHidden = false; ///< mode attention
    bool isLossIgnored = false; ///< mode loss
    std::string label; ///< of the token, where the task has one
    std::vector<int> classes; ///< indices into recipe.masking.classes
};

struct PreviewRow
{
    std::int64_t row = 0;
    std::string text;
    std::string textPair;
    std::vector<std::string> choices; ///< multiple choice: the second text of each
    std::string label;
    bool isTruncated = false;
    std::vector<PreviewToken> tokens;
};

struct ClassFrequency
{
    std::string name;
    std::int64_t tokens = 0;
    double share = 0; ///< of all tokens that are not special
};

/// A description of the training data, seen through the recipe's tokenizer and classes.
struct DataInfo
{
    std::int64_t trainRows = 0;
    std::int64_t validationRows = 0;
    std::int64_t testRows = 0;
    std::int64_t trainTokens = 0; ///< after truncation, special tokens included
    std::int64_t truncatedRows = 0;
    std::int64_t unknownTokens = 0;
    std::vector<std::int64_t> lengthHistogram; ///< rows per bucket of 8 tokens, after truncation
    std::vector<std::string> labels;
    std::vector<std::int64_t> labelCounts;
    std::vector<ClassFrequency> classes;
    std::vector<Problem> problems; ///< duplicates across splits, missing labels ...
};

/// What a run will cost; `isMeasured` fields come from a step that was timed on this machine.
struct Estimate
{
    std::int64_t trainableParameters = 0;
    std::int64_t totalParameters = 0;
    std::int64_t optimizerSteps = 0;
    std::uint64_t trainMemoryBytes = 0;
    std::uint64_t evaluationMemoryBytes = 0;
    std::uint64_t freeMemoryBytes = 0;
    std::uint64_t diskBytes = 0;
    std::uint64_t freeDiskBytes = 0;
    double secondsPerStep = 0; ///< of training
    double secondsPerEpoch = 0;
    double secondsTotal = 0; ///< evaluations included
    bool isMeasured = false;
    std::vector<Problem> problems; ///< not enough memory or disk, and the like
};

struct RelianceValue
{
    std::string tokenClass;
    double metric = 0; ///< masked-LM loss in nats, unmasked
    double metricMasked = 0; ///< the class masked at the input
    double reliance = 0; ///< metricMasked - metric: a loss is better when lower
    std::int64_t tokens = 0;
};

struct ExportReport
{
    std::filesystem::path folder;
    std::vector<std::string> files;
    double largestDifference = 0; ///< of logits, export read back against the original
};

/// The engine's questions-and-answers side, for the designer, the shelf of models, the playground and
/// export. Every call may take long and runs on a worker thread, one at a time or several; results
/// are cached by content where that pays. Never throws.
class Workbench
{
public:
    virtual ~Workbench() = default;

    /// Folder of the bundled model ("bundled" in a recipe) and of the demo packs.
    virtual std::filesystem::path resourceFolder() const = 0;

    virtual Result<ModelInfo> inspectModel(const Recipe &recipe) = 0;
    virtual Result<DataInfo> inspectData(const Recipe &recipe, RunControl &control) = 0;

    /// Rows @p first .. first+count of the training data as step @p draw of a run would show them: the
    /// very code that training uses. Within 100 ms for a few rows once the data were read.
    virtual Result<std::vector<PreviewRow>> preview(const Recipe &recipe, std::int64_t first,
                                                    int count, std::int64_t draw,
                                                    RunControl &control)
        = 0;

    /// Arithmetic only, at once. @p data may be an older answer.
    virtual Result<Estimate> estimate(const Recipe &recipe, const DataInfo &data) = 0;

    /// Times one training and one evaluation step.
    virtual Result<Estimate> measure(const Recipe &recipe, RunControl &control) = 0;

    /// The base model's reliance on each class on the validation set.
    virtual Result<std::vector<RelianceValue>> measureReliance(const Recipe &recipe,
                                                               RunControl &control)
        = 0;

    /// Words of the training data that the base's tokenizer cuts; the recipe's own tokens are not added
    /// before.
    virtual Result<TokenProposals>
    proposeTokens(const Recipe &recipe, const ProposalOptions &options, RunControl &control) = 0;

    /// Exports a finished run's adapter ("peft") or merged model ("merged"), reads it back, compares.
    virtual Result<ExportReport> exportRun(const std::filesystem::path &runFolder,
                                           const std::string &format,
                                           const std::filesystem::path &destination)
        = 0;

    /// A model or adapter folder, "bundled" too. Fails where it cannot be used at all; what else is
    /// wrong with it is a problem.
    virtual Result<ModelDetails> inspectFolder(const std::filesystem::path &folder) = 0;

    /// Brings a model file of llama2.c and its SentencePiece model into @p library / @p name, as a
    /// LLaMA folder in Hugging Face layout, and reads it back.
    virtual Result<ExportReport>
    importLlama2c(const std::filesystem::path &file, const std::filesystem::path &tokenizer,
                  const std::filesystem::path &library, const std::string &name)
        = 0;

    /// The task that the model was tuned for, or else that of its own head.
    virtual Result<TaskType> taskOf(const TrialModel &model) = 0;
    virtual Result<TrialAnswer> answer(const TrialQuestion &question, RunControl &control) = 0;
    /// A stop request is seen within one token and is no failure: what is there comes back.
    virtual Result<Continuation> continueText(const ContinuationQuestion &question,
                                              RunControl &control, const ContinuationSink &sink)
        = 0;
};

} // namespace tamiz
