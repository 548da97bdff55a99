// SPDX-License-Identifier: Apache-2.0
#include "core/engine/generate/generator.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <set>
#include <string_view>
#include <utility>

#include <nlohmann/json.hpp>

#include "core/base/files.h"
#include "core/engine/engine.h"
#include "core/engine/generate/token_loop.h"
#include "core/engine/model/json_depth.h"
#include "core/engine/model/torch_error.h"
#include "core/engine/tokenizer/tokenizer.h"

namespace tamiz::engine {

namespace fs = std::filesystem;
using nlohmann::json;

namespace {

/// `eos_token_id` of a file, a number or a list; nothing where it has none.
std::set<std::int64_t> endIdsOf(const fs::path &file)
{
    const auto text = readFile(file, 16 << 20);
    if (!text || isNestedDeeperThan(*text, 64))
        return {};
    const json object = json::parse(*text, nullptr, false);
    if (!object.is_object() || !object.contains("eos_token_id"))
        return {};
    std::set<std::int64_t> ids;
    const json &value = object["eos_token_id"];
    for (const json &id : value.is_array() ? value : json::array({ value })) {
        if (id.is_number_integer())
            ids.insert(id.get<std::int64_t>());
    }
    return ids;
}

/// As transformers: generation_config.json, else config.json; else the tokenizer's.
std::set<std::int64_t> endIds(const fs::path &folder, const Tokenizer &tokenizer)
{
    for (const char *name : { "generation_config.json", "config.json" }) {
        if (std::set<std::int64_t> ids = endIdsOf(folder / name); !ids.empty())
            return ids;
    }
    if (tokenizer.special().end >= 0)
        return { tokenizer.special().end };
    return {};
}

/// Hands out text as it grows, but nothing that a stop text or an unfinished character may still take
/// back.
class TextStream
{
public:
    TextStream(const std::vector<std::string> &stops, const TextSink &sink)
        : m_stops(stops)
        , m_sink(sink)
    {
        for (const std::string &stop : stops)
            m_heldBack = std::max(m_heldBack, stop.size());
    }

    /// Whether @p text holds a stop text; it is cut there then. What is behind @p settled bytes may
    /// still become another text.
    bool grow(std::string &text, std::size_t settled)
    {
        std::size_t end = std::string::npos;
        for (const std::string &stop : m_stops) {
            if (!stop.empty())
                end = std::min(end, text.find(stop));
        }
        if (end != std::string::npos) {
            text.resize(end);
            finish(text);
            return true;
        }
        std::size_t safe = std::min(settled, text.size() - std::min(text.size(), m_heldBack));
        constexpr std::string_view kUnfinished = "\xEF\xBF\xBD"; // U+FFFD
        while (safe >= kUnfinished.size()
               && std::string_view(text).substr(0, safe).ends_with(kUnfinished))
            safe -= kUnfinished.size();
        while (safe > 0 && safe < text.size() && (text[safe] & 0xC0) == 0x80)
            --safe; // not within a character
        emit(text, safe);
        return false;
    }

    void finish(const std::string &text) { emit(text, text.size()); }

private:
    void emit(const std::string &text, std::size_t end)
    {
        if (end <= m_emitted)
            return;
        m_sink(text.substr(m_emitted, end - m_emitted));
        m_emitted = end;
    }

    const std::vector<std::string> &m_stops;
    const TextSink &m_sink;
    std::size_t m_heldBack = 0;
    std::size_t m_emitted = 0;
};

class ModelGenerator final : public Generator
{
public:
    ModelGenerator(std::unique_ptr<Tokenizer> tokenizer, std::unique_ptr<Model> model,
                   std::set<std::int64_t> ends)
        : m_tokenizer(std::move(tokenizer))
        , m_model(std::move(model))
        , m_ends(std::move(ends))
    {
    }

