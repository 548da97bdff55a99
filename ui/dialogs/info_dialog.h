// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <utility>
#include <vector>

#include <QString>

class QWidget;

namespace tamiz::ui {

/// Opens a dialog that does not block: a headline, a sentence, and facts as name and value that can
/// be selected and copied together.
void showFacts(QWidget *parent, const QString &title, const QString &headline,
               const QString &sentence, const std::vector<std::pair<QString, QString>> &facts);

} // namespace tamiz::ui
