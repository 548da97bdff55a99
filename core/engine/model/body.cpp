// SPDX-License-Identifier: Apache-2.0
#include "core/engine/model/body.h"

#include <utility>

#include <ATen/core/grad_mode.h>

#include "core/engine/model/cpu_kernels.h"
#include "core/engine/model/vocabulary_loss.h"

namespace tamiz::engine {

namespace {

/// Ids and type ids of a pass's tokens, [N] each.
struct Tokens
{
    torch::Tensor ids, typeIds;
};

Tokens tokensOf(const BatchTensors &batch, const Pass &pass)
{
    const auto read = [&pass](const torch::Tensor &x) {
        return pass.layout.perToken(x).to(pass.device); // [N]
    };
    const torch::Tensor ids = read(batch.inputIds);
    return { ids,
             batch.tokenTypeIds.defined() ? read(batch.tokenTypeIds) : torch::zeros_like(ids) };
}

torch::Tensor readFrozen(const ModelParts &parts, const BatchTensors &batch, const Pass &pass)
{
    const torch::NoGradGuard noGrad;
    const Tokens tokens = tokensOf(batch, pass);
    return parts.decoder
        ? decodeFrozen(*parts.decoder, tokens.ids, pass, nullptr)
        : encodeFrozen(parts.encoder, tokens.ids, tokens.typeIds, pass, nullptr); // [N, C]
}

/// The batch's rows of these indices.
BatchTensors selectRows(const BatchTensors &batch, const std::vector<std::int64_t> &rows)
{
    const torch::Tensor index = torch::tensor(rows, torch::kLong); // [R]
    const auto select = [&index](const torch::Tensor &x) {
        return x.defined() ? x.index_select(0, index) : x; // [R, T]
    };
    BatchTensors some;
    some.inputIds = select(batch.inputIds);
    some.tokenTypeIds = select(batch.tokenTypeIds);
    some.attentionMask = select(batch.attentionMask);
    for (const std::int64_t row : rows) {
        if (!batch.lengths.empty())
            some.lengths.push_back(batch.lengths[static_cast<std::size_t>(row)]);
    }
    return some;
}

FrozenStates::Key keyOf(const BatchTensors &batch, std::int64_t row, std::int64_t length)
{
    std::vector<const std::int64_t *> columns;
    for (const torch::Tensor *x : { &batch.inputIds, &batch.tokenTypeIds, &batch.attentionMask }) {
        if (x->defined())
            columns.push_back(x->data_ptr<std::int64_t>() + row * x->size(1));
    }
    return FrozenStates::keyOf(columns, length);
}

/// The frozen stages' output: what is known of a row is taken, the rest computed, and kept where the
/// row is as it is in its data set; a masked draw hardly comes again. [N, C] in the pass's order.
torch::Tensor recallFrozen(const ModelParts &parts, const BatchTensors &batch, const Pass &pass)
{
    const auto isMasked = [&batch](std::int64_t row) {
        return !batch.isMasked.empty() && batch.isMasked[static_cast<std::size_t>(row)];
    };
    const auto type = parts.arithmetic == Arithmetic::Bf16 ? torch::kBFloat16 : torch::kFloat;
    std::vector<torch::Tensor> states(static_cast<std::size_t>(pass.layout.rows)); // [T, C] a row
    std::vector<FrozenStates::Key> keys(states.size()); // of rows that are not masked
    std::vector<std::int64_t> unknown;
    for (std::int64_t row = 0; row < pass.layout.rows; ++row) {
        const auto at = static_cast<std::size_t>(row);
        if (!isMasked(row)) {
            keys[at] = keyOf(batch, row, pass.layout.lengths[at]);
            states[at] = parts.frozenStates->find(keys[at]);
        }
        if (!states[at].defined())
            unknown.push_back(row);
    }
    if (!unknown.empty()) {
        const BatchTensors rest = selectRows(batch, unknown);
        Pass restPass = pass;
        restPass.layout = pass.layout.isPacked()
            ? layoutOf(rest)
            : paddedLayout(rest.inputIds.size(0), pass.layout.length, rest.attentionMask);
        const torch::Tensor hidden = readFrozen(parts, rest, restPass); // [n, C]
        for (std::size_t i = 0; i < unknown.size(); ++i) {
            const std::int64_t row = unknown[i];
            const auto at = static_cast<std::size_t>(row);
            const std::int64_t length = pass.layout.lengths[at];
            const std::int64_t first
                = restPass.layout.rowStarts[static_cast<std::int64_t>(i)].item<std::int64_t>();
            states[at] = hidden.narrow(0, first, length).to(type);
            if (!isMasked(row))
                parts.frozenStates->insert(keys[at], states[at].cpu());
        }
    }
    for (torch::Tensor &state : states)
        state = state.to(pass.device);
    return pass.layout.fromRows(states).to(torch::kFloat); // [N, C]
}

torch::Tensor readTokens(const ModelParts &parts, const BatchTensors &batch, const Pass &pass,
                         std::vector<torch::Tensor> *states)
{
    if (pass.frozenStages > 0 && !states) {
        const torch::Tensor hidden = recallFrozen(parts, batch, pass); // [N, C]
        return parts.decoder ? decodeOn(*parts.decoder, hidden, pass, nullptr)
                             : encodeOn(parts.encoder, hidden, pass, nullptr);
    }
    const Tokens tokens = tokensOf(batch, pass);
    return parts.decoder ? decode(*parts.decoder, tokens.ids, pass, states)
                         : encode(parts.encoder, tokens.ids, tokens.typeIds, pass, states);
}

const Embedding &wordsOf(const ModelParts &parts)
{
    return parts.decoder ? parts.decoder->words : parts.encoder.words;
}

/// The layer that gives each token of the vocabulary its score, and what it reads.
struct VocabularyProduct
{
    torch::Tensor x; ///< [N, E]
    torch::Tensor matrix; ///< [V, E]
    torch::Tensor bias; ///< [V] or undefined
    const TrainedRows &trained; ///< of the matrix
};

VocabularyProduct vocabularyProduct(const ModelParts &parts, const torch::Tensor &hidden,
                                    const Pass &pass)
{
    const Embedding &words = wordsOf(parts);
    const torch::Tensor &shared = pass.words ? pass.words->product : words.weight; // [V, C]
    if (parts.decoder) {
        if (parts.config.tieWordEmbeddings)
            return { hidden, shared, {}, words.trained };
        const Linear &head = *parts.languageHead;
        return { hidden, head.matrix(), head.bias, head.trained };
    }
    const MaskedLmHead &head = *parts.mlm;
    const torch::Tensor x = transform(head, hidden, pass); // [N, E]
    return head.decoder.defined() ? VocabularyProduct { x, head.decoder, head.bias, head.trained }
                                  : VocabularyProduct { x, shared, head.bias, words.trained };
}

/// Whether the word vectors train as the layer to the vocabulary too.
bool sharesWords(const ModelParts &parts)
{
    const bool isTied = parts.decoder ? parts.config.tieWordEmbeddings
                                      : parts.mlm && !parts.mlm->decoder.defined();
    const bool isRead = parts.head == HeadKind::CausalLm || parts.head == HeadKind::MaskedLm;
    return isTied && isRead && wordsOf(parts).weight.requires_grad();
}

/// Whether an adapter changes the layer to the vocabulary itself.
bool hasAdaptedHead(const ModelParts &parts)
{
    return parts.decoder && !parts.config.tieWordEmbeddings
        && (parts.languageHead->lora || parts.languageHead->baseBias.defined());
}

} // namespace

torch::Device deviceOf(const ModelParts &parts)
{
    return wordsOf(parts).weight.device();
}

Pass makePass(const ModelParts &parts, const BatchTensors &batch, const ForwardContext &context)
{
    Pass pass;
    const std::int64_t length = batch.inputIds.size(1);
    TORCH_CHECK(length <= parts.config.maxLength(), "a row of ", length,
                " tokens is longer than the model's ", parts.config.maxLength(), " positions");
    pass.device = deviceOf(parts);
    // An answer is sought among all places of a row, padding included, as in transformers. On a GPU each
    // block is launches of its own, which cost more than padding.
    pass.layout = parts.head == HeadKind::QuestionAnswering || pass.device.is_cuda()
        ? paddedLayout(batch.inputIds.size(0), length, batch.attentionMask)
        : layoutOf(batch);
    pass.isTraining = context.isTraining;
    pass.random = context.dropout;
    pass.dropout = parts.dropout;
    pass.strength = parts.strength;
    pass.arithmetic = parts.arithmetic;
    // The routers' balance is over all layers: none may be left out, or decide without being noted.
    const bool hasBalance = parts.decoder && parts.decoder->config.balanceLoss > 0;
    if (parts.frozenStates && !hasBalance)
        pass.frozenStages = frozenStages(parts);
    pass.checkpointsLayers = context.checkpointsLayers && !hasBalance;
    if (pass.isTraining && at::GradMode::is_enabled() && sharesWords(parts))
        pass.words = share(wordsOf(parts).weight);
    return pass;
}

torch::Tensor readBatch(const ModelParts &parts, const BatchTensors &batch, const Pass &pass,
                        std::vector<torch::Tensor> *hiddenStates)
{
    if (!hiddenStates)
        return readTokens(parts, batch, pass, nullptr);
    std::vector<torch::Tensor> states;
    const torch::Tensor hidden = readTokens(parts, batch, pass, &states); // [N, C]
    for (const torch::Tensor &state : states)
        hiddenStates->push_back(pass.layout.toRows(state)); // [B, T, C]
    return hidden;
}

torch::Tensor vocabularyLogits(const ModelParts &parts, const torch::Tensor &hidden,
                               const Pass &pass)
{
    if (hasAdaptedHead(parts))
        return apply(*parts.languageHead, hidden, pass);
    const VocabularyProduct product = vocabularyProduct(parts, hidden, pass);
    const torch::Tensor logits
        = linear(product.x, product.matrix, product.bias, pass.arithmetic); // [N, V]
    return product.trained.isEmpty()
        ? logits
        : product.trained.inProduct(logits, product.x, product.bias, pass.arithmetic);
}

torch::Tensor vocabularyLoss(const ModelParts &parts, const torch::Tensor &hidden,
                             const torch::Tensor &labels, double labelSmoothing, const Pass &pass)
{
    if (usesKernels(hidden, pass.arithmetic) && !hasAdaptedHead(parts)) {
        const VocabularyProduct product = vocabularyProduct(parts, hidden, pass);
        if (product.trained.isEmpty())
            return linearCrossEntropy(product.x, product.matrix, product.bias, labels,
                                      labelSmoothing, pass.arithmetic);
    }
    return crossEntropy(vocabularyLogits(parts, hidden, pass), labels, labelSmoothing);
}

torch::Tensor predictedLabels(const ModelParts &parts, const torch::Tensor &labels)
{
    return parts.decoder ? nextTokenLabels(labels) : labels.reshape({ -1 });
}

} // namespace tamiz::engine
