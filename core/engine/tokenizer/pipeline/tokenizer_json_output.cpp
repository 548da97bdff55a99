// SPDX-License-Identifier: Apache-2.0
// The parts of tokenizer.json that tokens pass after the model.
#include "core/engine/tokenizer/pipeline/tokenizer_json_parts.h"
#include "core/tokens/utf8.h"

#include <nlohmann/json.hpp>

namespace tamiz::engine {

namespace {

using Part = PostProcessor::Part;

/// Added to one text by a template; those in use add up to three.
constexpr std::size_t kMaxSpecialTokens = 1000;

Result<std::int64_t> readId(const JsonNode &node, const Vocabulary &vocabulary)
{
    TAMIZ_TRY(const std::int64_t id, node.integer());
    if (!vocabulary.contains(id))
        return node.wrong("an id below " + std::to_string(vocabulary.size()));
    return id;
}

/// `["[SEP]", 3]`
Result<std::int64_t> readTokenPair(const JsonNode &node, const Vocabulary &vocabulary)
{
    TAMIZ_TRY(const std::vector<JsonNode> entries, node.entries());
    if (entries.size() != 2)
        return node.wrong("a token and its id");
    return readId(entries[1], vocabulary);
}

Result<Part> readSpecialPart(const JsonNode &special, const JsonNode &definitions,
                             const Vocabulary &vocabulary)
{
    Part part { .kind = Part::Kind::Special };
    TAMIZ_TRY(const std::string name, special.member("id").string());
    const JsonNode definition = definitions.member(name);
    TAMIZ_TRY(const std::vector<JsonNode> ids, definition.member("ids").entries());
    for (const JsonNode &entry : ids) {
        TAMIZ_TRY(const std::int64_t id, readId(entry, vocabulary));
        part.ids.push_back(id);
    }
    return part;
}

Result<std::vector<Part>> readTemplate(const JsonNode &node, bool isPair,
                                       const JsonNode &definitions, const Vocabulary &vocabulary)
{
    TAMIZ_TRY(const std::vector<JsonNode> entries, node.entries());
    std::vector<Part> parts;
    std::size_t specials = 0; // a definition may be long and be named many times
    for (const JsonNode &entry : entries) {
        const JsonNode sequence = entry.member("Sequence");
        const JsonNode special = entry.member("SpecialToken");
        Part part;
        if (!special.isNull()) {
            TAMIZ_TRY(part, readSpecialPart(special, definitions, vocabulary));
        } else {
            const JsonNode which = sequence.member("id");
            const Result<std::string> name = which.string();
            TAMIZ_CHECK(name);
            if (*name != "A" && (*name != "B" || !isPair))
                return which.wrong(isPair ? "A or B" : "A");
            part.kind = *name == "A" ? Part::Kind::First : Part::Kind::Second;
        }
        TAMIZ_TRY(part.typeId, (special.isNull() ? sequence : special).member("type_id").integer());
        specials += part.ids.size();
        if (specials > kMaxSpecialTokens)
            return node.unsupported("a template of so many special tokens");
        parts.push_back(std::move(part));
    }
    return parts;
}

/// What one processor brings; of a sequence, all of them together.
struct Contribution
{
    std::optional<PostProcessor> tokens; ///< only its templates
    std::optional<PostProcessor::Trim> trim;
};

Result<std::optional<PostProcessor::Trim>> readTrim(const JsonNode &node)
{
    bool trims = true;
    PostProcessor::Trim trim { .keepsFirstBlank = true };
    TAMIZ_CHECK(node.read("trim_offsets", trims));
    TAMIZ_CHECK(node.read("add_prefix_space", trim.keepsFirstBlank));
    return trims ? std::optional(trim) : std::nullopt;
}

Result<Contribution> readProcessor(const JsonNode &node, const Vocabulary &vocabulary, int depth);

Result<Contribution> readProcessors(const JsonNode &node, const Vocabulary &vocabulary, int depth)
{
    if (depth >= kMaxSequenceDepth)
        return node.unsupported("a sequence this deep inside others");
    TAMIZ_TRY(const std::vector<JsonNode> entries, node.member("processors").entries());
    Contribution all;
    for (const JsonNode &entry : entries) {
        TAMIZ_TRY(Contribution one, readProcessor(entry, vocabulary, depth + 1));
        if ((all.tokens && one.tokens) || (all.trim && one.trim))
            return entry.unsupported("a second post-processor of the same kind");
        if (one.tokens)
            all.tokens = std::move(one.tokens);
        if (one.trim)
            all.trim = one.trim;
    }
    return all;
}

Result<Contribution> readProcessor(const JsonNode &node, const Vocabulary &vocabulary, int depth)
{
    TAMIZ_TRY(const std::string type, node.member("type").string());
    Contribution out;
    if (type == "Sequence")
        return readProcessors(node, vocabulary, depth);
    if (type == "ByteLevel") {
        TAMIZ_TRY(out.trim, readTrim(node));
        return out;
    }
    if (type == "TemplateProcessing") {
        const JsonNode definitions = node.member("special_tokens");
        PostProcessor tokens;
        TAMIZ_TRY(tokens.single,
                  readTemplate(node.member("single"), false, definitions, vocabulary));
        TAMIZ_TRY(tokens.pair, readTemplate(node.member("pair"), true, definitions, vocabulary));
        out.tokens = std::move(tokens);
        return out;
    }
    if (type == "BertProcessing" || type == "RobertaProcessing") {
        TAMIZ_TRY(const std::int64_t end, readTokenPair(node.member("sep"), vocabulary));
        TAMIZ_TRY(const std::int64_t begin, readTokenPair(node.member("cls"), vocabulary));
        if (type == "BertProcessing") {
            out.tokens = PostProcessor::bert(begin, end);
            return out;
        }
        TAMIZ_TRY(out.trim, readTrim(node));
        out.tokens = PostProcessor::roberta(begin, end, {});
        return out;
    }
    return node.unsupported("the post-processor '" + type + "'");
}

Result<Decoder> readStripDecoder(const JsonNode &node)
{
    TAMIZ_TRY(const char32_t content, node.member("content").character());
    TAMIZ_TRY(const std::int64_t start, node.member("start").integer());
    TAMIZ_TRY(const std::int64_t stop, node.member("stop").integer());
    return stripDecoder(content, static_cast<std::size_t>(start), static_cast<std::size_t>(stop));
}

Result<Decoder> readMetaspaceDecoder(const JsonNode &node)
{
    TAMIZ_TRY(const char32_t replacement, node.member("replacement").character());
    std::string scheme = "always";
    TAMIZ_CHECK(node.read("prepend_scheme", scheme));
    bool addsPrefixSpace = true;
    TAMIZ_CHECK(node.read("add_prefix_space", addsPrefixSpace));
    return metaspaceDecoder(replacement, scheme != "never" && addsPrefixSpace);
}

} // namespace

Result<PostProcessor> readPostProcessor(const JsonNode &node, const Vocabulary &vocabulary)
{
    if (node.isNull())
        return PostProcessor();
    TAMIZ_TRY(const Contribution read, readProcessor(node, vocabulary, 0));
    PostProcessor processor = read.tokens.value_or(PostProcessor());
    processor.trim = read.trim;
    return processor;
}

Result<Decoder> readDecoder(const JsonNode &node, int depth)
{
    if (node.isNull())
        return Decoder();
    TAMIZ_TRY(const std::string type, componentType(node));
    if (type == "Sequence") {
        TAMIZ_TRY(std::vector<Decoder> parts,
                  readSequence<Decoder>(node, "decoders", depth, readDecoder));
        return decoderSequence(std::move(parts));
    }
    if (type == "ByteLevel")
        return byteLevelDecoder();
    if (type == "ByteFallback")
        return byteFallbackDecoder();
    if (type == "Fuse")
        return fuseDecoder();
    if (type == "Strip")
        return readStripDecoder(node);
    if (type == "Metaspace")
        return readMetaspaceDecoder(node);
    if (type == "WordPiece") {
        std::string prefix = "##";
        bool cleansUp = true;
        TAMIZ_CHECK(node.read("prefix", prefix));
        TAMIZ_CHECK(node.read("cleanup", cleansUp));
        return wordPieceDecoder(prefix, cleansUp);
    }
    if (type == "Replace") {
        TAMIZ_TRY(FindMatches find, readPattern(node.member("pattern")));
        TAMIZ_TRY(const std::string content, node.member("content").string());
        return replaceDecoder(std::move(find), content);
    }
    if (type == "BPEDecoder") {
        TAMIZ_TRY(const std::string suffix, node.member("suffix").string());
        return suffixDecoder(suffix);
    }
    return node.unsupported("the decoder '" + type + "'");
}

} // namespace tamiz::engine
