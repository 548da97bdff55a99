// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/error_dialog.h"

#include <QApplication>
#include <QClipboard>
#include <QCoreApplication>
#include <QDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/settings/theme.h"
#include "ui/widgets/line_icon.h"
#include "ui/widgets/text_label.h"

namespace tamiz::ui {

namespace {

constexpr int kIconSize = 32;
constexpr int kTextWidth = 460;

QString text(const char *source)
{
    return QCoreApplication::translate("ErrorDialog", source);
}

void openDialog(QWidget *parent, const QString &title, const QString &head, const QString &message,
                const QString &hint, const QString &fullText)
{
    auto *dialog = new QDialog(parent);
    dialog->setObjectName(QStringLiteral("errorDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(title);

    auto *icon = new QLabel(dialog);
    icon->setPixmap(linePixmap(QStringLiteral("error"), dangerColor(dialog->palette()), kIconSize,
                               dialog->devicePixelRatioF()));
    auto *texts = new QVBoxLayout;
    texts->setSpacing(8);
    const auto addText = [&](const QString &content, const char *role) {
        QLabel *label = makeSelectableLabel(content, role, dialog);
        label->setFixedWidth(kTextWidth);
        texts->addWidget(label);
    };
    addText(head, "heading");
    addText(message, nullptr);
    if (!hint.isEmpty())
        addText(hint, "muted");

    auto *detail = new QPlainTextEdit(fullText, dialog);
    detail->setObjectName(QStringLiteral("errorDetails"));
    detail->setAccessibleName(text(QT_TRANSLATE_NOOP("ErrorDialog", "Details")));
    detail->setReadOnly(true);
    detail->setFixedHeight(140);
    detail->hide();
    texts->addWidget(detail);

    auto *buttons = new QHBoxLayout;
    auto *more = new QPushButton(text(QT_TRANSLATE_NOOP("ErrorDialog", "Details")), dialog);
    more->setObjectName(QStringLiteral("errorMore"));
    more->setCheckable(true);
    more->setToolTip(text(QT_TRANSLATE_NOOP("ErrorDialog", "Shows file, place and value")));
    auto *copy = new QPushButton(text(QT_TRANSLATE_NOOP("ErrorDialog", "Copy")), dialog);
    copy->setToolTip(
        text(QT_TRANSLATE_NOOP("ErrorDialog", "Copies the details, for a report or a search")));
    auto *close = new QPushButton(text(QT_TRANSLATE_NOOP("ErrorDialog", "Close")), dialog);
    close->setProperty("kind", QStringLiteral("primary"));
    close->setDefault(true);
    buttons->addWidget(more);
    buttons->addWidget(copy);
    buttons->addStretch();
    buttons->addWidget(close);
    QObject::connect(more, &QPushButton::toggled, detail, &QWidget::setVisible);
    QObject::connect(copy, &QPushButton::clicked, dialog,
                     [detail] { QApplication::clipboard()->setText(detail->toPlainText()); });
    QObject::connect(close, &QPushButton::clicked, dialog, &QDialog::accept);

    auto *row = new QHBoxLayout;
    row->setSpacing(16);
    row->addWidget(icon, 0, Qt::AlignTop);
    row->addLayout(texts);
    auto *column = new QVBoxLayout(dialog);
    column->setContentsMargins(24, 24, 24, 16);
    column->setSpacing(16);
    column->setSizeConstraint(QLayout::SetFixedSize);
    column->addLayout(row);
    column->addLayout(buttons);
    dialog->open();
}

} // namespace

QString headline(ErrorCode code)
{
    switch (code) {
    case ErrorCode::InvalidArgument:
        return text(QT_TRANSLATE_NOOP("ErrorDialog", "This cannot be done with these settings"));
    case ErrorCode::InvalidInput:
        return text(QT_TRANSLATE_NOOP("ErrorDialog", "The file or recipe holds something wrong"));
    case ErrorCode::NotFound:
        return text(QT_TRANSLATE_NOOP("ErrorDialog", "Something that is needed is not there"));
    case ErrorCode::Io:
        return text(QT_TRANSLATE_NOOP("ErrorDialog", "Reading or writing failed"));
    case ErrorCode::DiskFull:
        return text(QT_TRANSLATE_NOOP("ErrorDialog", "The disk is full"));
    case ErrorCode::Unsupported:
        return text(QT_TRANSLATE_NOOP("ErrorDialog", "This version cannot handle that yet"));
    case ErrorCode::Mismatch:
        return text(QT_TRANSLATE_NOOP("ErrorDialog", "Two things that belong together disagree"));
    case ErrorCode::NonFinite:
        return text(QT_TRANSLATE_NOOP("ErrorDialog", "Training diverged: a value became infinite"));
    case ErrorCode::Cancelled:
        return text(QT_TRANSLATE_NOOP("ErrorDialog", "Stopped on request"));
    case ErrorCode::Busy:
        return text(QT_TRANSLATE_NOOP("ErrorDialog", "Another program is using it right now"));
    case ErrorCode::OutOfMemory:
        return text(QT_TRANSLATE_NOOP("ErrorDialog", "There is not enough memory"));
    case ErrorCode::Internal:
        break;
    }
    return text(QT_TRANSLATE_NOOP("ErrorDialog", "Something unexpected went wrong"));
}

QString details(const Error &error)
{
    QStringList lines { QStringLiteral("%1 [%2]").arg(QString::fromStdString(error.message),
                                                      QLatin1String(toString(error.code))) };
    if (!error.where.empty())
        lines << QString::fromStdString(error.where);
    for (const std::string &context : error.context)
        lines << QStringLiteral("  ← ") + QString::fromStdString(context);
    if (!error.hint.empty())
        lines << QString::fromStdString(error.hint);
    return lines.join(QLatin1Char('\n'));
}

void showError(QWidget *parent, const QString &action, const Error &error)
{
    openDialog(parent, action, headline(error.code), QString::fromStdString(error.message),
               QString::fromStdString(error.hint), details(error));
}

void showFailure(QWidget *parent, const QString &what, const QString &message)
{
    openDialog(parent, what, what, message, {}, message);
}

} // namespace tamiz::ui
