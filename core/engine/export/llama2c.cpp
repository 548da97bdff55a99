// SPDX-License-Identifier: Apache-2.0
#include "core/engine/export/llama2c.h"

#include <array>
#include <cstdint>
#include <cstring>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>
#include <torch/types.h>

#include "core/base/files.h"
#include "core/base/temporary_files.h"
#include "core/engine/export/exporter.h"
#include "core/engine/model/tensor_files.h"

namespace tamiz::engine {

namespace fs = std::filesystem;
using nlohmann::json;

namespace {

constexpr std::uint64_t kMaxBytes = std::uint64_t { 1 } << 36;
constexpr std::size_t kHeaderNumbers = 7;

struct Header
{
    std::int64_t width = 0; // C
    std::int64_t wide = 0; // F
    std::int64_t layers = 0; // L
    std::int64_t heads = 0; // H
    std::int64_t groups = 0; // K
    std::int64_t vocabulary = 0; // V
    std::int64_t positions = 0;
    bool isTied = true;

    std::int64_t headSize() const { return width / heads; } // D
    std::int64_t shared() const { return groups * headSize(); } // K D
};

tl::unexpected<Error> notReadable(const fs::path &file, const std::string &what)
{
    return fail(ErrorCode::InvalidInput, what, file.string(),
                "A model file of llama2.c in its first format was expected");
}

Result<Header> readHeader(const std::string &bytes, const fs::path &file)
{
    std::array<std::int32_t, kHeaderNumbers> numbers {};
    if (bytes.size() < sizeof numbers)
        return notReadable(file, "has " + std::to_string(bytes.size()) + " bytes: no header");
    std::memcpy(numbers.data(), bytes.data(), sizeof numbers);
    Header header { numbers[0], numbers[1], numbers[2], numbers[3],
                    numbers[4], numbers[5], numbers[6], numbers[5] > 0 };
    header.vocabulary = header.isTied ? header.vocabulary : -header.vocabulary;
    const std::pair<std::int64_t, std::int64_t> limits[]
        = { { header.width, 1 << 16 },    { header.wide, 1 << 20 },
            { header.layers, 1 << 10 },   { header.heads, 1 << 12 },
            { header.groups, 1 << 12 },   { header.vocabulary, 1 << 24 },
            { header.positions, 1 << 24 } };
    for (const auto &[value, most] : limits) {
        if (value < 1 || value > most)
            return notReadable(file, "the header holds " + std::to_string(value));
    }
    if (header.width % header.heads != 0 || header.heads % header.groups != 0
        || header.headSize() % 2 != 0)
        return notReadable(file, "the header's heads do not divide its width");
    return header;
}

/// Cuts the file into tensors, in the order in which they lie there.
class WeightReader
{
public:
    WeightReader(const std::string &bytes, const Header &header)
        : m_at(bytes.data() + kHeaderNumbers * sizeof(std::int32_t))
        , m_header(header)
    {
    }

    /// One tensor.
    torch::Tensor next(const std::vector<std::int64_t> &shape)
    {
        torch::Tensor tensor = torch::empty(shape);
        const std::size_t size = static_cast<std::size_t>(tensor.numel()) * sizeof(float);
        std::memcpy(tensor.data_ptr<float>(), m_at, size);
        m_at += size;
        return tensor;
    }

    /// One tensor a layer: "model.layers.<i>.<name>.weight".
    void layers(const char *name, const std::vector<std::int64_t> &shape,
                std::int64_t rotatedHeads = 0)
    {
        for (std::int64_t layer = 0; layer < m_header.layers; ++layer) {
            torch::Tensor weight = next(shape); // [out, in], or [C]
            if (rotatedHeads > 0)
                weight = separated(weight, rotatedHeads);
            tensors.push_back(
                { "model.layers." + std::to_string(layer) + "." + name + ".weight", weight });
        }
    }

    void skip(std::int64_t count) { m_at += static_cast<std::size_t>(count) * sizeof(float); }

    std::vector<NamedTensor> tensors;

private:
    /// Pairs (2 i, 2 i + 1) of a head to (i, i + D / 2): [H D, C] -> [H D, C]
    torch::Tensor separated(const torch::Tensor &weight, std::int64_t heads) const
    {
        return weight.view({ heads, m_header.headSize() / 2, 2, m_header.width })
            .transpose(1, 2)
            .reshape({ heads * m_header.headSize(), m_header.width })
            .contiguous();
    }

