// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <initializer_list>
#include <string>
#include <string_view>

namespace tamiz {

// Sentences that a person reads in the window: problems of a recipe, lines of a run's log. They are written in
// English where they arise, with %1 to %9 for what stands in them; the window sets a translator. Names of errors
// stay as they are (Error of result.h). lupdate finds translate("Context", "text") by itself.

/// @p text, a literal, in the program's language of this moment; in English where no translator is set. Any thread.
std::string translate(const char *context, const char *text);

/// @p text with %1 replaced by the first of @p arguments, and so on; a place without an argument stays.
std::string fillIn(std::string_view text, std::initializer_list<std::string_view> arguments);

using Translator = std::function<std::string(const char *context, const char *text)>;

/// Once, before another thread translates; @p translator is called from any thread.
void setTranslator(Translator translator);

} // namespace tamiz
