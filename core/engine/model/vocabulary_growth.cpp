// SPDX-License-Identifier: Apache-2.0
// Source: transformers, modeling_utils.py, resize_token_embeddings().
#include "core/engine/model/vocabulary_growth.h"

#include <algorithm>

#include <ATen/core/grad_mode.h>
#include <torch/types.h>

namespace tamiz::engine {

namespace {

/// Of rows: [n, C] -> [C], [n] -> []
torch::Tensor meanOf(const torch::Tensor &rows)
{
    return rows.mean(0, false, torch::kDouble).to(torch::kFloat);
}

/// @p old [V, C] or [V] with @p rows [n, C] or [n] from @p first on
torch::Tensor withRows(const torch::Tensor &old, std::int64_t first, const torch::Tensor &rows)
{
    std::vector<std::int64_t> shape = old.sizes().vec();
    shape[0] = std::max(shape[0], first + rows.size(0));
    const torch::Tensor grown = torch::empty(shape, old.options().requires_grad(false));
    grown.narrow(0, 0, old.size(0)).copy_(old);
    grown.narrow(0, first, rows.size(0)).copy_(rows);
    return grown;
}

void setSize(ModelParts &parts, std::int64_t size)
{
    parts.config.vocabSize = size;
    embeddings(parts).front()->rows = size;
    if (parts.languageHead)
        parts.languageHead->outFeatures = size;
}

/// Keeps whether it trains.
void replace(torch::Tensor &parameter, const torch::Tensor &value)
{
    const bool trains = parameter.requires_grad();
    parameter = value;
    parameter.requires_grad_(trains);
}

} // namespace

std::optional<OutputEmbedding> outputEmbedding(ModelParts &parts)
{
    torch::Tensor &words = embeddings(parts).front()->weight;
    const bool isTied = parts.config.tieWordEmbeddings;
    if (parts.head == HeadKind::MaskedLm) {
        MaskedLmHead &head = *parts.mlm;
        return OutputEmbedding { head.decoderName, isTied ? &words : &head.decoder, &head.bias,
                                 head.biasName };
    }
    if (parts.head != HeadKind::CausalLm)
        return std::nullopt;
    Linear &head = *parts.languageHead;
    const bool hasBias = head.hasBias && !isTied;
    return OutputEmbedding { head.name, isTied ? &words : &head.weight,
                             hasBias ? &head.bias : nullptr, head.name + ".bias" };
}

std::vector<ParameterRef> vocabularyParameters(ModelParts &parts)
{
    std::vector<const torch::Tensor *> tensors { &embeddings(parts).front()->weight };
    if (parts.languageHead)
        tensors.insert(tensors.end(), { &parts.languageHead->weight, &parts.languageHead->bias });
    if (parts.mlm)
        tensors.insert(tensors.end(), { &parts.mlm->decoder, &parts.mlm->bias });
    std::vector<ParameterRef> refs = baseParameters(parts);
    std::erase_if(refs, [&tensors](const ParameterRef &ref) {
        return std::find(tensors.begin(), tensors.end(), ref.tensor) == tensors.end();
    });
    return refs;
}

void growVocabulary(ModelParts &parts, std::int64_t first,
                    const std::vector<std::vector<std::int64_t>> &pieces)
{
    const at::NoGradGuard noGrad;
    for (const ParameterRef &ref : vocabularyParameters(parts)) {
        const torch::Tensor known = ref.tensor->narrow(0, 0, first); // [first, C] or [first]
        const torch::Tensor general = meanOf(known); // [C] or []
        std::vector<torch::Tensor> rows;
        for (const std::vector<std::int64_t> &ids : pieces) {
            const bool isGeneral = ids.empty() || ref.section == Section::KeptHead;
            rows.push_back(isGeneral
                               ? general
                               : meanOf(known.index_select(0, torch::tensor(ids, torch::kLong))));
        }
        replace(*ref.tensor, withRows(*ref.tensor, first, torch::stack(rows)));
    }
    const auto count = static_cast<std::int64_t>(pieces.size());
    setSize(parts, std::max(parts.config.vocabSize, first + count));
    parts.newRows = NewRows { first, count };
}

std::optional<NewRows> rowsThatDiffer(const torch::Tensor &base, const torch::Tensor &brought)
{
    const std::int64_t common = std::min(base.size(0), brought.size(0));
    const torch::Tensor differs
        = (base.narrow(0, 0, common) != brought.narrow(0, 0, common)).any(1); // [common]
    const torch::Tensor places = torch::nonzero(differs); // [n, 1]
    const std::int64_t first = places.numel() > 0 ? places.min().item<std::int64_t>() : common;
    const std::int64_t count = brought.size(0) - first;
    return count > 0 ? std::optional(NewRows { first, count }) : std::nullopt;
}

void resizeVocabulary(ModelParts &parts, std::int64_t size)
{
    const at::NoGradGuard noGrad;
    for (const ParameterRef &ref : vocabularyParameters(parts)) {
        const std::int64_t before = ref.tensor->size(0);
        if (size < before) {
            replace(*ref.tensor, ref.tensor->narrow(0, 0, size).clone());
        } else if (size > before) {
            const std::vector<torch::Tensor> rows(static_cast<std::size_t>(size - before),
                                                  meanOf(*ref.tensor));
            replace(*ref.tensor, withRows(*ref.tensor, before, torch::stack(rows)));
        }
    }
    setSize(parts, size);
}

std::vector<VocabularyMatrix> vocabularyMatrices(ModelParts &parts)
{
    Embedding &words = *embeddings(parts).front();
    std::vector<VocabularyMatrix> matrices { { words.name + ".weight", &words.weight,
                                               &words.trained } };
    if (parts.config.tieWordEmbeddings)
        return matrices;
    if (parts.head == HeadKind::CausalLm) {
        Linear &head = *parts.languageHead;
        matrices.push_back({ head.name + ".weight", &head.weight, &head.trained });
    }
    if (parts.head == HeadKind::MaskedLm) {
        MaskedLmHead &head = *parts.mlm;
        matrices.push_back({ head.decoderName + ".weight", &head.decoder, &head.trained });
    }
    return matrices;
}

void trainNewRows(ModelParts &parts)
{
    for (const VocabularyMatrix &matrix : vocabularyMatrices(parts)) {
        *matrix.trained = parts.newRows && !matrix.weight->requires_grad()
            ? TrainedRows(*matrix.weight, parts.newRows->first, parts.newRows->count)
            : TrainedRows();
    }
}

} // namespace tamiz::engine
