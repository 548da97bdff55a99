// SPDX-License-Identifier: Apache-2.0
// Experiments whose rows are kept on disk, beside the same ones in memory.
#include "core/engine/data/row_cache.h"

#include <filesystem>
#include <fstream>
#include <functional>
#include <tuple>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/mount.h>

#include "core/base/random.h"
#include "core/engine/data/batch_source.h"
#include "core/engine/data/experiment_data.h"
#include "core/recipe/recipe_io.h"
#include "tests/support/child_process.h"
#include "tests/support/temporary_folder.h"

namespace tamiz::engine {

namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

constexpr int kCount = 50;

/// Words of the vocabulary, up to @p most of them.
std::string words(std::uint64_t row, std::uint64_t most)
{
    static const std::vector<std::string> kWords {
        "el", "rey", "gato", "mar", "la", "ve", ",", "."
    };
    const CounterRandom random = CounterRandom(9).at(row);
    std::string text = "el";
    for (std::uint64_t i = random.below(most, 0); i > 0; --i)
        text += " " + kWords[random.below(kWords.size(), i)];
    return text;
}

/// A row of a task as JSON.
std::string jsonRow(TaskType type, std::uint64_t row)
{
    const std::string text = "{\"text\":\"" + words(row, 30) + "\",";
    const std::string number = std::to_string(row % 3);
    switch (type) {
    case TaskType::MultiLabel:
        return text + R"("label":["b","l)" + number + "\"]}";
    case TaskType::Regression:
        return text + "\"label\":[" + number + ".25,-1]}";
    case TaskType::TokenClassification:
        return R"({"tokens":["el","gato","."],"tags":["DET","T)" + number + "\",\"PUNCT\"]}";
    case TaskType::QuestionAnswering:
        return "{\"question\":\"quien ve ?\",\"context\":\"rey " + words(row, 40)
            + (row % 5 == 0 ? R"(","answers":[]})"
                            : R"(","answers":[{"text":"rey","answer_start":0}]})");
    case TaskType::MultipleChoice:
        return "{\"question\":\"quien ve ?\",\"choices\":[\"el rey\",\"" + words(row, 5)
            + "\",\"mar\"],\"label\":" + number + "}";
    case TaskType::NextSentence:
        return text + R"("text_pair":"el rey","label":)" + std::to_string(row % 2) + "}";
    default:
        return text + "\"label\":\"l" + number + "\"}";
    }
}

class RowCacheTest : public testing::Test
{
protected:
    RowCacheTest()
    {
        fs::create_directory(m_folder.path() / "model");
        m_folder.write("model/vocab.txt",
                       "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\nel\nrey\ngat\n##o\n.\n,\nmar\nquien\n?"
                       "\nve\nla\n");
        m_folder.write("model/tokenizer_config.json",
                       R"({"tokenizer_class":"BertTokenizer","do_lower_case":true})");
        m_recipe.model.path = m_folder.path() / "model";
        m_recipe.seed = 5;
        m_recipe.task.maxLength = 24;
        m_recipe.training.batchSize = 4;
        m_recipe.data.train = { m_folder.path() / "train.jsonl" };
        m_recipe.data.validation = { m_folder.path() / "validation.jsonl" };
        TokenClass punctuation;
        punctuation.name = "punctuation";
        punctuation.expression = "punctuation";
        TokenClass frequent;
        frequent.name = "frequent";
        frequent.kind = TokenClassKind::Frequency;
        frequent.minShare = 0.1;
        m_recipe.masking.classes = { punctuation, frequent };
        MaskRule rule;
        rule.tokenClass = "frequent";
        rule.probability = 0.4;
        m_recipe.masking.rules = { rule };
        m_cache = { .folder = m_folder.path() / "cache", .leastBytes = 1 };
        writeData(TaskType::Classification);
    }

