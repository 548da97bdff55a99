// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/engine/data/demo_packages.h"

namespace tamiz::engine {

enum class CorpusFormat { Html, Mallard, ManPage, Catalog };

/// A documentation package whose pages are pretraining text.
struct CorpusSource
{
    std::string name;
    std::string package; ///< Debian
    std::string language;
    std::string licence; ///< SPDX expression, from the package's copyright file
    CorpusFormat format = CorpusFormat::Html;
    std::string folder; ///< below the package's root
    std::string suffix; ///< of the file names
};

struct CorpusDocument
{
    std::string id; ///< "source/path"
    std::vector<std::string> paragraphs;
};

const std::vector<CorpusSource> &corpusSources();

/// The documents of one source, by path; a page that cannot be read is an error that names it.
Result<std::vector<CorpusDocument>> readCorpusSource(const CorpusSource &source,
                                                     const UnpackedPackage &package);

} // namespace tamiz::engine
