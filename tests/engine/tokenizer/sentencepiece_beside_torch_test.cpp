// SPDX-License-Identifier: Apache-2.0
// SentencePiece and LibTorch bring protobufs that clash: both have to work in one process, whichever
// ran first.
#include <torch/torch.h>

#include "tests/engine/tokenizer/tokenizer_cases.h"

namespace tamiz::engine {
namespace {

TEST(SentencePieceBesideTorch, encodesAndDecodesAfterATorchOperation)
{
    const torch::Tensor product = torch::ones({ 64, 64 }).mm(torch::ones({ 64, 64 })); // [64, 64]
    EXPECT_EQ(product.sum().item<float>(), 64.0F * 64.0F * 64.0F);

    const auto tokenizer
        = loadOrFail(std::filesystem::path(TAMIZ_TEST_DATA) / "tokenizers" / "llama");
    ASSERT_TRUE(tokenizer);
    const std::string text = "The quick brown fox \U0001F98A";
    const Encoding encoding = tokenizer->encode(text, std::nullopt, {});
    EXPECT_GT(encoding.ids.size(), 5U);
    EXPECT_EQ(tokenizer->decode(encoding.ids, true), text);

    torch::Tensor weight = torch::ones({ 8 }, torch::requires_grad()); // [8]
    (weight * weight).sum().backward();
    EXPECT_EQ(weight.grad().sum().item<float>(), 16.0F);
    EXPECT_EQ(tokenizer->decode(tokenizer->encode(text, std::nullopt, {}).ids, true), text);
}

} // namespace
} // namespace tamiz::engine
