// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include "ui/settings/theme_colors.h"

namespace tamiz::ui {

/// The program's style sheet in the colours of @p colors. Sizes are in pixels on a grid of 8.
QString styleSheet(const ThemeColors &colors);

} // namespace tamiz::ui
