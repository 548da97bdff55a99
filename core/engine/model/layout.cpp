// SPDX-License-Identifier: Apache-2.0
#include "core/engine/model/layout.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "core/engine/model/model.h"

namespace tamiz::engine {

namespace {

/// A mask that hides nothing is none.
torch::Tensor hidingOnly(const torch::Tensor &visible)
{
    return visible.defined() && (visible == 0).any().item<bool>() ? visible : torch::Tensor();
}

constexpr std::int64_t kTokenStep = 32; ///< packed batches have a multiple of these

TokenLayout packedLayout(const BatchTensors &batch)
{
    const std::vector<std::int64_t> &lengths = batch.lengths;
    TokenLayout layout;
    layout.rows = batch.inputIds.size(0);
    layout.length = batch.inputIds.size(1);
    layout.lengths = lengths;
    layout.order.resize(lengths.size()); // rows of equal length side by side
    std::iota(layout.order.begin(), layout.order.end(), 0);
    std::stable_sort(layout.order.begin(), layout.order.end(), [&](std::int64_t a, std::int64_t b) {
        return lengths[static_cast<std::size_t>(a)] > lengths[static_cast<std::size_t>(b)];
    });

    const std::int64_t count = std::accumulate(lengths.begin(), lengths.end(), std::int64_t { 0 });
    layout.fillers = (count + kTokenStep - 1) / kTokenStep * kTokenStep - count;
    layout.rowStarts = torch::empty({ layout.rows }, torch::kLong); // [B]
    layout.places = torch::empty({ count }, torch::kLong); // [N]
    layout.tokens = torch::zeros({ layout.rows * layout.length }, torch::kLong); // [B * T]
    std::int64_t token = 0;
    for (const std::int64_t row : layout.order) {
        const std::int64_t length = lengths[static_cast<std::size_t>(row)];
        if (layout.blocks.empty() || layout.blocks.back().length != length)
            layout.blocks.push_back({ .first = token, .rows = 0, .length = length, .visible = {} });
        ++layout.blocks.back().rows;
        layout.rowStarts.data_ptr<std::int64_t>()[row] = token;
        for (std::int64_t i = 0; i < length; ++i, ++token) {
            layout.places.data_ptr<std::int64_t>()[token] = row * layout.length + i;
            layout.tokens.data_ptr<std::int64_t>()[row * layout.length + i] = token;
        }
    }
    if (batch.attentionMask.defined()) {
        const torch::Tensor visible = layout.perToken(batch.attentionMask); // [N]
        for (Block &block : layout.blocks)
            block.visible = hidingOnly(block.of(visible).view({ block.rows, block.length }));
    }
    return layout;
}

} // namespace

torch::Tensor TokenLayout::perToken(const torch::Tensor &batch, std::int64_t filler) const
{
    const torch::Tensor flat = batch.reshape({ -1 }); // [B * T]
    if (!isPacked())
        return flat;
    return torch::constant_pad_nd(flat.index_select(0, places), { 0, fillers }, filler); // [N]
}

torch::Tensor TokenLayout::at(const torch::Tensor &hidden, const torch::Tensor &positions) const
{
    const torch::Tensor wanted = isPacked() ? tokens.index_select(0, positions) : positions; // [L]
    return hidden.index_select(0, wanted.to(hidden.device()));
}

torch::Tensor TokenLayout::toRows(const torch::Tensor &x) const
{
    if (!isPacked())
        return x.view({ rows, length, -1 });
    return torch::zeros({ rows * length, x.size(1) }, x.options().requires_grad(false))
        .index_copy(0, places.to(x.device()), x.narrow(0, 0, places.size(0)))
        .view({ rows, length, -1 });
}

torch::Tensor TokenLayout::overBlocks(
    const std::function<torch::Tensor(const Block &, std::size_t index)> &attend) const
{
    std::vector<torch::Tensor> parts;
    parts.reserve(blocks.size() + 1);
    for (std::size_t i = 0; i < blocks.size(); ++i)
        parts.push_back(attend(blocks[i], i));
    return join(std::move(parts));
}

torch::Tensor TokenLayout::join(std::vector<torch::Tensor> parts) const
{
    if (fillers > 0) {
        std::vector<std::int64_t> sizes = parts.front().sizes().vec();
        sizes.front() = fillers;
        parts.push_back(torch::zeros(sizes, parts.front().options().requires_grad(false)));
    }
    return parts.size() == 1 ? parts.front() : torch::cat(parts); // [N, ...]
}

TokenLayout paddedLayout(std::int64_t rows, std::int64_t length, const torch::Tensor &attentionMask)
{
    TokenLayout layout;
    layout.rows = rows;
    layout.length = length;
    layout.blocks.push_back(
        { .first = 0, .rows = rows, .length = length, .visible = hidingOnly(attentionMask) });
    layout.rowStarts = torch::arange(rows, torch::kLong) * length; // [B]
    layout.lengths.assign(static_cast<std::size_t>(rows), length);
    layout.order.resize(static_cast<std::size_t>(rows));
    std::iota(layout.order.begin(), layout.order.end(), 0);
    return layout;
}

TokenLayout layoutOf(const BatchTensors &batch)
{
    const std::int64_t length = batch.inputIds.size(1);
    const std::int64_t shortest = batch.lengths.empty()
        ? length
        : *std::min_element(batch.lengths.begin(), batch.lengths.end());
    // A row without any token has no first one, which heads ask for.
    const bool isRagged = shortest > 0 && shortest < length;
    return isRagged ? packedLayout(batch)
                    : paddedLayout(batch.inputIds.size(0), length, batch.attentionMask);
}

} // namespace tamiz::engine
