// SPDX-License-Identifier: Apache-2.0
#include "core/engine/data/experiment_data.h"

#include <filesystem>
#include <utility>

namespace tamiz::engine {

namespace {

/// Reads files of one split; problems are gathered so that all splits report at once.
Result<ExampleSet> readSplit(const std::vector<std::string> &paths, const TaskSection &task,
                             RunControl &control, std::vector<Problem> &problems)
{
    TAMIZ_TRY(ExampleSet examples, readExamples(paths, task, control));
    problems.insert(problems.end(), examples.problems.begin(), examples.problems.end());
    return examples;
}

} // namespace

Result<TokenClassifier> classifierOf(const std::vector<TokenClass> &classes, const ExampleSet &rows)
{
    return TokenClassifier::build(classes, [&rows](const auto &use) { forEachText(rows, use); });
}

TaskSection referenceTask(const TaskSection &task)
{
    TaskSection reference;
    reference.type = TaskType::MaskedLm;
    reference.maxLength = task.maxLength;
    reference.mlmProbability = task.mlmProbability;
    return reference;
}

Status failOnErrors(const std::vector<Problem> &problems)
{
    std::string message;
    for (const Problem &problem : problems) {
        if (problem.severity != Severity::Error)
            continue;
        if (!message.empty())
            message += "\n";
        message += (problem.path.empty() ? "" : problem.path + ": ") + problem.message;
        if (!problem.hint.empty())
            message += ". " + problem.hint;
    }
    if (message.empty())
        return {};
    return fail(ErrorCode::InvalidInput, message);
}

Result<ExperimentData> loadExperimentData(const Recipe &recipe, RunControl &control,
                                          const LoadProgress &progress)
{
    progress("tokenizer", 0);
    TAMIZ_TRY(std::unique_ptr<Tokenizer> tokenizer,
              loadTokenizer(recipe.model.path, recipe.model.adapter));
    TAMIZ_TRY(DomainTokens domainTokens, addDomainTokens(*tokenizer, recipe.vocabulary));

    std::vector<Problem> problems;
    progress("training data", 0.1);
    TAMIZ_TRY(const ExampleSet train, readSplit(recipe.data.train, recipe.task, control, problems));
    TAMIZ_TRY(const ExampleSet validation,
              readSplit(recipe.data.validation, recipe.task, control, problems));
    std::vector<ExampleSet> tests;
    for (const std::string &path : recipe.data.test) {
        TAMIZ_TRY(ExampleSet test, readSplit({ path }, recipe.task, control, problems));
        tests.push_back(std::move(test));
    }
    const TaskSection plainText = referenceTask(recipe.task);
    std::vector<ExampleSet> references;
    for (const ReferenceSet &reference : recipe.data.reference) {
        TAMIZ_TRY(ExampleSet texts, readSplit({ reference.path }, plainText, control, problems));
        references.push_back(std::move(texts));
    }
    TAMIZ_CHECK(failOnErrors(problems));

    TAMIZ_TRY(TokenClassifier classifier, classifierOf(recipe.masking.classes, train));

    ExperimentData data { .tokenizer = std::move(tokenizer),
                          .domainTokens = std::move(domainTokens),
                          .classifier = std::move(classifier),
                          .labels = LabelMap::from(recipe.task, train.rows),
                          .train = {},
                          .validation = {},
                          .tests = {},
                          .references = {} };
    const DatasetSpec spec { .task = recipe.task,
                             .tokenizer = *data.tokenizer,
                             .classifier = data.classifier,
                             .labels = data.labels,
                             .groupTexts = recipe.pretrain.has_value() };
    progress("tokenising", 0.4);
    const auto tokenize
        = [&](const ExampleSet &examples, const DatasetSpec &how) -> Result<Dataset> {
        TAMIZ_TRY(Dataset dataset, buildDataset(examples, how, control));
        problems.insert(problems.end(), dataset.problems.begin(), dataset.problems.end());
        return dataset;
    };
    if (!recipe.data.train.empty()) {
        TAMIZ_TRY(data.train, tokenize(train, spec));
    }
    if (!recipe.data.validation.empty()) {
        TAMIZ_TRY(data.validation, tokenize(validation, spec));
    }
    progress("tokenising", 0.9);
    for (std::size_t i = 0; i < tests.size(); ++i) {
        TAMIZ_TRY(Dataset dataset, tokenize(tests[i], spec));
        const std::string name
            = i == 0 ? "test" : std::filesystem::path(recipe.data.test[i]).stem().string();
        data.tests.push_back({ name, std::move(dataset) });
    }
    DatasetSpec referenceSpec { .task = plainText,
                                .tokenizer = *data.tokenizer,
                                .classifier = data.classifier,
                                .labels = data.labels };
    for (std::size_t i = 0; i < references.size(); ++i) {
        TAMIZ_TRY(Dataset dataset, tokenize(references[i], referenceSpec));
        data.references.push_back({ recipe.data.reference[i].name,
                                    evenlySpaced(dataset, recipe.data.reference[i].maxRows) });
    }
    TAMIZ_CHECK(failOnErrors(problems));
    progress("tokenising", 1);
    return data;
}

} // namespace tamiz::engine
