// SPDX-License-Identifier: Apache-2.0
#include "core/base/result.h"

namespace tamiz {

const char *toString(ErrorCode code)
{
    switch (code) {
    case ErrorCode::InvalidArgument:
        return "invalid-argument";
    case ErrorCode::InvalidInput:
        return "invalid-input";
    case ErrorCode::NotFound:
        return "not-found";
    case ErrorCode::Io:
        return "io";
    case ErrorCode::DiskFull:
        return "disk-full";
    case ErrorCode::Unsupported:
        return "unsupported";
    case ErrorCode::Mismatch:
        return "mismatch";
    case ErrorCode::NonFinite:
        return "non-finite";
    case ErrorCode::Cancelled:
        return "cancelled";
    case ErrorCode::Busy:
        return "busy";
    case ErrorCode::OutOfMemory:
        return "out-of-memory";
    case ErrorCode::Internal:
        break;
    }
    return "internal";
}

std::string Error::toString() const
{
    std::string line = where.empty() ? message : where + ": " + message;
    for (const std::string &part : context)
        line += " (while " + part + ")";
    if (!hint.empty())
        line += ". " + hint;
    return line;
}

} // namespace tamiz
