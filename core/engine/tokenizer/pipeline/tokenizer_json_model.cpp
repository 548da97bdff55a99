// SPDX-License-Identifier: Apache-2.0
// The model of tokenizer.json.
#include <algorithm>

#include <nlohmann/json.hpp>

#include "core/engine/tokenizer/pipeline/bpe_model.h"
#include "core/engine/tokenizer/pipeline/tokenizer_json_parts.h"
#include "core/engine/tokenizer/pipeline/unigram_model.h"
#include "core/engine/tokenizer/pipeline/wordpiece_model.h"

namespace tamiz::engine {

using nlohmann::json;

namespace {

Result<Vocabulary> readVocabulary(const JsonNode &node)
{
    if (!node.value().is_object())
        return node.wrong("an object");
    std::vector<Vocabulary::Entry> entries;
    entries.reserve(node.value().size());
    for (const auto &[token, id] : node.value().items()) {
        if (!id.is_number_integer())
            return node.member(token).wrong("an id");
        entries.emplace_back(token, id.get<std::int64_t>());
    }
    return Vocabulary::create(std::move(entries), node.file());
}

/// The id of the token that @p key names; -1 when it names none.
Result<std::int64_t> readUnknown(const JsonNode &node, const std::string &key,
                                 const Vocabulary &vocabulary)
{
    std::string name;
    TAMIZ_CHECK(node.read(key, name));
    if (name.empty())
        return -1;
    const auto id = vocabulary.id(name);
    if (!id)
        return node.member(key).wrong("a token of the vocabulary");
    return *id;
}

/// "a b" or ["a", "b"].
Result<BpeModel::Merge> readMerge(const json &merge, const JsonNode &list, std::size_t index)
{
    if (merge.is_array() && merge.size() == 2 && merge[0].is_string() && merge[1].is_string())
        return BpeModel::Merge { merge[0].get<std::string>(), merge[1].get<std::string>() };
    const std::string line = merge.is_string() ? merge.get<std::string>() : std::string();
    const std::size_t blank = line.find(' ');
    if (blank == std::string::npos || line.find(' ', blank + 1) != std::string::npos) {
        return JsonNode(merge, list.file(), list.place() + "[" + std::to_string(index) + "]")
            .wrong("two tokens");
    }
    return BpeModel::Merge { line.substr(0, blank), line.substr(blank + 1) };
}

Result<ReadModel> readBpe(const JsonNode &node)
{
    ReadModel read { .kind = ModelKind::Bpe };
    TAMIZ_TRY(read.vocabulary, readVocabulary(node.member("vocab")));
    TAMIZ_TRY(read.unknown, readUnknown(node, "unk_token", read.vocabulary));
    BpeOptions options { .unknown = read.unknown };
    TAMIZ_CHECK(node.read("continuing_subword_prefix", options.continuingPrefix));
    TAMIZ_CHECK(node.read("end_of_word_suffix", options.endOfWordSuffix));
    TAMIZ_CHECK(node.read("fuse_unk", options.fusesUnknown));
    TAMIZ_CHECK(node.read("byte_fallback", options.byteFallback));
    TAMIZ_CHECK(node.read("ignore_merges", options.ignoresMerges));
    const JsonNode dropout = node.member("dropout");
    if (!dropout.isNull() && dropout.value() != 0)
        return dropout.unsupported("dropping merges at random");

    const JsonNode list = node.member("merges");
    if (!list.value().is_array())
        return list.wrong("a list");
    std::vector<BpeModel::Merge> merges;
    merges.reserve(list.value().size());
    for (std::size_t i = 0; i < list.value().size(); ++i) {
        const json &entry = list.value()[i];
        if (entry.is_string() && entry.get_ref<const std::string &>().starts_with("#version"))
            continue;
        TAMIZ_TRY(BpeModel::Merge merge, readMerge(entry, list, i));
        merges.push_back(std::move(merge));
    }
    TAMIZ_TRY(read.model,
              BpeModel::create(read.vocabulary, merges, std::move(options), [&](std::size_t merge) {
                  return list.file() + ": " + list.place() + ", entry " + std::to_string(merge + 1);
              }));
    return read;
}

Result<ReadModel> readWordPiece(const JsonNode &node)
{
    ReadModel read { .kind = ModelKind::WordPiece };
    TAMIZ_TRY(read.vocabulary, readVocabulary(node.member("vocab")));
    TAMIZ_TRY(read.unknown, readUnknown(node, "unk_token", read.vocabulary));
    if (read.unknown < 0)
        return node.member("unk_token").wrong("a token");
    WordPieceModelOptions options { .unknown = read.unknown };
    TAMIZ_CHECK(node.read("continuing_subword_prefix", options.continuingPrefix));
    if (const JsonNode limit = node.member("max_input_chars_per_word"); !limit.isNull()) {
        TAMIZ_TRY(const std::int64_t length, limit.integer());
        options.maxWordLength = static_cast<std::size_t>(length);
    }
    read.model = std::make_unique<WordPieceModel>(read.vocabulary.tokens(), std::move(options));
    return read;
}

Result<ReadModel> readUnigram(const JsonNode &node)
{
    ReadModel read { .kind = ModelKind::Unigram };
    const JsonNode list = node.member("vocab");
    if (!list.value().is_array())
        return list.wrong("a list");
    std::vector<Vocabulary::Entry> entries;
    std::vector<double> scores;
    for (const json &piece : list.value()) {
        if (!piece.is_array() || piece.size() != 2 || !piece[0].is_string()
            || !piece[1].is_number()) {
            return JsonNode(piece, list.file(),
                            list.place() + "[" + std::to_string(entries.size()) + "]")
                .wrong("a piece and its score");
        }
        entries.emplace_back(piece[0].get<std::string>(),
                             static_cast<std::int64_t>(entries.size()));
        scores.push_back(piece[1].get<double>());
    }
    TAMIZ_TRY(read.vocabulary, Vocabulary::create(std::move(entries), list.file()));
    const JsonNode unknown = node.member("unk_id");
    TAMIZ_TRY(read.unknown, unknown.integer());
    if (!read.vocabulary.contains(read.unknown))
        return unknown.wrong("an id below " + std::to_string(read.vocabulary.size()));
    bool byteFallback = false;
    TAMIZ_CHECK(node.read("byte_fallback", byteFallback));
    read.model = std::make_unique<UnigramModel>(read.vocabulary, std::move(scores), read.unknown,
                                                byteFallback);
    return read;
}

} // namespace

const char *toString(ModelKind kind)
{
    switch (kind) {
    case ModelKind::Bpe:
        return "BPE";
    case ModelKind::WordPiece:
        return "WordPiece";
    case ModelKind::Unigram:
        break;
    }
    return "Unigram";
}

Result<ReadModel> readModel(const JsonNode &node)
{
    // Some files hold settings only, beside a vocabulary of its own.
    if (node.isNull())
        return node.unsupported("a file without it");
    // Old files do not name the type.
    std::string type;
    TAMIZ_CHECK(node.read("type", type));
    const bool isUnnamed = type.empty();
    if (type == "BPE" || (isUnnamed && !node.member("merges").isNull()))
        return readBpe(node);
    if (type == "Unigram" || (isUnnamed && node.member("vocab").value().is_array()))
        return readUnigram(node);
    if (type == "WordPiece" || (isUnnamed && !node.member("continuing_subword_prefix").isNull()))
        return readWordPiece(node);
    if (isUnnamed)
        return node.member("type").wrong("BPE, WordPiece or Unigram");
    return node.unsupported("the model '" + type + "'");
}

} // namespace tamiz::engine