    Result<GeneratedText> generate(const std::string &prompt, const GenerateOptions &options,
                                   RunControl &control, const TextSink &sink) override
    {
        return guarded([&] { return continueText(prompt, options, control, sink); });
    }

private:
    /// The prompt as the model reads it; an end that the tokenizer appends would end the text.
    std::vector<std::int64_t> encode(const std::string &prompt) const
    {
        const Encoding encoding
            = m_tokenizer->encode(prompt, {}, { .addSpecialTokens = true, .maxLength = 0 });
        std::vector<std::int64_t> ids = encoding.ids;
        if (!ids.empty() && encoding.isSpecial.back() && m_ends.contains(ids.back()))
            ids.pop_back();
        if (ids.empty() && m_tokenizer->special().begin >= 0)
            ids.push_back(m_tokenizer->special().begin);
        return ids;
    }

    /// Bytes of the text of @p ids that no token after them changes. @p size is that of all the text.
    std::size_t settledBytes(std::vector<std::int64_t> ids, std::size_t size) const
    {
        const std::size_t count = ids.size();
        while (!ids.empty() && m_tokenizer->isOpen(ids.back()))
            ids.pop_back();
        return ids.size() == count ? size : m_tokenizer->decode(ids, true).size();
    }

    Result<GeneratedText> continueText(const std::string &prompt, const GenerateOptions &options,
                                       RunControl &control, const TextSink &sink) const
    {
        const auto begin = std::chrono::steady_clock::now();
        std::vector<std::int64_t> all = encode(prompt);
        const std::vector<std::int64_t> read = all;
        // Decoded with the prompt: some tokenizers drop a space before the first token.
        const std::size_t promptLength = m_tokenizer->decode(read, true).size();
        TextStream stream(options.stops, sink);
        GeneratedText result;
        const auto grow = [&](std::int64_t id) {
            all.push_back(id);
            const std::string text = m_tokenizer->decode(all, true);
            result.text = text.substr(std::min(promptLength, text.size()));
            const std::size_t settled = std::max(settledBytes(all, text.size()), promptLength);
            if (stream.grow(result.text, settled - promptLength))
                return StopReason::StopString;
            return control.isStopRequested() ? StopReason::Request : StopReason::Length;
        };
        TAMIZ_TRY(const NewTokens tokens,
                  continueTokens(*m_model, read,
                                 { .maxNewTokens = options.maxNewTokens,
                                   .sampling = options.sampling,
                                   .endIds = m_ends },
                                 grow));
        stream.finish(result.text);
        result.ids = tokens.ids;
        result.promptTokens = static_cast<std::int64_t>(read.size());
        result.stopReason = toString(tokens.reason);
        result.seconds
            = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
        return result;
    }

    const std::unique_ptr<Tokenizer> m_tokenizer;
    const std::unique_ptr<Model> m_model;
    const std::set<std::int64_t> m_ends;
};

} // namespace

Result<std::unique_ptr<Generator>> Generator::load(const ModelChoice &choice)
{
    return guarded([&]() -> Result<std::unique_ptr<Generator>> {
        TAMIZ_TRY(const ModelConfig config, ModelConfig::load(choice.model));
        if (!config.decoder) {
            return fail(ErrorCode::Unsupported,
                        "'" + config.modelType
                            + "' reads in both directions: it does not continue a text",
                        choice.model.string(), "Give a decoder, or use tamiz predict");
        }
        TAMIZ_TRY(std::unique_ptr<Tokenizer> tokenizer,
                  loadTokenizer(choice.model, choice.adapter));
        TAMIZ_TRY(
            std::unique_ptr<Model> model,
            Model::load(choice.model,
                        { .head = HeadKind::CausalLm, .labels = 0, .seed = 0, .labelNames = {} }));
        if (!model->loadReport().missing.empty()) {
            return fail(ErrorCode::Mismatch, "the model brought no head for its vocabulary",
                        choice.model.string());
        }
        if (!choice.adapter.empty()) {
            TAMIZ_CHECK(model->loadAdapter(choice.adapter));
            model->setStrength(choice.strength);
        }
        TAMIZ_CHECK(model->checkVocabulary(tokenizer->vocabSize(), choice.model));
        TAMIZ_CHECK(model->moveTo(resolveDevice(Device::Auto)));
        std::set<std::int64_t> ends = endIds(choice.model, *tokenizer);
        return std::unique_ptr<Generator>(std::make_unique<ModelGenerator>(
            std::move(tokenizer), std::move(model), std::move(ends)));
    });
}

} // namespace tamiz::engine
