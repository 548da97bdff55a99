// SPDX-License-Identifier: Apache-2.0
// Tokens that are added to every kind of tokenizer, against what the compiled library does after
// add_tokens() of the same list (added_cases.json, recorded with tokenizers 0.23.2).
#include <fstream>

#include <gmock/gmock.h>

#include "core/engine/tokenizer/domain_tokens.h"
#include "core/engine/tokenizer/pipeline/byte_level_bpe.h"
#include "core/engine/tokenizer/pipeline/tokenizer_json.h"
#include "core/engine/tokenizer/sentencepiece_tokenizer.h"
#include "core/engine/tokenizer/wordpiece_tokenizer.h"
#include "tests/engine/tokenizer/compiled_cases.h"
#include "tests/support/temporary_folder.h"

namespace tamiz::engine {
namespace {

using test::TemporaryFolder;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;

const std::vector<std::string> kAdded { "cardiopatía", "EPOC",   "β-bloqueante", "taquicardia",
                                        "ECG",         "pneumo", "ictus agudo" };

struct Source
{
    const char *name;
    const char *folder; ///< of the files
    const char *cases; ///< of the recorded cases
    Result<std::unique_ptr<Tokenizer>> (*load)(const std::filesystem::path &);
};

template<typename Kind>
Result<std::unique_ptr<Tokenizer>> upcast(Result<std::unique_ptr<Kind>> tokenizer)
{
    TAMIZ_TRY(std::unique_ptr<Kind> kind, std::move(tokenizer));
    return std::unique_ptr<Tokenizer>(std::move(kind));
}

Result<std::unique_ptr<Tokenizer>> fromVocabTxt(const std::filesystem::path &folder)
{
    return upcast(WordPieceTokenizer::load(folder));
}

Result<std::unique_ptr<Tokenizer>> fromAlbertModel(const std::filesystem::path &folder)
{
    return upcast(SentencePieceTokenizer::load(folder / "albert.model"));
}

const Source kSources[] {
    { "bert", "bert", "bert", loadTokenizerJson },
    { "bertVocabTxt", "bert", "bert", fromVocabTxt },
    { "bertCased", "bert-cased", "bert-cased", loadTokenizerJson },
    { "gpt2", "gpt2", "gpt2", loadTokenizerJson },
    { "gpt2Merges", "gpt2", "gpt2", loadByteLevelBpe },
    { "roberta", "roberta", "roberta", loadTokenizerJson },
    { "robertaMerges", "roberta", "roberta", loadByteLevelBpe },
    { "albert", "compiled/albert", "compiled/albert", loadTokenizerJson },
    { "albertModel", "albert", "compiled/albert", fromAlbertModel },
    { "llama", "compiled/llama", "compiled/llama", loadTokenizerJson },
};

VocabularySection adding(const std::vector<std::string> &tokens, const std::string &file = {})
{
    VocabularySection section;
    section.addTokens = tokens;
    section.addTokensFile = file;
    return section;
}

std::filesystem::path dataFolder(const char *name)
{
    return std::filesystem::path(TAMIZ_TEST_DATA) / "tokenizers" / name;
}

class AddedTokens : public testing::TestWithParam<Source>
{
protected:
    void SetUp() override
    {
        m_tokenizer = orFail(GetParam().load(dataFolder(GetParam().folder)));
        ASSERT_TRUE(m_tokenizer);
        m_size = m_tokenizer->vocabSize();
        const auto added = addDomainTokens(*m_tokenizer, adding(kAdded));
        ASSERT_TRUE(added) << added.error().toString();
        m_added = *added;
    }

    std::filesystem::path cases() const
    {
        return dataFolder(GetParam().cases) / "added_cases.json";
    }

