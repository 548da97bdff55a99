// SPDX-License-Identifier: Apache-2.0
#include "core/engine/model/layout.h"

#include <algorithm>
#include <bit>
#include <functional>
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

/// The next of the sizes that are used: multiples of @p least, of larger steps as they grow, so that at
/// most one of @p share parts is added.
std::int64_t usedSize(std::int64_t size, std::int64_t least, std::int64_t share)
{
    const auto below = static_cast<std::int64_t>(
        std::bit_floor(static_cast<std::uint64_t>(std::max<std::int64_t>(size - 1, 1))));
    const std::int64_t step = std::max(least, below / share);
    return (size + step - 1) / step * step;
}

/// 8, 16, ... 64, 80, 96, 112, 128, 160, ...
std::int64_t usedLength(std::int64_t length)
{
    return usedSize(length, 8, 4);
}

torch::Tensor zerosLike(const torch::Tensor &part, std::int64_t count)
{
    std::vector<std::int64_t> sizes = part.sizes().vec();
    sizes.front() = count;
    return torch::zeros(sizes, part.options().requires_grad(false)); // [count, ...]
}

TokenLayout packedLayout(const BatchTensors &batch)
{
    const std::vector<std::int64_t> &lengths = batch.lengths;
    TokenLayout layout;
    layout.rows = batch.inputIds.size(0);
    layout.length = batch.inputIds.size(1);
    layout.lengths = lengths;
    layout.order.resize(lengths.size()); // rows of equal length side by side
    std::iota(layout.order.begin(), layout.order.end(), 0);
    const auto used
        = [&](std::int64_t row) { return usedLength(lengths[static_cast<std::size_t>(row)]); };
    std::stable_sort(layout.order.begin(), layout.order.end(),
                     [&](std::int64_t a, std::int64_t b) { return used(a) > used(b); });

    const std::int64_t count = std::transform_reduce(layout.order.begin(), layout.order.end(),
                                                     std::int64_t { 0 }, std::plus(), used);
    layout.fillers = usedTokens(count) - count;
    const std::int64_t places = layout.rows * layout.length;
    layout.rowStarts = torch::empty({ layout.rows }, torch::kLong); // [B]
    layout.places = torch::full({ count + layout.fillers }, places, torch::kLong); // [N]
    layout.tokens = torch::zeros({ places }, torch::kLong); // [B * T]
    std::int64_t first = 0;
    for (const std::int64_t row : layout.order) {
        const std::int64_t length = used(row);
        if (layout.blocks.empty() || layout.blocks.back().length != length)
            layout.blocks.push_back({ .first = first, .rows = 0, .length = length, .visible = {} });
        ++layout.blocks.back().rows;
        layout.rowStarts.data_ptr<std::int64_t>()[row] = first;
        for (std::int64_t i = 0; i < lengths[static_cast<std::size_t>(row)]; ++i) {
            const std::int64_t place = row * layout.length + i;
            layout.places.data_ptr<std::int64_t>()[first + i] = place;
            layout.tokens.data_ptr<std::int64_t>()[place] = first + i;
        }
        first += length;
    }
    const torch::Tensor visible = layout.perToken(
        batch.attentionMask.defined() ? batch.attentionMask
                                      : torch::ones({ places }, torch::kLong)); // [N]
    for (Block &block : layout.blocks)
        block.visible = hidingOnly(block.of(visible).view({ block.rows, block.length }));
    return layout;
}

} // namespace

std::int64_t usedTokens(std::int64_t tokens)
{
    return usedSize(tokens, 32, 8);
}

torch::Tensor TokenLayout::perToken(const torch::Tensor &batch, std::int64_t filler) const
{
    const torch::Tensor flat = batch.reshape({ -1 }); // [B * T]
    if (!isPacked())
        return flat;
    return torch::constant_pad_nd(flat, { 0, 1 }, filler).index_select(0, places); // [N]
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
    return torch::zeros({ rows * length + 1, x.size(1) }, x.options().requires_grad(false))
        .index_copy(0, places.to(x.device()), x)
        .narrow(0, 0, rows * length) // behind it lie the fillers
        .view({ rows, length, -1 });
}

torch::Tensor TokenLayout::fromRows(const std::vector<torch::Tensor> &states) const
{
    std::vector<torch::Tensor> parts;
    auto row = order.begin();
    for (const Block &block : blocks) {
        for (std::int64_t i = 0; i < block.rows; ++i, ++row) {
            const torch::Tensor &state = states[static_cast<std::size_t>(*row)]; // [t, K]
            parts.push_back(state);
            if (state.size(0) < block.length)
                parts.push_back(zerosLike(state, block.length - state.size(0)));
        }
    }
    return join(std::move(parts));
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
    if (fillers > 0)
        parts.push_back(zerosLike(parts.front(), fillers));
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
