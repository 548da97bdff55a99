// SPDX-License-Identifier: Apache-2.0
#include "app/cli/console.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <csignal>
#include <cstdio>
#include <thread>

#include <pthread.h>
#include <spdlog/fmt/fmt.h>
#include <unistd.h>

namespace tamiz::cli {

namespace {

std::string duration(double seconds)
{
    const std::int64_t total = std::llround(seconds);
    if (total >= 3600)
        return fmt::format("{} h {:02} min", total / 3600, total / 60 % 60);
    if (total >= 60)
        return fmt::format("{} min {:02} s", total / 60, total % 60);
    return fmt::format("{} s", total);
}

// A signal handler may only touch lock-free atomics; a watching thread does the rest.
std::atomic<int> signalCount { 0 };
std::atomic<bool> isWatching { false };
std::thread watcher;

void countSignal(int number)
{
    if (signalCount.fetch_add(1) > 0)
        ::_exit(128 + number);
}

} // namespace

std::optional<cxxopts::ParseResult> parseArguments(cxxopts::Options &options,
                                                   const Arguments &arguments, int &exitCode)
{
    options.add_options()("h,help", "this help");
    std::vector<const char *> pointers { options.program().c_str() };
    for (const std::string &argument : arguments)
        pointers.push_back(argument.c_str());
    try {
        cxxopts::ParseResult parsed
            = options.parse(static_cast<int>(pointers.size()), pointers.data());
        if (parsed.count("help") > 0) {
            std::puts(options.help().c_str());
            exitCode = kDone;
            return std::nullopt;
        }
        if (parsed.unmatched().empty())
            return parsed;
        std::fprintf(stderr, "%s: unexpected '%s'\n%s\n", options.program().c_str(),
                     parsed.unmatched().front().c_str(), options.help().c_str());
        exitCode = kUsage;
    } catch (const std::exception &error) { // cxxopts' own type was renamed between versions
        std::fprintf(stderr, "%s: %s\n%s\n", options.program().c_str(), error.what(),
                     options.help().c_str());
        exitCode = kUsage;
    }
    return std::nullopt;
}

bool hasVerb(const Arguments &arguments, std::string_view verb, const char *usage, int &exitCode)
{
    const std::string first = arguments.empty() ? std::string() : arguments.front();
    if (first == verb)
        return true;
    const bool isAsked = first == "--help" || first == "-h";
    std::fputs(usage, isAsked ? stdout : stderr);
    exitCode = isAsked ? kDone : kUsage;
    return false;
}

int report(const Error &error)
{
    std::fprintf(stderr, "tamiz: %s\n", error.toString().c_str());
    switch (error.code) {
    case ErrorCode::InvalidArgument:
    case ErrorCode::InvalidInput:
    case ErrorCode::NotFound:
    case ErrorCode::Mismatch:
    case ErrorCode::Unsupported:
        return kInvalidInput;
    case ErrorCode::Cancelled:
        return kCancelled;
    default:
        return kFailed;
    }
}

StopOnSignal::StopOnSignal(RunControl &control)
{
    signalCount = 0;
    isWatching = true;
    std::signal(SIGINT, countSignal);
    std::signal(SIGTERM, countSignal);
    watcher = std::thread([&control] {
        while (isWatching) {
            if (signalCount > 0) {
                control.requestStop();
                return;
            }
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
        }
    });
}

StopOnSignal::~StopOnSignal()
{
    isWatching = false;
    watcher.join();
    std::signal(SIGINT, SIG_DFL);
    std::signal(SIGTERM, SIG_DFL);
}

ConsoleSink::ConsoleSink()
    : m_isTerminal(::isatty(STDERR_FILENO) == 1)
{
}

Status ConsoleSink::record(const MetricEvent &event)
{
    if (const auto *scalar = std::get_if<Scalar>(&event.what))
        show(*scalar);
    else if (const auto *progress = std::get_if<Progress>(&event.what))
        show(*progress);
    else if (const auto *line = std::get_if<LogLine>(&event.what)) {
        clearLine();
        static constexpr const char *kPrefix[] { "", "warning: ", "error: " };
        std::fprintf(stderr, "%s%s\n", kPrefix[static_cast<int>(line->level)], line->text.c_str());
    } else if (const auto *mark = std::get_if<Mark>(&event.what);
               mark && mark->kind == MarkKind::Evaluation) {
        clearLine();
        std::fprintf(stderr, "step %lld:%s\n", static_cast<long long>(mark->step),
                     m_evaluation.c_str());
        m_evaluation.clear();
    }
    return {};
}

void ConsoleSink::show(const Scalar &scalar)
{
    if (scalar.series.name == "loss" && scalar.series.split == "train")
        m_loss = scalar.value;
    const bool isMeasured = !scalar.series.split.empty() && scalar.series.split != "train"
        && scalar.series.tokenClass.empty();
    const bool isForgetting
        = scalar.series.name == "forgetting" && scalar.series.tokenClass.empty();
    if (isMeasured || isForgetting)
        m_evaluation += fmt::format(" {} {:.4f}", toString(scalar.series), scalar.value);
}

void ConsoleSink::show(const Progress &progress)
{
    const auto now = std::chrono::steady_clock::now();
    const auto pause = std::chrono::milliseconds(m_isTerminal ? 200 : 5000);
    if (now - m_lastLine < pause)
        return;
    m_lastLine = now;
    std::string line = progress.phase;
    if (progress.totalSteps > 0)
        line
            += fmt::format("  step {}/{}  loss {:.4f}", progress.step, progress.totalSteps, m_loss);
    else
        line += fmt::format(" {:.0f} %", progress.phaseDone * 100);
    if (progress.secondsLeft >= 0)
        line += "  " + duration(progress.secondsLeft) + " left";
    if (m_isTerminal)
        std::fprintf(stderr, "\r\033[K%s", line.c_str());
    else
        std::fprintf(stderr, "%s\n", line.c_str());
    std::fflush(stderr);
}

void ConsoleSink::clearLine() const
{
    if (m_isTerminal)
        std::fputs("\r\033[K", stderr);
}

} // namespace tamiz::cli
