// SPDX-License-Identifier: Apache-2.0
// What a model's head for the vocabulary says: losses of labels, and the next token.
#include <algorithm>

#include <ATen/core/Reduction.h>
#include <ATen/core/grad_mode.h>
#include <torch/types.h>

#include "core/engine/model/body.h"
#include "core/engine/model/model.h"

namespace tamiz::engine {

bool Model::hasVocabularyHead() const
{
    return m_parts->mlm.has_value() || m_parts->languageHead.has_value();
}

Status Model::checkVocabulary(std::int64_t tokens, const std::filesystem::path &folder) const
{
    if (tokens <= m_parts->config.vocabSize)
        return {};
    return fail(ErrorCode::Mismatch,
                "the tokenizer has " + std::to_string(tokens)
                    + " tokens, the model's vocab_size is "
                    + std::to_string(m_parts->config.vocabSize),
                folder.string(),
                hasAdapter() ? "The adapter was trained with more tokens than it brings embeddings "
                               "for: save it with its embedding layers"
                             : "Use the vocabulary that the model was trained with");
}

VocabularyScores Model::vocabularyScores(const BatchTensors &batch) const
{
    TORCH_CHECK(hasVocabularyHead(), "the model has no head for the vocabulary");
    const at::NoGradGuard noGrad;
    const Pass pass = makePass(*m_parts, batch, {});
    const torch::Tensor hidden = readBatch(*m_parts, batch, pass, nullptr); // [N, C]
    const torch::Tensor labels = predictedLabels(*m_parts, batch.labels); // [B * T]

    std::vector<torch::Tensor> losses;
    std::vector<torch::Tensor> isRight;
    for (const torch::Tensor &positions : labelledPositions(labels).split(kLossChunk)) {
        const torch::Tensor wanted = labels.index_select(0, positions).to(pass.device); // [L]
        const torch::Tensor logits
            = vocabularyLogits(*m_parts, pass.layout.at(hidden, positions), pass); // [L, V]
        losses.push_back(
            torch::cross_entropy_loss(logits, wanted, {}, at::Reduction::None).cpu()); // [L]
        isRight.push_back((logits.argmax(1) == wanted).cpu()); // [L]
    }
    if (losses.empty())
        return { torch::empty({ 0 }), torch::empty({ 0 }, torch::kBool) };
    return { torch::cat(losses), torch::cat(isRight) };
}

torch::Tensor Model::nextTokenScores(const std::vector<std::int64_t> &ids,
                                     KeyValueCache &cache) const
{
    TORCH_CHECK(m_parts->decoder && hasVocabularyHead(), "the model does not predict next tokens");
    const at::NoGradGuard noGrad;
    const auto length = static_cast<std::int64_t>(ids.size());
    const torch::Tensor tokens = torch::empty({ length }, torch::kLong); // [T]
    std::copy(ids.begin(), ids.end(), tokens.data_ptr<std::int64_t>());
    Pass pass;
    pass.device = deviceOf(*m_parts);
    pass.layout = paddedLayout(1, length, {});
    pass.strength = m_parts->strength;
    pass.arithmetic = m_parts->arithmetic;
    const torch::Tensor hidden
        = decode(*m_parts->decoder, tokens.to(pass.device), pass, nullptr, &cache); // [T, C]
    return vocabularyLogits(*m_parts, hidden.narrow(0, length - 1, 1), pass)
        .reshape({ -1 })
        .cpu()
        .contiguous(); // [V]
}

} // namespace tamiz::engine
