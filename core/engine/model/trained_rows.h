// SPDX-License-Identifier: Apache-2.0
#pragma once

// Engine-private: names torch.

#include <cstdint>

#include <torch/types.h>

#include "core/engine/model/product.h"

namespace tamiz::engine {

/// Rows of a vocabulary's matrix [V, C] that train while the others stand still, as PEFT's trainable
/// tokens do. They lie in the matrix's own memory, which is so always up to date; the others have no
/// gradient, no moments and no decay, and keep every bit.
class TrainedRows
{
public:
    TrainedRows() = default; ///< none
    TrainedRows(const torch::Tensor &matrix, std::int64_t first, std::int64_t count);

    bool isEmpty() const { return !m_rows.defined(); }
    std::int64_t first() const { return m_first; }
    const torch::Tensor &rows() const { return m_rows; } ///< [n, C], the parameter
    /// After the matrix went to other memory.
    void follow(const torch::Tensor &matrix);

    /// @p found [N, C], what the matrix holds of @p ids [N], with these rows' gradient -> [N, C]
    torch::Tensor inLookUp(const torch::Tensor &found, const torch::Tensor &ids) const;
    /// @p product [N, V] of x [N, C] and the matrix, with these rows' gradient -> [N, V]
    torch::Tensor inProduct(const torch::Tensor &product, const torch::Tensor &x,
                            const torch::Tensor &bias, Arithmetic arithmetic) const;

private:
    std::int64_t m_first = 0;
    torch::Tensor m_rows;
};

} // namespace tamiz::engine
