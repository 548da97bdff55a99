// SPDX-License-Identifier: Apache-2.0
// Source: huggingface/tokenizers, decoders.
#include "core/engine/tokenizer/pipeline/decoders.h"

#include <algorithm>

#include "core/engine/tokenizer/clean_up.h"
#include "core/engine/tokenizer/pipeline/byte_level.h"
#include "core/tokens/utf8.h"

namespace tamiz::engine {

namespace {

/// Invalid sequences as U+FFFD.
std::string validUtf8(const std::string &bytes)
{
    return findInvalidUtf8(bytes) == std::string::npos ? bytes : encodeUtf8(decodeUtf8(bytes));
}

} // namespace

Decoder byteLevelDecoder()
{
    return [](std::vector<std::string> &tokens) {
        std::string bytes;
        for (const std::string &token : tokens)
            bytes += bytesOfToken(token);
        tokens = { validUtf8(bytes) };
    };
}

Decoder wordPieceDecoder(std::string prefix, bool cleansUp)
{
    return [prefix = std::move(prefix), cleansUp](std::vector<std::string> &tokens) {
        for (std::size_t i = 0; i < tokens.size(); ++i) {
            if (i > 0 && tokens[i].starts_with(prefix))
                tokens[i].erase(0, prefix.size());
            else if (i > 0)
                tokens[i].insert(0, " ");
            if (cleansUp)
                cleanUpPiece(tokens[i]);
        }
    };
}

Decoder metaspaceDecoder(char32_t replacement, bool dropsFirst)
{
    std::string blank;
    appendUtf8(blank, replacement);
    return [blank, dropsFirst](std::vector<std::string> &tokens) {
        for (std::size_t i = 0; i < tokens.size(); ++i)
            replaceAll(tokens[i], blank, i == 0 && dropsFirst ? "" : " ");
    };
}

Decoder byteFallbackDecoder()
{
    return [](std::vector<std::string> &tokens) {
        std::vector<std::string> out;
        std::string bytes; // of byte pieces in a row
        const auto flush = [&] {
            if (findInvalidUtf8(bytes) == std::string::npos)
                out.push_back(bytes);
            else
                out.insert(out.end(), bytes.size(), "\uFFFD");
            bytes.clear();
        };
        for (std::string &token : tokens) {
            const int byte = byteOfPiece(token);
            if (byte >= 0) {
                bytes += static_cast<char>(byte);
                continue;
            }
            if (!bytes.empty())
                flush();
            out.push_back(std::move(token));
        }
        if (!bytes.empty())
            flush();
        tokens = std::move(out);
    };
}

Decoder fuseDecoder()
{
    return [](std::vector<std::string> &tokens) {
        std::string text;
        for (const std::string &token : tokens)
            text += token;
        tokens = { text };
    };
}

Decoder stripDecoder(char32_t content, std::size_t start, std::size_t stop)
{
    return [content, start, stop](std::vector<std::string> &tokens) {
        for (std::string &token : tokens) {
            const std::u32string text = decodeUtf8(token);
            std::size_t begin = 0;
            while (begin < std::min(start, text.size()) && text[begin] == content)
                ++begin;
            std::size_t end = text.size();
            while (end > begin && text.size() - end < stop && text[end - 1] == content)
                --end;
            token = encodeUtf8(std::u32string_view(text).substr(begin, end - begin));
        }
    };
}

Decoder suffixDecoder(std::string suffix)
{
    return [suffix = std::move(suffix)](std::vector<std::string> &tokens) {
        for (std::size_t i = 0; i < tokens.size(); ++i)
            replaceAll(tokens[i], suffix, i + 1 == tokens.size() ? "" : " ");
    };
}

Decoder replaceDecoder(FindMatches find, std::string content)
{
    return
        [find = std::move(find), content = std::move(content)](std::vector<std::string> &tokens) {
            for (std::string &token : tokens) {
                const std::u32string text = decodeUtf8(token);
                std::string replaced;
                for (const auto &[range, isMatch] : find(text)) {
                    replaced += isMatch ? content
                                        : encodeUtf8(std::u32string_view(text).substr(
                                            range.begin, range.end - range.begin));
                }
                token = std::move(replaced);
            }
        };
}

Decoder decoderSequence(std::vector<Decoder> decoders)
{
    return [decoders = std::move(decoders)](std::vector<std::string> &tokens) {
        for (const Decoder &decoder : decoders)
            decoder(tokens);
    };
}

} // namespace tamiz::engine
