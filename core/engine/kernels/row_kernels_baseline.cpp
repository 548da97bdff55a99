// SPDX-License-Identifier: Apache-2.0
#define TAMIZ_INSTRUCTIONS baseline
#include "core/engine/kernels/row_kernels.inc"
