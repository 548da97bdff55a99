// SPDX-License-Identifier: Apache-2.0
// A row of a file of tokenised rows, behind its checksums. What is read keeps the limits, and is read again
// from what it is packed to.
#include "core/engine/data/row_codec.h"
#include "tests/fuzz/fuzz_target.h"

int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    using namespace tamiz;
    constexpr engine::RowLimits kLimits { .ids = 30'000, .labels = 3 };
    engine::PackedReader bytes(test::textOf(data, size));
    engine::TokenRow row;
    if (!engine::unpackRow(bytes, kLimits, row))
        return 0;
    test::require(row.ids.size() <= size && row.isSpecial.size() == row.ids.size()
                  && row.typeIds.size() == row.ids.size() && row.classes.size() == row.ids.size()
                  && row.labels.size() == row.ids.size());
    for (const std::int64_t id : row.ids)
        test::require(id >= 0 && id < kLimits.ids);
    test::require(row.label < kLimits.labels && row.answer.end <= row.length());
    std::string packed;
    engine::packRow(row, packed);
    engine::PackedReader again(packed);
    engine::TokenRow same;
    test::require(engine::unpackRow(again, kLimits, same) && same.ids == row.ids
                  && same.classes == row.classes && same.labels == row.labels
                  && same.places == row.places && same.question == row.question);
    return 0;
}
