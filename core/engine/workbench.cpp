// SPDX-License-Identifier: Apache-2.0
#include "core/engine/engine.h"

#include <algorithm>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

#include "core/base/files.h"
#include "core/base/translate.h"
#include "core/engine/data/experiment_data.h"
#include "core/engine/data/file_texts.h"
#include "core/engine/data/resources.h"
#include "core/engine/data/row_preview.h"
#include "core/engine/evaluate/playground.h"
#include "core/engine/evaluate/reliance.h"
#include "core/engine/export/exporter.h"
#include "core/engine/export/llama2c.h"
#include "core/engine/model/body_names.h"
#include "core/engine/model/folder_details.h"
#include "core/engine/model/torch_error.h"
#include "core/engine/model/weight_files.h"
#include "core/engine/process.h"
#include "core/engine/tokenizer/token_proposals.h"
#include "core/engine/train/cost_model.h"
#include "core/engine/train/dry_run.h"
#include "core/recipe/recipe_io.h"

namespace tamiz::engine {

namespace fs = std::filesystem;

namespace {

/// Text that changes whenever the content of the files behind @p paths does.
std::string fingerprint(const std::vector<std::string> &paths)
{
    std::string text;
    for (const std::string &path : paths) {
        std::error_code status;
        const auto time = fs::last_write_time(path, status).time_since_epoch().count();
        text += path + "|" + std::to_string(time) + "|"
            + std::to_string(fs::file_size(path, status)) + "\n";
    }
    return text;
}

/// Counts the rows of a split and its problems; rows that stand in the training data too make a test too
/// easy.
Result<std::int64_t> describeSplit(const std::vector<std::string> &paths, const char *name,
                                   const TaskSection &task, const TextHashes &train, DataInfo &info,
                                   RunControl &control)
{
    const std::vector<fs::path> files(paths.begin(), paths.end());
    ProblemList problems;
    std::int64_t rows = 0;
    std::int64_t leaks = 0;
    std::string first;
    TAMIZ_CHECK(forEachExample(files, task, problems, control, [&](const Example &row) -> Status {
        ++rows;
        if (train.contains(row) && ++leaks == 1)
            first = placeOf(row, files);
        return {};
    }));
    const std::vector<Problem> found = std::move(problems).take();
    info.problems.insert(info.problems.end(), found.begin(), found.end());
    if (leaks > 0) {
        info.problems.push_back(
            { Severity::Warning, first,
              fillIn(translate("Data", "%1 rows of the %2 data are in the training data too"),
                     { std::to_string(leaks), name }),
              translate("Data", "Remove them from one of the two") });
    }
    return rows;
}

class EngineWorkbench final : public Workbench
{
public:
    explicit EngineWorkbench(fs::path resources)
        : m_resources(std::move(resources))
    {
    }

    fs::path resourceFolder() const override { return m_resources; }

    Result<ModelInfo> inspectModel(const Recipe &unresolved) override
    {
        return guarded([&] { return describeModel(resolvePaths(unresolved, m_resources)); });
    }

    Result<DataInfo> inspectData(const Recipe &unresolved, RunControl &control) override
    {
        return guarded(
            [&] { return describeData(resolvePaths(unresolved, m_resources), control); });
    }

    Result<std::vector<PreviewRow>> preview(const Recipe &unresolved, std::int64_t first, int count,
                                            std::int64_t draw, RunControl &control) override
    {
        return guarded([&]() -> Result<std::vector<PreviewRow>> {
            const Recipe recipe = resolvePaths(unresolved, m_resources);
            TAMIZ_TRY(const auto texts, trainingTexts(recipe, control));
            TAMIZ_TRY(const auto classifier, classifierOf(recipe, control));
            TAMIZ_TRY(const RowPreviewer previewer,
                      RowPreviewer::build(recipe, *texts, *classifier));
            return previewer.rows(first, count, draw, control);
        });
    }

    Result<Estimate> estimate(const Recipe &recipe, const DataInfo &data) override
    {
        return guarded([&] { return estimateCost(recipe, m_resources, data); });
    }

    Result<Estimate> measure(const Recipe &recipe, RunControl &control) override
    {
        return dryRun(recipe, m_resources, control);
    }

