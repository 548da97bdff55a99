// SPDX-License-Identifier: Apache-2.0
// The process dies at any moment of a real run: what has its final name is whole, and the resumed run
// ends as the straight one. Torch runs in the children only: a fork after its threads began is useless.
#include <algorithm>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <fstream>

#include <dlfcn.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include "core/engine/model/safetensors.h"
#include "core/engine/train/checkpoint.h"
#include "tests/engine/train/tiny_task.h"
#include "tests/support/child_process.h"
#include "tests/support/temporary_folder.h"

namespace {

std::atomic<std::int64_t> operations = 0; ///< calls that change what is on the disk
std::int64_t killAt = 0; ///< the call within which the process dies; 0 = never
bool canExchangeNames = true; ///< false: as on NFS

bool isTheLast()
{
    return ++operations == killAt;
}

template<typename Function>
Function *original(const char *name)
{
    return reinterpret_cast<Function *>(::dlsym(RTLD_NEXT, name));
}

} // namespace

// The libraries' calls come here first: the program's symbols win over those of libc.
extern "C" ssize_t write(int file, const void *data, size_t size)
{
    static auto *const next = original<ssize_t(int, const void *, size_t)>("write");
    if (!isTheLast())
        return next(file, data, size);
    next(file, data, size / 2);
    ::kill(::getpid(), SIGKILL);
    return -1;
}

extern "C" int fsync(int file)
{
    static auto *const next = original<int(int)>("fsync");
    if (isTheLast())
        ::kill(::getpid(), SIGKILL);
    return next(file);
}

extern "C" int rename(const char *from, const char *to) noexcept
{
    static auto *const next = original<int(const char *, const char *)>("rename");
    if (isTheLast())
        ::kill(::getpid(), SIGKILL);
    return next(from, to);
}

extern "C" int renameat2(int fromFolder, const char *from, int toFolder, const char *to,
                         unsigned flags) noexcept
{
    static auto *const next
        = original<int(int, const char *, int, const char *, unsigned)>("renameat2");
    if (!canExchangeNames) {
        errno = EINVAL;
        return -1;
    }
    if (isTheLast())
        ::kill(::getpid(), SIGKILL);
    return next(fromFolder, from, toFolder, to, flags);
}

namespace tamiz::engine {
namespace {

namespace fs = std::filesystem;

constexpr int kKills = 8;

struct KillCase
{
    const char *name;
    bool isLora;
    std::uint64_t seed;
};

class CheckpointKill : public testing::TestWithParam<KillCase>
{
protected:
    void SetUp() override
    {
        test::writeTinyTask(m_folder.path());
        test::ChildProcess child([this](const auto &) {
            ::_exit(test::makeTinyBase(m_folder.path()).has_value() ? 0 : 1);
        });
        ASSERT_EQ(child.reap(), 0);
        m_recipe = test::tinyRecipe(m_folder.path());
        m_recipe.training.checkpointSteps = 1;
        m_recipe.training.keepCheckpoints = 2;
        if (GetParam().isLora) {
            m_recipe.layers.lora.rank = 4;
            m_recipe.layers.lora.dropout = 0.1;
        }
    }

    /// Trains in a process that dies within its call number @p last; -1 = killed, else the exit code.
    int train(const std::string &name, bool resume, std::int64_t last = 0)
    {
        const fs::path folder = m_folder.path() / name;
        fs::create_directories(folder);
        test::ChildProcess child([&](const auto &) {
            operations = 0;
            killAt = last;
            RunControl control;
            test::RecordingSink sink;
            const auto outcome
                = engine::train({ .recipe = m_recipe, .folder = folder, .resume = resume },
                                m_folder.path(), control, sink);
            std::ofstream(folder / "operations") << operations;
            ::_exit(outcome && outcome->steps == m_recipe.training.maxSteps ? 0 : 1);
        });
        return child.reap();
    }

    /// The newest checkpoint's step, after a look into each of its files; -1 = there is none.
    std::int64_t newestWholeStep(const std::string &name) const
    {
        const Checkpointer checkpointer(RunFolder { m_folder.path() / name }, m_recipe);
        const auto newest = checkpointer.newest();
        EXPECT_TRUE(newest) << newest.error().toString();
        if (!newest || !*newest)
            return -1;
        const auto state = Checkpointer::readState(**newest);
        EXPECT_TRUE(state) << state.error().toString();
        int tensorFiles = 0;
        for (const fs::directory_entry &entry : fs::directory_iterator(**newest)) {
            EXPECT_EQ(entry.path().string().find(".tmp-"), std::string::npos) << entry.path();
            if (entry.path().extension() != ".safetensors")
                continue;
            ++tensorFiles;
            const auto file = SafetensorsFile::open(entry.path());
            EXPECT_TRUE(file) << file.error().toString();
        }
        EXPECT_EQ(tensorFiles, 2) << "weights and optimiser state";
        return state ? state->position.step : -1;
    }

