// SPDX-License-Identifier: Apache-2.0
#include "core/engine/train/cooccurrence.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include <ATen/core/grad_mode.h>
#include <torch/types.h>

#include "core/engine/model/gemm.h"

namespace tamiz::engine {

namespace {

constexpr double kSmoothing
    = 0.75; // of the context's share: Levy, Goldberg & Dagan (2015), section 3.2
constexpr int kPowerIterations = 6; // of the subspace iteration (Halko et al., 2011, algorithm 4.4)
constexpr std::int64_t kOversample = 16; // columns beyond those that are wanted

/// Positive pointwise mutual information of the counted pairs: [n, n], symmetric.
torch::Tensor positiveMutualInformation(const Cooccurrence &counted)
{
    const auto size = static_cast<std::int64_t>(counted.ids.size());
    const torch::Tensor pairs = torch::from_blob(const_cast<float *>(counted.pairs.data()),
                                                 { size, size }, torch::kFloat); // read only
    const torch::Tensor share = pairs.sum(1).clamp_min(1e-6).pow(kSmoothing); // [n]
    const torch::Tensor total = share.sum() * share.sum() / pairs.sum(); // scalar
    torch::Tensor ratio = pairs * total / (share.unsqueeze(1) * share.unsqueeze(0)); // [n, n]
    return ratio.clamp_min_(1).log_();
}

/// The @p width leading eigenvectors of a symmetric matrix, each times the root of its eigenvalue: [n, width].
torch::Tensor leadingVectors(const torch::Tensor &matrix, std::int64_t width, std::uint64_t seed)
{
    torch::manual_seed(seed);
    torch::Tensor basis
        = torch::randn({ matrix.size(0), std::min(matrix.size(0), width + kOversample) }); // [n, k]
    for (int i = 0; i < kPowerIterations; ++i)
        basis = std::get<0>(torch::linalg_qr(gemm(matrix, basis))); // [n, k]
    const torch::Tensor small = gemm(basis.t(), gemm(matrix, basis)); // [k, k]
    const auto [values, vectors]
        = torch::linalg_eigh((small + small.t()) / 2); // ascending: [k], [k, k]
    const std::int64_t first = values.size(0) - std::min(width, values.size(0));
    const torch::Tensor root = values.slice(0, first).clamp_min(0).sqrt(); // [width]
    return gemm(basis, vectors.slice(1, first)) * root; // [n, width]
}

void setWordVectors(torch::Tensor weight, const Cooccurrence &counted, double size,
                    std::uint64_t seed)
{
    torch::Tensor vectors
        = leadingVectors(positiveMutualInformation(counted), weight.size(1), seed); // [n, C]
    vectors = vectors - vectors.mean(0);
    // Every piece gets the length of a random vector: what a piece is like, not how rare it is.
    vectors = vectors / vectors.norm(2, 1, true).clamp_min(1e-6)
        * (size * std::sqrt(static_cast<double>(weight.size(1))));
    const torch::Tensor rows = torch::tensor(counted.ids, torch::kLong); // [n]
    weight.narrow(1, 0, vectors.size(1)).index_copy_(0, rows, vectors);
}

void setShareBias(torch::Tensor bias, const std::vector<double> &counts)
{
    const double total = std::accumulate(counts.begin(), counts.end(), 0.0);
    float *values = bias.data_ptr<float>(); // [V]; a padded vocabulary has more entries than counts
    for (std::int64_t id = 0; id < bias.numel(); ++id) {
        const double count = id < static_cast<std::int64_t>(counts.size())
            ? counts[static_cast<std::size_t>(id)]
            : 0;
        values[id] = static_cast<float>(
            std::log((count + 0.1) / (total + 0.1 * static_cast<double>(bias.numel()))));
    }
}

/// Calls back with the pieces of every text. Fails when stopped.
template<typename Use>
Status forEachEncoded(const TokenClassifier::ForEachText &texts, const Tokenizer &tokenizer,
                      RunControl &control, const Use &use)
{
    texts([&](std::string_view text) {
        if (!control.isStopRequested())
            use(tokenizer.encode(text, std::nullopt, { .addSpecialTokens = false }).ids);
    });
    if (control.isStopRequested())
        return fail(ErrorCode::Cancelled, "stopped while counting neighbours");
    return {};
}

/// The most frequent pieces that are not special, the most frequent first.
std::vector<std::int64_t> mostFrequent(const std::vector<double> &counts,
                                       const Tokenizer &tokenizer, std::int64_t most)
{
    std::vector<std::int64_t> order(counts.size());
    std::iota(order.begin(), order.end(), 0);
    const auto count = [&counts](std::int64_t id) { return counts[static_cast<std::size_t>(id)]; };
    std::stable_sort(order.begin(), order.end(),
                     [&count](std::int64_t a, std::int64_t b) { return count(a) > count(b); });
    std::vector<std::int64_t> ids;
    for (const std::int64_t id : order) {
        if (std::ssize(ids) == most || count(id) == 0)
            break;
        if (!tokenizer.isSpecial(id))
            ids.push_back(id);
    }
    return ids;
}

} // namespace

Result<Cooccurrence> countCooccurrence(const TokenClassifier::ForEachText &texts,
                                       const Tokenizer &tokenizer, std::int64_t maxPieces,
                                       int reach, RunControl &control)
{
    using Ids = std::vector<std::int64_t>;
    Cooccurrence counted;
    counted.counts.assign(static_cast<std::size_t>(tokenizer.vocabSize()), 0);
    TAMIZ_CHECK(forEachEncoded(texts, tokenizer, control, [&counted](const Ids &line) {
        for (const std::int64_t id : line)
            ++counted.counts[static_cast<std::size_t>(id)];
    }));
    counted.ids = mostFrequent(counted.counts, tokenizer, maxPieces);
    const std::size_t size = counted.ids.size();
    std::vector<std::int32_t> rank(counted.counts.size(), -1);
    for (std::size_t i = 0; i < size; ++i)
        rank[static_cast<std::size_t>(counted.ids[i])] = static_cast<std::int32_t>(i);

    counted.pairs.assign(size * size, 0);
    TAMIZ_CHECK(forEachEncoded(texts, tokenizer, control, [&](const Ids &line) {
        for (std::size_t i = 0; i < line.size(); ++i) {
            const std::int32_t left = rank[static_cast<std::size_t>(line[i])];
            const std::size_t last = std::min(line.size(), i + static_cast<std::size_t>(reach) + 1);
            for (std::size_t j = i + 1; left >= 0 && j < last; ++j) {
                const std::int32_t right = rank[static_cast<std::size_t>(line[j])];
                if (right < 0)
                    continue;
                const float weight = 1.0F / static_cast<float>(j - i);
                const auto a = static_cast<std::size_t>(left);
                const auto b = static_cast<std::size_t>(right);
                counted.pairs[a * size + b] += weight;
                counted.pairs[b * size + a] += weight;
            }
        }
    }));
    return counted;
}

void startFromCooccurrence(const Model &model, const Cooccurrence &counted, std::uint64_t seed)
{
    const torch::NoGradGuard noGrad;
    for (const NamedTensor &parameter : model.parameters()) {
        if (parameter.name.ends_with("word_embeddings.weight") && counted.ids.size() > 1)
            setWordVectors(parameter.tensor, counted, model.config().initializerRange, seed);
        if (parameter.name.ends_with("predictions.bias"))
            setShareBias(parameter.tensor, counted.counts);
    }
}

} // namespace tamiz::engine
