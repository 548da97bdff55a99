// SPDX-License-Identifier: Apache-2.0
#include "core/engine/data/message_catalog.h"

#include <gmock/gmock.h>

namespace tamiz::engine {
namespace {

using testing::HasSubstr;
using Pairs = std::vector<std::pair<std::string, std::string>>;

void appendNumber(std::string &bytes, std::uint32_t value, bool bigEndian)
{
    for (int i = 0; i < 4; ++i)
        bytes += static_cast<char>(value >> 8 * (bigEndian ? 3 - i : i) & 0xFF);
}

std::string catalogue(const Pairs &pairs, bool bigEndian = false)
{
    const auto count = static_cast<std::uint32_t>(pairs.size());
    std::string bytes;
    for (const std::uint32_t value : { 0x950412DEu, 0u, count, 28u, 28 + 8 * count, 0u, 0u })
        appendNumber(bytes, value, bigEndian);
    std::string strings;
    const std::uint32_t first = 28 + 16 * count;
    for (const bool translated : { false, true }) {
        for (const auto &[original, translation] : pairs) {
            const std::string &text = translated ? translation : original;
            appendNumber(bytes, static_cast<std::uint32_t>(text.size()), bigEndian);
            appendNumber(bytes, first + static_cast<std::uint32_t>(strings.size()), bigEndian);
            strings += text + '\0';
        }
    }
    return bytes + strings;
}

const Pairs kPairs { { "", "header" },
                     { "one", "uno" },
                     { std::string("menu\4file"), "archivo" },
                     { std::string("row\0rows", 8), std::string("fila\0filas", 10) } };

TEST(MessageCatalog, readsBothByteOrders)
{
    for (const bool bigEndian : { false, true }) {
        const auto messages = parseMessageCatalog(catalogue(kPairs, bigEndian), "es.mo");
        ASSERT_TRUE(messages) << messages.error().toString();
        ASSERT_EQ(messages->size(), 3u);
        EXPECT_EQ((*messages)[0].translation, "uno");
        EXPECT_EQ((*messages)[1].original, "file");
        EXPECT_EQ((*messages)[2].original, "row");
        EXPECT_EQ((*messages)[2].translation, "fila");
    }
}

TEST(MessageCatalog, everyTruncationIsAnError)
{
    const std::string whole = catalogue(kPairs);
    for (std::size_t bytes = 0; bytes + 1 < whole.size(); ++bytes) {
        const auto messages = parseMessageCatalog(whole.substr(0, bytes), "es.mo");
        ASSERT_FALSE(messages) << bytes;
        EXPECT_THAT(messages.error().toString(), HasSubstr("es.mo"));
    }
}

TEST(MessageCatalog, aCountOfBillionsIsRefused)
{
    std::string bytes = catalogue(kPairs);
    bytes.replace(8, 4, "\xFF\xFF\xFF\xFF");
    EXPECT_THAT(parseMessageCatalog(bytes, "x").error().message, HasSubstr("4294967295"));
}

} // namespace
} // namespace tamiz::engine
