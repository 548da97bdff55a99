// SPDX-License-Identifier: Apache-2.0
#pragma once

// Engine-private: names torch.

#include <new>
#include <string>

#include <c10/util/Exception.h>

#include "core/base/result.h"

namespace tamiz::engine {

/// What was asked for and where is in LibTorch's own words; its advice is for Python.
inline tl::unexpected<Error> outOfMemory(std::string message)
{
    message = message.substr(0, message.find(". Including non-PyTorch memory"));
    return fail(
        ErrorCode::OutOfMemory, message, {},
        "Lower the batch size and raise accumulation by as much, lower max_length, use LoRA or "
        "freeze more layers");
}

/// Runs a function that returns a Result or Status and turns what libraries throw into its error.
template<typename Function>
auto guarded(Function &&function) -> decltype(function())
{
    try {
        return function();
    } catch (const c10::OutOfMemoryError &error) {
        return outOfMemory(error.what_without_backtrace());
    } catch (const c10::Error &error) {
        const std::string text = error.what_without_backtrace();
        const bool isMemory = text.find("not enough memory") != std::string::npos
            || text.find("can't allocate memory") != std::string::npos;
        return isMemory ? outOfMemory(text) : fail(ErrorCode::Internal, text);
    } catch (const std::bad_alloc &) {
        return outOfMemory("not enough memory");
    } catch (const std::exception &error) {
        return fail(ErrorCode::Internal, error.what());
    }
}

} // namespace tamiz::engine
