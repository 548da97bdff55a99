// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QLabel;
class QString;
class QWidget;

namespace tamiz::ui {

/// A label for plain text that wraps; @p role is its look in the style sheet, nullptr = that of body text.
QLabel *makeTextLabel(const char *role, QWidget *parent);

/// The same with a text that can be selected and copied.
QLabel *makeSelectableLabel(const QString &text, const char *role, QWidget *parent);

} // namespace tamiz::ui
