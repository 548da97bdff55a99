// SPDX-License-Identifier: Apache-2.0
#include "core/engine/data/demo_rows.h"

#include <map>
#include <set>

#include <gmock/gmock.h>

namespace tamiz::engine {
namespace {

std::vector<DemoPage> pages(const std::string &module, int count)
{
    std::vector<DemoPage> result;
    for (int i = 0; i < count; ++i) {
        const std::string name = module + "/" + std::to_string(i);
        result.push_back({ name, module, "es " + name, "en " + name, {}, {} });
    }
    return result;
}

TEST(DemoRows, bothLanguagesOfAPageAreInTheSameSplitAndClassesKeepTheirShares)
{
    std::vector<DemoPage> all = pages("scalc", 50);
    const std::vector<DemoPage> others = pages("swriter", 20);
    all.insert(all.end(), others.begin(), others.end());
    const DemoSplits splits = splitDemoPages(all);
    EXPECT_EQ(splits.test.size(), 2u * (10 + 4));
    EXPECT_EQ(splits.validation.size(), 2u * (10 + 4));
    EXPECT_EQ(splits.train.size(), 2u * (30 + 12));
    std::map<std::string, int> splitOf;
    int split = 0;
    for (const auto *rows : { &splits.train, &splits.validation, &splits.test }) {
        for (const LabelledRow &row : *rows) {
            const std::string name = row.id.substr(0, row.id.rfind('.'));
            EXPECT_EQ(splitOf.emplace(name, split).first->second, split) << row.id;
            EXPECT_EQ(row.text, row.language + " " + name);
        }
        ++split;
    }
    EXPECT_EQ(splitOf.size(), 70u);
}

TEST(DemoRows, theSplitDoesNotDependOnTheOrderOfPages)
{
    std::vector<DemoPage> all = pages("scalc", 30);
    const DemoSplits straight = splitDemoPages(all);
    std::reverse(all.begin(), all.end());
    const auto ids = [](const std::vector<LabelledRow> &rows) {
        std::set<std::string> set;
        for (const LabelledRow &row : rows)
            set.insert(row.id);
        return set;
    };
    EXPECT_EQ(ids(straight.test), ids(splitDemoPages(all).test));
}

TEST(DemoRows, piecesAreJoinedToLength)
{
    EXPECT_THAT(joinToLength({ "aa", "bb", "cc" }, 5), testing::ElementsAre("aa bb", "cc"));
    EXPECT_THAT(joinToLength({}, 5), testing::IsEmpty());
}

std::vector<BrownDocument> brown(char genre, int count)
{
    const TaggedSentence sentence { { "One", "cd" },   { "two", "cd" },  { "three", "cd" },
                                    { "goes", "vbz" }, { "home", "nr" }, { ".", "." } };
    std::vector<BrownDocument> documents;
    for (int i = 0; i < count; ++i)
        documents.push_back({ std::string("c") + genre + "0" + std::to_string(i), genre,
                              std::vector<TaggedSentence>(20, sentence) });
    return documents;
}

TEST(DemoRows, brownDocumentsHaveOneUseEach)
{
    std::vector<BrownDocument> documents = brown('a', 6);
    const std::vector<BrownDocument> few = brown('b', 5);
    documents.insert(documents.end(), few.begin(), few.end());
    const std::vector<BrownUse> uses = assignBrownDocuments(documents);
    EXPECT_EQ(std::count(uses.begin(), uses.end(), BrownUse::Pretraining), 3 + 5);
    EXPECT_EQ(uses[5], BrownUse::Reference);

    const auto reference = brownReference(documents, 100);
    ASSERT_FALSE(reference.empty());
    for (const ReferenceRow &row : reference)
        EXPECT_EQ(row.id.substr(0, 4), "ca05");

    const TaggedSplits tagging = brownTagging(documents, 15, 5);
    EXPECT_EQ(tagging.train.size(), 15u);
    EXPECT_EQ(tagging.validation.size(), 5u);
    EXPECT_EQ(tagging.test.size(), 5u);
    EXPECT_EQ(tagging.train[0].tags.size(), tagging.train[0].tokens.size());
    EXPECT_EQ(tagging.train[0].tags.back(), "PUNCT");
}

TEST(DemoRows, referenceChaptersAreWholeAndTheSameInEveryLanguage)
{
    std::vector<SwordChapter> chapters;
    for (int i = 1; i <= 200; ++i)
        chapters.push_back(
            { "Ps." + std::to_string(i), std::vector<std::string>(12, std::string(50, 'a')) });
    const auto rows = bibleReference(chapters, 1000);
    std::set<std::string> used;
    for (const ReferenceRow &row : rows)
        used.insert(row.id.substr(0, row.id.find(':')));
    EXPECT_GT(used.size(), 3u);
    EXPECT_LT(used.size(), 25u);
    for (const std::string &name : used)
        EXPECT_TRUE(isReferenceChapter(name));
    EXPECT_EQ(bibleReference(chapters, 4).size(), 4u);
}

} // namespace
} // namespace tamiz::engine