    void writeData(TaskType type, int rows = kCount)
    {
        m_recipe.task.type = type;
        for (const std::uint64_t split : { 0, 1 }) {
            std::string content;
            for (int row = 0; row < rows; ++row)
                content += jsonRow(type, 1000 * split + static_cast<std::uint64_t>(row)) + "\n";
            m_folder.write(split == 0 ? "train.jsonl" : "validation.jsonl", content);
        }
    }

    /// Notes whether anything was tokenised: each file tells of it, and the end does.
    Result<ExperimentData> load()
    {
        RunControl control;
        int told = 0;
        Result<ExperimentData> data = loadExperimentData(
            m_recipe, control,
            [&told](const std::string &what, double) { told += what == "tokenising"; }, m_cache);
        m_isTokenized = told > 1;
        return data;
    }

    ExperimentData loaded()
    {
        Result<ExperimentData> data = load();
        EXPECT_TRUE(data) << data.error().toString();
        return std::move(*data);
    }

    std::vector<std::string> cached() const
    {
        std::vector<std::string> names;
        std::error_code ignored;
        for (const fs::directory_entry &entry : fs::directory_iterator(m_cache.folder, ignored))
            names.push_back(entry.path().filename());
        std::sort(names.begin(), names.end());
        return names;
    }

    std::vector<Batch> batches(const ExperimentData &data)
    {
        const RunPlan plan = RunPlan::of(m_recipe, data.train.size());
        BatchSource source(data, m_recipe, plan,
                           RowMasker(*data.tokenizer, m_recipe,
                                     *Masker::build(m_recipe.masking, *data.tokenizer, 5)));
        std::vector<Batch> made;
        for (std::int64_t step = 0; step < 2 * plan.batchesPerEpoch; ++step)
            made.push_back(*source.batch(step, step));
        return made;
    }

    /// All that a model is told.
    static auto contentOf(const Batch &batch)
    {
        return std::tie(batch.rows, batch.length, batch.lengths, batch.inputIds, batch.tokenTypeIds,
                        batch.attentionMask, batch.choices, batch.labels, batch.targets,
                        batch.startPositions, batch.endPositions, batch.classes, batch.rowIndex,
                        batch.isMasked);
    }

    static std::vector<TokenRow> rowsOf(const Dataset &dataset)
    {
        std::vector<TokenRow> rows;
        EXPECT_TRUE(dataset.rows.forEach([&rows](const TokenRow &row) -> Status {
            rows.push_back(row);
            return {};
        }));
        return rows;
    }

    const test::TemporaryFolder m_folder;
    Recipe m_recipe;
    RowCacheSettings m_cache;
    bool m_isTokenized = false;
};

TEST_F(RowCacheTest, everyTaskSeesTheSameBatchesFromFilesAsFromMemory)
{
    for (const TaskType type :
         { TaskType::Classification, TaskType::MultiLabel, TaskType::Regression,
           TaskType::TokenClassification, TaskType::QuestionAnswering, TaskType::MultipleChoice,
           TaskType::NextSentence, TaskType::MaskedLm, TaskType::CausalLm }) {
        SCOPED_TRACE(toString(type));
        writeData(type);
        m_cache.leastBytes = 1 << 20;
        const ExperimentData inMemory = loaded();
        m_cache.leastBytes = 1;
        const ExperimentData built = loaded();
        EXPECT_TRUE(m_isTokenized);
        const ExperimentData found = loaded();
        EXPECT_FALSE(m_isTokenized) << "the second time the rows are there";
        const std::vector<Batch> expected = batches(inMemory);
        ASSERT_FALSE(expected.empty());
        for (const ExperimentData *other : { &built, &found }) {
            EXPECT_EQ(other->labels.names(), inMemory.labels.names());
            EXPECT_EQ(other->train.size(), inMemory.train.size());
            EXPECT_EQ(other->train.choices, inMemory.train.choices);
            EXPECT_EQ(other->validation.questions, inMemory.validation.questions);
            EXPECT_EQ(rowsOf(other->validation), rowsOf(inMemory.validation));
            const std::vector<Batch> seen = batches(*other);
            ASSERT_EQ(seen.size(), expected.size());
            for (std::size_t i = 0; i < seen.size(); ++i)
                EXPECT_TRUE(contentOf(seen[i]) == contentOf(expected[i])) << "batch " << i;
            const Dataset sample = *evenlySpaced(other->validation, 7);
            EXPECT_EQ(rowsOf(sample), rowsOf(*evenlySpaced(inMemory.validation, 7)));
        }
        // Grouped texts of a model that is made from scratch.
        if (type == TaskType::MaskedLm) {
            m_recipe.pretrain.emplace();
            const ExperimentData grouped = loaded();
            EXPECT_TRUE(m_isTokenized);
            m_cache.folder.clear();
            m_cache.leastBytes = 1 << 20;
            EXPECT_EQ(rowsOf(grouped.train), rowsOf(loaded().train));
            m_recipe.pretrain.reset();
            m_cache = { .folder = m_folder.path() / "cache", .leastBytes = 1 };
        }
    }
}

