// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

// A value may hold commas ("--set data.train=[a, b]"): repeat the option for several.
#define CXXOPTS_VECTOR_DELIMITER '\0'
#include <cxxopts.hpp>

#include "app/cli/command.h"
#include "core/base/result.h"
#include "core/base/run_control.h"
#include "core/metrics/metric_sink.h"

namespace tamiz::cli {

/// One line on standard output; invalid UTF-8 (a file name may hold it) becomes U+FFFD.
template<typename Json>
void printJson(const Json &json)
{
    std::puts(json.dump(-1, ' ', false, Json::error_handler_t::replace).c_str());
}

/// The value of an enumeration that toString() calls @p name; nothing when it is none of @p all.
template<typename Enum>
std::optional<Enum> named(const std::string &name, std::initializer_list<Enum> all)
{
    for (const Enum known : all) {
        if (name == toString(known))
            return known;
    }
    return std::nullopt;
}

/// Parses a command's arguments. Nothing on --help (printed to standard output, @p exitCode kDone)
/// or on wrong usage, an argument too many included (told on standard error, kUsage).
std::optional<cxxopts::ParseResult> parseArguments(cxxopts::Options &options,
                                                   const Arguments &arguments, int &exitCode);

/// Whether a command's first argument is @p verb, its only one so far. Else @p usage is printed: to standard
/// output on --help (@p exitCode kDone), to standard error on wrong usage (kUsage).
bool hasVerb(const Arguments &arguments, std::string_view verb, const char *usage, int &exitCode);

/// Tells an error on standard error, one line a problem, and returns the exit code that it means:
/// kInvalidInput for what a file or an option holds, kCancelled for a stop, else kFailed.
int report(const Error &error);

/// While it lives, SIGINT and SIGTERM request a stop of @p control; a second one ends the process.
/// One at a time.
class StopOnSignal
{
public:
    explicit StopOnSignal(RunControl &control);
    ~StopOnSignal();
    StopOnSignal(const StopOnSignal &) = delete;
    StopOnSignal &operator=(const StopOnSignal &) = delete;
};

/// A run's progress for people, on standard error: a line that rewrites itself on a terminal, plain
/// lines otherwise (at most one in 5 s, and each evaluation).
class ConsoleSink final : public MetricSink
{
public:
    ConsoleSink();

    Status record(const MetricEvent &event) override;
    Status flush() override { return {}; }

private:
    void show(const Scalar &scalar);
    void show(const Progress &progress);
    void clearLine() const;

    const bool m_isTerminal;
    double m_loss = 0;
    std::string m_evaluation; ///< metrics of the step being evaluated
    std::int64_t m_evaluationStep = -1;
    std::chrono::steady_clock::time_point m_lastLine;
};

} // namespace tamiz::cli