    Result<std::vector<RelianceValue>> measureReliance(const Recipe &recipe,
                                                       RunControl &control) override
    {
        return guarded([&]() -> Result<std::vector<RelianceValue>> {
            return baseReliance(resolvePaths(recipe, m_resources), control);
        });
    }

    Result<TokenProposals> proposeTokens(const Recipe &unresolved, const ProposalOptions &options,
                                         RunControl &control) override
    {
        return guarded([&]() -> Result<TokenProposals> {
            const Recipe recipe = resolvePaths(unresolved, m_resources);
            TAMIZ_TRY(std::unique_ptr<Tokenizer> tokenizer,
                      loadTokenizer(recipe.model.path, recipe.model.adapter));
            FileTexts texts({ recipe.data.train.begin(), recipe.data.train.end() }, recipe.task,
                            control);
            TAMIZ_CHECK(texts.check());
            Result<TokenProposals> proposals
                = engine::proposeTokens(texts.reader(), std::move(tokenizer), options, control);
            TAMIZ_CHECK(texts.status());
            return proposals;
        });
    }

    Result<ExportReport> exportRun(const fs::path &runFolder, const std::string &format,
                                   const fs::path &destination) override
    {
        return guarded([&] { return engine::exportRun(runFolder, format, destination); });
    }

    Result<ModelDetails> inspectFolder(const fs::path &folder) override
    {
        return guarded([&] { return describeFolder(resolveResource(folder, m_resources)); });
    }

    Result<ExportReport> importLlama2c(const fs::path &file, const fs::path &tokenizer,
                                       const fs::path &library, const std::string &name) override
    {
        return guarded([&] { return engine::importLlama2c(file, tokenizer, library, name); });
    }

    Result<TaskType> taskOf(const TrialModel &model) override
    {
        return guarded([&] {
            return engine::taskOf(resolved(model)).map([](const TaskSection &task) {
                return task.type;
            });
        });
    }

    Result<TrialAnswer> answer(const TrialQuestion &question, RunControl &control) override
    {
        return guarded([&] {
            TrialQuestion asked = question;
            asked.model = resolved(question.model);
            return m_playground.answer(asked, control);
        });
    }

    Result<Continuation> continueText(const ContinuationQuestion &question, RunControl &control,
                                      const ContinuationSink &sink) override
    {
        return guarded([&] {
            ContinuationQuestion asked = question;
            asked.model = resolved(question.model);
            return m_playground.continueText(asked, control, sink);
        });
    }

private:
    TrialModel resolved(TrialModel model) const
    {
        model.model = resolveResource(model.model, m_resources);
        return model;
    }

    Result<ModelInfo> describeModel(const Recipe &recipe) const
    {
        TAMIZ_TRY(const ModelConfig config, ModelConfig::load(recipe.model.path));
        const bool isNumber = recipe.task.type == TaskType::Regression;
        const auto named = static_cast<std::int64_t>(recipe.task.labels.size());
        const std::int64_t labels = std::max<std::int64_t>(isNumber ? 1 : 2, named);
        const ParameterCount count = countParameters(config, recipe, labels, false);
        ModelInfo info;
        info.folder = recipe.model.path;
        info.name = info.folder.filename();
        info.architecture = config.modelType;
        info.parameters = count.total;
        info.embeddingParameters = count.model.embeddings;
        info.headParameters = count.model.head;
        info.vocabSize = config.vocabSize;
        info.hiddenSize = config.hiddenSize;
        info.maxPositions = config.maxLength();
        LayerInfo layer;
        layer.parameters = count.model.layer;
        for (const Projection &projection : count.model.projections)
            layer.projections.push_back(
                { projection.target, projection.inFeatures, projection.outFeatures });
        info.loraTargets = count.model.loraTargets;
        info.layers.assign(static_cast<std::size_t>(count.model.layers), layer);
        TAMIZ_TRY(WeightFiles weights, WeightFiles::open(recipe.model.path));
        weights.canonicaliseNames(bodyNames(config.modelType));
        info.hasMlmHead = weights.hasVocabularyHead(config.modelType, config.tieWordEmbeddings);
        if (!info.hasMlmHead && !recipe.data.reference.empty()) {
            info.problems.push_back(
                { Severity::Warning,
                  "data.reference",
                  translate(
                      "Model",
                      "the model has no head for its vocabulary: forgetting cannot be measured"),
                  {} });
        }
        return info;
    }

