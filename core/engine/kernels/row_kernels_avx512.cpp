// SPDX-License-Identifier: Apache-2.0
#define TAMIZ_INSTRUCTIONS avx512
#include "core/engine/kernels/row_kernels.inc"
