// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <utility>
#include <vector>

#include <tl/expected.hpp>

namespace tamiz {

/// What kind of failure this is; callers branch on it, people read the message.
enum class ErrorCode {
    InvalidArgument, ///< the caller asked for something that makes no sense
    InvalidInput, ///< a file or a recipe holds something wrong
    NotFound, ///< a path, run or name does not exist
    Io, ///< reading or writing failed
    DiskFull, ///< no space left, or a quota reached
    Unsupported, ///< well-formed, but not something this version handles
    Mismatch, ///< two things that belong together disagree (shape, vocabulary, hash)
    NonFinite, ///< a loss or weight became NaN or infinite
    Cancelled, ///< stopped on request
    Busy, ///< locked by another process
    OutOfMemory,
    Internal ///< a library threw, or a bug
};

/// Stable lower-case name of the code, as written to logs and JSON ("invalid-input").
const char *toString(ErrorCode code);

/// An expected failure: what went wrong, where, with which value, and what to do about it.
/// Never translated: the window maps the code to a translated headline and shows this as detail.
struct Error
{
    ErrorCode code = ErrorCode::Internal;
    std::string message; ///< what, with the offending value
    std::string where; ///< file, file:line, tensor or recipe path; may be empty
    std::string hint; ///< what to do; may be empty
    std::vector<std::string> context; ///< added on the way up, innermost first

    /// One line for people: "where: message (while context; while context). hint"
    std::string toString() const;
};

template<typename T>
using Result = tl::expected<T, Error>;
using Status = Result<void>;

/// Builds the failing side of a Result:  return fail(ErrorCode::NotFound, "no such file", path);
inline tl::unexpected<Error> fail(ErrorCode code, std::string message, std::string where = {},
                                  std::string hint = {})
{
    return tl::unexpected<Error>(
        Error { code, std::move(message), std::move(where), std::move(hint), {} });
}

/// Passes an error on with one more line of context.
inline tl::unexpected<Error> failWith(Error error, std::string context)
{
    error.context.push_back(std::move(context));
    return tl::unexpected<Error>(std::move(error));
}

} // namespace tamiz

#define TAMIZ_CONCAT_(a, b) a##b
#define TAMIZ_CONCAT(a, b) TAMIZ_CONCAT_(a, b)

/// TAMIZ_TRY(auto x, f());   assigns the value, or returns the error from the enclosing function.
#define TAMIZ_TRY(declaration, expression)                                                         \
    auto TAMIZ_CONCAT(tamizTry, __LINE__) = (expression);                                          \
    if (!TAMIZ_CONCAT(tamizTry, __LINE__))                                                         \
        return tl::unexpected<::tamiz::Error>(                                                     \
            std::move(TAMIZ_CONCAT(tamizTry, __LINE__)).error());                                  \
    declaration = std::move(*TAMIZ_CONCAT(tamizTry, __LINE__))

/// TAMIZ_CHECK(f());   for a Status: returns the error from the enclosing function.
#define TAMIZ_CHECK(expression)                                                                    \
    do {                                                                                           \
        if (auto tamizStatus = (expression); !tamizStatus)                                         \
            return tl::unexpected<::tamiz::Error>(std::move(tamizStatus).error());                 \
    } while (false)
