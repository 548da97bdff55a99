// SPDX-License-Identifier: Apache-2.0
// Private to tokenizer_json.cpp: the readers of its parts, one file each.
#pragma once

#include "core/engine/tokenizer/json_node.h"
#include "core/engine/tokenizer/pipeline/pipeline_tokenizer.h"

namespace tamiz::engine {

/// Sequences in sequences beyond this depth are no tokenizer but an attack on the stack.
constexpr int kMaxSequenceDepth = 8;

/// The component's "type", or its error.
Result<std::string> componentType(const JsonNode &component);

/// `{"String": "..."}` or `{"Regex": "..."}`.
Result<FindMatches> readPattern(const JsonNode &pattern);

// An absent component is an empty function.
Result<Normalizer> readNormalizer(const JsonNode &node, int depth = 0);
Result<PreTokenizer> readPreTokenizer(const JsonNode &node, int depth = 0);
Result<Decoder> readDecoder(const JsonNode &node, int depth = 0);
/// @p vocabulary holds the ids that it may name.
Result<PostProcessor> readPostProcessor(const JsonNode &node, const Vocabulary &vocabulary);

enum class ModelKind { Bpe, WordPiece, Unigram };
const char *toString(ModelKind kind);

struct ReadModel
{
    Vocabulary vocabulary {};
    std::unique_ptr<PieceModel> model {};
    std::int64_t unknown = -1;
    ModelKind kind = ModelKind::Bpe;
};
Result<ReadModel> readModel(const JsonNode &node);

/// One part for each entry of the list @p key of a Sequence.
template<typename Part, typename Read>
Result<std::vector<Part>> readSequence(const JsonNode &node, const std::string &key, int depth,
                                       const Read &read)
{
    if (depth >= kMaxSequenceDepth)
        return node.unsupported("a sequence this deep inside others");
    TAMIZ_TRY(const std::vector<JsonNode> entries, node.member(key).entries());
    std::vector<Part> parts;
    for (const JsonNode &entry : entries) {
        TAMIZ_TRY(Part part, read(entry, depth + 1));
        if (!part)
            return entry.wrong("a component");
        parts.push_back(std::move(part));
    }
    return parts;
}

} // namespace tamiz::engine
