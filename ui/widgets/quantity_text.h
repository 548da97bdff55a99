// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include <QString>

namespace tamiz::ui {

// Quantities for people, in the current locale.

/// 12,600,000 -> "12.6 M"; below 1,000 the number itself.
QString countText(std::int64_t count);
/// 410,000,000 -> "410 MB".
QString bytesText(std::uint64_t bytes);
/// 0.023 -> "2.3 %"; two significant digits below 10 %.
QString shareText(double share);

} // namespace tamiz::ui
