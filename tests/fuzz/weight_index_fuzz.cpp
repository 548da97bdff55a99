// SPDX-License-Identifier: Apache-2.0
// model.safetensors.index.json beside two shards of one tensor each.
#include "core/engine/model/weight_files.h"
#include "tests/fuzz/fuzz_target.h"

namespace {

std::string shard(const std::string &tensor)
{
    std::string header = "{\"" + tensor + R"(":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}})";
    header.resize((header.size() + 7) / 8 * 8, ' ');
    std::string file(8, '\0');
    file[0] = static_cast<char>(header.size());
    return file + header + std::string(4, '\0');
}

} // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    using namespace tamiz;
    static const test::FuzzedFolder folder(
        "model.safetensors.index.json",
        { { "a.safetensors", shard("embeddings.word_embeddings.weight") },
          { "b.safetensors", shard("pooler.dense.weight") } });
    auto files = engine::WeightFiles::open(folder.with(data, size));
    if (!files)
        return 0;
    test::require(files->tensors().size() <= 2);
    files->canonicaliseNames(engine::bodyNames("bert"));
    return 0;
}
