// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "core/engine/data/brown_corpus.h"
#include "core/engine/data/demo_pages.h"
#include "core/engine/data/sword_module.h"

namespace tamiz::engine {

enum class Split { Train, Validation, Test };

struct LabelledRow
{
    std::string id; ///< page and language: "scalc/guide/autofilter.es"
    std::string text;
    std::string label;
    std::string language;
};

struct DemoSplits
{
    std::vector<LabelledRow> train;
    std::vector<LabelledRow> validation;
    std::vector<LabelledRow> test;
};

/// 60 / 20 / 20 % of the pages of each module, by the rank of the hash of the page's name; both
/// languages of a page are in the same split.
DemoSplits splitDemoPages(const std::vector<DemoPage> &pages);

struct ReferenceRow
{
    std::string id; ///< "Gen.25:1" (chapter: row in it), "ca05:3"
    std::string text;
};

/// Whether the reference set takes this chapter, whole: one in some twenty, by hash of its OSIS name,
/// so the same chapters in every language. The pretraining corpus takes the others.
bool isReferenceChapter(const std::string &name);

/// Consecutive pieces joined by spaces to texts of at least @p targetCharacters bytes (the last one
/// may be shorter).
std::vector<std::string> joinToLength(const std::vector<std::string> &pieces,
                                      std::size_t targetCharacters);

std::vector<ReferenceRow> bibleReference(const std::vector<SwordChapter> &chapters,
                                         std::size_t maxRows);

/// What each document of the Brown corpus is used for: the last of each genre is reference text, the
/// two before it give the tagged sentences, all others are pretraining text. A genre keeps at least
/// half of its documents for pretraining.
enum class BrownUse { Pretraining, Reference, TaggedTrain, TaggedHeldOut };
std::vector<BrownUse> assignBrownDocuments(const std::vector<BrownDocument> &documents);

/// The same number of rows from each genre, as far as the documents go.
std::vector<ReferenceRow> brownReference(const std::vector<BrownDocument> &documents,
                                         std::size_t maxRows);

struct TaggedRow
{
    std::vector<std::string> tokens;
    std::vector<std::string> tags;
};

struct TaggedSplits
{
    std::vector<TaggedRow> train;
    std::vector<TaggedRow> validation;
    std::vector<TaggedRow> test;
};

/// Sentences of 5 to 30 words with coarse tags, genres in turn; validation and test sentences come
/// from documents that train does not touch.
TaggedSplits brownTagging(const std::vector<BrownDocument> &documents, std::size_t trainRows,
                          std::size_t heldOutRows);

} // namespace tamiz::engine
