// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/engine/tokenizer/sp_module/tamiz_sp.h"

namespace tamiz::engine {

/// Loads the SentencePiece module on first use: $TAMIZ_SP_MODULE, else libtamiz_sp.so beside this
/// library. Stays loaded. Any thread.
Result<const TamizSpApi *> loadSpModule();

} // namespace tamiz::engine
