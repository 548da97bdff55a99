// SPDX-License-Identifier: Apache-2.0
// New vocabularies: byte-level merges against those that the compiled library learns from the same
// file (trained/merges*.txt, tokenizers 0.23.2), and what every kind of trained tokenizer must do.
#include "core/engine/tokenizer/tokenizer_training.h"

#include <algorithm>
#include <fstream>
#include <numeric>
#include <sstream>

#include <gmock/gmock.h>

#include "core/base/files.h"
#include "core/engine/tokenizer/byte_level_trainer.h"
#include "core/engine/tokenizer/token_proposals.h"
#include "core/engine/tokenizer/unigram_trainer.h"
#include "tests/engine/tokenizer/tokenizer_cases.h"
#include "tests/support/temporary_folder.h"

namespace tamiz::engine {
namespace {

namespace fs = std::filesystem;
using test::TemporaryFolder;
using testing::ElementsAre;
using testing::HasSubstr;

const fs::path kFolder = fs::path(TAMIZ_TEST_DATA) / "tokenizers" / "trained";

std::vector<std::string> linesOf(const fs::path &path)
{
    std::ifstream file(path);
    std::vector<std::string> lines;
    for (std::string line; std::getline(file, line);)
        lines.push_back(line);
    EXPECT_FALSE(lines.empty()) << path;
    return lines;
}

TokenClassifier::ForEachText listOf(const std::vector<std::string> &texts)
{
    return [texts](const auto &use) {
        for (const std::string &text : texts)
            use(text);
    };
}

std::vector<std::string> mergesOf(const LearnedMerges &learned)
{
    std::vector<std::string> merges;
    for (const BpeModel::Merge &merge : learned.merges)
        merges.push_back(merge.left + " " + merge.right);
    return merges;
}

TEST(ByteLevelTrainer, learnsTheMergesOfTheCompiledLibrary)
{
    std::vector<std::string> texts = linesOf(kFolder / "corpus.txt");
    for (std::string &line : texts)
        line += '\n'; // the library trains on lines with their end
    for (const bool lowercase : { false, true }) {
        RunControl control;
        const auto learned = learnByteLevelBpe(
            listOf(texts), { .vocabSize = 30'000, .lowercase = lowercase, .minFrequency = 1 },
            control, {});
        ASSERT_TRUE(learned) << learned.error().toString();
        EXPECT_EQ(mergesOf(*learned),
                  linesOf(kFolder / (lowercase ? "merges_lowercase.txt" : "merges.txt")));
        // Every byte is a piece, so nothing is unknown.
        EXPECT_THAT(std::vector(learned->pieces.begin(), learned->pieces.begin() + 6),
                    ElementsAre("<s>", "<pad>", "</s>", "<unk>", "<mask>", "!"));
        EXPECT_GE(learned->pieces.size(), 5U + 256U + learned->merges.size() / 2);
    }
}

TEST(ByteLevelTrainer, doesNotDependOnTheOrderOfTheTexts)
{
    std::vector<std::string> texts = linesOf(kFolder / "corpus.txt");
    RunControl control;
    const auto learned = learnByteLevelBpe(listOf(texts), { .vocabSize = 400 }, control, {});
    std::reverse(texts.begin(), texts.end());
    const auto turned = learnByteLevelBpe(listOf(texts), { .vocabSize = 400 }, control, {});
    ASSERT_TRUE(learned && turned);
    EXPECT_EQ(learned->pieces, turned->pieces);
    EXPECT_EQ(learned->pieces.size(), 400U);
}

class TrainTokenizer : public testing::TestWithParam<TokenizerKind>
{
protected:
    Result<std::unique_ptr<Tokenizer>> train(const std::vector<std::string> &texts,
                                             TokenizerTraining options)
    {
        options.kind = GetParam();
        RunControl control;
        return trainTokenizer(listOf(texts), options, m_folder.path() / "out", control);
    }

    TemporaryFolder m_folder;
};

TEST_P(TrainTokenizer, writesATokenizerThatKnowsItsCorpus)
{
    const std::vector<std::string> texts = linesOf(kFolder / "corpus.txt");
    const auto tokenizer = train(texts, { .vocabSize = 420 });
    ASSERT_TRUE(tokenizer) << tokenizer.error().toString();
    EXPECT_LE((*tokenizer)->vocabSize(), 420);
    EXPECT_GE((*tokenizer)->vocabSize(), 200);
    const SpecialIds &special = (*tokenizer)->special();
    for (const std::int64_t id :
         { special.pad, special.unknown, special.mask, special.begin, special.end }) {
        EXPECT_GE(id, 0);
        EXPECT_TRUE((*tokenizer)->isSpecial(id));
    }
    std::size_t pieces = 0;
    std::size_t characters = 0;
    for (const std::string &text : texts) {
        const Encoding encoding = (*tokenizer)->encode(text, std::nullopt, {});
        EXPECT_EQ(encoding.ids.front(), special.begin);
        EXPECT_EQ(encoding.ids.back(), special.end);
        pieces += encoding.ids.size() - 2;
        characters += text.size();
    }
    EXPECT_LT(pieces * 2, characters) << "pieces are longer than characters";
    const std::string text = "La paciente no refiere dolor.";
    const Encoding encoding = (*tokenizer)->encode(text, std::nullopt, {});
    EXPECT_EQ((*tokenizer)->decode(encoding.ids, true), text);
}

TEST_P(TrainTokenizer, givesTheSameFilesForTheSameTexts)
{
    const std::vector<std::string> texts = linesOf(kFolder / "corpus.txt");
    const auto once = train(texts, { .vocabSize = 400 });
    ASSERT_TRUE(once) << once.error().toString();
    const TemporaryFolder other;
    RunControl control;
    ASSERT_TRUE(trainTokenizer(listOf(texts), { .kind = GetParam(), .vocabSize = 400 },
                               other.path(), control));
    std::size_t files = 0;
    for (const fs::directory_entry &file : fs::directory_iterator(other.path())) {
        EXPECT_EQ(readFile(file.path()).value_or("a"),
                  readFile(m_folder.path() / "out" / file.path().filename()).value_or("b"))
            << file.path();
        ++files;
    }
    EXPECT_GE(files, 3U);
}

TEST_P(TrainTokenizer, ignoresCaseWhereAsked)
{
    const auto tokenizer
        = train(linesOf(kFolder / "corpus.txt"), { .vocabSize = 380, .lowercase = true });
    ASSERT_TRUE(tokenizer) << tokenizer.error().toString();
    EXPECT_EQ((*tokenizer)->encode("El CORAZÓN normal", std::nullopt, {}).ids,
              (*tokenizer)->encode("el corazón NORMAL", std::nullopt, {}).ids);
}

TEST_P(TrainTokenizer, refusesNothingAndStops)
{
    const auto nothing = train({ "" }, { .vocabSize = 400 });
    ASSERT_FALSE(nothing);
    EXPECT_EQ(nothing.error().code, ErrorCode::InvalidInput);
    RunControl control;
    control.requestStop();
    const auto stopped
        = trainTokenizer(listOf(linesOf(kFolder / "corpus.txt")),
                         { .kind = GetParam(), .vocabSize = 400 }, m_folder.path() / "x", control);
    ASSERT_FALSE(stopped);
    EXPECT_EQ(stopped.error().code, ErrorCode::Cancelled);
}

TEST(TrainUnigram, takesNoMoreTextThanMemoryHolds)
{
    const std::vector<std::string> texts = linesOf(kFolder / "corpus.txt");
    const std::uint64_t bytes = std::accumulate(
        texts.begin(), texts.end(), std::uint64_t { 0 },
        [](std::uint64_t sum, const std::string &text) { return sum + text.size(); });
    const test::TemporaryFolder folder;
    RunControl control;
    const auto train = [&](std::uint64_t most) {
        return trainUnigram(listOf(texts), { .vocabSize = 300, .mostBytes = most }, folder.path(),
                            control);
    };
    const Status tooMuch = train(bytes - 1);
    ASSERT_FALSE(tooMuch);
    EXPECT_EQ(tooMuch.error().code, ErrorCode::InvalidInput);
    EXPECT_THAT(tooMuch.error().message, HasSubstr(std::to_string(bytes) + " bytes of text"));
    EXPECT_TRUE(fs::is_empty(folder.path()));
    const Status all = train(bytes);
    EXPECT_TRUE(all) << all.error().toString();
}

INSTANTIATE_TEST_SUITE_P(Kinds, TrainTokenizer,
                         testing::Values(TokenizerKind::WordPiece, TokenizerKind::Bpe,
                                         TokenizerKind::Unigram),
                         [](const auto &kind) {
                             return std::string(kind.param == TokenizerKind::WordPiece ? "wordpiece"
                                                    : kind.param == TokenizerKind::Bpe ? "bpe"
                                                                                       : "unigram");
                         });

// ---- proposals

std::vector<std::string> namesOf(const TokenProposals &found)
{
    std::vector<std::string> names;
    for (const TokenProposal &one : found.proposals)
        names.push_back(one.token);
    return names;
}

/// Its pieces: "the quick brown fox jumps over lazy dog" and single characters.
std::unique_ptr<Tokenizer> bert()
{
    return loadOrFail(fs::path(TAMIZ_TEST_DATA) / "tokenizers" / "bert");
}

TEST(TokenProposals, areTheWordsThatSaveMost)
{
    const std::vector<std::string> texts { "quick ECG, brown EPOC; fox ECG ecg",
                                           "ECG epoc the quick quick quick quick", "taquicardia" };
    const auto tokenizer = bert();
    const auto countOf = [&tokenizer](const std::string &word) {
        return static_cast<std::int64_t>(
            tokenizer->encode(word, std::nullopt, { .addSpecialTokens = false }).ids.size());
    };
    RunControl control;
    const auto found = proposeTokens(listOf(texts), bert(), { .minOccurrences = 2 }, control);
    ASSERT_TRUE(found) << found.error().toString();
    // ECG in both ways of writing, four times; EPOC twice; quick is one token; taquicardia comes once.
    ASSERT_THAT(namesOf(*found), ElementsAre("ECG", "EPOC"));
    EXPECT_EQ(found->proposals[0].occurrences, 4);
    EXPECT_EQ(found->proposals[0].saved, 4 * (countOf("ECG") - 1));
    EXPECT_EQ(found->proposals[0].pieces.size(), static_cast<std::size_t>(countOf("ECG")));
    EXPECT_EQ(found->proposals[1].occurrences, 2);
    std::int64_t before = 0;
    for (const std::string &text : texts)
        before += countOf(text);
    EXPECT_EQ(found->tokensBefore, before);
    EXPECT_EQ(found->tokensAfter, before - found->proposals[0].saved - found->proposals[1].saved);
}

TEST(TokenProposals, unknownWordsComeFirst)
{
    const std::vector<std::string> texts { "ECG λόγος, ECG ψυχή; ECG ψυχή ECG",
                                           "ψυχή λόγος the quick νοῦς" };
    RunControl control;
    const auto found = proposeTokens(listOf(texts), bert(), { .minOccurrences = 2 }, control);
    ASSERT_TRUE(found) << found.error().toString();
    // ECG would save more, but is not lost; νοῦς comes once.
    ASSERT_THAT(namesOf(*found), ElementsAre("ψυχή", "λόγος", "ECG"));
    EXPECT_TRUE(found->proposals[0].isUnknown);
    EXPECT_TRUE(found->proposals[1].isUnknown);
    EXPECT_FALSE(found->proposals[2].isUnknown);
    EXPECT_EQ(found->proposals[0].occurrences, 3);
    EXPECT_EQ(found->proposals[0].saved, 0);
    EXPECT_THAT(found->proposals[0].pieces, ElementsAre("[UNK]"));
    EXPECT_EQ(found->tokensAfter, found->tokensBefore - found->proposals[2].saved);

    const auto extended = bert();
    extended->addToken("ψυχή");
    const auto added = extended->id("ψυχή");
    ASSERT_TRUE(added);
    EXPECT_THAT(extended->encode("the ψυχή", std::nullopt, { .addSpecialTokens = false }).ids,
                testing::Contains(*added));
}

TEST(TokenProposals, areLimitedAndStopped)
{
    const std::vector<std::string> texts { "ECG EPOC taquicardia ECG EPOC taquicardia" };
    RunControl control;
    const auto one
        = proposeTokens(listOf(texts), bert(), { .count = 1, .minOccurrences = 1 }, control);
    ASSERT_TRUE(one);
    EXPECT_THAT(namesOf(*one), ElementsAre("taquicardia"));
    const auto none
        = proposeTokens(listOf({ "the fox" }), bert(), { .minOccurrences = 1 }, control);
    ASSERT_TRUE(none);
    EXPECT_THAT(namesOf(*none), testing::IsEmpty());
    EXPECT_EQ(none->tokensBefore, none->tokensAfter);
    control.requestStop();
    const auto stopped = proposeTokens(listOf(texts), bert(), {}, control);
    ASSERT_FALSE(stopped);
    EXPECT_EQ(stopped.error().code, ErrorCode::Cancelled);
}

} // namespace
} // namespace tamiz::engine
