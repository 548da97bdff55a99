// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/text_label.h"

#include <QLabel>

namespace tamiz::ui {

QLabel *makeTextLabel(const char *role, QWidget *parent)
{
    auto *label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    if (role)
        label->setProperty("role", QLatin1String(role));
    return label;
}

QLabel *makeSelectableLabel(const QString &text, const char *role, QWidget *parent)
{
    QLabel *label = makeTextLabel(role, parent);
    label->setText(text);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

} // namespace tamiz::ui
