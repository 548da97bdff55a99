// SPDX-License-Identifier: Apache-2.0
// The only file that sees SentencePiece; see tamiz_sp.h.
#include "core/engine/tokenizer/sp_module/tamiz_sp.h"

#include <exception>
#include <memory>
#include <sstream>
#include <string>
#include <unordered_map>
#include <vector>

#include <sentencepiece_processor.h>
#include <sentencepiece_trainer.h>

struct TamizSpModel
{
    sentencepiece::SentencePieceProcessor processor;
    std::vector<std::string> pieces;
};

namespace {

void tell(TamizSpTextSink sink, void *context, const std::string &text)
{
    sink(context, text.data(), text.size());
}

/// Runs @p work, which returns an empty text or the reason of its failure.
template<typename Work>
bool guarded(TamizSpTextSink onError, void *context, const Work &work)
{
    std::string reason;
    try {
        reason = work();
    } catch (const std::exception &error) {
        reason = std::string("exception: ") + error.what();
    } catch (...) {
        reason = "unknown exception";
    }
    if (!reason.empty())
        tell(onError, context, reason);
    return reason.empty();
}

TamizSpModel *openModel(const char *bytes, std::size_t size, TamizSpTextSink onError, void *context)
{
    std::unique_ptr<TamizSpModel> model;
    const bool isOpen = guarded(onError, context, [&]() -> std::string {
        model = std::make_unique<TamizSpModel>();
        const auto status
            = model->processor.LoadFromSerializedProto(absl::string_view(bytes, size));
        if (!status.ok())
            return status.ToString();
        for (int id = 0; id < model->processor.GetPieceSize(); ++id)
            model->pieces.push_back(model->processor.IdToPiece(id));
        return model->pieces.empty() ? "the model has no pieces" : "";
    });
    return isOpen ? model.release() : nullptr;
}

void closeModel(TamizSpModel *model)
{
    delete model;
}

std::int32_t sizeOf(const TamizSpModel *model)
{
    return static_cast<std::int32_t>(model->pieces.size());
}

std::int32_t unknownId(const TamizSpModel *model)
{
    return model->processor.unk_id();
}

std::int32_t kindOf(const TamizSpModel *model, std::int32_t id)
{
    if (model->processor.IsUnknown(id))
        return TAMIZ_SP_UNKNOWN;
    if (model->processor.IsControl(id))
        return TAMIZ_SP_CONTROL;
    if (model->processor.IsUnused(id))
        return TAMIZ_SP_UNUSED;
    return model->processor.IsByte(id) ? TAMIZ_SP_BYTE : TAMIZ_SP_NORMAL;
}

const char *pieceOf(const TamizSpModel *model, std::int32_t id, std::size_t *size)
{
    const std::string &piece = model->pieces[static_cast<std::size_t>(id)];
    *size = piece.size();
    return piece.data();
}

std::int32_t idOf(const TamizSpModel *model, const char *piece, std::size_t size)
{
    return model->processor.PieceToId(absl::string_view(piece, size));
}

int encode(const TamizSpModel *model, const char *text, std::size_t size, TamizSpPieceSink sink,
           TamizSpTextSink onError, void *context)
{
    const bool isDone = guarded(onError, context, [&]() -> std::string {
        const auto encoded = model->processor.EncodeAsImmutableProto(absl::string_view(text, size));
        for (const auto &piece : encoded.pieces())
            sink(context, static_cast<std::int32_t>(piece.id()), piece.begin(), piece.end());
        return {};
    });
    return isDone ? 0 : -1;
}

/// A corpus as the trainer reads it.
class Corpus final : public sentencepiece::SentenceIterator
{
public:
    Corpus(TamizSpTextSource nextText, void *context)
        : m_nextText(nextText)
        , m_context(context)
    {
        Next();
    }

    bool done() const override { return m_isDone; }
    void Next() override
    {
        const char *text = nullptr;
        std::size_t size = 0;
        m_isDone = m_nextText(m_context, &text, &size) == 0;
        if (!m_isDone)
            m_text.assign(text, size);
    }
    const std::string &value() const override { return m_text; }
    sentencepiece::util::Status status() const override { return {}; }

private:
    TamizSpTextSource m_nextText;
    void *m_context;
    std::string m_text;
    bool m_isDone = false;
};

int train(const char *arguments, TamizSpTextSource nextText, TamizSpTextSink onModel,
          TamizSpTextSink onError, void *context)
{
    const bool isDone = guarded(onError, context, [&]() -> std::string {
        // Not the text of the arguments, which is logged: std::cerr may be another one than the program's
        // here, and was never opened.
        std::unordered_map<std::string, std::string> options { { "minloglevel", "3" } };
        std::istringstream words(arguments);
        for (std::string word; words >> word;) {
            const std::size_t equals = word.find('=');
            options[word.substr(0, equals)] = word.substr(equals + 1);
        }
        Corpus corpus(nextText, context);
        std::string model;
        const auto status = sentencepiece::SentencePieceTrainer::Train(options, &corpus, &model);
        if (!status.ok())
            return status.ToString();
        tell(onModel, context, model);
        return {};
    });
    return isDone ? 0 : -1;
}

constexpr TamizSpApi kApi {
    TAMIZ_SP_ABI, openModel, closeModel, sizeOf, unknownId, kindOf, pieceOf, idOf, encode, train,
};

} // namespace

extern "C" __attribute__((visibility("default"))) const TamizSpApi *tamiz_sp_api()
{
    return &kApi;
}
