// SPDX-License-Identifier: Apache-2.0
#include "core/engine/model/body_names.h"

#include "core/engine/model/decoder_family.h"
#include "core/engine/model/family.h"
#include "core/engine/model/model_config.h"

namespace tamiz::engine {

BodyNames bodyNames(std::string_view modelType)
{
    if (const DecoderFamily *family = findDecoderFamily(modelType))
        return { family->bodyPrefix, family->words };
    if (const EncoderFamily *family = findFamily(modelType))
        return { family->bodyPrefix, family->words };
    return {};
}

bool isDecoderType(std::string_view modelType)
{
    return findDecoderFamily(modelType) != nullptr;
}

std::string firstLayerPrefix(const ModelConfig &config)
{
    if (const DecoderFamily *family = findDecoderFamily(config.modelType))
        return layerPrefix(*family, 0);
    return layerPrefix(*findFamily(config.modelType), 0,
                       static_cast<std::size_t>(config.innerLayers));
}

std::string allModelTypes()
{
    return knownModelTypes() + ", " + knownDecoderTypes();
}

} // namespace tamiz::engine
