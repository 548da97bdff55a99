// SPDX-License-Identifier: Apache-2.0
#include "core/store/store_bench.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/base/files.h"
#include "core/base/random.h"
#include "core/base/temporary_files.h"
#include "core/recipe/recipe_io.h"
#include "core/store/run_store.h"

namespace tamiz {

namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr std::int64_t kEventsPerTransaction = 5000;
constexpr std::int64_t kStepsPerMark = 500;
/// What a point may take of the disk, its share of the log of a transaction included; see
/// StoreBenchResult::bytes for what it takes.
constexpr std::uint64_t kBytesPerPoint = 64;
constexpr std::uint64_t kSpareBytes = 64'000'000; ///< for the list of runs and the log

double secondsSince(Clock::time_point begin)
{
    return std::chrono::duration<double>(Clock::now() - begin).count();
}

Error stopped()
{
    return Error { ErrorCode::Cancelled, "stopped on request", {}, {}, {} };
}

/// The folder of the store; a temporary one goes with everything in it.
struct BenchFolder
{
    fs::path path;
    std::optional<TemporaryName> temporary {};
};

Result<BenchFolder> makeFolder(const fs::path &wanted)
{
    if (!wanted.empty()) {
        TAMIZ_CHECK(makeWritableFolder(wanted));
        return BenchFolder { wanted };
    }
    std::error_code status;
    const fs::path parent = fs::temp_directory_path(status);
    if (status)
        return tl::unexpected<Error>(systemError("find the folder of temporary files", parent));
    TAMIZ_TRY(TemporaryName temporary, makeTemporaryFolder(parent / "tamiz-bench-"));
    const fs::path path = temporary.path();
    return BenchFolder { path, std::move(temporary) };
}

/// A database under a temporary name, with what SQLite keeps beside it; gone unless it got its own.
class UnfinishedStore
{
public:
    explicit UnfinishedStore(const fs::path &file)
        : m_file(file)
        , m_path(file.string() + ".partial")
    {
        remove(); // of a call that was killed
    }
    ~UnfinishedStore() { remove(); }
    UnfinishedStore(const UnfinishedStore &) = delete;
    UnfinishedStore &operator=(const UnfinishedStore &) = delete;

    const fs::path &path() const { return m_path; }

    /// No connection may be open.
    Status publish()
    {
        std::error_code status;
        fs::rename(m_path, m_file, status);
        return status ? Status(tl::unexpected<Error>(systemError("name the store", m_file)))
                      : Status();
    }

private:
    void remove()
    {
        std::error_code ignored;
        for (const char *end : { "", "-wal", "-shm" })
            fs::remove(m_path.string() + end, ignored);
    }

    fs::path m_file;
    fs::path m_path;
};

/// Curves as a run has them: losses of both splits, then the validation loss of token classes.
SeriesKey keyOf(std::int64_t series)
{
    if (series < 2)
        return { "loss", series == 0 ? "train" : "validation", {}, {} };
    return { "loss", "validation", "class " + std::to_string(series - 1), {} };
}

class StoreFiller
{
public:
    StoreFiller(RunStore &store, const StoreBenchOptions &options, RunControl &control,
                const StoreBenchProgress &progress)
        : m_store(store)
        , m_options(options)
        , m_control(control)
        , m_progress(progress)
        , m_recipe(toYaml(Recipe {}))
    {
        for (std::int64_t series = 0; series < options.series; ++series)
            m_keys.push_back(keyOf(series));
    }

    Status fill()
    {
        for (std::int64_t run = 0; run < m_options.runs; ++run)
            TAMIZ_CHECK(addRun(run));
        return {};
    }

private:
    Status addRun(std::int64_t run)
    {
        RunRecord record;
        record.name = "run " + std::to_string(run);
        record.state = RunState::Finished;
        record.folder = fs::path("runs") / std::to_string(run);
        record.recipeYaml = m_recipe;
        record.step = record.totalSteps = m_options.points;
        TAMIZ_TRY(const RunId id, m_store.create(record));
        // Steps are few a transaction: the curves of a run grow side by side, as when it trains.
        std::vector<MetricEvent> events { { {}, LogLine { LogLevel::Info, record.name } } };
        for (std::int64_t step = 1; step <= m_options.points; ++step) {
            addStep(events, run, step);
            const bool isFull = static_cast<std::int64_t>(events.size()) + m_options.series
                > kEventsPerTransaction;
            if (!isFull && step < m_options.points)
                continue;
            if (m_control.isStopRequested())
                return tl::unexpected<Error>(stopped());
            TAMIZ_CHECK(m_store.append(id, events));
            events.clear();
            m_progress((static_cast<double>(run)
                        + static_cast<double>(step) / static_cast<double>(m_options.points))
                       / static_cast<double>(m_options.runs));
        }
        return {};
    }

    void addStep(std::vector<MetricEvent> &events, std::int64_t run, std::int64_t step) const
    {
        const double done = static_cast<double>(step) / static_cast<double>(m_options.points);
        const CounterRandom noise
            = CounterRandom(static_cast<std::uint64_t>(run)).at(static_cast<std::uint64_t>(step));
        const std::chrono::system_clock::time_point time { std::chrono::seconds(step) };
        for (std::size_t series = 0; series < m_keys.size(); ++series) {
            events.push_back({ time,
                               Scalar { .series = m_keys[series],
                                        .step = step,
                                        .epoch = 3 * done,
                                        .tokens = 1024 * step,
                                        .seconds = 0.25 * static_cast<double>(step),
                                        .value = 2 * std::exp(-4 * done) + noise.uniform(series),
                                        .count = 1024 } });
        }
        if (step % kStepsPerMark == 0)
            events.push_back({ time, Mark { MarkKind::Evaluation, step, {} } });
    }

