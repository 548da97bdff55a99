// SPDX-License-Identifier: Apache-2.0
#include "core/base/result.h"

#include <gtest/gtest.h>

namespace tamiz {
namespace {

Result<int> parsePositive(int value)
{
    if (value <= 0)
        return fail(ErrorCode::InvalidInput,
                    "expected a positive number, found " + std::to_string(value), "rank", "Use 8");
    return value;
}

Result<int> doubled(int value)
{
    TAMIZ_TRY(const int parsed, parsePositive(value));
    return parsed * 2;
}

Status checked(int value)
{
    TAMIZ_CHECK(parsePositive(value));
    return {};
}

TEST(Result, tryPassesTheValueOrTheError)
{
    EXPECT_EQ(doubled(4).value(), 8);
    ASSERT_FALSE(doubled(-1));
    EXPECT_EQ(doubled(-1).error().code, ErrorCode::InvalidInput);
    EXPECT_TRUE(checked(1));
    EXPECT_EQ(checked(0).error().where, "rank");
}

TEST(Result, anErrorReadsAsOneLine)
{
    Error error = parsePositive(-3).error();
    EXPECT_EQ(error.toString(), "rank: expected a positive number, found -3. Use 8");
    error = failWith(failWith(error, "reading layers").value(), "opening r.yaml").value();
    EXPECT_EQ(error.toString(),
              "rank: expected a positive number, found -3 (while reading layers) (while opening "
              "r.yaml). Use 8");
    EXPECT_EQ((Error { ErrorCode::Io, "no", "", "", {} }).toString(), "no");
}

TEST(Result, everyCodeHasAName)
{
    EXPECT_STREQ(toString(ErrorCode::InvalidArgument), "invalid-argument");
    EXPECT_STREQ(toString(ErrorCode::InvalidInput), "invalid-input");
    EXPECT_STREQ(toString(ErrorCode::NotFound), "not-found");
    EXPECT_STREQ(toString(ErrorCode::Io), "io");
    EXPECT_STREQ(toString(ErrorCode::DiskFull), "disk-full");
    EXPECT_STREQ(toString(ErrorCode::Unsupported), "unsupported");
    EXPECT_STREQ(toString(ErrorCode::Mismatch), "mismatch");
    EXPECT_STREQ(toString(ErrorCode::NonFinite), "non-finite");
    EXPECT_STREQ(toString(ErrorCode::Cancelled), "cancelled");
    EXPECT_STREQ(toString(ErrorCode::Busy), "busy");
    EXPECT_STREQ(toString(ErrorCode::OutOfMemory), "out-of-memory");
    EXPECT_STREQ(toString(ErrorCode::Internal), "internal");
}

} // namespace
} // namespace tamiz
