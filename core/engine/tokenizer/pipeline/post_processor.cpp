// SPDX-License-Identifier: Apache-2.0
// Source: huggingface/tokenizers, processors and process_offsets() of pre_tokenizers/byte_level.rs.
#include "core/engine/tokenizer/pipeline/post_processor.h"

#include <algorithm>

#include "core/engine/tokenizer/pair_truncation.h"

namespace tamiz::engine {

namespace {

CodePointSpan trimmed(const TextToken &token, bool isFirst, const PostProcessor::Trim &trim)
{
    auto [begin, end] = token.offset;
    std::int64_t before = token.blanksBefore;
    const std::int64_t after = token.blanksAfter;
    if ((isFirst || begin == 0) && trim.keepsFirstBlank && before == 1)
        before = 0;
    begin = std::min(begin + before, end);
    if (end >= after)
        end = std::max(end - after, begin);
    return { begin, end };
}

} // namespace

PostProcessor::Part PostProcessor::special(std::int64_t id, std::int64_t typeId)
{
    return { .kind = Part::Kind::Special, .typeId = typeId, .ids = { id } };
}

PostProcessor PostProcessor::roberta(std::int64_t begin, std::int64_t end, std::optional<Trim> trim)
{
    const Part first { .kind = Part::Kind::First };
    const Part second { .kind = Part::Kind::Second };
    return { .single = { special(begin), first, special(end) },
             .pair = { special(begin), first, special(end), special(end), second, special(end) },
             .trim = trim };
}

PostProcessor PostProcessor::llama(std::optional<std::int64_t> begin,
                                   std::optional<std::int64_t> end)
{
    PostProcessor out { .single = {}, .pair = {} };
    const auto append = [&](std::vector<Part> &parts, Part::Kind text, std::int64_t typeId) {
        if (begin)
            parts.push_back(special(*begin, typeId));
        parts.push_back({ .kind = text, .typeId = typeId });
        if (end)
            parts.push_back(special(*end, typeId));
    };
    append(out.single, Part::Kind::First, 0);
    append(out.pair, Part::Kind::First, 0);
    append(out.pair, Part::Kind::Second, 1);
    return out;
}

PostProcessor PostProcessor::bert(std::int64_t begin, std::int64_t end)
{
    const Part first { .kind = Part::Kind::First };
    const Part second { .kind = Part::Kind::Second, .typeId = 1 };
    return { .single = { special(begin), first, special(end) },
             .pair = { special(begin), first, special(end), second, special(end, 1) } };
}

Encoding PostProcessor::assemble(const std::vector<TextToken> &first,
                                 const std::vector<TextToken> *second,
                                 const EncodeOptions &options) const
{
    const std::vector<Part> &parts = second ? pair : single;
    std::size_t specials = 0;
    for (const Part &part : parts)
        specials += options.addSpecialTokens ? part.ids.size() : 0;
    const std::size_t secondSize = second ? second->size() : 0;
    const auto [keptFirst, keptSecond]
        = truncatedLengths(first.size(), secondSize, specials, options);

    Encoding encoding;
    encoding.isTruncated = keptFirst < first.size() || keptSecond < secondSize;
    bool isPastSecond = false;
    const auto append
        = [&](std::int64_t id, CodePointSpan span, std::int64_t typeId, bool isAdded) {
              encoding.ids.push_back(id);
              encoding.typeIds.push_back(typeId);
              encoding.offsets.push_back(span);
              encoding.isSpecial.push_back(isAdded ? 1 : 0);
              encoding.isSecond.push_back(isPastSecond ? 1 : 0);
          };
    for (const Part &part : parts) {
        if (part.kind == Part::Kind::Special) {
            for (const std::int64_t id : part.ids) {
                if (options.addSpecialTokens)
                    append(id, {}, part.typeId, true);
            }
            continue;
        }
        isPastSecond = part.kind == Part::Kind::Second;
        const std::vector<TextToken> &tokens = isPastSecond ? *second : first;
        const std::size_t kept = isPastSecond ? keptSecond : keptFirst;
        for (std::size_t i = 0; i < kept; ++i)
            append(tokens[i].id, trim ? trimmed(tokens[i], i == 0, *trim) : tokens[i].offset,
                   part.typeId, false);
    }
    return encoding;
}

} // namespace tamiz::engine
