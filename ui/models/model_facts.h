// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QString>

#include "core/runs/model_details.h"

namespace tamiz::ui {

/// Something to know about a model, in words of the person's language.
struct ModelFact
{
    QString name;
    QString value;
    QString toolTip;
};

/// "4 layers × 256, BERT, 5.3 M parameters"-like sentence for a heading.
QString modelSummary(const ModelDetails &details);

/// Size, shape, precision, tokenizer, licence: every fact that the folder tells.
std::vector<ModelFact> modelFacts(const ModelDetails &details);

} // namespace tamiz::ui
