// SPDX-License-Identifier: Apache-2.0
// config.json; what is written of it is read again.
#include "core/engine/model/model_config.h"
#include "tests/fuzz/fuzz_target.h"

int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    using namespace tamiz;
    const auto config
        = engine::ModelConfig::parse(std::string(test::textOf(data, size)), "config.json");
    if (!config) {
        test::require(!config.error().message.empty());
        return 0;
    }
    test::require(config->maxLength() > 0 && config->vocabSize > 0 && config->heads > 0);
    engine::architectureName(config->modelType, config->head());
    const auto again = engine::ModelConfig::parse(config->toJson(), "config.json");
    test::require(again.has_value());
    test::require(again->layers == config->layers && again->id2label == config->id2label);
    return 0;
}
