// SPDX-License-Identifier: Apache-2.0
#include "core/engine/tokenizer/byte_level_trainer.h"

#include <algorithm>
#include <map>
#include <unordered_map>

#include <nlohmann/json.hpp>

#include "core/base/files.h"
#include "core/engine/tokenizer/pipeline/byte_level.h"
#include "core/engine/tokenizer/pipeline/normalizers.h"
#include "core/engine/tokenizer/pipeline/pre_tokenizers.h"
#include "core/engine/tokenizer/tokenizer_folder.h"
#include "core/tokens/utf8.h"

namespace tamiz::engine {

namespace {

using nlohmann::json;

constexpr double kCountingShare = 0.4; // of the progress bar
constexpr const char *kSpecialTokens[] { "<s>", "<pad>", "</s>", "<unk>", "<mask>" };

/// Words in the alphabet of bytes.
WordCounts countWords(const TokenClassifier::ForEachText &texts, bool lowercase,
                      const RunControl &control)
{
    const PreTokenizer preTokenize = byteLevelPreTokenizer(false, true);
    const Normalizer lower = lowercase ? lowercaseNormalizer() : Normalizer();
    std::unordered_map<std::u32string, std::int64_t> counts;
    texts([&](std::string_view text) {
        if (control.isStopRequested())
            return;
        AlignedText aligned = alignedText(decodeUtf8(text), 0);
        if (lower)
            aligned = lower(std::move(aligned));
        const TextRange all { 0, aligned.size() };
        if (aligned.size() == 0)
            return;
        Words words { std::move(aligned), { all } };
        preTokenize(words);
        for (const TextRange &range : words.ranges)
            ++counts[words.text.text.substr(range.begin, range.end - range.begin)];
    });
    WordCounts sorted(counts.begin(), counts.end());
    std::sort(sorted.begin(), sorted.end());
    return sorted;
}

std::vector<AddedToken> specialTokens()
{
    std::vector<AddedToken> tokens;
    for (const char *content : kSpecialTokens) {
        tokens.push_back({ .content = content,
                           .id = static_cast<std::int64_t>(tokens.size()),
                           .stripsLeft = std::string_view(content) == "<mask>" });
    }
    return tokens;
}

json byteLevelPart(bool addsPrefixSpace)
{
    return { { "type", "ByteLevel" },
             { "add_prefix_space", addsPrefixSpace },
             { "trim_offsets", true },
             { "use_regex", true } };
}

json compiled(const json &vocabulary, const std::vector<std::string> &merges, bool lowercase)
{
    const json model { { "type", "BPE" },
                       { "dropout", nullptr },
                       { "unk_token", nullptr },
                       { "continuing_subword_prefix", "" },
                       { "end_of_word_suffix", "" },
                       { "fuse_unk", false },
                       { "byte_fallback", false },
                       { "vocab", vocabulary },
                       { "merges", merges } };
    const json processor { { "type", "RobertaProcessing" },
                           { "sep", { "</s>", 2 } },
                           { "cls", { "<s>", 0 } },
                           { "trim_offsets", true },
                           { "add_prefix_space", false } };
    return { { "version", "1.0" },
             { "truncation", nullptr },
             { "padding", nullptr },
             { "added_tokens", json::array() },
             { "normalizer", lowercase ? json { { "type", "Lowercase" } } : json(nullptr) },
             { "pre_tokenizer", byteLevelPart(false) },
             { "post_processor", processor },
             { "decoder", byteLevelPart(true) },
             { "model", model } };
}

} // namespace

Result<LearnedMerges> learnByteLevelBpe(const TokenClassifier::ForEachText &texts,
                                        const ByteLevelTrainingOptions &options,
                                        RunControl &control,
                                        const std::function<void(double)> &progress)
{
    const WordCounts words = countWords(texts, options.lowercase, control);
    if (control.isStopRequested())
        return fail(ErrorCode::Cancelled, "training the tokenizer was stopped");
    if (words.empty())
        return fail(ErrorCode::InvalidInput, "there is no text to train a tokenizer on");
    const auto tell = [&progress](double done) {
        if (progress)
            progress(kCountingShare + (1 - kCountingShare) * done);
    };
    tell(0);
    const auto &bytes = byteCharacters();
    return learnMerges(
        words, std::set<char32_t>(bytes.begin(), bytes.end()),
        { .vocabSize = options.vocabSize,
          .minFrequency = options.minFrequency,
          .specialTokens = { std::begin(kSpecialTokens), std::end(kSpecialTokens) } },
        control, tell);
}

Status saveByteLevelBpe(const std::filesystem::path &folder, const LearnedMerges &learned,
                        bool lowercase)
{
    json vocabulary = json::object();
    for (std::size_t id = 0; id < learned.pieces.size(); ++id)
        vocabulary[learned.pieces[id]] = id;
    std::vector<std::string> merges;
    std::string mergesFile = "#version: 0.2\n";
    for (const BpeModel::Merge &merge : learned.merges) {
        merges.push_back(merge.left + " " + merge.right);
        mergesFile += merges.back() + "\n";
    }
    const std::vector<AddedToken> special = specialTokens();
    const std::map<std::string, std::string> named = robertaTokenNames();
    json config(named);
    config["tokenizer_class"] = "RobertaTokenizer";
    config["add_prefix_space"] = false;
    const std::string vocabularyFile = vocabulary.dump() + "\n";
    TAMIZ_CHECK(writeTokenizerFolder(folder,
                                     { .vocabularyFile = "vocab.json",
                                       .vocabulary = vocabularyFile,
                                       .configJson = config.dump(2) + "\n",
                                       .added = special,
                                       .named = named }));
    TAMIZ_CHECK(writeFileAtomically(folder / "merges.txt", mergesFile));
    return writeFileAtomically(
        folder / "tokenizer.json",
        withCompiledAddedTokens(compiled(vocabulary, merges, lowercase).dump(2), special));
}

} // namespace tamiz::engine
