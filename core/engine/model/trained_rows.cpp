// SPDX-License-Identifier: Apache-2.0
#include "core/engine/model/trained_rows.h"

namespace tamiz::engine {

namespace {

/// The rows under a version of their own: what is kept of the matrix, which stands still, stays valid
/// when they are written to.
torch::Tensor rowsOf(const torch::Tensor &matrix, std::int64_t first, std::int64_t count)
{
    return matrix.detach().narrow(0, first, count).variable_data(); // [n, C]
}

} // namespace

TrainedRows::TrainedRows(const torch::Tensor &matrix, std::int64_t first, std::int64_t count)
    : m_first(first)
    , m_rows(rowsOf(matrix, first, count))
{
    m_rows.requires_grad_(true);
}

void TrainedRows::follow(const torch::Tensor &matrix)
{
    m_rows.set_data(rowsOf(matrix, m_first, m_rows.size(0)));
}

torch::Tensor TrainedRows::inLookUp(const torch::Tensor &found, const torch::Tensor &ids) const
{
    const torch::Tensor places
        = torch::nonzero((ids >= m_first).logical_and(ids < m_first + m_rows.size(0)))
              .squeeze(1); // [n of N]
    if (places.numel() == 0)
        return found;
    const torch::Tensor own
        = torch::embedding(m_rows, ids.index_select(0, places) - m_first); // [n of N, C]
    return found.index_copy(0, places, own); // [N, C]
}

torch::Tensor TrainedRows::inProduct(const torch::Tensor &product, const torch::Tensor &x,
                                     const torch::Tensor &bias, Arithmetic arithmetic) const
{
    const std::int64_t count = m_rows.size(0);
    const torch::Tensor ownBias = bias.defined() ? bias.narrow(0, m_first, count) : bias; // [n]
    const torch::Tensor own = linear(x, m_rows, ownBias, arithmetic); // [N, n]
    return torch::slice_scatter(product, own, 1, m_first, m_first + count); // [N, V]
}

} // namespace tamiz::engine
