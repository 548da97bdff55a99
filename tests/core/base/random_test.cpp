// SPDX-License-Identifier: Apache-2.0
#include "core/base/random.h"

#include <algorithm>
#include <array>
#include <set>

#include <gtest/gtest.h>

namespace tamiz {
namespace {

TEST(CounterRandom, aValueDependsOnItsKeysOnly)
{
    const CounterRandom random(42);
    const double later = random.at(7).at(3).uniform(5);
    for (std::uint64_t i = 0; i < 100; ++i)
        random.at(i).uniform(i);
    EXPECT_EQ(random.at(7).at(3).uniform(5), later);
    EXPECT_EQ(CounterRandom(42).at(7).at(3).uniform(5), later);
    static_assert(CounterRandom(1).bits() == CounterRandom(1).bits());
}

TEST(CounterRandom, streamsAndSeedsDiffer)
{
    std::set<std::uint64_t> seen;
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        for (std::uint64_t step = 0; step < 20; ++step) {
            for (std::uint64_t index = 0; index < 20; ++index)
                seen.insert(CounterRandom(seed).at(step).bits(index));
        }
    }
    EXPECT_EQ(seen.size(), 8000u);
    EXPECT_NE(CounterRandom(1).at(2).at(3).bits(), CounterRandom(1).at(3).at(2).bits());
}

TEST(CounterRandom, uniformFillsTheUnitIntervalEvenly)
{
    const CounterRandom random(3);
    std::array<int, 10> buckets {};
    for (std::uint64_t i = 0; i < 100'000; ++i) {
        const double value = random.uniform(i);
        ASSERT_GE(value, 0.0);
        ASSERT_LT(value, 1.0);
        ++buckets[static_cast<std::size_t>(value * 10)];
    }
    // 5 standard deviations of a binomial count of mean 10,000.
    for (const int count : buckets)
        EXPECT_NEAR(count, 10'000, 475);
}

TEST(CounterRandom, belowStaysBelowAndReachesEveryValue)
{
    const CounterRandom random(9);
    std::array<int, 7> counts {};
    for (std::uint64_t i = 0; i < 7'000; ++i)
        ++counts.at(random.below(7, i));
    EXPECT_GT(*std::min_element(counts.begin(), counts.end()), 800);
    EXPECT_EQ(random.below(1, 5), 0u);
}

} // namespace
} // namespace tamiz
