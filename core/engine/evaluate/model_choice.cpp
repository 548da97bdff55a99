// SPDX-License-Identifier: Apache-2.0
#include "core/engine/evaluate/model_choice.h"

#include "core/engine/engine.h"
#include "core/engine/train/training_setup.h"

namespace tamiz::engine {

Result<std::unique_ptr<Model>> loadChoice(const ModelChoice &choice, const Recipe &recipe,
                                          const Tokenizer &tokenizer, const LabelMap &labels)
{
    TAMIZ_TRY(std::unique_ptr<Model> model, loadTaskModel(recipe, labels));
    if (!choice.adapter.empty()) {
        TAMIZ_CHECK(model->loadAdapter(choice.adapter));
        model->setStrength(choice.strength);
    }
    TAMIZ_CHECK(model->checkVocabulary(tokenizer.vocabSize(), choice.model));
    TAMIZ_CHECK(model->moveTo(resolveDevice(recipe.training.device)));
    return model;
}

} // namespace tamiz::engine
