// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/engine_loader.h"

#include <system_error>
#include <utility>

#include <dlfcn.h>

namespace tamiz::ui {

namespace {

namespace fs = std::filesystem;

constexpr const char *kLibrary = "libtamiz_engine.so";

/// Beside the program in a build tree, in the library folder of an installation.
fs::path engineLibrary()
{
    std::error_code status;
    const fs::path program = fs::read_symlink("/proc/self/exe", status).parent_path();
    for (const char *folder : { "../lib", "../" TAMIZ_LIBRARY_FOLDER }) {
        fs::path candidate = program / folder / kLibrary;
        if (fs::exists(candidate, status))
            return candidate;
    }
    return kLibrary;
}

class LazyRunBackend final : public RunBackend
{
public:
    explicit LazyRunBackend(EngineLoader &loader)
        : m_loader(loader)
    {
    }

    Result<RunOutcome> execute(const RunRequest &request, RunControl &control,
                               MetricSink &sink) override
    {
        TAMIZ_TRY(engine::EngineParts *const parts, m_loader.load());
        return parts->runBackend->execute(request, control, sink);
    }

private:
    EngineLoader &m_loader;
};

class LazyWorkbench final : public Workbench
{
public:
    explicit LazyWorkbench(EngineLoader &loader)
        : m_loader(loader)
    {
    }

    fs::path resourceFolder() const override { return m_loader.resourceFolder(); }

    Result<ModelInfo> inspectModel(const Recipe &recipe) override
    {
        return ask([&](Workbench &bench) { return bench.inspectModel(recipe); });
    }

    Result<DataInfo> inspectData(const Recipe &recipe, RunControl &control) override
    {
        return ask([&](Workbench &bench) { return bench.inspectData(recipe, control); });
    }

    Result<std::vector<PreviewRow>> preview(const Recipe &recipe, std::int64_t first, int count,
                                            std::int64_t draw, RunControl &control) override
    {
        return ask(
            [&](Workbench &bench) { return bench.preview(recipe, first, count, draw, control); });
    }

    Result<Estimate> estimate(const Recipe &recipe, const DataInfo &data) override
    {
        return ask([&](Workbench &bench) { return bench.estimate(recipe, data); });
    }

    Result<Estimate> measure(const Recipe &recipe, RunControl &control) override
    {
        return ask([&](Workbench &bench) { return bench.measure(recipe, control); });
    }

    Result<std::vector<RelianceValue>> measureReliance(const Recipe &recipe,
                                                       RunControl &control) override
    {
        return ask([&](Workbench &bench) { return bench.measureReliance(recipe, control); });
    }

    Result<TokenProposals> proposeTokens(const Recipe &recipe, const ProposalOptions &options,
                                         RunControl &control) override
    {
        return ask([&](Workbench &bench) { return bench.proposeTokens(recipe, options, control); });
    }

    Result<ExportReport> exportRun(const fs::path &runFolder, const std::string &format,
                                   const fs::path &destination) override
    {
        return ask(
            [&](Workbench &bench) { return bench.exportRun(runFolder, format, destination); });
    }

    Result<ModelDetails> inspectFolder(const fs::path &folder) override
    {
        return ask([&](Workbench &bench) { return bench.inspectFolder(folder); });
    }

    Result<ExportReport> importLlama2c(const fs::path &file, const fs::path &tokenizer,
                                       const fs::path &library, const std::string &name) override
    {
        return ask(
            [&](Workbench &bench) { return bench.importLlama2c(file, tokenizer, library, name); });
    }

    Result<TaskType> taskOf(const TrialModel &model) override
    {
        return ask([&](Workbench &bench) { return bench.taskOf(model); });
    }

    Result<TrialAnswer> answer(const TrialQuestion &question, RunControl &control) override
    {
        return ask([&](Workbench &bench) { return bench.answer(question, control); });
    }

    Result<Continuation> continueText(const ContinuationQuestion &question, RunControl &control,
                                      const ContinuationSink &sink) override
    {
        return ask([&](Workbench &bench) { return bench.continueText(question, control, sink); });
    }

private:
    template<typename Question>
    std::invoke_result_t<Question, Workbench &> ask(Question question)
    {
        TAMIZ_TRY(engine::EngineParts *const parts, m_loader.load());
        return question(*parts->workbench);
    }

    EngineLoader &m_loader;
};

} // namespace

EngineLoader::EngineLoader(fs::path resourceFolder)
    : m_resourceFolder(std::move(resourceFolder))
{
}

EngineLoader::~EngineLoader() = default;

Result<engine::EngineParts *> EngineLoader::load()
{
    const std::lock_guard lock(m_mutex);
    if (!m_parts)
        m_parts = open();
    if (!*m_parts)
        return tl::unexpected<Error>(m_parts->error());
    return (*m_parts)->get();
}

Result<std::unique_ptr<engine::EngineParts>> EngineLoader::open() const
{
    const fs::path path = engineLibrary();
    // Never closed: LibTorch's threads outlive whoever would close it.
    void *library = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (!library)
        return fail(ErrorCode::Io, std::string("the engine could not be loaded: ") + dlerror(),
                    path.string(), "Install the program anew, or build every target");
    auto *openEngine
        = reinterpret_cast<engine::OpenEngineFunction *>(dlsym(library, engine::kOpenEngineSymbol));
    if (!openEngine)
        return fail(ErrorCode::Mismatch, "the engine library is of another version", path.string(),
                    "Install program and library from the same package");
    std::unique_ptr<engine::EngineParts> parts(openEngine(m_resourceFolder.c_str()));
    if (!parts)
        return fail(ErrorCode::Internal, "the engine could not start", path.string());
    return parts;
}

std::unique_ptr<RunBackend> makeLazyRunBackend(EngineLoader &loader)
{
    return std::make_unique<LazyRunBackend>(loader);
}

std::unique_ptr<Workbench> makeLazyWorkbench(EngineLoader &loader)
{
    return std::make_unique<LazyWorkbench>(loader);
}

} // namespace tamiz::ui
