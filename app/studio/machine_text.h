// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <utility>
#include <vector>

#include <QString>

#include "core/engine/engine.h"

namespace tamiz::ui {

// A MachineReport in the person's language.

/// "CPU · 2 threads · OpenBLAS · AVX512_BF16"
QString machineSummary(const engine::MachineReport &machine);
/// Empty when training is as fast as it can be here.
QString machineWarning(const engine::MachineReport &machine);
std::vector<std::pair<QString, QString>> machineFacts(const engine::MachineReport &machine);

} // namespace tamiz::ui
