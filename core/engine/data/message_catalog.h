// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace tamiz::engine {

struct CatalogMessage
{
    std::string original;
    std::string translation; ///< empty when the message is not translated
};

/// The messages of a gettext catalogue (.mo, either byte order; GNU gettext manual, "The Format of GNU MO
/// Files"), in file order, without the header entry; of plural forms the first. Contexts before
/// U+0004 are removed. Offsets outside the file are errors that name the message.
Result<std::vector<CatalogMessage>> parseMessageCatalog(std::string_view bytes,
                                                        const std::string &where);

} // namespace tamiz::engine
