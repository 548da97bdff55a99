// SPDX-License-Identifier: Apache-2.0
#include "core/runs/run_session.h"

#include <exception>
#include <utility>

#include "core/base/files.h"
#include "core/recipe/recipe_io.h"
#include "core/runs/detail/run_naming.h"
#include "core/runs/detail/run_watch.h"
#include "core/runs/detail/session_sink.h"
#include "core/runs/run_folder.h"
#include "core/runs/run_recovery.h"
#include "core/store/event_import.h"
#include "core/store/run_store.h"

namespace tamiz {

namespace {

namespace fs = std::filesystem;

fs::path storeFile(const SessionOptions &options)
{
    return options.home / "tamiz.db";
}

std::string runText(RunId id)
{
    return "run " + std::to_string(id);
}

fs::path parentFolder(const Recipe &recipe, const SessionOptions &options)
{
    return recipe.output.folder.empty() ? options.home / "runs" : fs::path(recipe.output.folder);
}

/// Refuses a folder in which another run was recorded.
Status requireUnused(const fs::path &folder)
{
    const RunFolder run { folder };
    std::error_code ignored;
    if (!fs::exists(run.recipe(), ignored) && !fs::exists(run.events(), ignored))
        return {};
    return fail(ErrorCode::InvalidArgument, "the folder holds another run", folder.string(),
                "Choose a new folder, or resume the run that is there");
}

Status prepareFolder(const fs::path &folder, const std::string &recipeYaml)
{
    TAMIZ_CHECK(makeWritableFolder(folder));
    const RunFolder run { folder };
    std::error_code ignored;
    if (fs::exists(run.recipe(), ignored))
        return {};
    return writeFileAtomically(run.recipe(), recipeYaml);
}

bool hasCheckpoint(const RunFolder &folder)
{
    std::error_code status;
    for (const fs::directory_entry &entry : fs::directory_iterator(folder.checkpoints(), status)) {
        if (entry.path().filename().string().rfind("step-", 0) == 0)
            return true;
    }
    return false;
}

Result<Recipe> readRecipe(const RunRecord &record)
{
    ParsedRecipe parsed = parseRecipe(record.recipeYaml);
    if (!hasErrors(parsed.problems))
        return std::move(parsed.recipe);
    std::string text = "its recipe cannot be read";
    for (const Problem &problem : parsed.problems)
        text += "; " + problem.path + ": " + problem.message;
    return fail(ErrorCode::InvalidInput, text, RunFolder { record.folder }.recipe().string());
}

/// A claimed run on its way to its end.
class Session
{
public:
    Session(RunRecord record, fs::path database, RunStore &store, RunBackend &backend,
            RunControl &control, MetricSink *view)
        : m_record(std::move(record))
        , m_storeFile(std::move(database))
        , m_store(store)
        , m_backend(backend)
        , m_control(control)
        , m_view(view)
    {
    }

    Result<RunOutcome> run()
    {
        if (Status status = prepare(); !status)
            return failEarly(std::move(status).error());
        Result<RunOutcome> outcome = execute();
        return finish(std::move(outcome));
    }

private:
    Status prepare()
    {
        TAMIZ_TRY(m_request.recipe, readRecipe(m_record));
        m_request.folder = m_record.folder;
        TAMIZ_CHECK(prepareFolder(m_record.folder, m_record.recipeYaml));
        m_request.resume = hasCheckpoint(RunFolder { m_record.folder });

        // Before new events arrive: what an earlier session could not bring into the store.
        const RunFolder folder { m_record.folder };
        const auto imported = importMissingEvents(m_store, m_record.id, folder.events());
        TAMIZ_TRY(m_sink, detail::SessionSink::open(folder, m_storeFile, m_record.id, m_view));
        m_sink->changeState(RunState::Running);
        if (!imported)
            m_sink->log(LogLevel::Warning, imported.error().toString());
        else if (imported->damagedLines > 0)
            m_sink->log(LogLevel::Warning,
                        "events.jsonl: " + std::to_string(imported->damagedLines)
                            + " damaged line(s) skipped, the first at byte "
                            + std::to_string(imported->firstDamaged));
        return {};
    }

    /// Ends a run that could not even begin to write down what happens.
    Result<RunOutcome> failEarly(Error error)
    {
        error.context.push_back("starting " + runText(m_record.id));
        (void)m_store.changeState(m_record.id, RunState::Failed, error.toString());
        if (m_view) {
            (void)m_view->record({ std::chrono::system_clock::now(),
                                   StateChange { RunState::Failed, error.toString() } });
        }
        return tl::unexpected<Error>(std::move(error));
    }

    Result<RunOutcome> execute()
    {
        detail::RunWatch watch(m_record.id, m_store, m_control, *m_sink);
        Result<RunOutcome> outcome = executeGuarded();
        watch.stop();
        if (watch.isLost()) {
            m_isLost = true;
            return fail(ErrorCode::Mismatch,
                        runText(m_record.id) + " was taken over by another process",
                        m_record.folder.string());
        }
        return outcome;
    }

