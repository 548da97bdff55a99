// SPDX-License-Identifier: Apache-2.0
#include "core/engine/data/demo_pack.h"

#include <map>

#include <nlohmann/json.hpp>

#include "core/base/files.h"
#include "core/engine/data/text_words.h"

namespace tamiz::engine {

namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr std::size_t kReferenceRows = 320;
constexpr std::size_t kTaggedTrainRows = 1000;
constexpr std::size_t kTaggedHeldOutRows = 150;

Json toJson(const LabelledRow &row)
{
    return {
        { "text", row.text }, { "label", row.label }, { "lang", row.language }, { "id", row.id }
    };
}

Json toJson(const ReferenceRow &row)
{
    return { { "text", row.text }, { "id", row.id } };
}

Json toJson(const TaggedRow &row)
{
    return { { "tokens", row.tokens }, { "tags", row.tags } };
}

template<typename Row>
Status writeRows(const std::vector<Row> &rows, const fs::path &file)
{
    std::string lines;
    for (const Row &row : rows)
        lines += toJson(row).dump() + "\n";
    TAMIZ_CHECK(makeWritableFolder(file.parent_path()));
    return writeFileAtomically(file, lines);
}

Json labelCounts(const std::vector<LabelledRow> &rows)
{
    std::map<std::string, int> counts;
    for (const LabelledRow &row : rows)
        ++counts[row.label + "." + row.language];
    return counts;
}

Json provenance(const DemoPacks &packs, const DemoMaterial &material)
{
    Json packages = Json::array();
    for (const UnpackedPackage &package : material.packages)
        packages.push_back({ { "name", package.name }, { "version", package.version } });
    const DemoFilterCounts &counts = material.pageCounts;
    return { { "made_by", "tamiz data demo" },
             { "packages", packages },
             { "task",
               { { "pages",
                   { { "read", counts.read },
                     { "other_module", counts.otherModule },
                     { "too_short", counts.tooShort },
                     { "wrong_language", counts.wrongLanguage },
                     { "near_duplicate", counts.nearDuplicate },
                     { "over_class_cap", counts.overClassCap },
                     { "kept", counts.kept } } },
                 { "max_characters", kDemoCharacters },
                 { "train", labelCounts(packs.task.train) },
                 { "validation", labelCounts(packs.task.validation) },
                 { "test", labelCounts(packs.task.test) } } },
             { "reference",
               { { "es", packs.spanishBible.size() },
                 { "en-bible", packs.englishBible.size() },
                 { "en-brown", packs.brown.size() } } },
             { "brown-pos",
               { { "train", packs.tagging.train.size() },
                 { "validation", packs.tagging.validation.size() },
                 { "test", packs.tagging.test.size() } } } };
}

} // namespace

std::vector<LabelledRow> withoutPunctuation(std::vector<LabelledRow> rows)
{
    for (LabelledRow &row : rows)
        row.text = withoutPunctuation(std::string_view(row.text));
    return rows;
}

DemoPacks makeDemoPacks(const DemoMaterial &material)
{
    return { splitDemoPages(material.demoPages),
             bibleReference(material.spanishBible, kReferenceRows),
             bibleReference(material.englishBible, kReferenceRows),
             brownReference(material.brown, kReferenceRows),
             brownTagging(material.brown, kTaggedTrainRows, kTaggedHeldOutRows) };
}

Status writeDemoPacks(const DemoPacks &packs, const DemoMaterial &material, const fs::path &folder)
{
    const fs::path task = folder / "libreoffice-modules";
    TAMIZ_CHECK(writeRows(packs.task.train, task / "train.jsonl"));
    TAMIZ_CHECK(writeRows(packs.task.validation, task / "validation.jsonl"));
    TAMIZ_CHECK(writeRows(packs.task.test, task / "test.jsonl"));
    TAMIZ_CHECK(writeRows(withoutPunctuation(packs.task.test), task / "test_nopunct.jsonl"));
    const fs::path reference = folder / "reference";
    TAMIZ_CHECK(writeRows(packs.spanishBible, reference / "es.jsonl"));
    TAMIZ_CHECK(writeRows(packs.englishBible, reference / "en-bible.jsonl"));
    TAMIZ_CHECK(writeRows(packs.brown, reference / "en-brown.jsonl"));
    const fs::path tagging = folder / "brown-pos";
    TAMIZ_CHECK(writeRows(packs.tagging.train, tagging / "train.jsonl"));
    TAMIZ_CHECK(writeRows(packs.tagging.validation, tagging / "validation.jsonl"));
    TAMIZ_CHECK(writeRows(packs.tagging.test, tagging / "test.jsonl"));
    return writeFileAtomically(folder / "provenance.json",
                               provenance(packs, material).dump(2) + "\n");
}

} // namespace tamiz::engine
