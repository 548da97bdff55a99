// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QHeaderView;

namespace tamiz::ui {

/// What the style keeps free in each title of a sorted table.
inline constexpr int kSortArrowRoom = 10;

/// Shows the arrow of a sorted column only while there is one: the style keeps its room free in every
/// title, which then do not stand above what is aligned to the right.
void showArrowWhileSorted(QHeaderView &header);

} // namespace tamiz::ui
