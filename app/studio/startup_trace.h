// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace tamiz::ui {

/// Since the kernel made this process, the loader's work included; to 10 ms. Negative when unknown.
double millisecondsSinceProcessStart();

} // namespace tamiz::ui
