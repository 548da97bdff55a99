// SPDX-License-Identifier: Apache-2.0
#include "core/engine/data/brown_corpus.h"

#include <gmock/gmock.h>

namespace tamiz::engine {
namespace {

using testing::HasSubstr;

TEST(BrownCorpus, readsSentencesAndPrintsThem)
{
    const auto document = parseBrownDocument("\n\n\tThe/at jury/nn said/vbd ``/`` yes/rb ''/'' ,/, "
                                             "(/( 1/2/cd )/) ?/.\n\nDon't/do* go/vb ./.\n",
                                             "ca01");
    ASSERT_TRUE(document) << document.error().toString();
    EXPECT_EQ(document->genre, 'a');
    ASSERT_EQ(document->sentences.size(), 2u);
    EXPECT_EQ(plainSentence(document->sentences[0]), "The jury said \"yes\", (1/2)?");
    EXPECT_EQ(plainSentence(document->sentences[1]), "Don't go.");
    EXPECT_EQ(document->sentences[0][8].tag, "cd");
}

TEST(BrownCorpus, aWordWithoutTagIsNamedWithItsLine)
{
    const auto document = parseBrownDocument("\nThe/at\njury\n", "cb02");
    ASSERT_FALSE(document);
    EXPECT_THAT(document.error().toString(),
                testing::AllOf(HasSubstr("cb02:3"), HasSubstr("jury")));
    EXPECT_FALSE(parseBrownDocument("\n \n", "cb02"));
    EXPECT_FALSE(parseBrownDocument("a/", "cb02"));
}

TEST(BrownCorpus, aFolderWithoutDocumentsIsAnError)
{
    const auto documents = readBrownCorpus("/no/such/folder");
    ASSERT_FALSE(documents);
    EXPECT_EQ(documents.error().code, ErrorCode::NotFound);
}

struct TagCase
{
    const char *brown;
    const char *coarse;
};
class CoarseTag : public testing::TestWithParam<TagCase>
{
};
TEST_P(CoarseTag, isTheUniversalOne)
{
    EXPECT_EQ(coarseTag(GetParam().brown), GetParam().coarse);
}
INSTANTIATE_TEST_SUITE_P(Table, CoarseTag,
                         testing::Values(TagCase { "nn", "NOUN" }, TagCase { "nns$-tl", "NOUN" },
                                         TagCase { "np$", "PROPN" }, TagCase { "fw-nn", "NOUN" },
                                         TagCase { "pp$", "PRON" }, TagCase { "pp$$", "PRON" },
                                         TagCase { "wp$", "PRON" }, TagCase { "pps+bez", "PRON" },
                                         TagCase { "md*", "AUX" }, TagCase { "vbd-hl", "VERB" },
                                         TagCase { "*", "PART" }, TagCase { "--", "PUNCT" },
                                         TagCase { "``", "PUNCT" }, TagCase { ".-hl", "PUNCT" },
                                         TagCase { "nil", "X" }, TagCase { "", "X" }));

} // namespace
} // namespace tamiz::engine