    RunStore &m_store;
    const StoreBenchOptions &m_options;
    RunControl &m_control;
    const StoreBenchProgress &m_progress;
    const std::string m_recipe;
    std::vector<SeriesKey> m_keys;
};

Status write(const fs::path &file, const StoreBenchOptions &options, RunControl &control,
             const StoreBenchProgress &progress)
{
    const auto points = static_cast<std::uint64_t>(options.runs * options.series * options.points);
    const std::uint64_t needed = points * kBytesPerPoint + kSpareBytes;
    if (const std::uint64_t free = freeDiskBytes(file); free < needed) {
        return fail(ErrorCode::DiskFull,
                    "a store of " + std::to_string(points) + " points may take "
                        + std::to_string(needed / 1'000'000) + " MB, and "
                        + std::to_string(free / 1'000'000) + " MB are free",
                    file.parent_path().string(),
                    "Name another folder (--folder), or a smaller store");
    }
    UnfinishedStore unfinished(file);
    {
        TAMIZ_TRY(const auto store, RunStore::open(unfinished.path()));
        TAMIZ_CHECK(StoreFiller(*store, options, control, progress).fill());
    }
    return unfinished.publish();
}

/// Opens the store and lists its runs.
Result<std::vector<RunRecord>> openAndList(const fs::path &file)
{
    TAMIZ_TRY(const auto store, RunStore::open(file));
    return store->runs();
}

/// What the window reads of a run that a person selects.
Result<std::int64_t> readCurves(RunStore &store, RunId run)
{
    TAMIZ_TRY(const std::vector<SeriesInfo> series, store.series(run));
    TAMIZ_CHECK(store.marks(run));
    TAMIZ_CHECK(store.log(run));
    std::int64_t count = 0;
    for (const SeriesInfo &one : series) {
        TAMIZ_TRY(const SeriesPoints points, store.points(run, one.key));
        count += static_cast<std::int64_t>(points.value.size());
    }
    return count;
}

StoreBenchTimes timesOf(std::vector<double> milliseconds)
{
    std::sort(milliseconds.begin(), milliseconds.end());
    return { milliseconds[milliseconds.size() / 2], milliseconds.back() };
}

Status check(const StoreBenchOptions &options)
{
    // The most, so that their product is a number of points that fits.
    constexpr std::int64_t kMaxRuns = 1'000'000;
    constexpr std::int64_t kMaxSeries = 10'000;
    constexpr std::int64_t kMaxPoints = 10'000'000;
    const auto inRange
        = [](std::int64_t value, std::int64_t most) { return value >= 1 && value <= most; };
    if (!inRange(options.runs, kMaxRuns) || !inRange(options.series, kMaxSeries)
        || !inRange(options.points, kMaxPoints) || options.rounds < 1) {
        return fail(ErrorCode::InvalidArgument,
                    std::to_string(options.runs) + " runs of " + std::to_string(options.series)
                        + " series of " + std::to_string(options.points) + " points, "
                        + std::to_string(options.rounds) + " rounds",
                    "--runs, --series, --points, --rounds",
                    "At least one of each, and at most 1,000,000 runs, 10,000 series and "
                    "10,000,000 points");
    }
    return {};
}

Status timeReading(const fs::path &file, const StoreBenchOptions &options, RunControl &control,
                   StoreBenchResult &result)
{
    TAMIZ_TRY(const std::vector<RunRecord> runs, openAndList(file));
    if (static_cast<std::int64_t>(runs.size()) != options.runs) {
        return fail(ErrorCode::Mismatch,
                    "the store has " + std::to_string(runs.size()) + " runs, not "
                        + std::to_string(options.runs),
                    file.string(), "Remove it, so that it is written anew");
    }
    std::vector<double> listing;
    std::vector<double> reading;
    for (int round = 0; round < options.rounds; ++round) {
        if (control.isStopRequested())
            return tl::unexpected<Error>(stopped());
        const Clock::time_point opening = Clock::now();
        TAMIZ_CHECK(openAndList(file));
        listing.push_back(1000 * secondsSince(opening));

        const auto place = static_cast<std::size_t>(round * options.runs / options.rounds);
        for (const bool isCounted : { false, true }) { // the first takes the run from the disk
            TAMIZ_TRY(const auto store, RunStore::open(file));
            const Clock::time_point begin = Clock::now();
            TAMIZ_TRY(const std::int64_t points, readCurves(*store, runs[place].id));
            if (isCounted)
                reading.push_back(1000 * secondsSince(begin));
            if (points != options.series * options.points) {
                return fail(ErrorCode::Mismatch,
                            "a run has " + std::to_string(points) + " points, not "
                                + std::to_string(options.series * options.points),
                            file.string(), "Remove it, so that it is written anew");
            }
        }
    }
    result.list = timesOf(std::move(listing));
    result.curves = timesOf(std::move(reading));
    return {};
}

} // namespace

Result<StoreBenchResult> benchStore(const StoreBenchOptions &options, RunControl &control,
                                    const StoreBenchProgress &progress)
{
    TAMIZ_CHECK(check(options));
    TAMIZ_TRY(const BenchFolder folder, makeFolder(options.folder));
    const fs::path file = folder.path
        / ("store-" + std::to_string(options.runs) + "x" + std::to_string(options.series) + "x"
           + std::to_string(options.points) + ".db");
    StoreBenchResult result;
    std::error_code status;
    result.isReused = fs::exists(file, status);
    if (!result.isReused) {
        const Clock::time_point begin = Clock::now();
        TAMIZ_CHECK(write(file, options, control, progress));
        result.writeSeconds = secondsSince(begin);
    }
    TAMIZ_CHECK(timeReading(file, options, control, result));
    result.bytes = fs::file_size(file, status);
    return result;
}

} // namespace tamiz
