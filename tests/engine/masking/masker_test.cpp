// SPDX-License-Identifier: Apache-2.0
#include "core/engine/masking/masker.h"

#include <algorithm>
#include <cmath>
#include <map>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/engine/data/batch.h"
#include "core/engine/tokenizer/wordpiece_tokenizer.h"

namespace tamiz::engine {
namespace {

using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;

// ids: 0 [PAD], 1 [UNK], 2 [CLS], 3 [SEP], 4 [MASK], 5 .. 24 ordinary pieces.
std::unique_ptr<Tokenizer> makeTokenizer(bool hasMask = true)
{
    std::vector<std::string> vocabulary { "[PAD]", "[UNK]", "[CLS]", "[SEP]",
                                          hasMask ? "[MASK]" : "mask" };
    for (char c = 'a'; c < 'a' + 20; ++c)
        vocabulary.emplace_back(1, c);
    auto tokenizer = WordPieceTokenizer::create(vocabulary, {}, "test vocabulary");
    return tokenizer ? std::move(*tokenizer) : nullptr;
}

MaskingSection sectionOf(const std::vector<MaskRule> &rules)
{
    MaskingSection section;
    for (const char *name : { "even", "odd", "all" }) {
        TokenClass one;
        one.name = name;
        one.kind = name == std::string("all") ? TokenClassKind::Any : TokenClassKind::Property;
        section.classes.push_back(one);
    }
    section.rules = rules;
    return section;
}

MaskRule rule(const std::string &tokenClass, double probability)
{
    MaskRule one;
    one.tokenClass = tokenClass;
    one.probability = probability;
    return one;
}

Masker masker(const std::vector<MaskRule> &rules, std::uint64_t seed = 7)
{
    const auto tokenizer = makeTokenizer();
    auto built = Masker::build(sectionOf(rules), *tokenizer, seed);
    if (!built)
        throw std::runtime_error(built.error().toString());
    return *built;
}

/// [CLS], @p count ordinary tokens (class even or odd in turn), [SEP].
MaskableRow rowOf(std::size_t count)
{
    MaskableRow row;
    const auto add = [&row](std::int64_t id, bool isSpecial, std::uint64_t classes) {
        row.ids.push_back(id);
        row.isSpecial.push_back(isSpecial ? 1 : 0);
        row.classes.push_back(classes);
    };
    add(2, true, 0);
    for (std::size_t i = 0; i < count; ++i)
        add(static_cast<std::int64_t>(5 + i % 20), false, (i % 2 == 0 ? 1 : 2) | 4);
    add(3, true, 0);
    row.isHidden.assign(row.ids.size(), 0);
    row.isLossIgnored.assign(row.ids.size(), 0);
    row.isDropped.assign(row.ids.size(), 0);
    return row;
}

MaskableRow applied(const Masker &masker, MaskableRow row, MaskPlace place)
{
    masker.apply(row, place);
    return row;
}

std::size_t changes(const MaskableRow &before, const MaskableRow &after)
{
    std::size_t count = 0;
    for (std::size_t i = 0; i < before.ids.size(); ++i)
        count += before.ids[i] != after.ids[i] ? 1 : 0;
    return count;
}

TEST(Masker, masksExactlyTheClassWithProbabilityOne)
{
    const MaskableRow before = rowOf(10);
    const MaskableRow after = applied(masker({ rule("even", 1) }), before, { .step = 3, .row = 9 });
    for (std::size_t i = 0; i < before.ids.size(); ++i)
        EXPECT_EQ(after.ids[i], before.classes[i] & 1 ? 4 : before.ids[i]) << i;
}

TEST(Masker, masksTheShareThatWasAsked)
{
    const Masker built = masker({ rule("even", 0.3) });
    const MaskableRow before = rowOf(200); // 100 of class even
    std::size_t masked = 0;
    constexpr int kRows = 400;
    for (int r = 0; r < kRows; ++r)
        masked += changes(before, applied(built, before, { .step = r % 7, .row = r }));
    // 40,000 draws: standard deviation 91.7; the draws are fixed by the seed.
    EXPECT_NEAR(static_cast<double>(masked), 12000, 4 * 91.7);
}

TEST(Masker, drawsDependOnSeedRuleStepAndRowAndOnNothingElse)
{
    const MaskableRow before = rowOf(64);
    const MaskPlace place { .step = 5, .totalSteps = 100, .row = 11 };
    const Masker built = masker({ rule("all", 0.5) });
    const MaskableRow once = applied(built, before, place);
    applied(built, before, { .step = 6, .totalSteps = 100, .row = 11 });
    EXPECT_EQ(applied(built, before, place).ids, once.ids);
    EXPECT_EQ(applied(masker({ rule("all", 0.5) }), before, place).ids, once.ids);
    EXPECT_NE(applied(masker({ rule("all", 0.5) }, 8), before, place).ids, once.ids);
    EXPECT_NE(applied(built, before, { .step = 6, .totalSteps = 100, .row = 11 }).ids, once.ids);
    EXPECT_NE(applied(built, before, { .step = 5, .totalSteps = 100, .row = 12 }).ids, once.ids);
    EXPECT_NE(applied(masker({ rule("even", 0), rule("all", 0.5) }), before, place).ids, once.ids);
}

TEST(Masker, neverTouchesSpecialTokens)
{
    MaskableRow row = rowOf(8);
    row.ids[3] = 3; // [SEP] written in the text
    row.ids[4] = 4; // [MASK] written in the text
    for (const MaskMode mode : { MaskMode::Input, MaskMode::Loss, MaskMode::Attention }) {
        MaskRule one = rule("all", 1);
        one.mode = mode;
        one.replacement = Replacement::Random;
        const MaskableRow after = applied(masker({ one }), row, {});
        for (const std::size_t i : { 0U, 3U, 4U, 9U }) {
            EXPECT_EQ(after.ids[i], row.ids[i]) << i;
            EXPECT_EQ(after.isHidden[i] + after.isLossIgnored[i] + after.isDropped[i], 0) << i;
        }
    }
}

TEST(Masker, modesLossAndAttentionKeepTheIds)
{
    MaskRule loss = rule("even", 1);
    loss.mode = MaskMode::Loss;
    MaskRule attention = rule("odd", 1);
    attention.mode = MaskMode::Attention;
    const MaskableRow before = rowOf(4);
    const MaskableRow after = applied(masker({ loss, attention }), before, {});
    EXPECT_EQ(after.ids, before.ids);
    EXPECT_THAT(after.isLossIgnored, ElementsAre(0, 1, 0, 1, 0, 0));
    EXPECT_THAT(after.isHidden, ElementsAre(0, 0, 1, 0, 1, 0));
}

TEST(Masker, modeLossReachesThePositionsThatTheMaskedLmTaskHid)
{
    MaskableRow row = rowOf(4);
    row.labels.assign(row.ids.size(), kIgnoredLabel);
    row.labels[1] = row.ids[1];
    row.ids[1] = 4;
    MaskRule loss = rule("even", 1);
    loss.mode = MaskMode::Loss;
    EXPECT_EQ(applied(masker({ loss }), row, {}).isLossIgnored[1], 1);
}

TEST(Masker, replacesWithUnknownOrRandomOrdinaryTokensOrDrops)
{
    const MaskableRow before = rowOf(200);
    MaskRule one = rule("all", 1);
    one.replacement = Replacement::Unknown;
    MaskableRow after = applied(masker({ one }), before, {});
    EXPECT_EQ(std::count(after.ids.begin(), after.ids.end(), 1), 200);

    one.replacement = Replacement::Random;
    const Masker random = masker({ one });
    std::map<std::int64_t, int> counts;
    for (int r = 0; r < 100; ++r) {
        after = applied(random, before, { .row = r });
        for (std::size_t i = 1; i + 1 < after.ids.size(); ++i)
            ++counts[after.ids[i]];
    }
    ASSERT_EQ(counts.size(), 20U); // every ordinary id, no special one
    double chiSquare = 0;
    for (const auto &[id, count] : counts) {
        EXPECT_GE(id, 5);
        chiSquare += (count - 1000.0) * (count - 1000.0) / 1000.0;
    }
    EXPECT_LT(chiSquare, 43.8); // 0.1 % point of 19 degrees of freedom; the draws are fixed

    one.replacement = Replacement::Drop;
    after = applied(masker({ one }), before, {});
    EXPECT_EQ(std::count(after.isDropped.begin(), after.isDropped.end(), 1), 200);
    EXPECT_EQ(after.ids, before.ids);
}

TEST(Masker, aTokenIsReplacedOnce)
{
    MaskRule unknown = rule("even", 1);
    unknown.replacement = Replacement::Unknown;
    MaskRule drop = rule("all", 1);
    drop.replacement = Replacement::Drop;
    MaskRule hide = rule("all", 1);
    hide.mode = MaskMode::Attention;
    const MaskableRow after = applied(masker({ unknown, drop, hide }), rowOf(4), {});
    EXPECT_THAT(after.ids, ElementsAre(2, 1, 6, 1, 8, 3));
    EXPECT_THAT(after.isDropped, ElementsAre(0, 0, 1, 0, 1, 0));
    EXPECT_THAT(after.isHidden, ElementsAre(0, 1, 0, 1, 0, 0)); // dropped ones are gone
}

TEST(Masker, shareOfStepsIsTheShareOfActiveSteps)
{
    MaskRule one = rule("all", 1);
    one.shareOfSteps = 0.3;
    const Masker built = masker({ one });
    int active = 0;
    for (int step = 0; step < 10000; ++step) {
        active += built.isActive(0, step) ? 1 : 0;
        if (step < 50) {
            const MaskableRow before = rowOf(6);
            const std::size_t expected = built.isActive(0, step) ? 6 : 0;
            EXPECT_EQ(changes(before, applied(built, before, { .step = step })), expected);
        }
    }
    EXPECT_NEAR(active, 3000, 4 * std::sqrt(10000 * 0.3 * 0.7));
}

TEST(Masker, schedules)
{
    MaskRule ramp = rule("all", 0.8);
    ramp.schedule.kind = ScheduleKind::Ramp;
    ramp.schedule.startProbability = 0.2;
    ramp.schedule.rampBegin = 0.25;
    ramp.schedule.rampEnd = 0.75;
    MaskRule alternate = rule("all", 0.6);
    alternate.schedule.kind = ScheduleKind::Alternate;
    alternate.schedule.period = 3;
    const Masker built = masker({ ramp, alternate, rule("all", 0.1) });
    EXPECT_DOUBLE_EQ(built.probability(0, 0, 101), 0.2);
    EXPECT_DOUBLE_EQ(built.probability(0, 25, 101), 0.2);
    EXPECT_DOUBLE_EQ(built.probability(0, 50, 101), 0.5);
    EXPECT_DOUBLE_EQ(built.probability(0, 75, 101), 0.8);
    EXPECT_DOUBLE_EQ(built.probability(0, 100, 101), 0.8);
    EXPECT_DOUBLE_EQ(built.probability(0, 0, 1), 0.2);
    std::vector<double> phases;
    for (int step = 0; step < 8; ++step)
        phases.push_back(built.probability(1, step, 100));
    EXPECT_THAT(phases, ElementsAre(0.6, 0.6, 0.6, 0, 0, 0, 0.6, 0.6));
    EXPECT_DOUBLE_EQ(built.probability(2, 99, 100), 0.1);
}

TEST(Masker, aRampThatEndsWhereItBeginsIsAStep)
{
    MaskRule ramp = rule("all", 1);
    ramp.schedule.kind = ScheduleKind::Ramp;
    ramp.schedule.rampBegin = ramp.schedule.rampEnd = 0.5;
    const Masker built = masker({ ramp });
    EXPECT_EQ(built.probability(0, 49, 101), 0);
    EXPECT_EQ(built.probability(0, 50, 101), 1);
}

TEST(Masker, randomControlMasksAsManyTokensARowAnywhere)
{
    MaskRule one = rule("even", 0.4);
    const Masker plain = masker({ one });
    one.randomControl = true;
    const Masker control = masker({ one });
    const MaskableRow before = rowOf(50);
    std::size_t total = 0;
    std::size_t outside = 0;
    for (int r = 0; r < 300; ++r) {
        const MaskPlace place { .step = 2, .row = r };
        const MaskableRow after = applied(control, before, place);
        const std::size_t masked = changes(before, after);
        EXPECT_EQ(masked, changes(before, applied(plain, before, place)));
        EXPECT_EQ(after.ids.front(), 2);
        EXPECT_EQ(after.ids.back(), 3);
        total += masked;
        for (std::size_t i = 0; i < before.ids.size(); ++i)
            outside += after.ids[i] == 4 && (before.classes[i] & 2) ? 1 : 0;
    }
    // Half of the tokens are not of the class.
    const double deviation = std::sqrt(static_cast<double>(total) * 0.25);
    EXPECT_NEAR(static_cast<double>(outside), static_cast<double>(total) / 2, 4 * deviation);
}

TEST(Masker, emptyRowsAndEmptyRuleListsAreFine)
{
    EXPECT_TRUE(applied(masker({ rule("all", 1) }), MaskableRow {}, {}).ids.empty());
    const MaskableRow before = rowOf(3);
    EXPECT_EQ(applied(masker({}), before, {}).ids, before.ids);
}

TEST(Masker, failsOnUnknownClassesAndMissingTokens)
{
    const auto tokenizer = makeTokenizer(false);
    const auto missing = Masker::build(sectionOf({ rule("even", 1) }), *tokenizer, 1);
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().where, "masking.rules[0].replacement");
    MaskRule hide = rule("even", 1);
    hide.mode = MaskMode::Attention;
    EXPECT_TRUE(Masker::build(sectionOf({ hide }), *tokenizer, 1));
    const auto unknown = Masker::build(sectionOf({ hide, rule("vowels", 1) }), *tokenizer, 1);
    ASSERT_FALSE(unknown);
    EXPECT_THAT(unknown.error().toString(), HasSubstr("masking.rules[1].token_class"));
    EXPECT_THAT(unknown.error().toString(), HasSubstr("'vowels'"));
}

} // namespace
} // namespace tamiz::engine
