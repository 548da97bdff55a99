// SPDX-License-Identifier: Apache-2.0
// A zip archive with a pickle and the storages that it names.
#include "core/engine/model/torch_file.h"
#include "tests/fuzz/fuzz_tensors.h"

int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    using namespace tamiz;
    static const test::FuzzedFolder folder("pytorch_model.bin");
    const auto file = engine::openTorchFile(folder.with(data, size) / "pytorch_model.bin");
    if (!file)
        return 0;
    for (const auto &[name, view] : (*file)->tensors()) // several may share a storage
        test::touchTensors({ { name, view } }, size);
    return 0;
}
