// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/random.h"
#include "core/engine/evaluate/answer_metrics.h"
#include "core/engine/evaluate/answer_search.h"
#include "core/engine/evaluate/estimate_metrics.h"
#include "core/engine/evaluate/evaluation.h"
#include "core/engine/evaluate/label_set_metrics.h"

namespace tamiz::engine {

namespace {

// Expected values: the definitions of sklearn.metrics.f1_score (micro, macro, zero_division 0) and
// accuracy_score, by hand.
TEST(LabelSetCounts, equalTheDefinitionOnASmallCase)
{
    LabelSetCounts counts(3);
    counts.add({ true, false, true }, { true, false, false }); // TP 1, FN 1
    counts.add({ false, true, false }, { true, true, false }); // TP 1, FP 1
    counts.add({ false, false, false }, { false, false, false });
    EXPECT_DOUBLE_EQ(counts.microF1(), 2.0 * 2 / (2 * 2 + 1 + 1));
    // label 0: TP 1, FP 1; label 1: TP 1; label 2: FN 1.
    EXPECT_DOUBLE_EQ(counts.f1(0), 2.0 / 3);
    EXPECT_DOUBLE_EQ(counts.f1(1), 1);
    EXPECT_DOUBLE_EQ(counts.f1(2), 0);
    EXPECT_DOUBLE_EQ(counts.macroF1(), (2.0 / 3 + 1 + 0) / 3);
    EXPECT_DOUBLE_EQ(counts.exactMatch(), 1.0 / 3);
}

// Expected values: the examples of scipy.stats.pearsonr and spearmanr.
TEST(Estimates, correlationsAreThoseOfScipysExamples)
{
    const std::vector<double> a { 1, 2, 3, 4, 5 };
    const std::vector<double> b { 5, 6, 7, 8, 7 };
    EXPECT_NEAR(pearson(a, b), 0.8320502943378437, 1e-15);
    EXPECT_NEAR(spearman(a, b), 0.8207826816681233, 1e-15);
    EXPECT_DOUBLE_EQ(spearman(a, { 1, 8, 27, 64, 125 }), 1) << "any rising curve";
    EXPECT_EQ(pearson(a, { 2, 2, 2, 2, 2 }), 0) << "what does not vary has no correlation";
    EXPECT_DOUBLE_EQ(meanSquaredError({ 1, 2 }, { 3, 1 }), 2.5);
    EXPECT_DOUBLE_EQ(meanAbsoluteError({ 1, 2 }, { 3, 1 }), 1.5);
}

// Expected values: SQuAD's evaluation script (normalize_answer, exact_match_score, f1_score), by hand.
TEST(AnswerMetrics, normaliseAsSquadDoes)
{
    EXPECT_EQ(normalisedAnswer("  The  Cat, sat!\n"), "cat sat");
    EXPECT_EQ(normalisedAnswer("An A. in a theatre"), "in theatre");
    EXPECT_EQ(normalisedAnswer("El Ni\xC3\x91o"), "el ni\xC3\xB1o") << "Spanish articles stay";
    EXPECT_EQ(normalisedAnswer("U.S.A."), "usa");
    EXPECT_EQ(normalisedAnswer("the"), "");
}

TEST(AnswerMetrics, scoreTheBestOfTheRightAnswers)
{
    AnswerScore score = scoreAnswer("the black cat", { "dog", "Black cat sat" });
    EXPECT_EQ(score.exactMatch, 0);
    EXPECT_DOUBLE_EQ(score.f1, 0.8); // 2 common words: precision 1, recall 2/3
    score = scoreAnswer("A dog.", { "dog" });
    EXPECT_EQ(score.exactMatch, 1);
    EXPECT_EQ(score.f1, 1);
    score = scoreAnswer("", {});
    EXPECT_EQ(score.exactMatch, 1) << "rightly no answer";
    EXPECT_EQ(score.f1, 1);
    score = scoreAnswer("something", {});
    EXPECT_EQ(score.f1, 0);
    // Words count as often as both have them.
    EXPECT_DOUBLE_EQ(scoreAnswer("no no", { "no" }).f1, 2.0 * 1 / 3);
}

TEST(AnswerSearch, findsWhatTryingEverySpanFinds)
{
    const CounterRandom random(7);
    std::vector<CodePointSpan> places(3); // first token and a question
    for (std::int64_t i = 0; i < 18; ++i)
        places.push_back({ 3 * i, 3 * i + 2 });
    constexpr std::int64_t kLongest = 4;
    for (std::uint64_t trial = 0; trial < 50; ++trial) {
        std::vector<float> start;
        std::vector<float> end;
        for (std::uint64_t i = 0; i < places.size(); ++i) {
            start.push_back(static_cast<float>(4 * random.uniform(trial * 100 + 2 * i)));
            end.push_back(static_cast<float>(4 * random.uniform(trial * 100 + 2 * i + 1)));
        }
        AnswerSearch search(kLongest);
        search.add(places, start.data(), end.data());
        double expected = -1;
        CodePointSpan where;
        for (std::size_t a = 3; a < places.size(); ++a) {
            for (std::size_t b = a; b < std::min(a + kLongest, places.size()); ++b) {
                const double score = static_cast<double>(start[a]) + static_cast<double>(end[b]);
                if (score > expected) {
                    expected = score;
                    where = { places[a].begin, places[b].end };
                }
            }
        }
        const std::vector<FoundAnswer> found = search.best(false);
        ASSERT_FALSE(found.empty());
        EXPECT_EQ(found.front().place, where);
        EXPECT_DOUBLE_EQ(found.front().score, expected);
    }
}

TEST(AnswerSearch, noAnswerCompetesWithItsLeastSureWindow)
{
    const std::vector<CodePointSpan> places { {}, { 0, 2 }, { 3, 5 } };
    const std::vector<CodePointSpan> later { {}, { 3, 5 }, { 6, 8 } };
    AnswerSearch search(5);
    const float sure[] = { 6, 0, 0 };
    const float unsure[] = { 1, 2, 0 };
    const float ends[] = { 1, 0, 2 };
    search.add(places, sure, sure);
    search.add(later, unsure, ends); // 3..8 at 2 + 2, "none" at 1 + 1
    EXPECT_EQ(search.best(false).front().place, (CodePointSpan { 3, 8 }));
    const std::vector<FoundAnswer> found = search.best(true);
    EXPECT_EQ(found.front().place, (CodePointSpan { 3, 8 }));
    const auto none = std::find_if(found.begin(), found.end(),
                                   [](const FoundAnswer &one) { return one.place.isEmpty(); });
    ASSERT_NE(none, found.end());
    EXPECT_DOUBLE_EQ(none->score, 2) << "the least of 12 and 2";
    double sum = 0;
    for (const FoundAnswer &one : found)
        sum += one.probability;
    EXPECT_NEAR(sum, 1, 1e-12);
    EXPECT_NEAR(none->probability / found.front().probability, std::exp(2.0 - 4.0), 1e-12);
}

TEST(Reliance, isLargerTheMoreIsLost)
{
    Evaluation plain;
    plain.all.loss = 0.5;
    plain.metrics = { { "mae", 0.2 }, { "pearson", 0.9 } };
    Evaluation masked = plain;
    masked.all.loss = 0.7;
    masked.metrics = { { "mae", 0.5 }, { "pearson", 0.6 } };
    EXPECT_NEAR(reliance(plain, masked, "mae"), 0.3, 1e-12);
    EXPECT_NEAR(reliance(plain, masked, "pearson"), 0.3, 1e-12);
    EXPECT_NEAR(reliance(plain, masked, "loss"), 0.2, 1e-12);
}

} // namespace

} // namespace tamiz::engine
