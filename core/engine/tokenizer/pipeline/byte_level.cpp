// SPDX-License-Identifier: Apache-2.0
// Source: huggingface/tokenizers, pre_tokenizers/byte_level.rs; openai/gpt-2, encoder.py.
#include "core/engine/tokenizer/pipeline/byte_level.h"

#include "core/engine/tokenizer/character_classes.h"
#include "core/tokens/utf8.h"

namespace tamiz::engine {

namespace {

constexpr char32_t kFirstStandIn = 0x100;
constexpr std::size_t kStandIns = 68; // bytes that are no printable Latin-1 character

bool isPrintable(char32_t byte)
{
    return (byte >= 0x21 && byte <= 0x7E) || (byte >= 0xA1 && byte != 0xAD);
}

std::array<char32_t, 256> makeByteCharacters()
{
    std::array<char32_t, 256> characters {};
    char32_t next = kFirstStandIn;
    for (char32_t byte = 0; byte < 256; ++byte)
        characters[byte] = isPrintable(byte) ? byte : next++;
    return characters;
}

std::array<std::int16_t, kFirstStandIn + kStandIns> makeBytes()
{
    std::array<std::int16_t, kFirstStandIn + kStandIns> bytes;
    bytes.fill(-1);
    for (std::size_t byte = 0; byte < 256; ++byte)
        bytes[byteCharacters()[byte]] = static_cast<std::int16_t>(byte);
    return bytes;
}

void appendByteCharacters(AlignedText &out, char32_t codePoint, CodePointSpan origin,
                          std::string &scratch)
{
    scratch.clear();
    appendUtf8(scratch, codePoint);
    for (const char byte : scratch)
        out.append(byteCharacters()[static_cast<std::uint8_t>(byte)], origin);
}

enum class Kind { Letter, Number, Space, Other };

Kind kindOf(char32_t c)
{
    if (isLetter(c))
        return Kind::Letter;
    if (isNumber(c))
        return Kind::Number;
    return isWhiteSpace(c) ? Kind::Space : Kind::Other;
}

/// Length of "'s" and the like at the start of @p text, or 0.
std::size_t contractionLength(std::u32string_view text)
{
    for (const std::u32string_view ending :
         { U"'s", U"'t", U"'re", U"'ve", U"'m", U"'ll", U"'d" }) {
        if (text.starts_with(ending))
            return ending.size();
    }
    return 0;
}

} // namespace

const std::array<char32_t, 256> &byteCharacters()
{
    static const std::array<char32_t, 256> kCharacters = makeByteCharacters();
    return kCharacters;
}

int byteOfCharacter(char32_t codePoint)
{
    static const auto kBytes = makeBytes();
    return codePoint < kBytes.size() ? kBytes[codePoint] : -1;
}

AlignedText toByteCharacters(const AlignedText &text)
{
    AlignedText out;
    std::string scratch;
    for (std::size_t i = 0; i < text.size(); ++i)
        appendByteCharacters(out, text.text[i], text.origins[i], scratch);
    return out;
}

void toByteCharacters(Words &words)
{
    AlignedText out;
    out.text.reserve(words.text.size());
    out.origins.reserve(words.text.size());
    std::string scratch;
    for (TextRange &word : words.ranges) {
        const std::size_t begin = out.size();
        for (std::size_t i = word.begin; i < word.end; ++i)
            appendByteCharacters(out, words.text.text[i], words.text.origins[i], scratch);
        word = { begin, out.size() };
    }
    words.text = std::move(out);
}

std::string bytesOfToken(std::string_view token)
{
    std::string bytes;
    for (const char32_t c : decodeUtf8(token)) {
        const int byte = byteOfCharacter(c);
        if (byte < 0)
            return std::string(token);
        bytes += static_cast<char>(byte);
    }
    return bytes;
}

std::string bytePiece(std::uint8_t byte)
{
    constexpr std::string_view kDigits = "0123456789ABCDEF";
    return { '<', '0', 'x', kDigits[byte >> 4], kDigits[byte & 15], '>' };
}

int byteOfPiece(std::string_view piece)
{
    if (piece.size() != 6 || !piece.starts_with("<0x") || piece.back() != '>')
        return -1;
    int value = 0;
    for (const char c : piece.substr(3, 2)) {
        const bool isDigit = c >= '0' && c <= '9';
        const char letter = static_cast<char>(c | 0x20);
        if (!isDigit && (letter < 'a' || letter > 'f'))
            return -1;
        value = 16 * value + (isDigit ? c - '0' : letter - 'a' + 10);
    }
    return value;
}

std::size_t gpt2WordEnd(std::u32string_view text, std::size_t begin)
{
    if (text[begin] == '\'') {
        const std::size_t length = contractionLength(text.substr(begin));
        if (length > 0)
            return begin + length;
    }
    const std::size_t first = text[begin] == ' ' ? begin + 1 : begin;
    const Kind kind = first < text.size() ? kindOf(text[first]) : Kind::Space;
    std::size_t end = kind == Kind::Space ? begin : first;
    while (end < text.size() && kindOf(text[end]) == kind)
        ++end;
    // The last blank before a word is the word's, unless it is the only one.
    if (kind == Kind::Space && end < text.size() && end > begin + 1)
        --end;
    return end;
}

void splitGpt2Words(Words &words)
{
    const std::u32string_view text = words.text.text;
    std::vector<TextRange> ranges;
    ranges.reserve(words.ranges.size());
    for (const TextRange &word : words.ranges) {
        const std::u32string_view inside = text.substr(0, word.end);
        for (std::size_t begin = word.begin; begin < word.end;) {
            const std::size_t end = gpt2WordEnd(inside, begin);
            ranges.push_back({ begin, end });
            begin = end;
        }
    }
    words.ranges = std::move(ranges);
}

} // namespace tamiz::engine
