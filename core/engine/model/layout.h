// SPDX-License-Identifier: Apache-2.0
#pragma once

// Engine-private: names torch.

#include <cstdint>
#include <functional>
#include <vector>

#include <torch/types.h>

namespace tamiz::engine {

struct BatchTensors;

/// Sequences of one length that lie end to end among the tokens of a pass.
struct Block
{
    std::int64_t first = 0; ///< its first token
    std::int64_t rows = 0; ///< R sequences
    std::int64_t length = 0; ///< T tokens each
    torch::Tensor visible; ///< [R, T] i64, 0 = nobody attends to it; undefined = all visible

    std::int64_t tokens() const { return rows * length; }
    /// Of a tensor of all tokens: [N, ...] -> [R * T, ...]
    torch::Tensor of(const torch::Tensor &x) const { return x.narrow(0, first, tokens()); }
};

/// Where the tokens of a batch [B, T] stand in a pass. Everything but attention sees N tokens and no
/// rows, so that padding can be left out: padded, the rows follow one another as they are, in one
/// block; packed, they are hardly longer than their tokens, in a block for each length. What is there
/// beyond the tokens are fillers, which nobody attends to and nothing depends on: behind a row and
/// behind all rows, because oneDNN compiles a kernel of some 150 kB for each new length and each new
/// number of tokens, which few lengths keep few.
/// The layout itself is on the CPU, what it is applied to is anywhere.
struct TokenLayout
{
    std::int64_t rows = 0; ///< B
    std::int64_t length = 0; ///< T
    std::vector<Block> blocks; ///< the longest rows first
    std::vector<std::int64_t> order; ///< rows as they follow one another
    std::vector<std::int64_t> lengths; ///< [B] tokens of each row in the pass, without fillers
    torch::Tensor rowStarts; ///< [B] i64 the first token of each row
    /// [N] i64 place of each token in the batch's [B * T], B * T that of a filler; undefined: padded
    torch::Tensor places;
    torch::Tensor tokens; ///< [B * T] i64, its inverse; 0 at padding, which nobody asks for
    std::int64_t fillers = 0; ///< behind the last block

    bool isPacked() const { return places.defined(); }
    std::int64_t longest() const { return blocks.front().length; } ///< with its fillers
    /// What each token of the pass has, @p filler what fillers have: [B, T] -> [N]
    torch::Tensor perToken(const torch::Tensor &batch, std::int64_t filler = 0) const;
    /// The states at places of [B * T]: [N, C], [L] i64 -> [L, C]
    torch::Tensor at(const torch::Tensor &hidden, const torch::Tensor &positions) const;
    /// Back to rows, zeros at padding: [N, K] -> [B, T, K]
    torch::Tensor toRows(const torch::Tensor &x) const;
    /// The tokens of each row, [lengths[b], K], and zeros for the fillers: [N, K]
    torch::Tensor fromRows(const std::vector<torch::Tensor> &states) const;
    /// @p attend on each block, results joined: [N, K]
    torch::Tensor
    overBlocks(const std::function<torch::Tensor(const Block &, std::size_t index)> &attend) const;

private:
    /// Parts end to end, and zeros for the fillers behind the last block: [N, ...]
    torch::Tensor join(std::vector<torch::Tensor> parts) const;
};

/// The least number of tokens that is used, of those that hold @p tokens: 32, 64, ... 512, 576, ... 1024,
/// 1152, ...
std::int64_t usedTokens(std::int64_t tokens);

/// @p attentionMask [B, T], or undefined.
TokenLayout paddedLayout(std::int64_t rows, std::int64_t length,
                         const torch::Tensor &attentionMask);
/// Packed where the batch says how long its rows are and some row is shorter than the longest.
TokenLayout layoutOf(const BatchTensors &batch);

} // namespace tamiz::engine