TEST_F(RowCacheTest, smallFilesStayInMemory)
{
    m_cache.leastBytes = 1 << 20;
    loaded();
    EXPECT_FALSE(fs::exists(m_cache.folder));
}

TEST_F(RowCacheTest, filesThatAreNamedTwiceAreTokenisedOnce)
{
    m_recipe.data.validation = m_recipe.data.test = m_recipe.data.train;
    const ExperimentData data = loaded();
    EXPECT_THAT(cached(), SizeIs(1));
    EXPECT_EQ(rowsOf(data.tests.at(0).data), rowsOf(data.train));
}

TEST_F(RowCacheTest, anotherFileTokenizerOrRecipeHasOtherRows)
{
    loaded();
    const std::vector<std::pair<const char *, std::function<void()>>> changes {
        { "a row", [this] { writeData(TaskType::Classification, kCount - 1); } },
        { "the vocabulary",
          [this] {
              m_folder.write("model/vocab.txt",
                             "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\nel\nrey\nmar\n.\n,\n");
          } },
        { "the tokenizer's settings",
          [this] {
              m_folder.write("model/tokenizer_config.json",
                             R"({"tokenizer_class":"BertTokenizer","do_lower_case":false})");
          } },
        { "max_length", [this] { m_recipe.task.maxLength = 16; } },
        { "the labels' order",
          [this] {
              m_recipe.task.labels = { "l2", "l1", "l0" };
          } },
        { "a class", [this] { m_recipe.masking.classes[1].minShare = 0.2; } },
        { "a token of the domain", [this] { m_recipe.vocabulary.addTokens = { "reymar" }; } },
        { "the way of reading",
          [this] {
              m_recipe.task.type = TaskType::MaskedLm;
              m_recipe.task.labels.clear();
          } },
    };
    for (const auto &[what, change] : changes) {
        loaded();
        EXPECT_FALSE(m_isTokenized) << "before the change of " << what;
        change();
        loaded();
        EXPECT_TRUE(m_isTokenized) << what;
    }
}

TEST_F(RowCacheTest, whatDoesNotChangeARowFindsItsRows)
{
    loaded();
    m_recipe.task.mlmProbability = 0.5;
    m_recipe.task.maxAnswerLength = 3;
    m_recipe.training.batchSize = 2;
    m_recipe.seed = 77;
    fs::rename(m_folder.path() / "train.jsonl", m_folder.path() / "moved.jsonl");
    m_recipe.data.train = { m_folder.path() / "moved.jsonl" };
    loaded();
    EXPECT_FALSE(m_isTokenized);
}

