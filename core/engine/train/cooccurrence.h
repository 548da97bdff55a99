// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "core/base/result.h"
#include "core/base/run_control.h"
#include "core/engine/model/model.h"
#include "core/engine/tokenizer/tokenizer.h"

namespace tamiz::engine {

/// How often pieces occur, and how often near each other.
struct Cooccurrence
{
    std::vector<std::int64_t> ids; ///< the most frequent pieces, the most frequent first
    std::vector<float>
        pairs; ///< [n, n], n = ids.size(): times that two of them stand close; symmetric
    std::vector<double> counts; ///< [V]
};

/// Counts pairs up to @p reach pieces apart, a pair d apart as 1/d (GloVe, Pennington et al., 2014,
/// section 3), for the @p maxPieces most frequent pieces: memory is 4 * maxPieces^2 bytes. Takes the texts
/// twice, so that none is kept. Cancelled when @p control says so.
Result<Cooccurrence> countCooccurrence(const TokenClassifier::ForEachText &texts,
                                       const Tokenizer &tokenizer, std::int64_t maxPieces,
                                       int reach, RunControl &control);

/// Starts a new model from what the corpus tells without training: the bias of the masked-LM head is
/// the logarithm of each piece's share, and word vectors are the leading eigenvectors of the positive
/// pointwise mutual information (Levy & Goldberg, 2014, section 3), at the size of the other weights.
/// A short training then begins where it would otherwise spend its first thousands of steps.
/// Pieces outside @p counted keep their random vectors.
void startFromCooccurrence(const Model &model, const Cooccurrence &counted, std::uint64_t seed);

} // namespace tamiz::engine
