// SPDX-License-Identifier: Apache-2.0
#include "core/engine/tokenizer/sp_module.h"

#include <cstdlib>
#include <filesystem>
#include <string>

#include <dlfcn.h>

namespace tamiz::engine {

namespace fs = std::filesystem;

namespace {

fs::path modulePath()
{
    if (const char *given = std::getenv("TAMIZ_SP_MODULE"))
        return given;
    Dl_info here {};
    if (::dladdr(reinterpret_cast<const void *>(&modulePath), &here) != 0 && here.dli_fname)
        return fs::path(here.dli_fname).parent_path() / "libtamiz_sp.so";
    return "libtamiz_sp.so";
}

/// The module's SentencePiece has to find its own protobuf 3.14, not the 3.21 that LibTorch brought:
/// its symbols are bound to its own dependencies first. Sanitizers refuse that flag; there, a
/// namespace of its own does the same.
void *openApart(const fs::path &path)
{
#ifdef TAMIZ_SANITIZED
    return ::dlmopen(LM_ID_NEWLM, path.c_str(), RTLD_NOW | RTLD_LOCAL);
#else
    return ::dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL | RTLD_DEEPBIND);
#endif
}

Result<const TamizSpApi *> load()
{
    const fs::path path = modulePath();
    const auto failed = [&path](ErrorCode code, const std::string &message) {
        return fail(code, "cannot load the SentencePiece module: " + message, path.string(),
                    "Install libsentencepiece0, or set TAMIZ_SP_MODULE to the module's path");
    };
    void *module = openApart(path);
    if (!module) {
        const char *reason = ::dlerror();
        return failed(ErrorCode::NotFound, reason ? reason : "unknown reason");
    }
    const auto entry = reinterpret_cast<TamizSpEntry>(::dlsym(module, TAMIZ_SP_ENTRY));
    const TamizSpApi *api = entry ? entry() : nullptr;
    if (!api || api->abi != TAMIZ_SP_ABI)
        return failed(ErrorCode::Mismatch, "it is of another version");
    return api;
}

} // namespace

Result<const TamizSpApi *> loadSpModule()
{
    static const Result<const TamizSpApi *> loaded = load();
    return loaded;
}

} // namespace tamiz::engine
