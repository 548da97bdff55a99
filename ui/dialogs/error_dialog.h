// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include "core/base/result.h"

class QWidget;

namespace tamiz::ui {

/// What kind of failure it is, in the person's language: the headline over an Error.
QString headline(ErrorCode code);

/// Where, what and which value as one text, for copying; the core's own words, not translated.
QString details(const Error &error);

/// Opens a dialog that does not block: what was tried (@p action, translated: "Opening the recipe"),
/// the headline, message and hint, and the details on demand with a button that copies them.
void showError(QWidget *parent, const QString &action, const Error &error);

/// The same for a run that failed in the background: @p what happened, translated, and the run's own
/// message.
void showFailure(QWidget *parent, const QString &what, const QString &message);

} // namespace tamiz::ui
