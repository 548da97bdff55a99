// SPDX-License-Identifier: Apache-2.0
#include "core/engine/train/pretrain.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <utility>

#include <torch/types.h>

#include "core/engine/data/file_texts.h"
#include "core/engine/model/model.h"
#include "core/engine/tokenizer/tokenizer_training.h"
#include "core/engine/train/cooccurrence.h"

namespace tamiz::engine {

namespace {

constexpr std::int64_t kCountedPieces
    = 16'000; // their pairs take 1 GB; rarer pieces start at random
constexpr int kReach = 8; // pieces to each side that count as near

// Tensor cores and vector units like multiples of 8; a vocabulary padded to one costs nothing.
std::int64_t roundedUp(std::int64_t value)
{
    return (value + 7) / 8 * 8;
}

ModelConfig configOf(const PretrainSection &settings, std::int64_t vocabSize, std::int64_t padId)
{
    ModelConfig config;
    config.modelType = "bert";
    config.architectures = { "BertForMaskedLM" };
    config.vocabSize = roundedUp(vocabSize);
    config.hiddenSize = settings.hiddenSize;
    config.layers = settings.layers;
    config.heads = settings.heads;
    config.intermediateSize = settings.intermediateSize;
    config.maxPositions = settings.maxPositions;
    config.padTokenId = padId;
    // BERT's 0.02 belongs to a width of 768: the same sum over the inputs at any width. A narrow model
    // that starts smaller stays at the unigram loss for much of a short training.
    config.initializerRange = 0.02 * std::sqrt(768.0 / settings.hiddenSize);
    config.hiddenDropout = settings.dropout;
    config.attentionDropout = settings.dropout;
    config.classifierDropout = settings.dropout;
    return config;
}

/// Starts the learned positions as sinusoids (Vaswani et al., 2017, section 3.5) of the other weights'
/// size: a shift by one position is then the same rotation everywhere, which attention finds far sooner
/// than a separate relation for each pair of random vectors.
void startPositionsAsSinusoids(const Model &model)
{
    const torch::NoGradGuard noGrad;
    for (const NamedTensor &parameter : model.parameters()) {
        if (!parameter.name.ends_with("position_embeddings.weight"))
            continue;
        torch::Tensor weight = parameter.tensor; // [P, C]
        const std::int64_t half = weight.size(1) / 2;
        const torch::Tensor positions
            = torch::arange(weight.size(0), torch::kFloat32).unsqueeze(1); // [P, 1]
        const torch::Tensor rates
            = torch::exp(torch::arange(half, torch::kFloat32)
                         * (-std::log(10000.0) / static_cast<double>(half))); // [C/2]
        const torch::Tensor angles = positions * rates; // [P, C/2]
        const double size
            = model.config().initializerRange * std::sqrt(2.0); // a sine's mean square is 1/2
        weight.narrow(1, 0, half).copy_(angles.sin() * size);
        weight.narrow(1, half, half).copy_(angles.cos() * size);
    }
}

} // namespace

Status createBaseModel(const Recipe &recipe, const std::filesystem::path &folder,
                       RunControl &control, const LoadProgress &progress)
{
    const PretrainSection &settings = *recipe.pretrain;
    const std::vector<std::string> &corpus
        = settings.tokenizerCorpus.empty() ? recipe.data.train : settings.tokenizerCorpus;
    progress("reading the corpus", 0);
    FileTexts texts({ corpus.begin(), corpus.end() }, referenceTask(recipe.task), control,
                    FileTexts::Part::First);
    TAMIZ_CHECK(texts.check());
    TAMIZ_TRY(const auto tokenizer,
              trainTokenizer(texts.reader(),
                             { .kind = settings.tokenizer,
                               .vocabSize = settings.vocabSize,
                               .lowercase = settings.lowercase },
                             folder, control, [&progress](double done) {
                                 progress("training the vocabulary", done);
                             }));

    const ModelConfig config = configOf(settings, tokenizer->vocabSize(), tokenizer->special().pad);
    TAMIZ_TRY(const auto model, Model::create(config, HeadKind::MaskedLm, recipe.seed));
    startPositionsAsSinusoids(*model);
    progress("counting neighbours", 0);
    TAMIZ_TRY(const Cooccurrence counted,
              countCooccurrence(texts.reader(), *tokenizer, kCountedPieces, kReach, control));
    TAMIZ_CHECK(texts.status());
    startFromCooccurrence(*model, counted, recipe.seed);
    return model->saveModel(folder);
}

} // namespace tamiz::engine
