// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include "core/recipe/recipe.h"

namespace tamiz::ui {

// Translated names of a recipe's choices, and what they do.

QString taskName(TaskType task);
QString maskModeName(MaskMode mode);
QString maskModeToolTip(MaskMode mode);
QString replacementName(Replacement replacement);
QString scheduleName(ScheduleKind kind);
QString lrScheduleName(LrSchedule schedule);
QString deviceName(Device device);
QString precisionName(Precision precision);
QString classKindName(TokenClassKind kind);
/// "pattern \d+", "12 words": how a class is defined.
QString tokenClassDefinition(const TokenClass &tokenClass);

} // namespace tamiz::ui
