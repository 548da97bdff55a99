// SPDX-License-Identifier: Apache-2.0
#include "core/base/translate.h"

#include <utility>

namespace tamiz {

namespace {

Translator &translator()
{
    static Translator instance;
    return instance;
}

} // namespace

std::string translate(const char *context, const char *text)
{
    return translator() ? translator()(context, text) : text;
}

std::string fillIn(std::string_view text, std::initializer_list<std::string_view> arguments)
{
    std::string filled;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const std::size_t place = text[i] == '%' && i + 1 < text.size()
            ? static_cast<std::size_t>(text[i + 1] - '1')
            : 9;
        if (place < arguments.size() && place < 9) {
            filled += arguments.begin()[place];
            ++i;
        } else {
            filled += text[i];
        }
    }
    return filled;
}

void setTranslator(Translator chosen)
{
    translator() = std::move(chosen);
}

} // namespace tamiz
