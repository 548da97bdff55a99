// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/info_dialog.h"

#include <QApplication>
#include <QClipboard>
#include <QCoreApplication>
#include <QDialog>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/widgets/text_label.h"

namespace tamiz::ui {

namespace {

constexpr int kValueWidth = 400;

struct InfoDialog
{
    Q_DECLARE_TR_FUNCTIONS(InfoDialog)
};

} // namespace

void showFacts(QWidget *parent, const QString &title, const QString &headline,
               const QString &sentence, const std::vector<std::pair<QString, QString>> &facts)
{
    auto *dialog = new QDialog(parent);
    dialog->setObjectName(QStringLiteral("infoDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(title);

    auto *column = new QVBoxLayout(dialog);
    column->setContentsMargins(24, 20, 24, 16);
    column->setSpacing(12);
    column->setSizeConstraint(QLayout::SetFixedSize);
    column->addWidget(makeSelectableLabel(headline, "title", dialog));
    if (!sentence.isEmpty())
        column->addWidget(makeSelectableLabel(sentence, "muted", dialog));

    auto *form = new QFormLayout;
    form->setHorizontalSpacing(16);
    form->setVerticalSpacing(8);
    form->setLabelAlignment(Qt::AlignLeft);
    QString all = headline;
    for (const auto &[name, value] : facts) {
        QLabel *label = makeSelectableLabel(value, nullptr, dialog);
        label->setFixedWidth(kValueWidth);
        form->addRow(makeSelectableLabel(name, "muted", dialog), label);
        all += QStringLiteral("\n%1: %2").arg(name, value);
    }
    column->addLayout(form);

    auto *buttons = new QHBoxLayout;
    auto *copy = new QPushButton(InfoDialog::tr("Copy"), dialog);
    copy->setToolTip(InfoDialog::tr("Copies everything shown here, for a report"));
    auto *close = new QPushButton(InfoDialog::tr("Close"), dialog);
    close->setProperty("kind", QStringLiteral("primary"));
    close->setDefault(true);
    buttons->addWidget(copy);
    buttons->addStretch();
    buttons->addWidget(close);
    column->addLayout(buttons);
    QObject::connect(copy, &QPushButton::clicked, dialog,
                     [all] { QApplication::clipboard()->setText(all); });
    QObject::connect(close, &QPushButton::clicked, dialog, &QDialog::accept);
    close->setFocus();
    dialog->open();
}

} // namespace tamiz::ui
