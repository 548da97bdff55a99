// SPDX-License-Identifier: Apache-2.0
#pragma once

// Engine-private: names torch.

#include <string>
#include <utility>
#include <vector>

#include "core/engine/model/model_parts.h"

namespace tamiz::engine {

/// Collects ParameterRefs module by module.
class ParameterCollector
{
public:
    std::vector<ParameterRef> refs;
    Section section = Section::Embeddings;
    int layer = -1;

    void add(Linear &module)
    {
        add(module.name + ".weight", module.weight, module.shape(), ParameterKind::Weight);
        if (module.hasBias)
            add(module.name + ".bias", module.bias, { module.outFeatures }, ParameterKind::Bias);
    }
    void add(Norm &module)
    {
        add(module.name + ".weight", module.weight, { module.size }, ParameterKind::Norm);
        if (!module.isRms)
            add(module.name + ".bias", module.bias, { module.size }, ParameterKind::Norm);
    }
    void add(Embedding &module)
    {
        if (module.rows > 0) {
            add(module.name + ".weight", module.weight, { module.rows, module.size },
                ParameterKind::Weight);
        }
    }
    void add(std::string name, torch::Tensor &tensor, std::vector<std::int64_t> shape,
             ParameterKind kind)
    {
        refs.push_back({ std::move(name), &tensor, std::move(shape), section, layer, kind });
    }
};

} // namespace tamiz::engine
