// SPDX-License-Identifier: Apache-2.0
// What a metric event costs on its way, and a curve before it is drawn.
#include <cmath>
#include <numeric>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "core/base/random.h"
#include "core/metrics/downsample.h"
#include "core/metrics/event_json.h"
#include "core/metrics/jsonl_sink.h"
#include "core/metrics/mailbox_sink.h"
#include "core/metrics/smoothing.h"
#include "core/store/run_store.h"
#include "tests/support/temporary_folder.h"

namespace tamiz {
namespace {

constexpr int kPixels = 1600;

MetricEvent scalarAt(std::int64_t step)
{
    return { std::chrono::system_clock::time_point(std::chrono::milliseconds(step)),
             Scalar { .series = { "loss", "validation", "punctuation", {} },
                      .step = step,
                      .epoch = 0.001 * static_cast<double>(step),
                      .tokens = 1024 * step,
                      .seconds = 0.25 * static_cast<double>(step),
                      .value = 1.0 / (1.0 + static_cast<double>(step)),
                      .count = 1024 } };
}

std::vector<double> fallingCurve(std::int64_t points)
{
    const CounterRandom noise(1);
    std::vector<double> values;
    for (std::int64_t i = 0; i < points; ++i) {
        values.push_back(std::exp(-4.0 * static_cast<double>(i) / static_cast<double>(points))
                         + noise.uniform(static_cast<std::uint64_t>(i)));
    }
    return values;
}

std::vector<double> steps(std::int64_t points)
{
    std::vector<double> x(static_cast<std::size_t>(points));
    std::iota(x.begin(), x.end(), 0.0);
    return x;
}

void eventToJson(benchmark::State &state)
{
    const MetricEvent event = scalarAt(1234);
    for (auto _ : state)
        benchmark::DoNotOptimize(toJson(event));
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(eventToJson);

void eventFromJson(benchmark::State &state)
{
    const std::string line = toJson(scalarAt(1234));
    if (!tamiz::eventFromJson(line))
        state.SkipWithError("the event is not read back");
    for (auto _ : state)
        benchmark::DoNotOptimize(tamiz::eventFromJson(line));
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(eventFromJson);

/// To the system, not to the disk: as record() promises.
void eventToFile(benchmark::State &state)
{
    const test::TemporaryFolder folder;
    Result<JsonlSink> sink = JsonlSink::open(folder.path() / "events.jsonl");
    if (!sink) {
        state.SkipWithError(sink.error().toString().c_str());
        return;
    }
    const MetricEvent event = scalarAt(1234);
    for (auto _ : state) {
        if (!sink->record(event))
            state.SkipWithError("the event was not written");
    }
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(eventToFile);

/// A tick of the window: what came in 50 ms at 200 events a second.
void mailboxTick(benchmark::State &state)
{
    MailboxSink mailbox;
    const MetricEvent event = scalarAt(1234);
    for (auto _ : state) {
        for (int i = 0; i < 10; ++i)
            (void)mailbox.record(event);
        benchmark::DoNotOptimize(mailbox.drain());
    }
    state.SetItemsProcessed(10 * state.iterations());
}
BENCHMARK(mailboxTick);

/// The batch of the store's writer thread, in a store in memory.
void storeBatch(benchmark::State &state)
{
    const auto store = RunStore::openInMemory();
    const Result<RunId> run
        = store ? (*store)->create({}) : Result<RunId>(tl::unexpected<Error>(store.error()));
    if (!run) {
        state.SkipWithError(run.error().toString().c_str());
        return;
    }
    std::int64_t step = 0;
    std::vector<MetricEvent> events(500);
    for (auto _ : state) {
        for (MetricEvent &event : events)
            event = scalarAt(++step);
        if (!(*store)->append(*run, events))
            state.SkipWithError("the events were not stored");
    }
    state.SetItemsProcessed(static_cast<std::int64_t>(events.size()) * state.iterations());
}
BENCHMARK(storeBatch);

void downsampleByWalking(benchmark::State &state)
{
    const std::vector<double> x = steps(state.range(0));
    const std::vector<double> y = fallingCurve(state.range(0));
    for (auto _ : state)
        benchmark::DoNotOptimize(downsample(x, y, x.front(), x.back(), kPixels));
    state.SetItemsProcessed(state.range(0) * state.iterations());
}
BENCHMARK(downsampleByWalking)->Arg(10'000)->Arg(1'000'000);

void downsampleByIndex(benchmark::State &state)
{
    const std::vector<double> x = steps(state.range(0));
    ExtremaIndex index;
    index.append(fallingCurve(state.range(0)));
    for (auto _ : state)
        benchmark::DoNotOptimize(index.downsample(x, x.front(), x.back(), kPixels));
}
BENCHMARK(downsampleByIndex)->Arg(10'000)->Arg(1'000'000);

void smoothCurve(benchmark::State &state)
{
    const std::vector<double> y = fallingCurve(state.range(0));
    for (auto _ : state)
        benchmark::DoNotOptimize(smooth(y, 0.9));
    state.SetItemsProcessed(state.range(0) * state.iterations());
}
BENCHMARK(smoothCurve)->Arg(1'000'000);

} // namespace
} // namespace tamiz
