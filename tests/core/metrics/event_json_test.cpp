// SPDX-License-Identifier: Apache-2.0
#include "core/metrics/event_json.h"

#include <cmath>
#include <limits>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tamiz {
namespace {

using std::chrono::microseconds;

MetricEvent at(std::int64_t micros, decltype(MetricEvent::what) what)
{
    return { std::chrono::system_clock::time_point(microseconds(micros)), std::move(what) };
}

TEST(EventJson, EveryKindComesBackAsItWas)
{
    const std::vector<MetricEvent> events {
        at(1'795'447'604'123'457,
           Scalar { { "loss", "validation", "", "" }, 7, 0.1, 1234, 5.25, 1.0 / 3, 16 }),
        at(1, Scalar { { "forgetting", "", "digits", "brown" }, 0, 0, 0, 0, -1e-300, 0 }),
        at(2,
           Scalar { { "f1_macro", "test", "", "" },
                    std::numeric_limits<std::int64_t>::max(),
                    1,
                    1,
                    1,
                    5e-324,
                    1 }),
        at(3, Progress { "training", 3, 10, 0.3, -1 }),
        at(4, Mark { MarkKind::SettingChange, 12, "tasa de aprendizaje → 1e-5 \"ñ\"\n" }),
        at(5, Mark { MarkKind::Best, 0, "" }),
        at(6, LogLine { LogLevel::Warning, std::string("a\0b", 3) }),
        at(7, StateChange { RunState::Failed, "no space left" }),
        at(-8, StateChange { RunState::Finished, "" }),
    };
    for (const MetricEvent &event : events) {
        const std::string json = toJson(event);
        EXPECT_EQ(json.find('\n'), std::string::npos) << json;
        const Result<MetricEvent> back = eventFromJson(json);
        ASSERT_TRUE(back) << json << back.error().toString();
        EXPECT_EQ(*back, event) << json;
    }
}

TEST(EventJson, ValuesThatAreNoNumbersSurvive)
{
    const double infinity = std::numeric_limits<double>::infinity();
    for (const double value : { infinity, -infinity }) {
        const auto back = eventFromJson(
            toJson(at(0, Scalar { { "loss", "", "", "" }, 1, 0, 0, value, value, 0 })));
        ASSERT_TRUE(back);
        EXPECT_EQ(std::get<Scalar>(back->what).value, value);
        EXPECT_EQ(std::get<Scalar>(back->what).seconds, value);
    }
    const auto back = eventFromJson(
        toJson(at(0, Scalar { { "loss", "", "", "" }, 1, 0, 0, 0, std::nan(""), 0 })));
    ASSERT_TRUE(back);
    EXPECT_TRUE(std::isnan(std::get<Scalar>(back->what).value));
}

TEST(EventJson, BytesThatAreNotUtf8AreReplacedNotRefused)
{
    const auto back = eventFromJson(toJson(at(0, LogLine { LogLevel::Info, "caf\xE9" })));
    ASSERT_TRUE(back);
    EXPECT_EQ(std::get<LogLine>(back->what).text, "caf\xEF\xBF\xBD");
}

TEST(EventJson, DamageNamesTheFieldAndTheValue)
{
    const std::vector<std::pair<std::string, std::string>> cases {
        { R"({"time":1,"kind":"mark","mark":"pa)", "not a JSON object" },
        { "[1]", "not a JSON object" },
        { R"({"kind":"log","level":"info","text":"x"})", "time: the field is missing" },
        { R"({"time":1e300,"kind":"log","level":"info","text":"x"})", "out of range" },
        { R"({"time":"nan","kind":"log","level":"info","text":"x"})", "out of range" },
        { R"({"time":1,"kind":"log","level":"loud","text":"x"})", "level: unknown value 'loud'" },
        { R"({"time":1,"kind":"log","level":"info","text":7})", "text: expected a text, found 7" },
        { R"({"time":1,"kind":"state","state":""})", "state: unknown value ''" },
        { R"({"time":1,"kind":"scalar","name":"a","step":1.5,"value":1,"epoch":0,"tokens":0,"seconds":0})",
          "step: expected a whole number, found 1.5" },
        { R"({"time":1,"kind":"scalar","name":"a","step":9223372036854775808,"value":1,"epoch":0,"tokens":0,"seconds":0})",
          "step: expected a whole number" },
        { R"({"time":1,"kind":"scalar","name":"a","step":1,"value":{},"epoch":0,"tokens":0,"seconds":0})",
          "value: expected a number, found {}" },
        { R"({"time":1})", "kind: the field is missing" },
    };
    for (const auto &[line, message] : cases) {
        const auto event = eventFromJson(line);
        ASSERT_FALSE(event) << line;
        EXPECT_EQ(event.error().code, ErrorCode::InvalidInput) << line;
        EXPECT_THAT(event.error().toString(), testing::HasSubstr(message)) << line;
    }
}

TEST(EventJson, NewerFieldsAreIgnoredAndNewerKindsAreToldApart)
{
    EXPECT_TRUE(
        eventFromJson(R"({"time":1,"kind":"log","level":"info","text":"x","colour":"red"})"));
    const auto event = eventFromJson(R"({"time":1,"kind":"picture"})");
    ASSERT_FALSE(event);
    EXPECT_EQ(event.error().code, ErrorCode::Unsupported);
}

TEST(SeriesKeyText, NamesOnlyWhatIsSet)
{
    EXPECT_EQ(toString(SeriesKey { "loss", "train", "", "" }), "loss/train");
    EXPECT_EQ(toString(SeriesKey { "forgetting", "", "digits", "brown" }),
              "forgetting/brown/class=digits");
    EXPECT_EQ(toString(SeriesKey { "learning_rate", "", "", "" }), "learning_rate");
}

} // namespace
} // namespace tamiz