    const char *m_at;
    const Header &m_header;
};

std::int64_t expectedFloats(const Header &h)
{
    const std::int64_t layer
        = 2 * h.width + 2 * h.width * h.width + 2 * h.shared() * h.width + 3 * h.width * h.wide;
    return h.vocabulary * h.width * (h.isTied ? 1 : 2) + h.layers * layer + h.width
        + h.positions * h.headSize();
}

std::vector<NamedTensor> readWeights(const std::string &bytes, const Header &h)
{
    WeightReader reader(bytes, h);
    reader.tensors.push_back(
        { "model.embed_tokens.weight", reader.next({ h.vocabulary, h.width }) });
    reader.layers("input_layernorm", { h.width });
    reader.layers("self_attn.q_proj", { h.width, h.width }, h.heads);
    reader.layers("self_attn.k_proj", { h.shared(), h.width }, h.groups);
    reader.layers("self_attn.v_proj", { h.shared(), h.width });
    reader.layers("self_attn.o_proj", { h.width, h.width });
    reader.layers("post_attention_layernorm", { h.width });
    reader.layers("mlp.gate_proj", { h.wide, h.width });
    reader.layers("mlp.down_proj", { h.width, h.wide });
    reader.layers("mlp.up_proj", { h.wide, h.width });
    reader.tensors.push_back({ "model.norm.weight", reader.next({ h.width }) });
    reader.skip(h.positions * h.headSize()); // cosines and sines, which are computed
    if (!h.isTied)
        reader.tensors.push_back({ "lm_head.weight", reader.next({ h.vocabulary, h.width }) });
    return std::move(reader.tensors);
}

std::string configJson(const Header &h)
{
    const json config = { { "architectures", { "LlamaForCausalLM" } },
                          { "attention_bias", false },
                          { "bos_token_id", 1 },
                          { "eos_token_id", 2 },
                          { "hidden_act", "silu" },
                          { "hidden_size", h.width },
                          { "intermediate_size", h.wide },
                          { "max_position_embeddings", h.positions },
                          { "model_type", "llama" },
                          { "num_attention_heads", h.heads },
                          { "num_hidden_layers", h.layers },
                          { "num_key_value_heads", h.groups },
                          { "rms_norm_eps", 1e-5 },
                          { "rope_theta", 10000.0 },
                          { "tie_word_embeddings", h.isTied },
                          { "torch_dtype", "float32" },
                          { "vocab_size", h.vocabulary } };
    return config.dump(2) + "\n";
}

Status writeFolder(const fs::path &file, const fs::path &tokenizer, const fs::path &folder)
{
    TAMIZ_TRY(const std::string bytes, readFile(file, kMaxBytes));
    TAMIZ_TRY(const Header header, readHeader(bytes, file));
    const std::int64_t floats = expectedFloats(header);
    const auto held = static_cast<std::int64_t>(bytes.size() / sizeof(float) - kHeaderNumbers);
    if (floats != held || bytes.size() % sizeof(float) != 0) {
        return notReadable(file,
                           "holds " + std::to_string(held) + " weights, its header promises "
                               + std::to_string(floats));
    }
    TAMIZ_TRY(const std::string vocabulary, readFile(tokenizer, 64 << 20));
    TAMIZ_CHECK(saveTensors(folder / "model.safetensors", readWeights(bytes, header)));
    TAMIZ_CHECK(writeFileAtomically(folder / "config.json", configJson(header)));
    TAMIZ_CHECK(writeFileAtomically(folder / "tokenizer.model", vocabulary));
    const json settings = { { "tokenizer_class", "LlamaTokenizer" },
                            { "add_bos_token", true },
                            { "add_eos_token", false } };
    TAMIZ_CHECK(writeFileAtomically(folder / "tokenizer_config.json", settings.dump(2) + "\n"));
    // Its stories are told apart by the first token, not by a last one.
    const json generation = { { "bos_token_id", 1 }, { "eos_token_id", { 1, 2 } } };
    return writeFileAtomically(folder / "generation_config.json", generation.dump(2) + "\n");
}

} // namespace

Result<ExportReport> importLlama2c(const fs::path &file, const fs::path &tokenizer,
                                   const fs::path &library, const std::string &name)
{
    TAMIZ_CHECK(makeWritableFolder(library));
    TAMIZ_TRY(const TemporaryName folder, makeTemporaryFolder(library / ".llama2c-"));
    TAMIZ_CHECK(writeFolder(file, tokenizer, folder.path()));
    return importFolder(folder.path(), library, name);
}

} // namespace tamiz::engine