    /// Training texts and tokenizer, read once for each model, task and content of the files.
    Result<std::shared_ptr<const TrainingTexts>> trainingTexts(const Recipe &recipe,
                                                               RunControl &control)
    {
        Recipe part;
        part.model = recipe.model;
        part.vocabulary = recipe.vocabulary;
        part.task = recipe.task;
        part.data.train = recipe.data.train;
        const std::string key = toYaml(part) + fingerprint(recipe.data.train);
        {
            const std::lock_guard lock(m_mutex);
            if (key == m_textsKey)
                return m_texts;
        }
        TAMIZ_TRY(TrainingTexts read, TrainingTexts::read(recipe, control));
        auto texts = std::make_shared<const TrainingTexts>(std::move(read));
        const std::lock_guard lock(m_mutex);
        m_textsKey = key;
        m_texts = texts;
        return texts;
    }

    /// Where a class needs words counted, they are counted once for each set of classes.
    Result<std::shared_ptr<const TokenClassifier>> classifierOf(const Recipe &recipe,
                                                                RunControl &control)
    {
        Recipe part;
        part.task = recipe.task;
        part.masking.classes = recipe.masking.classes;
        part.data.train = recipe.data.train;
        std::vector<std::string> files = recipe.data.train;
        for (const TokenClass &tokenClass : recipe.masking.classes)
            files.push_back(tokenClass.wordsFile);
        const std::string key = toYaml(part) + fingerprint(files);
        {
            const std::lock_guard lock(m_mutex);
            if (key == m_classifierKey)
                return m_classifier;
        }
        TAMIZ_TRY(TokenClassifier built,
                  engine::classifierOf(recipe.masking.classes,
                                       { recipe.data.train.begin(), recipe.data.train.end() },
                                       recipe.task, control));
        auto classifier = std::make_shared<const TokenClassifier>(std::move(built));
        const std::lock_guard lock(m_mutex);
        m_classifierKey = key;
        m_classifier = classifier;
        return classifier;
    }

    Result<DataInfo> describeData(const Recipe &recipe, RunControl &control)
    {
        Recipe part;
        part.model = recipe.model;
        part.vocabulary = recipe.vocabulary;
        part.task = recipe.task;
        part.data = recipe.data;
        part.masking.classes = recipe.masking.classes;
        const std::string key = toYaml(part) + fingerprint(recipe.data.train)
            + fingerprint(recipe.data.validation) + fingerprint(recipe.data.test);
        {
            const std::lock_guard lock(m_mutex);
            if (key == m_dataKey)
                return m_data;
        }
        TAMIZ_TRY(const auto texts, trainingTexts(recipe, control));
        TAMIZ_TRY(const auto classifier, classifierOf(recipe, control));
        TextHashes seen;
        TAMIZ_TRY(DataInfo info, describeTraining(recipe, *texts, *classifier, seen, control));
        TAMIZ_TRY(
            info.validationRows,
            describeSplit(recipe.data.validation, "validation", recipe.task, seen, info, control));
        TAMIZ_TRY(info.testRows,
                  describeSplit(recipe.data.test, "test", recipe.task, seen, info, control));
        info.problems.insert(info.problems.end(), texts->tokenProblems.begin(),
                             texts->tokenProblems.end());
        const std::lock_guard lock(m_mutex);
        m_dataKey = key;
        m_data = info;
        return info;
    }

    const fs::path m_resources;
    Playground m_playground;
    std::mutex m_mutex; ///< guards everything below
    std::string m_textsKey;
    std::shared_ptr<const TrainingTexts> m_texts;
    std::string m_classifierKey;
    std::shared_ptr<const TokenClassifier> m_classifier;
    std::string m_dataKey;
    DataInfo m_data;
};

} // namespace

std::unique_ptr<Workbench> makeWorkbench(const fs::path &resourceFolder)
{
    return std::make_unique<EngineWorkbench>(resourceFolder);
}

} // namespace tamiz::engine
