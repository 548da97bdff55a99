// SPDX-License-Identifier: Apache-2.0
// adapter_config.json and the expressions in its patterns.
#include "core/engine/adapters/peft_config.h"
#include "tests/fuzz/fuzz_target.h"

int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    using namespace tamiz;
    const auto config
        = engine::PeftConfig::parse(std::string(test::textOf(data, size)), "adapter_config.json");
    if (!config)
        return 0;
    for (const char *name :
         { "bert.encoder.layer.0.attention.self.query", "model.layers.11.self_attn.qkv_proj",
           "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" }) {
        static_cast<void>(config->rankOf(name));
        static_cast<void>(config->alphaOf(name));
    }
    test::require(engine::PeftConfig::parse(config->toJson(), "adapter_config.json").has_value());
    return 0;
}
