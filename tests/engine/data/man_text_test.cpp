// SPDX-License-Identifier: Apache-2.0
#include "core/engine/data/man_text.h"

#include <gmock/gmock.h>

namespace tamiz::engine {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(ManText, keepsTheProseOfSections)
{
    EXPECT_THAT(
        manPageParagraphs(".\\\" comentario\n.TH LS 1\n.SH NOMBRE\nls \\- lista\n"
                          ".SH DESCRIPCIÓN\nMuestra los \\fIARCHIVOs\\fP\n"
                          "del \\(lqdirectorio\\(rq.\n.PP\nVéase\n.BR ls (1),\npor ejemplo.\n"
                          ".TP\n\\fB\\-a\\fP\nno oculta\n.nf\nliteral\n.fi\n"
                          ".SH \"VÉASE TAMBIÉN\"\notro\n"),
        ElementsAre("Muestra los ARCHIVOs del \"directorio\".", "Véase ls(1), por ejemplo.",
                    "no oculta"));
}

TEST(ManText, survivesWhatIsNoManualPage)
{
    EXPECT_THAT(manPageParagraphs(""), IsEmpty());
    EXPECT_THAT(manPageParagraphs("\\"), IsEmpty());
    for (const char *line :
         { "\\f", "\\f(", "\\f[", "\\(", "\\[", "\\[abc", "\\s", "\\s-", "\\*[", "." }) {
        const auto paragraphs = manPageParagraphs(std::string(".SH X\na ") + line + "\nb");
        EXPECT_THAT(paragraphs, testing::SizeIs(1)) << line;
    }
}

} // namespace
} // namespace tamiz::engine