    std::unique_ptr<Tokenizer> m_tokenizer;
    std::int64_t m_size = 0; ///< of the vocabulary before
    DomainTokens m_added;
};

TEST_P(AddedTokens, equalTheCompiledTokenizerAfterAddTokens)
{
    EXPECT_EQ(m_added.firstId, m_size);
    EXPECT_EQ(m_added.tokens.size(), kAdded.size());
    EXPECT_EQ(m_tokenizer->vocabSize(), m_size + static_cast<std::int64_t>(kAdded.size()));
    for (std::size_t i = 0; i < kAdded.size(); ++i)
        EXPECT_EQ(m_tokenizer->id(kAdded[i]), m_size + static_cast<std::int64_t>(i));
    EXPECT_GE(compareWithCompiled(*m_tokenizer, cases(), m_size), 10U);
}

TEST_P(AddedTokens, areSavedWithTheTokenizer)
{
    const TemporaryFolder folder;
    ASSERT_TRUE(m_tokenizer->save(folder.path()));
    const auto loaded = loadOrFail(folder.path());
    ASSERT_TRUE(loaded);
    EXPECT_EQ(loaded->vocabSize(), m_tokenizer->vocabSize());
    EXPECT_GE(compareWithCompiled(*loaded, cases(), m_size), 10U);
    const TemporaryFolder again;
    ASSERT_TRUE(loaded->save(again.path()));
    const auto twice = loadOrFail(again.path());
    ASSERT_TRUE(twice);
    EXPECT_GE(compareWithCompiled(*twice, cases(), m_size), 10U);
}

/// What the tokenizer made of the token before, joined.
TEST_P(AddedTokens, keepTheirOldPieces)
{
    const auto before = orFail(GetParam().load(dataFolder(GetParam().folder)));
    ASSERT_TRUE(before);
    for (const DomainTokens::Token &token : m_added.tokens) {
        std::vector<std::int64_t> pieces
            = before->encode(token.content, std::nullopt, { .addSpecialTokens = false }).ids;
        std::erase(pieces, before->special().unknown);
        EXPECT_EQ(token.pieces, pieces) << token.content;
    }
}

INSTANTIATE_TEST_SUITE_P(Kinds, AddedTokens, testing::ValuesIn(kSources),
                         [](const auto &kind) { return std::string(kind.param.name); });

std::vector<std::string> messagesOf(const DomainTokens &added)
{
    std::vector<std::string> messages;
    for (const Problem &problem : added.problems)
        messages.push_back(problem.path + ": " + problem.message);
    return messages;
}

TEST(DomainTokens, areLeftOutWhereTheyAreOneTokenAlready)
{
    const auto tokenizer = loadOrFail(dataFolder("bert"));
    ASSERT_TRUE(tokenizer);
    const auto added
        = addDomainTokens(*tokenizer, adding({ "quick", "Fox", "ECG", "ecg", "[MASK]" }));
    ASSERT_TRUE(added) << added.error().toString();
    ASSERT_EQ(added->tokens.size(), 1U);
    EXPECT_EQ(added->tokens.front().content, "ECG");
    EXPECT_THAT(
        messagesOf(*added),
        ElementsAre("vocabulary.add_tokens[0]: 'quick' is one token already and is not added",
                    "vocabulary.add_tokens[1]: 'Fox' is one token already and is not added",
                    "vocabulary.add_tokens[4]: '[MASK]' is one token already and is not added",
                    "vocabulary.add_tokens[3]: 'ecg' is given before and is not added"));
}

TEST(DomainTokens, areReadFromAFile)
{
    const TemporaryFolder folder;
    const std::string path = (folder.path() / "tokens.txt").string();
    std::ofstream(path) << "  ECG \r\n\ntaquicardia\nECG\n";
    const auto tokenizer = loadOrFail(dataFolder("bert-cased"));
    ASSERT_TRUE(tokenizer);
    const auto added = addDomainTokens(*tokenizer, adding({ "EPOC" }, path));
    ASSERT_TRUE(added) << added.error().toString();
    std::vector<std::string> contents;
    for (const DomainTokens::Token &token : added->tokens)
        contents.push_back(token.content);
    EXPECT_THAT(contents, ElementsAre("EPOC", "ECG", "taquicardia"));
    EXPECT_THAT(messagesOf(*added), Contains(HasSubstr("tokens.txt:4: 'ECG' is given before")));

    std::ofstream(path) << "caf\xE9\n";
    const auto latin1 = addDomainTokens(*tokenizer, adding({}, path));
    ASSERT_FALSE(latin1);
    EXPECT_THAT(latin1.error().toString(), HasSubstr("tokens.txt:1"));
    EXPECT_FALSE(addDomainTokens(*tokenizer, adding({}, folder.path() / "missing.txt")));
    EXPECT_FALSE(addDomainTokens(*tokenizer, adding({ "a\nb" })));
}

/// The folder of an adapter has the tokenizer that it was trained with.
TEST(DomainTokens, comeWithTheAdapterThatKnowsMore)
{
    const auto model = dataFolder("bert");
    const TemporaryFolder adapter;
    const auto base = loadOrFail(model);
    ASSERT_TRUE(base);
    EXPECT_EQ(orFail(loadTokenizer(model, adapter.path()))->vocabSize(), base->vocabSize())
        << "the adapter has no tokenizer";
    const auto grown = loadOrFail(model);
    ASSERT_TRUE(addDomainTokens(*grown, adding({ "ECG" })));
    ASSERT_TRUE(grown->save(adapter.path()));
    EXPECT_EQ(orFail(loadTokenizer(model, adapter.path()))->vocabSize(), base->vocabSize() + 1);
    EXPECT_EQ(orFail(loadTokenizer(model, {}))->vocabSize(), base->vocabSize());
}

} // namespace
} // namespace tamiz::engine
