// SPDX-License-Identifier: Apache-2.0
#include "core/engine/data/sword_module.h"

#include <array>
#include <cstdint>
#include <string_view>

#include <zlib.h>

#include "core/base/files.h"
#include "core/engine/data/text_words.h"

namespace tamiz::engine {

namespace {

constexpr std::size_t kBlockRecord = 12;
constexpr std::size_t kVerseRecord = 10;
constexpr std::uint32_t kMaxBlockBytes = std::uint32_t { 64 } << 20;

std::uint32_t littleEndian(std::string_view bytes, std::size_t at, int count)
{
    std::uint32_t value = 0;
    for (int i = count - 1; i >= 0; --i)
        value = value << 8 | static_cast<unsigned char>(bytes[at + static_cast<std::size_t>(i)]);
    return value;
}

struct Testament
{
    std::filesystem::path stem;
    std::string blocks; // .bzs
    std::string verses; // .bzv
    std::string compressed; // .bzz
};

std::string fileName(const Testament &testament, const char *suffix)
{
    return testament.stem.string() + suffix;
}

Result<Testament> readTestament(const std::filesystem::path &stem)
{
    Testament testament { stem, {}, {}, {} };
    TAMIZ_TRY(testament.blocks, readFile(fileName(testament, ".bzs")));
    TAMIZ_TRY(testament.verses, readFile(fileName(testament, ".bzv")));
    TAMIZ_TRY(testament.compressed, readFile(fileName(testament, ".bzz")));
    const auto wrongSize = [&](const char *suffix, const std::string &content, std::size_t record) {
        return fail(ErrorCode::InvalidInput,
                    std::to_string(content.size()) + " bytes are no whole number of records of "
                        + std::to_string(record) + " bytes",
                    fileName(testament, suffix), "the file is truncated");
    };
    if (testament.blocks.size() % kBlockRecord != 0)
        return wrongSize(".bzs", testament.blocks, kBlockRecord);
    if (testament.verses.size() % kVerseRecord != 0)
        return wrongSize(".bzv", testament.verses, kVerseRecord);
    return testament;
}

Result<std::string> inflateBlock(const Testament &testament, std::size_t index)
{
    const std::size_t record = index * kBlockRecord;
    const std::uint32_t offset = littleEndian(testament.blocks, record, 4);
    const std::uint32_t packed = littleEndian(testament.blocks, record + 4, 4);
    const std::uint32_t size = littleEndian(testament.blocks, record + 8, 4);
    const std::string what = "block " + std::to_string(index);
    if (packed == 0)
        return std::string {};
    if (std::uint64_t { offset } + packed > testament.compressed.size())
        return fail(ErrorCode::InvalidInput,
                    what + " ends at byte " + std::to_string(std::uint64_t { offset } + packed)
                        + " of " + std::to_string(testament.compressed.size()),
                    fileName(testament, ".bzz"), "the file is truncated");
    if (size > kMaxBlockBytes)
        return fail(ErrorCode::InvalidInput, what + " claims " + std::to_string(size) + " bytes",
                    fileName(testament, ".bzs"));
    std::string text(size, '\0');
    uLongf written = size;
    const int status
        = uncompress(reinterpret_cast<Bytef *>(text.data()), &written,
                     reinterpret_cast<const Bytef *>(testament.compressed.data()) + offset, packed);
    if (status != Z_OK || written != size)
        return fail(ErrorCode::InvalidInput,
                    what + " cannot be decompressed (zlib " + std::to_string(status) + ")",
                    fileName(testament, ".bzz"));
    return text;
}

// <chapter n="1" osisID="Gen.1" .../> -> "Gen.1"; empty when the entry starts no chapter.
std::string chapterName(std::string_view osis)
{
    constexpr std::string_view kMark = " osisID=\"";
    const std::size_t element = osis.find("<chapter ");
    if (element == std::string_view::npos)
        return {};
    const std::size_t close = osis.find('>', element);
    const std::size_t name = osis.find(kMark, element);
    if (close == std::string_view::npos || name == std::string_view::npos || name > close)
        return {};
    const std::size_t begin = name + kMark.size();
    const std::size_t end = osis.find('"', begin);
    return end == std::string_view::npos ? std::string {}
                                         : std::string(osis.substr(begin, end - begin));
}

Status appendChapters(const Testament &testament, std::vector<SwordChapter> &chapters)
{
    const std::size_t blockCount = testament.blocks.size() / kBlockRecord;
    std::size_t current = blockCount; // none
    std::string block;
    bool inBook = false;
    for (std::size_t i = 0; i * kVerseRecord < testament.verses.size(); ++i) {
        const std::size_t record = i * kVerseRecord;
        const std::uint32_t index = littleEndian(testament.verses, record, 4);
        const std::uint32_t start = littleEndian(testament.verses, record + 4, 4);
        const std::uint32_t length = littleEndian(testament.verses, record + 8, 2);
        if (length == 0)
            continue;
        const std::string where = fileName(testament, ".bzv") + ", record " + std::to_string(i);
        if (index >= blockCount)
            return fail(ErrorCode::InvalidInput,
                        "block " + std::to_string(index) + " of " + std::to_string(blockCount),
                        where);
        if (index != current) {
            TAMIZ_TRY(block, inflateBlock(testament, index));
            current = index;
        }
        if (std::uint64_t { start } + length > block.size())
            return fail(ErrorCode::InvalidInput,
                        "the verse ends at byte " + std::to_string(std::uint64_t { start } + length)
                            + " of a block of " + std::to_string(block.size()),
                        where);
        const std::string_view entry = std::string_view(block).substr(start, length);
        std::string name = chapterName(entry);
        if (!name.empty()) {
            // The entry that opens a chapter holds headings only.
            chapters.push_back({ std::move(name), {} });
            inBook = true;
            continue;
        }
        if (!inBook || entry.find(" type=\"book\"") != std::string_view::npos)
            continue;
        std::string verse = osisPlainText(entry);
        if (!verse.empty())
            chapters.back().verses.push_back(std::move(verse));
    }
    return {};
}

// Elements whose content is no text of the verse.
bool isApparatus(std::string_view element)
{
    constexpr std::array<std::string_view, 4> kNames { "note", "title", "reference", "figure" };
    for (const std::string_view name : kNames) {
        if (element == name)
            return true;
    }
    return false;
}

void appendEntity(std::string &text, std::string_view name)
{
    constexpr std::array<std::pair<std::string_view, char>, 5> kEntities {
        { { "amp", '&' }, { "lt", '<' }, { "gt", '>' }, { "quot", '"' }, { "apos", '\'' } }
    };
    for (const auto &[entity, character] : kEntities) {
        if (entity == name)
            text += character;
    }
}

} // namespace

std::string osisPlainText(std::string_view osis)
{
    std::string text;
    int apparatusDepth = 0;
    for (std::size_t at = 0; at < osis.size();) {
        if (osis[at] == '<') {
            const std::size_t close = osis.find('>', at);
            if (close == std::string_view::npos)
                break;
            std::string_view tag = osis.substr(at + 1, close - at - 1);
            at = close + 1;
            const bool ends = !tag.empty() && tag.front() == '/';
            const bool isEmpty = !tag.empty() && tag.back() == '/';
            if (ends)
                tag.remove_prefix(1);
            const std::string_view element = tag.substr(0, tag.find_first_of(" /\t\n"));
            if (isApparatus(element) && !isEmpty)
                apparatusDepth = std::max(0, apparatusDepth + (ends ? -1 : 1));
            else if (isEmpty)
                text += ' ';
            continue;
        }
        if (osis[at] == '&') {
            const std::size_t end = osis.find(';', at);
            if (end != std::string_view::npos && end - at <= 6) {
                if (apparatusDepth == 0)
                    appendEntity(text, osis.substr(at + 1, end - at - 1));
                at = end + 1;
                continue;
            }
        }
        if (apparatusDepth == 0)
            text += osis[at];
        ++at;
    }
    return normaliseSpaces(text);
}

Result<std::vector<SwordChapter>> readSwordText(const std::filesystem::path &folder)
{
    std::vector<SwordChapter> chapters;
    bool found = false;
    for (const char *stem : { "ot", "nt" }) {
        const std::filesystem::path base = folder / stem;
        std::error_code ignored;
        if (!std::filesystem::exists(base.string() + ".bzv", ignored)
            && !std::filesystem::exists(base.string() + ".bzs", ignored)
            && !std::filesystem::exists(base.string() + ".bzz", ignored))
            continue;
        found = true;
        TAMIZ_TRY(const Testament testament, readTestament(base));
        TAMIZ_CHECK(appendChapters(testament, chapters));
    }
    if (!found)
        return fail(ErrorCode::NotFound, "no SWORD zText module (ot.bzv, nt.bzv)", folder.string());
    return chapters;
}

} // namespace tamiz::engine
