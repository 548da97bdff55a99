// SPDX-License-Identifier: Apache-2.0
#include "core/engine/model/safetensors.h"
#include "tests/fuzz/fuzz_tensors.h"

int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    using namespace tamiz;
    static const test::FuzzedFolder folder("model.safetensors");
    const auto file = engine::SafetensorsFile::open(folder.with(data, size) / "model.safetensors");
    if (file)
        test::touchTensors((*file)->tensors(), size);
    return 0;
}