    /// Whether a checkpoint or the final weights were being written.
    bool isCutOff(const std::string &name) const
    {
        const auto isTemporary = [](const fs::directory_entry &entry) {
            return entry.path().filename().string().starts_with(".writing-");
        };
        const RunFolder folder { m_folder.path() / name };
        for (const fs::path &path : { folder.root, folder.checkpoints() }) {
            std::error_code ignored;
            const fs::directory_iterator entries(path, ignored);
            if (std::any_of(begin(entries), end(entries), isTemporary))
                return true;
        }
        return false;
    }

    std::string content(const std::string &file) const
    {
        return readFile(m_folder.path() / file).value_or("");
    }
    std::string finalWeights(const std::string &name, const std::string &folder = "final") const
    {
        const char *file = GetParam().isLora ? "adapter_model.safetensors" : "model.safetensors";
        return content(name + "/" + folder + "/" + file);
    }
    nlohmann::json metrics(const std::string &name) const
    {
        return nlohmann::json::parse(content(name + "/result.json")).at("metrics");
    }

    test::TemporaryFolder m_folder;
    Recipe m_recipe;
};

TEST_P(CheckpointKill, theNewestCheckpointIsWholeAndTheRunEndsAsIfNothingHappened)
{
    ASSERT_EQ(train("straight", false), 0);
    const std::int64_t all = std::stoll(content("straight/operations"));
    const std::int64_t perCheckpoint = all / (m_recipe.training.maxSteps + 1);
    ASSERT_GT(perCheckpoint, 10);

    const CounterRandom random(GetParam().seed);
    std::int64_t step = -1;
    int cutOff = 0;
    for (std::uint64_t kill = 0; kill < kKills; ++kill) {
        const auto last = static_cast<std::int64_t>(
            1 + random.below(static_cast<std::uint64_t>(2 * perCheckpoint), kill));
        ASSERT_EQ(train("killed", kill > 0, last), -1) << "call " << last << " of kill " << kill;
        cutOff += isCutOff("killed");
        const std::int64_t newest = newestWholeStep("killed");
        EXPECT_GE(newest, step) << "call " << last << " of kill " << kill;
        step = newest;
    }
    EXPECT_GE(step, 1);
    EXPECT_GE(cutOff, kKills / 2) << "most kills fall into a write";

    ASSERT_EQ(train("killed", true), 0);
    EXPECT_FALSE(finalWeights("straight").empty());
    EXPECT_EQ(finalWeights("killed"), finalWeights("straight"));
    EXPECT_EQ(metrics("killed"), metrics("straight"));
    EXPECT_FALSE(isCutOff("killed"));
}

TEST_P(CheckpointKill, aKillWhileTheFinalWeightsAreWrittenLosesNothing)
{
    ASSERT_EQ(train("straight", false), 0);
    const std::int64_t all = std::stoll(content("straight/operations"));
    for (const std::int64_t fromTheEnd : { 1, 2, 5, 9 }) {
        const std::string name = "killed-" + std::to_string(fromTheEnd);
        ASSERT_EQ(train(name, false, all - fromTheEnd), -1);
        EXPECT_EQ(newestWholeStep(name), m_recipe.training.maxSteps);
        ASSERT_EQ(train(name, true), 0);
        EXPECT_EQ(metrics(name), metrics("straight")) << fromTheEnd;
    }
}

TEST_P(CheckpointKill, aRunThatGoesOnKeepsItsWeightsUntilTheNewOnesAreWhole)
{
    ASSERT_EQ(train("finished", false), 0);
    m_recipe.training.maxSteps += 1;
    const std::string old = finalWeights("finished");
    for (const bool exchanges : { true, false }) {
        canExchangeNames = exchanges;
        const auto trainOn = [&](const std::string &name, std::int64_t last) {
            fs::copy(m_folder.path() / "finished", m_folder.path() / name,
                     fs::copy_options::recursive);
            return train(name, true, last);
        };
        const std::string straight = exchanges ? "exchanged" : "moved";
        ASSERT_EQ(trainOn(straight, 0), 0);
        const std::string next = finalWeights(straight);
        EXPECT_NE(next, old);

        const std::int64_t all = std::stoll(content(straight + "/operations"));
        for (const std::int64_t fromTheEnd : { 3, 4, 5, 6, 7, 8, 30 }) {
            const std::string name = straight + "-" + std::to_string(fromTheEnd);
            ASSERT_EQ(trainOn(name, all - fromTheEnd), -1);
            std::string left = finalWeights(name);
            if (left.empty() && !exchanges)
                left = finalWeights(name, ".old-final");
            EXPECT_TRUE(left == old || left == next) << name;
        }
        ASSERT_EQ(train(straight + "-6", true), 0);
        EXPECT_EQ(finalWeights(straight + "-6"), next);
        EXPECT_FALSE(fs::exists(m_folder.path() / (straight + "-6") / ".old-final"));
    }
}

INSTANTIATE_TEST_SUITE_P(Weights, CheckpointKill,
                         testing::Values(KillCase { "model", false, 11 },
                                         KillCase { "adapter", true, 12 }),
                         [](const auto &chosen) { return std::string(chosen.param.name); });

} // namespace
} // namespace tamiz::engine
