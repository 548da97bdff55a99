// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/base/problem.h"

namespace tamiz {

/// A tensor of a model folder beside what its architecture asks for.
struct TensorDetails
{
    enum class State {
        Used,
        Unexpected, ///< in the files, no part of the model
        Missing, ///< part of the model, not in the files: random at first
        Misshaped ///< the model cannot take it
    };

    std::string name;
    std::string dtype; ///< "F16"; empty where missing
    std::vector<std::int64_t> shape;
    std::vector<std::int64_t> expectedShape; ///< of a misshaped one
    std::string file; ///< within the folder; empty where missing
    State state = State::Used;
};

/// What a model or adapter folder holds, told without converting a weight.
struct ModelDetails
{
    std::filesystem::path folder;
    std::string family; ///< model_type: "bert"
    std::string architecture; ///< class of transformers: "BertForMaskedLM"; may be empty
    std::string head; ///< "masked-lm", "sequence-classification" ...; empty = none
    std::int64_t parameters = 0; ///< of body and head; of an adapter, its own
    std::int64_t embeddingParameters = 0;
    std::int64_t layerParameters = 0; ///< of one layer
    std::int64_t headParameters = 0;
    std::int64_t layers = 0;
    std::int64_t hiddenSize = 0;
    std::int64_t intermediateSize = 0;
    std::int64_t heads = 0;
    std::int64_t keyValueHeads = 0; ///< where fewer than heads; else 0
    std::int64_t experts = 0; ///< of a layer; 0 = one feed-forward part
    std::int64_t vocabSize = 0;
    std::int64_t maxPositions = 0;
    bool isHeadNew = false; ///< the files bring none: it starts at random
    bool isTied = false; ///< the vocabulary's head is the word embedding
    std::vector<std::string> labels; ///< of the head, where they have names
    std::vector<std::string> precisions; ///< of the weights: "F32", "BF16"
    std::string tokenizer; ///< "WordPiece"; empty = none could be read
    std::int64_t tokenizerSize = 0;
    std::string licence; ///< as the folder states it; empty = it does not
    std::uint64_t diskBytes = 0; ///< of every file of the folder
    std::vector<TensorDetails> tensors; ///< sorted by name
    std::vector<Problem> problems;

    bool isAdapter = false; ///< then also:
    std::filesystem::path base; ///< its model, as far as the folder tells
    std::int64_t rank = 0;
    double alpha = 0;
    std::vector<std::string> targets; ///< projections that it adapts
};

} // namespace tamiz
