// SPDX-License-Identifier: Apache-2.0
#include "core/engine/engine.h"

#include <utility>

#include "core/base/files.h"
#include "core/base/resource_folder.h"
#include "core/engine/data/experiment_data.h"
#include "core/engine/data/resources.h"
#include "core/engine/model/torch_error.h"
#include "core/engine/process.h"
#include "core/engine/train/pretrain.h"
#include "core/engine/train/reporter.h"
#include "core/engine/train/trainer.h"
#include "core/recipe/recipe_io.h"

namespace tamiz::engine {

namespace fs = std::filesystem;

namespace {

class EngineBackend final : public RunBackend
{
public:
    explicit EngineBackend(fs::path resources)
        : m_resources(std::move(resources))
    {
    }

    Result<RunOutcome> execute(const RunRequest &request, RunControl &control,
                               MetricSink &sink) override
    {
        return guarded([&]() -> Result<RunOutcome> {
            TAMIZ_CHECK(failOnErrors(validateRecipe(request.recipe)));
            Reporter reporter(sink);
            const MachineReport machine = inspectMachine();
            reporter.log(LogLevel::Info, describe(machine));
            if (!machine.warning.empty())
                reporter.log(LogLevel::Warning, machine.warning);
            if (!request.recipe.pretrain)
                return train(request, m_resources, control, sink);

            RunRequest pretraining = request;
            pretraining.recipe.model.path = (request.folder / "base").string();
            TAMIZ_CHECK(makeBase(pretraining, control, reporter));
            return train(pretraining, m_resources, control, sink);
        });
    }

private:
    /// The untrained model of a pretraining run, made once: a resumed run finds it.
    Status makeBase(const RunRequest &request, RunControl &control, Reporter &reporter) const
    {
        const fs::path base = request.recipe.model.path;
        std::error_code status;
        if (fs::exists(base, status))
            return {};
        const fs::path temporary = request.folder / ".writing-base";
        fs::remove_all(temporary, status);
        TAMIZ_CHECK(makeWritableFolder(temporary));
        TAMIZ_CHECK(createBaseModel(
            resolvePaths(request.recipe, m_resources), temporary, control,
            [&reporter](const std::string &what, double done) {
                reporter.progress({ .phase = what, .step = 0, .totalSteps = 0, .phaseDone = done });
            }));
        return publishFolder(temporary, base);
    }

    const fs::path m_resources;
};

} // namespace

std::unique_ptr<RunBackend> makeRunBackend(const fs::path &resourceFolder)
{
    return std::make_unique<EngineBackend>(resourceFolder);
}

fs::path findResourceFolder()
{
    return tamiz::findResourceFolder();
}

} // namespace tamiz::engine
