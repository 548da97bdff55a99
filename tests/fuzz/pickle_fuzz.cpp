// SPDX-License-Identifier: Apache-2.0
#include "core/engine/model/pickle_reader.h"
#include "tests/fuzz/fuzz_target.h"

int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    using namespace tamiz;
    const auto tensors = engine::readPickle(std::as_bytes(std::span(data, size)), "data.pkl");
    if (!tensors)
        return 0;
    for (const auto &[name, tensor] : *tensors) {
        test::require(tensor.shape.size() == tensor.strides.size());
        test::require(tensor.offset >= 0 && tensor.storageElements >= 0);
        test::require(tensor.storage.size() <= size);
    }
    return 0;
}
