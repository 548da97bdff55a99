// SPDX-License-Identifier: Apache-2.0
#include "core/engine/tokenizer/tokenizer_training.h"

#include "core/engine/tokenizer/byte_level_trainer.h"
#include "core/engine/tokenizer/unigram_trainer.h"
#include "core/engine/tokenizer/wordpiece_trainer.h"

namespace tamiz::engine {

namespace {

Status writeTrained(const TokenClassifier::ForEachText &texts, const TokenizerTraining &options,
                    const std::filesystem::path &folder, RunControl &control,
                    const std::function<void(double)> &progress)
{
    const auto size = static_cast<std::size_t>(options.vocabSize);
    switch (options.kind) {
    case TokenizerKind::WordPiece: {
        WordPieceTrainingOptions wordPiece;
        wordPiece.vocabSize = options.vocabSize;
        wordPiece.lowercase = options.lowercase;
        TAMIZ_TRY(const auto trained, trainWordPiece(texts, wordPiece, control, progress));
        return trained->save(folder);
    }
    case TokenizerKind::Bpe: {
        TAMIZ_TRY(const LearnedMerges learned,
                  learnByteLevelBpe(texts, { .vocabSize = size, .lowercase = options.lowercase },
                                    control, progress));
        return saveByteLevelBpe(folder, learned, options.lowercase);
    }
    case TokenizerKind::Unigram:
        break;
    }
    return trainUnigram(texts, { .vocabSize = size, .lowercase = options.lowercase }, folder,
                        control);
}

} // namespace

Result<std::unique_ptr<Tokenizer>> trainTokenizer(const TokenClassifier::ForEachText &texts,
                                                  const TokenizerTraining &options,
                                                  const std::filesystem::path &folder,
                                                  RunControl &control,
                                                  const std::function<void(double)> &progress)
{
    TAMIZ_CHECK(writeTrained(texts, options, folder, control, progress));
    if (progress)
        progress(1);
    return loadTokenizer(folder);
}

} // namespace tamiz::engine
