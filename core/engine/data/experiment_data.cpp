// SPDX-License-Identifier: Apache-2.0
#include "core/engine/data/experiment_data.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <optional>
#include <utility>

#include "core/base/translate.h"
#include "core/engine/data/dataset_builder.h"
#include "core/engine/data/file_texts.h"
#include "core/engine/data/rows_key.h"

namespace tamiz::engine {

namespace {

/// Files that are tokenised together.
struct Split
{
    std::vector<std::filesystem::path> files;
    const TaskSection &task;
    bool joinsTexts = false;
    std::string key {}; ///< empty: rows in memory
    std::optional<RowFile> found {};

    std::uint64_t bytes() const { return bytesOf(files); }
};

/// Tells of bytes that are done as of a share of the work, now and then.
class ByteProgress
{
public:
    ByteProgress(const LoadProgress &progress, const char *what, double begin, double end,
                 std::uint64_t bytes)
        : m_progress(progress)
        , m_what(what)
        , m_begin(begin)
        , m_perByte((end - begin) / static_cast<double>(std::max<std::uint64_t>(bytes, 1)))
    {
    }

    /// For the next files; what they are told of is behind those before.
    BytesRead next(std::uint64_t bytes)
    {
        const std::uint64_t before = std::exchange(m_before, m_before + bytes);
        return [this, before](std::uint64_t done) {
            m_progress(m_what, m_begin + m_perByte * static_cast<double>(before + done));
        };
    }

private:
    const LoadProgress &m_progress;
    const char *m_what;
    const double m_begin;
    const double m_perByte;
    std::uint64_t m_before = 0;
};

/// Takes two passes over files whose rows are not in the cache: one finds problems and labels, the other
/// tokenises. Neither holds more than a row.
class ExperimentLoader
{
public:
    ExperimentLoader(const Recipe &recipe, RunControl &control, const LoadProgress &progress,
                     const RowCacheSettings &cache)
        : m_recipe(recipe)
        , m_control(control)
        , m_progress(progress)
        , m_cache(cache)
        , m_keys(recipe, control)
        , m_plainText(referenceTask(recipe.task))
    {
        const DataSection &data = recipe.data;
        const bool joins = recipe.pretrain.has_value();
        m_splits.push_back({ { data.train.begin(), data.train.end() }, recipe.task, joins });
        m_splits.push_back(
            { { data.validation.begin(), data.validation.end() }, recipe.task, joins });
        for (const std::string &path : data.test)
            m_splits.push_back({ { path }, recipe.task, joins });
        for (const ReferenceSet &reference : data.reference)
            m_splits.push_back({ { reference.path }, m_plainText });
    }

    Result<ExperimentData> load()
    {
        m_progress("tokenizer", 0);
        TAMIZ_TRY(std::unique_ptr<Tokenizer> tokenizer,
                  loadTokenizer(m_recipe.model.path, m_recipe.model.adapter));
        TAMIZ_TRY(DomainTokens domainTokens, addDomainTokens(*tokenizer, m_recipe.vocabulary));
        m_progress("training data", 0.1);
        TAMIZ_CHECK(findRows(tokenizer->vocabSize()));
        TAMIZ_TRY(LabelMap labels, survey());
        TAMIZ_TRY(TokenClassifier classifier,
                  classifierOf(m_recipe.masking.classes, m_splits.front().files, m_recipe.task,
                               m_control));
        ExperimentData data { .tokenizer = std::move(tokenizer),
                              .domainTokens = std::move(domainTokens),
                              .classifier = std::move(classifier),
                              .labels = std::move(labels),
                              .train = {},
                              .validation = {},
                              .tests = {},
                              .references = {},
                              .warnings = {} };
        TAMIZ_CHECK(tokenize(data));
        m_progress("tokenising", 1);
        return data;
    }

private:
    /// Splits that are large enough to be kept, and those that are.
    Status findRows(std::int64_t vocabSize)
    {
        for (Split &split : m_splits) {
            if (split.files.empty() || split.bytes() < m_cache.settings().leastBytes)
                continue;
            Result<std::string> key = m_keys.of(split.files, split.task);
            if (!key && key.error().code == ErrorCode::Cancelled)
                return tl::unexpected<Error>(std::move(key).error());
            if (!key)
                continue; // whoever reads the file says so
            split.key = std::move(*key);
            TAMIZ_TRY(split.found, m_cache.find(split.key, vocabSize, m_control));
        }
        return {};
    }

    /// Every problem of every file that has to be read, and the training data's labels.
    Result<LabelMap> survey()
    {
        std::uint64_t bytes = 0;
        for (const Split &split : m_splits)
            bytes += split.found ? 0 : split.bytes();
        ByteProgress progress(m_progress, "training data", 0.1, 0.3, bytes);
        LabelFinder finder(m_recipe.task);
        std::vector<Problem> problems;
        for (const Split &split : m_splits) {
            if (split.found)
                continue;
            const bool isTrain = &split == &m_splits.front();
            ProblemList found;
            TAMIZ_CHECK(forEachExample(
                split.files, split.task, found, m_control,
                [&](const Example &example) -> Status {
                    if (isTrain)
                        finder.add(example);
                    return {};
                },
                progress.next(split.bytes())));
            append(problems, std::move(found).take());
        }
        TAMIZ_CHECK(failOnErrors(problems));
        const std::optional<RowFile> &train = m_splits.front().found;
        return train ? LabelMap(train->notes.labels) : finder.labels();
    }

