// SPDX-License-Identifier: Apache-2.0
#include "core/engine/tokenizer/unigram_trainer.h"

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/engine/tokenizer/sp_module.h"
#include "core/engine/tokenizer/tokenizer_folder.h"

namespace tamiz::engine {

namespace {

/// XLM-RoBERTa's numbering (fairseq's) has <pad> before the model's pieces and <mask> behind them.
constexpr std::size_t kOutsideTheModel = 2;
constexpr int kThreads = 4; // fixed: sums depend on it in the last bit

/// What the trainer reads and writes.
struct Exchange
{
    std::vector<std::string> texts;
    std::size_t next = 0;
    std::string model;
    std::string reason;
};

std::string argumentsOf(const UnigramTrainingOptions &options)
{
    const std::size_t size
        = options.vocabSize > kOutsideTheModel ? options.vocabSize - kOutsideTheModel : 0;
    return "model_type=unigram vocab_size=" + std::to_string(size)
        + " hard_vocab_limit=false character_coverage=0.9995 max_sentence_length=1048576"
        + " num_threads=" + std::to_string(kThreads)
        + " normalization_rule_name=" + (options.lowercase ? "nmt_nfkc_cf" : "nmt_nfkc");
}

} // namespace

Status trainUnigram(const TokenClassifier::ForEachText &texts,
                    const UnigramTrainingOptions &options, const std::filesystem::path &folder,
                    RunControl &control)
{
    TAMIZ_TRY(const TamizSpApi *api, loadSpModule());
    Exchange exchange;
    std::uint64_t total = 0;
    texts([&](std::string_view text) {
        total += text.size();
        if (!text.empty() && total <= options.mostBytes)
            exchange.texts.emplace_back(text);
    });
    const auto cancelled
        = [] { return fail(ErrorCode::Cancelled, "training the tokenizer was stopped"); };
    if (control.isStopRequested())
        return cancelled();
    if (total > options.mostBytes) {
        return fail(ErrorCode::InvalidInput,
                    std::to_string(total) + " bytes of text: SentencePiece keeps all of it in "
                        + "memory, at most " + std::to_string(options.mostBytes) + " are taken",
                    {}, "Give a part of the text, or train wordpiece or bpe");
    }
    if (exchange.texts.empty())
        return fail(ErrorCode::InvalidInput, "there is no text to train a tokenizer on");

    const auto nextText = [](void *context, const char **text, std::size_t *size) {
        Exchange &from = *static_cast<Exchange *>(context);
        if (from.next == from.texts.size())
            return 0;
        if (from.next > 0)
            std::string().swap(from.texts[from.next - 1]); // SentencePiece has taken it
        const std::string &given = from.texts[from.next++];
        *text = given.data();
        *size = given.size();
        return 1;
    };
    const auto onModel = [](void *context, const char *bytes, std::size_t size) {
        static_cast<Exchange *>(context)->model.assign(bytes, size);
    };
    const auto onError = [](void *context, const char *text, std::size_t size) {
        static_cast<Exchange *>(context)->reason.assign(text, size);
    };
    if (api->train(argumentsOf(options).c_str(), nextText, onModel, onError, &exchange) != 0) {
        return fail(ErrorCode::InvalidInput, "SentencePiece cannot train: " + exchange.reason, {},
                    "Give more text, or choose another size of the vocabulary");
    }
    if (control.isStopRequested())
        return cancelled();

    const std::map<std::string, std::string> named = robertaTokenNames();
    nlohmann::json config(named);
    config["tokenizer_class"] = "XLMRobertaTokenizer";
    return writeTokenizerFolder(folder,
                                { .vocabularyFile = "sentencepiece.bpe.model",
                                  .vocabulary = exchange.model,
                                  .configJson = config.dump(2) + "\n",
                                  .added = {},
                                  .named = named });
}

} // namespace tamiz::engine
