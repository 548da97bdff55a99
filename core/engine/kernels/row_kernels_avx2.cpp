// SPDX-License-Identifier: Apache-2.0
#define TAMIZ_INSTRUCTIONS avx2
#include "core/engine/kernels/row_kernels.inc"