    Status tokenize(ExperimentData &data)
    {
        std::uint64_t bytes = 0;
        for (const Split &split : m_splits)
            bytes += split.found ? 0 : split.bytes();
        ByteProgress progress(m_progress, "tokenising", 0.3, 1, bytes);
        std::vector<Problem> problems;
        const DataSection &files = m_recipe.data;
        for (std::size_t i = 0; i < m_splits.size(); ++i) {
            const Split &split = m_splits[i];
            if (split.files.empty())
                continue;
            TAMIZ_TRY(Dataset rows, rowsOf(split, data, progress));
            append(problems, rows.problems);
            if (i == 0) {
                data.train = std::move(rows);
            } else if (i == 1) {
                data.validation = std::move(rows);
            } else if (i < 2 + files.test.size()) {
                const std::string name = i == 2 ? "test" : split.files.front().stem().string();
                data.tests.push_back({ name, std::move(rows) });
            } else {
                const ReferenceSet &reference = files.reference[i - 2 - files.test.size()];
                TAMIZ_TRY(Dataset sample, evenlySpaced(rows, reference.maxRows));
                data.references.push_back({ reference.name, std::move(sample) });
            }
        }
        return failOnErrors(problems);
    }

    Result<Dataset> rowsOf(const Split &split, ExperimentData &data, ByteProgress &progress)
    {
        if (split.found) {
            Dataset dataset;
            dataset.rows = split.found->rows;
            dataset.choices = split.found->notes.choices;
            dataset.questions = split.found->notes.questions;
            return dataset;
        }
        const DatasetSpec spec { .task = split.task,
                                 .tokenizer = *data.tokenizer,
                                 .classifier = data.classifier,
                                 .labels = data.labels,
                                 .groupTexts = split.joinsTexts };
        const BytesRead onRead = progress.next(split.bytes());
        if (split.key.empty())
            return build(split, spec, RowWriter(DatasetBuilder::limits(spec)), onRead);
        if (const auto same = m_kept.find(split.key); same != m_kept.end())
            return same->second;
        Result<Dataset> kept = inFile(split, spec, onRead);
        if (!kept)
            kept = inMemory(split, spec, std::move(kept).error(), data, onRead);
        if (kept)
            m_kept.emplace(split.key, *kept);
        return kept;
    }

    Result<Dataset> inFile(const Split &split, const DatasetSpec &spec, const BytesRead &onRead)
    {
        TAMIZ_TRY(RowWriter writer, m_cache.writer(split.key, DatasetBuilder::limits(spec)));
        TAMIZ_TRY(Dataset dataset, build(split, spec, std::move(writer), onRead));
        m_cache.makeRoom(split.key);
        return dataset;
    }

    /// Where the folder of rows cannot be written to: small ones have room elsewhere.
    Result<Dataset> inMemory(const Split &split, const DatasetSpec &spec, Error why,
                             ExperimentData &data, const BytesRead &onRead)
    {
        const bool isOfDisk = why.code == ErrorCode::DiskFull || why.code == ErrorCode::Io
            || why.code == ErrorCode::NotFound;
        if (!isOfDisk)
            return tl::unexpected<Error>(std::move(why));
        if (split.bytes() > m_cache.settings().mostInMemory) {
            why.hint = "Free some space, or name a folder on another disk in XDG_CACHE_HOME";
            return failWith(std::move(why), "keeping the tokenised rows");
        }
        data.warnings.push_back(
            { Severity::Warning,
              m_cache.settings().folder.string(),
              fillIn(
                  translate("Data", "tokenised rows cannot be kept there, memory holds them: %1"),
                  { why.message }),
              {} });
        return build(split, spec, RowWriter(DatasetBuilder::limits(spec)), onRead);
    }

    Result<Dataset> build(const Split &split, const DatasetSpec &spec, RowWriter writer,
                          const BytesRead &onRead)
    {
        DatasetBuilder builder(spec, split.files, std::move(writer), m_control);
        ProblemList unread; // the survey found none
        TAMIZ_CHECK(forEachExample(
            split.files, split.task, unread, m_control,
            [&builder](const Example &example) { return builder.add(example); }, onRead));
        TAMIZ_CHECK(failOnErrors(std::move(unread).take()));
        TAMIZ_CHECK(m_keys.checkUnchanged(split.files));
        return std::move(builder).finish(split.key);
    }

    static void append(std::vector<Problem> &problems, const std::vector<Problem> &more)
    {
        problems.insert(problems.end(), more.begin(), more.end());
    }

    const Recipe &m_recipe;
    RunControl &m_control;
    const LoadProgress &m_progress;
    const RowCache m_cache;
    RowsKey m_keys;
    const TaskSection m_plainText;
    std::vector<Split> m_splits; ///< training, validation, tests, references
    std::map<std::string, Dataset> m_kept; ///< by key: files may be named twice
};

} // namespace

Result<TokenClassifier> classifierOf(const std::vector<TokenClass> &classes,
                                     const std::vector<std::filesystem::path> &files,
                                     const TaskSection &task, RunControl &control)
{
    FileTexts texts(files, task, control);
    Result<TokenClassifier> classifier = TokenClassifier::build(classes, texts.reader());
    TAMIZ_CHECK(texts.status());
    return classifier;
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
                                          const LoadProgress &progress,
                                          const RowCacheSettings &cache)
{
    return ExperimentLoader(recipe, control, progress, cache).load();
}

} // namespace tamiz::engine
