// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>
#include <QClipboard>
#include <QDialog>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSet>
#include <QTest>

#include "ui/dialogs/error_dialog.h"
#include "ui/dialogs/info_dialog.h"

using namespace tamiz;
using namespace tamiz::ui;

class TestDialogs : public QObject
{
    Q_OBJECT

private slots:
    void hasAHeadlineForEveryCode()
    {
        QSet<QString> headlines;
        for (int code = 0; code <= static_cast<int>(ErrorCode::Internal); ++code)
            headlines << headline(static_cast<ErrorCode>(code));
        QCOMPARE(headlines.size(), static_cast<int>(ErrorCode::Internal) + 1);
    }

    void showsDetailsOnDemand()
    {
        QWidget window;
        window.show();
        Error error { ErrorCode::DiskFull,
                      "12 MB needed, 4 MB free",
                      "/data/x",
                      "Free some space",
                      { "saving" } };
        showError(&window, QStringLiteral("Saving"), error);
        auto *dialog = window.findChild<QDialog *>(QStringLiteral("errorDialog"));
        QVERIFY(dialog);
        QCOMPARE(dialog->windowTitle(), QStringLiteral("Saving"));
        auto *detail = dialog->findChild<QPlainTextEdit *>(QStringLiteral("errorDetails"));
        QVERIFY(!detail->isVisible());
        QTest::mouseClick(dialog->findChild<QPushButton *>(QStringLiteral("errorMore")),
                          Qt::LeftButton);
        QVERIFY(detail->isVisible());
        for (const char *part :
             { "12 MB needed", "/data/x", "Free some space", "saving", "disk-full" })
            QVERIFY2(detail->toPlainText().contains(QLatin1String(part)), part);
    }

    void neverReadsAMessageAsMarkup()
    {
        QWidget window;
        showFailure(&window, QStringLiteral("Run 1 failed"), QStringLiteral("<b>bold</b>"));
        bool isShown = false;
        for (const QLabel *label : window.findChildren<QLabel *>()) {
            if (label->text() == QLatin1String("<b>bold</b>")) {
                isShown = true;
                QCOMPARE(label->textFormat(), Qt::PlainText);
            }
        }
        QVERIFY(isShown);
    }

    void copiesFacts()
    {
        QWidget window;
        window.show();
        showFacts(&window, QStringLiteral("t"), QStringLiteral("head"), QString(),
                  { { QStringLiteral("a"), QStringLiteral("1") } });
        auto *dialog = window.findChild<QDialog *>(QStringLiteral("infoDialog"));
        QTest::mouseClick(dialog->findChildren<QPushButton *>().at(0), Qt::LeftButton);
        QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("head\na: 1"));
    }
};

QTEST_MAIN(TestDialogs)
#include "tst_dialogs.moc"
