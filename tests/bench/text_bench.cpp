// SPDX-License-Identifier: Apache-2.0
// What a row of text goes through before a model sees it.
#include <memory>
#include <string>

#include <benchmark/benchmark.h>

#include "core/engine/masking/hidden_classes.h"
#include "core/engine/masking/masker.h"
#include "core/engine/tokenizer/tokenizer.h"
#include "core/tokens/token_classes.h"

namespace tamiz::engine {
namespace {

/// A row of some 130 tokens with something of most classes.
struct Row
{
    std::string text;
    std::unique_ptr<Tokenizer> tokenizer;
    Encoding encoding;
    std::vector<std::uint64_t> classes;
};

Result<TokenClassifier> defaultClassifier()
{
    return TokenClassifier::build(defaultTokenClasses(), [](const auto &) {});
}

/// Skips the benchmark and returns nothing where the tokenizer of the tests cannot be read.
std::unique_ptr<Row> makeRow(benchmark::State &state)
{
    auto row = std::make_unique<Row>();
    for (int i = 0; i < 4; ++i)
        row->text += "La paciente, de 47 años, ingresó el 12/03 con PA 140/85; Dr. O'Neill "
                     "prescribed 2.5 mg (twice a day) and asked for an MRI. ";
    Result<std::unique_ptr<Tokenizer>> tokenizer
        = loadTokenizer(std::string(TAMIZ_TEST_DATA) + "/tokenizers/bert");
    const Result<TokenClassifier> classifier = defaultClassifier();
    if (!tokenizer || !classifier) {
        state.SkipWithError("no tokenizer, or no classes");
        return nullptr;
    }
    row->tokenizer = std::move(*tokenizer);
    row->encoding = row->tokenizer->encode(row->text, std::nullopt, {});
    row->classes = classifier->classify(row->text, row->encoding.offsets);
    return row;
}

void encodeRow(benchmark::State &state)
{
    const auto row = makeRow(state);
    if (!row)
        return;
    for (auto _ : state)
        benchmark::DoNotOptimize(row->tokenizer->encode(row->text, std::nullopt, {}));
    state.SetBytesProcessed(static_cast<std::int64_t>(row->text.size()) * state.iterations());
}
BENCHMARK(encodeRow);

void classifyTokens(benchmark::State &state)
{
    const auto row = makeRow(state);
    if (!row)
        return;
    const Result<TokenClassifier> classifier = defaultClassifier();
    for (auto _ : state)
        benchmark::DoNotOptimize(classifier->classify(row->text, row->encoding.offsets));
    state.SetItemsProcessed(static_cast<std::int64_t>(row->classes.size()) * state.iterations());
}
BENCHMARK(classifyTokens);

MaskableRow maskableOf(const Row &row)
{
    const std::size_t tokens = row.encoding.ids.size();
    return { .ids = row.encoding.ids,
             .labels = {},
             .isSpecial = row.encoding.isSpecial,
             .classes = row.classes,
             .isHidden = std::vector<std::uint8_t>(tokens),
             .isLossIgnored = std::vector<std::uint8_t>(tokens),
             .isDropped = std::vector<std::uint8_t>(tokens) };
}

/// A rule and its random control, the dearest there is; the copy of the row is timed with them.
void maskRow(benchmark::State &state)
{
    const auto row = makeRow(state);
    if (!row)
        return;
    MaskingSection masking;
    masking.classes = defaultTokenClasses();
    MaskRule rule;
    rule.tokenClass = masking.classes.front().name;
    rule.probability = 0.5;
    masking.rules.push_back(rule);
    rule.randomControl = true;
    masking.rules.push_back(rule);
    const Result<Masker> masker = Masker::build(masking, *row->tokenizer, 1);
    if (!masker) {
        state.SkipWithError(masker.error().toString().c_str());
        return;
    }
    const MaskableRow whole = maskableOf(*row);
    std::int64_t step = 0;
    for (auto _ : state) {
        MaskableRow masked = whole;
        masker->apply(masked, { .step = ++step, .totalSteps = 1'000'000'000, .row = 0 });
        benchmark::DoNotOptimize(masked);
    }
    state.SetItemsProcessed(static_cast<std::int64_t>(whole.ids.size()) * state.iterations());
}
BENCHMARK(maskRow);

/// What reliance adds to an evaluation.
void hideClassOfRow(benchmark::State &state)
{
    const auto row = makeRow(state);
    if (!row)
        return;
    const MaskableRow whole = maskableOf(*row);
    for (auto _ : state) {
        MaskableRow hidden = whole;
        hideClasses(hidden, 1, row->tokenizer->special());
        benchmark::DoNotOptimize(hidden);
    }
    state.SetItemsProcessed(static_cast<std::int64_t>(whole.ids.size()) * state.iterations());
}
BENCHMARK(hideClassOfRow);

} // namespace
} // namespace tamiz::engine
