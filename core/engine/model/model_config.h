// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/engine/model/decoder_config.h"

namespace tamiz::engine {

enum class HeadKind {
    None,
    SequenceClassification,
    TokenClassification,
    MaskedLm,
    QuestionAnswering,
    MultipleChoice,
    NextSentence,
    CausalLm
};

/// What the outputs of a classifier of rows mean: transformers' `problem_type`.
enum class ProblemType { Unset, Regression, SingleLabel, MultiLabel };

/// Attention that keeps content and position apart (He et al., "DeBERTa", ICLR 2021; version 2 and 3).
struct DisentangledAttention
{
    bool hasPositions = true; ///< absolute ones are added to the embeddings too
    bool isRelative = false;
    bool fromContent = false; ///< content to position, "c2p"
    bool toContent = false; ///< position to content, "p2c"
    std::int64_t buckets = 0; ///< of distances in each direction; 0 = every distance its own
    std::int64_t maxDistance = 0;
    bool isNormed = false; ///< LayerNorm on the table of relative positions

    std::int64_t span() const { return buckets > 0 ? buckets : maxDistance; }
    /// Kinds of scores that are summed.
    int terms() const { return 1 + (fromContent ? 1 : 0) + (toContent ? 1 : 0); }
};

/// config.json of a Hugging Face model folder, as far as the architecture needs it. Unknown keys
/// stay in the file that is copied to exports.
struct ModelConfig
{
    std::string modelType; ///< "bert"
    std::vector<std::string> architectures; ///< e.g. BertForSequenceClassification
    std::int64_t vocabSize = 0;
    std::int64_t hiddenSize = 0;
    std::int64_t embeddingSize
        = 0; ///< 0 = hiddenSize; else a projection leads from one to the other
    std::int64_t layers = 0; ///< that a token goes through
    std::int64_t layerGroups = 0; ///< of layers that share their weights; 0 = each has its own
    std::int64_t innerLayers = 1; ///< in a group, one after another
    std::int64_t heads = 0;
    std::int64_t intermediateSize = 0;
    std::int64_t maxPositions = 0;
    std::int64_t typeVocabSize = 2;
    std::int64_t relativeBuckets = 32; ///< of distances; rows of their table
    DisentangledAttention disentangled;
    std::int64_t padTokenId = 0;
    double layerNormEps = 1e-12;
    double initializerRange = 0.02;
    double hiddenDropout = 0.1;
    double attentionDropout = 0.1;
    double classifierDropout = 0.1;
    double answerDropout = 0; ///< before the outputs of question answering
    double poolerDropout = 0; ///< before the dense layer of a classifier of rows
    double summaryDropout = 0; ///< before the outputs of multiple choice, in a family of its own
    std::string poolerAct; ///< of that layer; empty = the family's
    std::string hiddenAct = "gelu";
    bool tieWordEmbeddings = true;
    std::map<std::int64_t, std::string> id2label;
    ProblemType problemType = ProblemType::Unset; ///< as written
    std::string torchDtype = "float32"; ///< of the weights as saved, for other readers
    std::optional<DecoderConfig> decoder; ///< of a model that reads from left to right
    std::string source; ///< the JSON text it was read from: keys unknown here stay in toJson()

    HeadKind head() const; ///< from architectures
    /// What a classifier of rows says; unset, one output is a regression, as in transformers.
    ProblemType problem() const;
    /// Longest row in tokens: some families keep the first positions for padding.
    std::int64_t maxLength() const;
    std::int64_t embeddingWidth() const { return embeddingSize > 0 ? embeddingSize : hiddenSize; }

    /// Fails with file, key and value on anything out of range or of an unknown model_type.
    static Result<ModelConfig> load(const std::filesystem::path &folder);
    static Result<ModelConfig> parse(const std::string &json, const std::string &where);

    /// config.json text that transformers reads back.
    std::string toJson() const;
};

/// Whether the head has one answer a row, from its first token.
constexpr bool saysOfRows(HeadKind head)
{
    return head == HeadKind::SequenceClassification || head == HeadKind::MultipleChoice
        || head == HeadKind::NextSentence;
}

/// "sequence-classification", "masked-lm" ... as in the command line's --head.
const char *toString(HeadKind head);
/// Name of the transformers class, e.g. "BertForMaskedLM"; "" for an unknown model type.
std::string architectureName(const std::string &modelType, HeadKind head);

} // namespace tamiz::engine
