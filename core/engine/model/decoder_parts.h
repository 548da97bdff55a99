// SPDX-License-Identifier: Apache-2.0
#pragma once

// Engine-private: names torch.

#include <vector>

#include "core/engine/model/model_parts.h"

namespace tamiz::engine {

/// The decoder's side of what model_parts.h declares for any model.
ModelParts describeDecoder(const ModelConfig &config, HeadKind head, bool withLanguageHead);
/// Only where the family drops something: elsewhere the network would be another one.
void setDecoderDropout(ModelParts &parts, double probability);
std::vector<ParameterRef> decoderParameters(ModelParts &parts);
std::vector<Linear *> decoderLinears(ModelParts &parts);
std::vector<Norm *> decoderNorms(ModelParts &parts);
std::vector<Embedding *> decoderEmbeddings(ModelParts &parts);

} // namespace tamiz::engine
