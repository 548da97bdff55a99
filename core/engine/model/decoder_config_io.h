// SPDX-License-Identifier: Apache-2.0
#pragma once

// Engine-private: names a JSON type.

#include <string>

#include <nlohmann/json.hpp>

#include "core/engine/model/config_reader.h"
#include "core/engine/model/model_config.h"

namespace tamiz::engine {

/// Reads what a decoder of @p config.modelType has in config.json but labels and architectures.
void readDecoder(ModelConfig &config, const nlohmann::json &object, ConfigReader &reader);

/// Name of the transformers class; "" where a decoder has no such head.
std::string decoderArchitecture(const std::string &modelType, HeadKind head);

/// Puts label names and problem type into config.json, of an encoder or a decoder.
void writeLabels(nlohmann::json &object, const ModelConfig &config);

/// config.json of a decoder: the text it was read from with labels, class and type of the weights set.
std::string decoderJson(const ModelConfig &config);

} // namespace tamiz::engine
