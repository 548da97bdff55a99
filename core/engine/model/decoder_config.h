// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace tamiz::engine {

/// How rotary positions (Su et al., "RoFormer") are stretched beyond the trained length.
enum class RopeScaling : std::uint8_t {
    None,
    Linear, ///< positions divided by the factor
    Dynamic, ///< a larger base for rows that are longer than trained ("NTK-aware")
    Llama3 ///< low frequencies divided by the factor, a ramp between
};

struct RopeConfig
{
    std::int64_t dimensions
        = 0; ///< of each head that are rotated; 0 = positions are learned vectors
    double theta = 10000;
    RopeScaling scaling = RopeScaling::None;
    double factor = 1;
    double lowFrequencyFactor = 1; ///< Llama3
    double highFrequencyFactor = 4; ///< Llama3
    std::int64_t trainedPositions = 0; ///< Dynamic, Llama3
};

/// What config.json says about a decoder beyond ModelConfig.
struct DecoderConfig
{
    std::int64_t keyValueHeads = 0; ///< fewer than heads: each serves a group of them
    std::int64_t headSize = 0;
    RopeConfig rope;
    std::int64_t window = 0; ///< tokens that a token sees, itself included; 0 = all before it
    std::int64_t firstWindowLayer = 0; ///< layers below see everything
    std::int64_t experts = 0; ///< 0 = one feed-forward part
    std::int64_t expertsPerToken = 0;
    double balanceLoss = 0; ///< factor on the loss that keeps experts busy alike; 0 = none
    double embeddingDropout = 0;
    double activationDropout = 0; ///< between the two feed-forward matrices
    double wordScale = 1; ///< times each word's vector, as an input
    bool hasQueryBias = false; ///< of query, key and value
    bool hasOutputBias = false; ///< of the attention's output
    bool hasFeedForwardBias = false;
    bool hasHeadNorms = false; ///< on each head's query and key
    bool hasFinalNorm = true;
    bool isParallel = false; ///< attention and feed-forward read the same input
    bool scalesScores = true; ///< by 1 / sqrt(headSize)
    bool scalesByLayer = false; ///< by 1 / (layer + 1) as well
};

} // namespace tamiz::engine
