// SPDX-License-Identifier: Apache-2.0
#include "core/engine/data/demo_rows.h"

#include <algorithm>
#include <map>

#include "core/engine/data/text_words.h"

namespace tamiz::engine {

namespace {

constexpr std::size_t kReferenceCharacters = 260;
constexpr std::size_t kReferenceMinCharacters = 80;
constexpr std::uint64_t kChapterStride = 20;
constexpr std::size_t kMinTaggedWords = 5;
constexpr std::size_t kMaxTaggedWords = 30;

void appendRows(const DemoPage &page, std::vector<LabelledRow> &rows)
{
    rows.push_back({ page.name + ".es", page.spanish, page.module, "es" });
    rows.push_back({ page.name + ".en", page.english, page.module, "en" });
}

// Evenly spaced choice of at most @p count rows, in order.
template<typename Row>
std::vector<Row> spread(std::vector<Row> rows, std::size_t count)
{
    if (rows.size() <= count)
        return rows;
    std::vector<Row> chosen;
    for (std::size_t i = 0; i < count; ++i)
        chosen.push_back(std::move(rows[i * rows.size() / count]));
    return chosen;
}

// One list a genre -> genres in turn, until @p count rows.
template<typename Row>
std::vector<Row> roundRobin(std::map<char, std::vector<Row>> lists, std::size_t count)
{
    std::vector<Row> rows;
    for (std::size_t turn = 0; rows.size() < count; ++turn) {
        const std::size_t before = rows.size();
        for (auto &[genre, list] : lists) {
            if (turn < list.size() && rows.size() < count)
                rows.push_back(std::move(list[turn]));
        }
        if (rows.size() == before)
            break;
    }
    return rows;
}

std::vector<TaggedRow> taggedRows(const BrownDocument &document)
{
    std::vector<TaggedRow> rows;
    for (const TaggedSentence &sentence : document.sentences) {
        if (sentence.size() < kMinTaggedWords || sentence.size() > kMaxTaggedWords)
            continue;
        TaggedRow row;
        for (const TaggedWord &token : sentence) {
            row.tokens.emplace_back(printedWord(token.word));
            row.tags.emplace_back(coarseTag(token.tag));
        }
        rows.push_back(std::move(row));
    }
    return rows;
}

} // namespace

DemoSplits splitDemoPages(const std::vector<DemoPage> &pages)
{
    std::map<std::string, std::vector<const DemoPage *>> byModule;
    for (const DemoPage &page : pages)
        byModule[page.module].push_back(&page);
    std::map<std::string, Split> splitOf;
    for (auto &[module, list] : byModule) {
        // Another hash than the one that chose the pages, or the split would follow the choice.
        std::sort(list.begin(), list.end(), [](const DemoPage *a, const DemoPage *b) {
            return stableHash("split " + a->name) < stableHash("split " + b->name);
        });
        const std::size_t held = list.size() / 5;
        for (std::size_t i = 0; i < list.size(); ++i)
            splitOf[list[i]->name] = i < held ? Split::Test
                : i < 2 * held                ? Split::Validation
                                              : Split::Train;
    }
    DemoSplits splits;
    for (const DemoPage &page : pages) {
        const Split split = splitOf[page.name];
        appendRows(page,
                   split == Split::Train            ? splits.train
                       : split == Split::Validation ? splits.validation
                                                    : splits.test);
    }
    return splits;
}

bool isReferenceChapter(const std::string &name)
{
    return stableHash("chapter " + name) % kChapterStride == 0;
}

std::vector<std::string> joinToLength(const std::vector<std::string> &pieces,
                                      std::size_t targetCharacters)
{
    std::vector<std::string> texts;
    std::string text;
    for (const std::string &piece : pieces) {
        text.append(text.empty() ? "" : " ").append(piece);
        if (text.size() >= targetCharacters) {
            texts.push_back(std::move(text));
            text.clear();
        }
    }
    if (!text.empty())
        texts.push_back(std::move(text));
    return texts;
}

std::vector<ReferenceRow> bibleReference(const std::vector<SwordChapter> &chapters,
                                         std::size_t maxRows)
{
    std::vector<ReferenceRow> rows;
    for (const SwordChapter &chapter : chapters) {
        if (!isReferenceChapter(chapter.name))
            continue;
        int row = 0;
        for (std::string &text : joinToLength(chapter.verses, kReferenceCharacters)) {
            ++row;
            if (text.size() >= kReferenceMinCharacters)
                rows.push_back({ chapter.name + ":" + std::to_string(row), std::move(text) });
        }
    }
    return spread(std::move(rows), maxRows);
}

std::vector<BrownUse> assignBrownDocuments(const std::vector<BrownDocument> &documents)
{
    constexpr std::size_t kHeldOut = 3;
    std::map<char, std::vector<std::size_t>> byGenre;
    for (std::size_t i = 0; i < documents.size(); ++i)
        byGenre[documents[i].genre].push_back(i);
    std::vector<BrownUse> uses(documents.size(), BrownUse::Pretraining);
    for (const auto &[genre, list] : byGenre) {
        if (list.size() < 2 * kHeldOut)
            continue;
        uses[list[list.size() - 1]] = BrownUse::Reference;
        uses[list[list.size() - 2]] = BrownUse::TaggedHeldOut;
        uses[list[list.size() - 3]] = BrownUse::TaggedTrain;
    }
    return uses;
}

std::vector<ReferenceRow> brownReference(const std::vector<BrownDocument> &documents,
                                         std::size_t maxRows)
{
    const std::vector<BrownUse> uses = assignBrownDocuments(documents);
    std::map<char, std::vector<ReferenceRow>> byGenre;
    for (std::size_t i = 0; i < documents.size(); ++i) {
        if (uses[i] != BrownUse::Reference)
            continue;
        std::vector<std::string> sentences;
        for (const TaggedSentence &sentence : documents[i].sentences)
            sentences.push_back(plainSentence(sentence));
        int row = 0;
        for (std::string &text : joinToLength(sentences, kReferenceCharacters)) {
            ++row;
            if (text.size() >= kReferenceMinCharacters)
                byGenre[documents[i].genre].push_back(
                    { documents[i].name + ":" + std::to_string(row), std::move(text) });
        }
    }
    return roundRobin(std::move(byGenre), maxRows);
}

TaggedSplits brownTagging(const std::vector<BrownDocument> &documents, std::size_t trainRows,
                          std::size_t heldOutRows)
{
    const std::vector<BrownUse> uses = assignBrownDocuments(documents);
    std::map<char, std::vector<TaggedRow>> train;
    std::map<char, std::vector<TaggedRow>> heldOut;
    for (std::size_t i = 0; i < documents.size(); ++i) {
        if (uses[i] == BrownUse::TaggedTrain)
            train[documents[i].genre] = taggedRows(documents[i]);
        else if (uses[i] == BrownUse::TaggedHeldOut)
            heldOut[documents[i].genre] = taggedRows(documents[i]);
    }
    TaggedSplits splits;
    splits.train = roundRobin(std::move(train), trainRows);
    std::vector<TaggedRow> held = roundRobin(std::move(heldOut), 2 * heldOutRows);
    for (std::size_t i = 0; i < held.size(); ++i)
        (i % 2 == 0 ? splits.validation : splits.test).push_back(std::move(held[i]));
    return splits;
}

} // namespace tamiz::engine