    Result<RunOutcome> executeGuarded()
    {
        try {
            return m_backend.execute(m_request, m_control, m_sink->backendSink());
        } catch (const std::exception &exception) {
            return fail(ErrorCode::Internal, exception.what(), m_record.folder.string(),
                        "This is a bug of Tamiz; please report it");
        } catch (...) {
            return fail(ErrorCode::Internal, "an unknown exception", m_record.folder.string(),
                        "This is a bug of Tamiz; please report it");
        }
    }

    Result<RunOutcome> finish(Result<RunOutcome> outcome)
    {
        if (!outcome && outcome.error().code == ErrorCode::Cancelled)
            outcome = RunOutcome { .isCancelled = true, .steps = 0, .finalFolder = {} };
        RunState state = RunState::Failed;
        std::string message;
        if (outcome) {
            state = outcome->isCancelled ? RunState::Cancelled : RunState::Finished;
        } else {
            message = outcome.error().toString();
            m_sink->log(LogLevel::Error, message);
        }
        // Metrics, then the state, then the news of it: who hears that the run ended finds all of it.
        m_sink->flush();
        if (m_isLost) {
            if (m_view)
                (void)m_view->record({ std::chrono::system_clock::now(),
                                       StateChange { RunState::Interrupted, message } });
            return outcome;
        }
        const Status stored = m_store.changeState(m_record.id, state, message);
        m_sink->changeState(state, message);
        if (!stored) {
            m_sink->log(LogLevel::Warning,
                        "the store did not learn that the run ended: " + stored.error().toString());
        }
        m_sink->flush();
        return outcome;
    }

    RunRecord m_record;
    fs::path m_storeFile;
    RunStore &m_store;
    RunBackend &m_backend;
    RunControl &m_control;
    MetricSink *m_view;
    RunRequest m_request;
    std::unique_ptr<detail::SessionSink> m_sink;
    bool m_isLost = false;
};

Result<RunId> registerFolder(RunStore &store, const fs::path &folder, const SessionOptions &options)
{
    const RunFolder run { folder };
    RunRecord record;
    TAMIZ_TRY(record.recipeYaml, readFile(run.recipe(), std::uint64_t { 16 } << 20));
    TAMIZ_TRY(const Recipe recipe, readRecipe(record));
    const std::string named = options.name.empty() ? recipe.output.name : options.name;
    record.name = named.empty() ? folder.filename().string() : named;
    record.group = options.group;
    record.folder = folder;
    record.state = RunState::Interrupted;
    if (const auto last = lastRecordedState(run.events()); last && isTerminal(last->state)) {
        record.state = last->state;
        record.message = last->message;
    }
    TAMIZ_TRY(const RunId id, store.create(record));
    TAMIZ_CHECK(importMissingEvents(store, id, run.events()));
    return id;
}

} // namespace

Result<RunId> RunSession::enqueue(const Recipe &recipe, const SessionOptions &options)
{
    TAMIZ_TRY(const auto store, RunStore::open(storeFile(options)));
    RunRecord record;
    record.name = options.name.empty() ? recipe.output.name : options.name;
    if (record.name.empty())
        record.name = "run";
    record.group = options.group;
    record.recipeYaml = toYaml(recipe);
    if (!options.folder.empty()) {
        record.folder = fs::weakly_canonical(options.folder);
        TAMIZ_CHECK(requireUnused(record.folder));
    }
    TAMIZ_TRY(const RunId id, store->create(record));

    const auto complete = [&]() -> Status {
        if (record.folder.empty()) {
            const fs::path parent = parentFolder(recipe, options);
            record.folder = fs::weakly_canonical(parent / detail::runFolderName(id, record.name));
            TAMIZ_CHECK(requireUnused(record.folder));
            TAMIZ_CHECK(store->setFolder(id, record.folder));
        }
        return prepareFolder(record.folder, record.recipeYaml);
    };
    if (Status status = complete(); !status) {
        (void)store->remove(id);
        return failWith(std::move(status).error(), "creating the run's folder");
    }
    return id;
}

Result<RunId> RunSession::findOrAdopt(const fs::path &folder, const SessionOptions &options)
{
    std::error_code ignored;
    const fs::path place = fs::weakly_canonical(folder, ignored);
    TAMIZ_TRY(const auto store, RunStore::open(storeFile(options)));
    const Result<RunRecord> known = store->findByFolder(place);
    if (known)
        return known->id;
    if (known.error().code != ErrorCode::NotFound)
        return tl::unexpected<Error>(known.error());
    return registerFolder(*store, place, options);
}

Result<RunOutcome> RunSession::run(RunId id, const SessionOptions &options, RunBackend &backend,
                                   RunControl &control, MetricSink *view)
{
    try {
        TAMIZ_TRY(const auto store, RunStore::open(storeFile(options)));
        TAMIZ_CHECK(store->claim(id));
        TAMIZ_TRY(RunRecord record, store->run(id));
        if (record.folder.empty()) {
            // The process died between registering the run and naming its folder.
            TAMIZ_TRY(const Recipe recipe, readRecipe(record));
            record.folder = fs::weakly_canonical(parentFolder(recipe, options)
                                                 / detail::runFolderName(id, record.name));
            TAMIZ_CHECK(store->setFolder(id, record.folder));
        }
        return Session(std::move(record), storeFile(options), *store, backend, control, view).run();
    } catch (const std::exception &exception) {
        return fail(ErrorCode::Internal, exception.what(), runText(id));
    }
}

} // namespace tamiz