TEST_F(RowCacheTest, trainingDataCountInTheRowsOfOtherFiles)
{
    loaded();
    std::ofstream(m_folder.path() / "train.jsonl", std::ios::app) << R"({"text":"el","label":"a"})"
                                                                  << "\n";
    const ExperimentData data = loaded();
    EXPECT_THAT(data.labels.names(), ElementsAre("a", "l0", "l1", "l2"));
    EXPECT_EQ(data.validation.rows.at(0)->label, 2) << "l1 was 1";
}

TEST_F(RowCacheTest, damagedFilesAreMadeAnew)
{
    const ExperimentData first = loaded();
    const std::vector<TokenRow> expected = rowsOf(first.train);
    for (const std::string &name : cached()) {
        const fs::path file = m_cache.folder / name;
        const std::string content = test::contentOf(file);
        for (const std::string &wrong :
             { std::string(), content.substr(0, content.size() / 2), std::string(10'000, 'x'),
               content.substr(0, 60) + static_cast<char>(~content[60]) + content.substr(61) }) {
            fs::remove(file);
            std::ofstream(file, std::ios::binary) << wrong;
            const ExperimentData data = loaded();
            EXPECT_TRUE(m_isTokenized);
            EXPECT_EQ(rowsOf(data.train), expected);
            EXPECT_EQ(test::contentOf(file), content);
        }
    }
}

TEST_F(RowCacheTest, problemsAreToldEachTime)
{
    std::ofstream(m_folder.path() / "validation.jsonl", std::ios::app)
        << R"({"text":"el","label":"unheard"})"
        << "\n";
    for (int time = 0; time < 2; ++time) {
        const auto data = load();
        ASSERT_FALSE(data);
        EXPECT_THAT(data.error().message, HasSubstr("validation.jsonl:51: label 'unheard'"));
        EXPECT_THAT(cached(), SizeIs(1)) << "the training data's";
    }
    std::string many;
    for (int i = 0; i < 101; ++i)
        many += "not json\n";
    m_folder.write("train.jsonl", many);
    const auto data = load();
    ASSERT_FALSE(data);
    EXPECT_THAT(data.error().message, HasSubstr("train.jsonl:1: not valid JSON"));
    EXPECT_THAT(data.error().message, HasSubstr("51 more problems like these"));
}

TEST_F(RowCacheTest, stoppingAnywhereLeavesNothingBehind)
{
    writeData(TaskType::Classification, 2000);
    for (const char *phase : { "training data", "tokenising" }) {
        RunControl control;
        const auto data = loadExperimentData(
            m_recipe, control,
            [&](const std::string &what, double done) {
                if (what == phase && done > 0.1)
                    control.requestStop();
            },
            m_cache);
        ASSERT_FALSE(data) << phase;
        EXPECT_EQ(data.error().code, ErrorCode::Cancelled);
        EXPECT_THAT(cached(), IsEmpty());
    }
}

TEST_F(RowCacheTest, processesThatBuildAtOnceDoNotDisturbEachOther)
{
    writeData(TaskType::Classification, 2000);
    const auto build = [this](const auto &ready) {
        ready();
        const auto data = load();
        ::_exit(data && data->train.size() == 2000 && data->train.rows.at(1999) ? 0 : 1);
    };
    test::ChildProcess first(build);
    test::ChildProcess second(build);
    const ExperimentData own = loaded();
    EXPECT_EQ(first.reap(), 0);
    EXPECT_EQ(second.reap(), 0);
    EXPECT_THAT(cached(), SizeIs(2)) << "training and validation data, nothing unfinished";
    EXPECT_EQ(rowsOf(loaded().train), rowsOf(own.train));
    EXPECT_FALSE(m_isTokenized);
}

TEST_F(RowCacheTest, aSourceThatIsWrittenToMeanwhileIsNotKept)
{
    RunControl control;
    const auto data = loadExperimentData(
        m_recipe, control,
        [this](const std::string &what, double) {
            if (what == "training data")
                std::ofstream(m_folder.path() / "train.jsonl", std::ios::app)
                    << R"({"text":"el","label":"l1"})"
                    << "\n";
        },
        m_cache);
    ASSERT_FALSE(data);
    EXPECT_THAT(data.error().message, HasSubstr("changed while it was read"));
    EXPECT_THAT(cached(), IsEmpty());
}

TEST_F(RowCacheTest, theFilesUsedLongestAgoMakeRoom)
{
    const auto age = [this](const std::string &name, int hours) {
        fs::last_write_time(m_cache.folder / name,
                            fs::file_time_type::clock::now() - std::chrono::hours(hours));
    };
    m_recipe.data.validation.clear();
    const ExperimentData first = loaded();
    const std::string firstFile = cached().at(0);
    m_recipe.task.maxLength = 16;
    loaded();
    const std::uintmax_t size = fs::file_size(m_cache.folder / firstFile);
    for (const std::string &name : cached())
        age(name, name == firstFile ? 3 : 2);
    m_recipe.task.maxLength = 24;
    loaded(); // used again: the other one is the oldest now
    const std::string forgotten = "x.rows.tmp-abc";
    const std::string written = "y.rows.tmp-abc";
    for (const std::string &name : { forgotten, written })
        std::ofstream(m_cache.folder / name) << "half";
    age(forgotten, 48);
    std::ofstream(m_cache.folder / "mine.txt") << "no file of rows";

    m_cache.budgetBytes = 2 * size + size / 2;
    m_recipe.task.maxLength = 20;
    loaded();
    EXPECT_THAT(cached(), testing::Contains(firstFile));
    EXPECT_THAT(cached(), testing::Not(testing::Contains(forgotten)));
    EXPECT_THAT(cached(), testing::IsSupersetOf({ written, std::string("mine.txt") }));
    EXPECT_THAT(cached(), SizeIs(4));

    m_cache.budgetBytes = 1; // the newest stays all the same
    m_recipe.task.maxLength = 12;
    loaded();
    EXPECT_THAT(cached(), SizeIs(3));
    EXPECT_EQ(rowsOf(first.train).size(), std::size_t { kCount }) << "removed, but still open";
}

TEST_F(RowCacheTest, aFolderThatCannotBeWrittenToLeavesTheRowsInMemory)
{
    std::ofstream(m_folder.path() / "file") << "no folder";
    m_cache.folder = m_folder.path() / "file" / "rows";
    const ExperimentData data = loaded();
    EXPECT_EQ(data.train.size(), kCount);
    ASSERT_FALSE(data.warnings.empty());
    EXPECT_THAT(data.warnings[0].message, HasSubstr("cannot be kept"));
    m_cache.mostInMemory = 10;
    const auto none = load();
    ASSERT_FALSE(none);
    EXPECT_EQ(none.error().code, ErrorCode::Io);
    EXPECT_THAT(none.error().toString(), HasSubstr("XDG_CACHE_HOME"));
}

TEST_F(RowCacheTest, aFullDiskLeavesSmallRowsInMemoryAndRefusesLargeOnes)
{
    fs::create_directory(m_cache.folder);
    if (::mount("tamiz-test", m_cache.folder.c_str(), "tmpfs", 0, "size=64k") != 0)
        GTEST_SKIP() << "a small tmpfs cannot be mounted here (needs root)";
    writeData(TaskType::Classification, 2000);
    const ExperimentData data = loaded();
    EXPECT_EQ(data.train.size(), 2000);
    ASSERT_THAT(data.warnings, SizeIs(2));
    EXPECT_THAT(data.warnings[0].message, HasSubstr("No space left"));
    EXPECT_THAT(cached(), IsEmpty());
    m_cache.mostInMemory = 10;
    const auto none = load();
    ::umount2(m_cache.folder.c_str(), MNT_DETACH);
    ASSERT_FALSE(none);
    EXPECT_EQ(none.error().code, ErrorCode::DiskFull);
    EXPECT_THAT(none.error().toString(), HasSubstr("Free some space"));
}

} // namespace

} // namespace tamiz::engine
