// SPDX-License-Identifier: Apache-2.0
// Source: crate unicode-normalization-alignments 0.1.12, decompose.rs and recompose.rs.
#include "core/engine/tokenizer/pipeline/unicode_forms.h"

#include <algorithm>
#include <optional>

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>

#include "core/engine/tokenizer/bert_normalizer.h"

namespace tamiz::engine {

namespace {

/// A canonically decomposed text; first parts of a character replace it, the others are new.
std::vector<TextChange> decomposed(const std::u32string &text, const icu::Normalizer2 &normalizer)
{
    struct Part
    {
        std::uint8_t combiningClass;
        TextChange change;
    };
    std::vector<TextChange> changes;
    changes.reserve(text.size());
    std::vector<Part> pending; // marks that wait for the starter after them
    const auto flush = [&] {
        std::stable_sort(pending.begin(), pending.end(), [](const Part &a, const Part &b) {
            return a.combiningClass < b.combiningClass;
        });
        for (const Part &part : pending)
            changes.push_back(part.change);
        pending.clear();
    };
    const auto push = [&](char32_t codePoint, bool isFirst) {
        const std::uint8_t combiningClass = isKnownToCompiledForms(codePoint)
            ? u_getCombiningClass(static_cast<UChar32>(codePoint))
            : 0;
        if (combiningClass == 0)
            flush();
        pending.push_back({ combiningClass, { codePoint, isFirst ? 0 : 1 } });
    };

    icu::UnicodeString mapping;
    for (const char32_t c : text) {
        if (!isKnownToCompiledForms(c)
            || !normalizer.getDecomposition(static_cast<UChar32>(c), mapping)) {
            push(c, true);
            continue;
        }
        for (std::int32_t i = 0; i < mapping.length(); i = mapping.moveIndex32(i, 1))
            push(static_cast<char32_t>(mapping.char32At(i)), i == 0);
    }
    flush();
    return changes;
}

/// Puts together what canonical composition joins, as the crate's state machine does.
std::vector<TextChange> composed(const std::vector<TextChange> &parts,
                                 const icu::Normalizer2 &normalizer)
{
    std::vector<TextChange> out;
    out.reserve(parts.size());
    std::optional<TextChange> starter;
    int lastClass = -1; // of the newest mark; -1 = none yet
    std::vector<TextChange> marks; // after the starter, not joined with it
    const auto finish = [&] {
        if (starter)
            out.push_back(*starter);
        out.insert(out.end(), marks.begin(), marks.end());
        marks.clear();
        lastClass = -1;
    };
    for (const TextChange &part : parts) {
        const std::uint8_t combiningClass = isKnownToCompiledForms(part.codePoint)
            ? u_getCombiningClass(static_cast<UChar32>(part.codePoint))
            : 0;
        if (!starter) {
            if (combiningClass == 0)
                starter = part;
            else
                out.push_back(part);
            continue;
        }
        const bool isBlocked = lastClass >= combiningClass;
        const UChar32 joined = isBlocked
            ? -1
            : normalizer.composePair(static_cast<UChar32>(starter->codePoint),
                                     static_cast<UChar32>(part.codePoint));
        if (joined >= 0 && isKnownToCompiledForms(static_cast<char32_t>(joined))) {
            starter = { static_cast<char32_t>(joined), starter->change + part.change - 1 };
        } else if (combiningClass == 0) {
            finish();
            starter = part;
        } else {
            marks.push_back(part);
            lastClass = combiningClass;
        }
    }
    finish();
    return out;
}

} // namespace

AlignedText toUnicodeForm(const AlignedText &text, UnicodeForm form)
{
    constexpr char32_t kFirstChanged = 0xA0; // what comes before is the same in every form
    if (std::all_of(text.text.begin(), text.text.end(),
                    [](char32_t c) { return c < kFirstChanged; }))
        return text;
    UErrorCode status = U_ZERO_ERROR;
    const bool isCompatible = form == UnicodeForm::Nfkc || form == UnicodeForm::Nfkd;
    const icu::Normalizer2 *normalizer = isCompatible ? icu::Normalizer2::getNFKDInstance(status)
                                                      : icu::Normalizer2::getNFDInstance(status);
    const icu::Normalizer2 *composer = icu::Normalizer2::getNFCInstance(status);
    if (U_FAILURE(status))
        return text; // only when ICU's built-in data is broken
    std::vector<TextChange> changes = decomposed(text.text, *normalizer);
    if (form == UnicodeForm::Nfc || form == UnicodeForm::Nfkc)
        changes = composed(changes, *composer);
    return changed(text, changes);
}

} // namespace tamiz::engine
