// SPDX-License-Identifier: Apache-2.0
// The parts of tokenizer.json that a text passes before the model.
#include "core/engine/tokenizer/pipeline/normalizers.h"
#include "core/engine/tokenizer/pipeline/pre_tokenizers.h"
#include "core/engine/tokenizer/pipeline/regex_finder.h"
#include "core/engine/tokenizer/pipeline/tokenizer_json_parts.h"
#include "core/tokens/utf8.h"

namespace tamiz::engine {

namespace {

Result<Normalizer> readBertNormalizer(const JsonNode &node)
{
    BertNormalizerOptions options;
    TAMIZ_CHECK(node.read("clean_text", options.cleanText));
    TAMIZ_CHECK(node.read("handle_chinese_chars", options.spaceChineseChars));
    TAMIZ_CHECK(node.read("lowercase", options.lowercase));
    if (const JsonNode strips = node.member("strip_accents"); !strips.isNull()) {
        TAMIZ_TRY(options.stripAccents, strips.boolean());
    }
    return bertNormalizer(options);
}

Result<PreTokenizer> readMetaspace(const JsonNode &node)
{
    MetaspaceOptions options;
    TAMIZ_TRY(options.replacement, node.member("replacement").character());
    std::string scheme = "always";
    TAMIZ_CHECK(node.read("prepend_scheme", scheme));
    bool addsPrefixSpace = true;
    TAMIZ_CHECK(node.read("add_prefix_space", addsPrefixSpace));
    TAMIZ_CHECK(node.read("split", options.splits));
    if (scheme == "first")
        options.scheme = PrependScheme::First;
    else if (scheme == "never")
        options.scheme = PrependScheme::Never;
    else if (scheme != "always")
        return node.member("prepend_scheme").wrong("always, first or never");
    if (!addsPrefixSpace)
        options.scheme = PrependScheme::Never;
    return metaspacePreTokenizer(options);
}

Result<SplitBehavior> readBehavior(const JsonNode &node)
{
    TAMIZ_TRY(const std::string name, node.string());
    const auto behavior = splitBehaviorOf(name);
    if (!behavior)
        return node.wrong("Removed, Isolated, MergedWithPrevious, MergedWithNext or Contiguous");
    return *behavior;
}

Result<PreTokenizer> readSplit(const JsonNode &node)
{
    TAMIZ_TRY(FindMatches find, readPattern(node.member("pattern")));
    TAMIZ_TRY(const SplitBehavior behavior, readBehavior(node.member("behavior")));
    bool inverts = false;
    TAMIZ_CHECK(node.read("invert", inverts));
    return splitPreTokenizer(std::move(find), behavior, inverts);
}

Result<PreTokenizer> readByteLevel(const JsonNode &node)
{
    bool addsPrefixSpace = true;
    bool splits = true;
    TAMIZ_CHECK(node.read("add_prefix_space", addsPrefixSpace));
    TAMIZ_CHECK(node.read("use_regex", splits));
    return byteLevelPreTokenizer(addsPrefixSpace, splits);
}

Result<PreTokenizer> readPunctuation(const JsonNode &node)
{
    const JsonNode behavior = node.member("behavior");
    if (behavior.isNull())
        return punctuationPreTokenizer(SplitBehavior::Isolated);
    TAMIZ_TRY(const SplitBehavior read, readBehavior(behavior));
    return punctuationPreTokenizer(read);
}

Result<PreTokenizer> readDigits(const JsonNode &node)
{
    bool isolates = false;
    TAMIZ_CHECK(node.read("individual_digits", isolates));
    return digitsPreTokenizer(isolates);
}

Result<PreTokenizer> readFixedLength(const JsonNode &node)
{
    const JsonNode length = node.member("length");
    TAMIZ_TRY(const std::int64_t read,
              length.isNull() ? Result<std::int64_t>(5) : length.integer());
    if (read < 1)
        return length.wrong("a number from 1 on");
    return fixedLengthPreTokenizer(static_cast<std::size_t>(read));
}

} // namespace

Result<std::string> componentType(const JsonNode &component)
{
    return component.member("type").string();
}

Result<FindMatches> readPattern(const JsonNode &pattern)
{
    if (const JsonNode text = pattern.member("String"); !text.isNull()) {
        TAMIZ_TRY(const std::string read, text.string());
        return matchText(decodeUtf8(read));
    }
    const JsonNode regex = pattern.member("Regex");
    if (regex.isNull())
        return pattern.wrong("a String or a Regex");
    TAMIZ_TRY(const std::string read, regex.string());
    return matchRegex(read, regex.file());
}

Result<Normalizer> readNormalizer(const JsonNode &node, int depth)
{
    if (node.isNull())
        return Normalizer();
    TAMIZ_TRY(const std::string type, componentType(node));
    if (type == "Sequence") {
        TAMIZ_TRY(std::vector<Normalizer> parts,
                  readSequence<Normalizer>(node, "normalizers", depth, readNormalizer));
        return normalizerSequence(std::move(parts));
    }
    if (type == "BertNormalizer")
        return readBertNormalizer(node);
    if (type == "NFC")
        return unicodeFormNormalizer(UnicodeForm::Nfc);
    if (type == "NFD")
        return unicodeFormNormalizer(UnicodeForm::Nfd);
    if (type == "NFKC")
        return unicodeFormNormalizer(UnicodeForm::Nfkc);
    if (type == "NFKD")
        return unicodeFormNormalizer(UnicodeForm::Nfkd);
    if (type == "Lowercase")
        return lowercaseNormalizer();
    if (type == "StripAccents")
        return stripAccentsNormalizer();
    if (type == "Nmt")
        return nmtNormalizer();
    if (type == "ByteLevel")
        return byteLevelNormalizer();
    if (type == "Strip") {
        TAMIZ_TRY(const bool left, node.member("strip_left").boolean());
        TAMIZ_TRY(const bool right, node.member("strip_right").boolean());
        return stripNormalizer(left, right);
    }
    if (type == "Prepend") {
        TAMIZ_TRY(const std::string text, node.member("prepend").string());
        return prependNormalizer(decodeUtf8(text));
    }
    if (type == "Replace") {
        TAMIZ_TRY(FindMatches find, readPattern(node.member("pattern")));
        TAMIZ_TRY(const std::string content, node.member("content").string());
        return replaceNormalizer(std::move(find), decodeUtf8(content));
    }
    if (type == "Precompiled") {
        TAMIZ_TRY(const std::string map, node.member("precompiled_charsmap").string());
        TAMIZ_TRY(auto charsmap, PrecompiledCharsmap::create(map, node.file()));
        return precompiledNormalizer(std::move(charsmap));
    }
    return node.unsupported("the normaliser '" + type + "'");
}

Result<PreTokenizer> readPreTokenizer(const JsonNode &node, int depth)
{
    if (node.isNull())
        return PreTokenizer();
    TAMIZ_TRY(const std::string type, componentType(node));
    if (type == "Sequence") {
        TAMIZ_TRY(std::vector<PreTokenizer> parts,
                  readSequence<PreTokenizer>(node, "pretokenizers", depth, readPreTokenizer));
        return preTokenizerSequence(std::move(parts));
    }
    if (type == "BertPreTokenizer")
        return bertPreTokenizer();
    if (type == "ByteLevel")
        return readByteLevel(node);
    if (type == "Metaspace")
        return readMetaspace(node);
    if (type == "Whitespace")
        return whitespacePreTokenizer();
    if (type == "WhitespaceSplit")
        return whitespaceSplitPreTokenizer();
    if (type == "Split")
        return readSplit(node);
    if (type == "Punctuation")
        return readPunctuation(node);
    if (type == "Digits")
        return readDigits(node);
    if (type == "FixedLength")
        return readFixedLength(node);
    if (type == "CharDelimiterSplit" || type == "Delimiter") {
        TAMIZ_TRY(const char32_t delimiter, node.member("delimiter").character());
        return delimiterPreTokenizer(delimiter);
    }
    return node.unsupported("the pre-tokeniser '" + type + "'");
}

} // namespace tamiz::engine
