// SPDX-License-Identifier: GPL-3.0-or-later
// The tokens that a recipe adds, chosen in the dialog of the experiment page.
#include <algorithm>
#include <memory>

#include <QAbstractItemModelTester>
#include <QAction>
#include <QComboBox>
#include <QLabel>
#include <QPlainTextEdit>
#include <QTest>
#include <QToolButton>

#include "tests/support/fake_workbench.h"
#include "ui/bridge/workbench_client.h"
#include "ui/dialogs/domain_tokens_dialog.h"
#include "ui/models/domain_token_model.h"
#include "ui/pages/experiment_page.h"
#include "ui/widgets/model_task_panel.h"

using namespace tamiz;
using namespace tamiz::ui;

using Tokens = std::vector<std::string>;

class DomainTokensTest final : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void proposalsAreTickedAndUndone();
    void chosenTokensAreTickedWhenItOpensAgain();
    void aPastedListIsTrimmedAndEachTokenAddedOnce();
    void anUnknownWordIsCalledSo();
    void saysWhyThereAreNoProposals();
    void goesAwayWhileItCounts();

private:
    DomainTokensDialog *open();
    static void tick(DomainTokensDialog &dialog, int row);
    Recipe recipe() const { return m_page->recipe(); }

    test::FakeWorkbench m_workbench;
    std::unique_ptr<WorkbenchClient> m_client;
    std::unique_ptr<ExperimentPage> m_page;
};

void DomainTokensTest::init()
{
    m_client = std::make_unique<WorkbenchClient>(m_workbench);
    m_page = std::make_unique<ExperimentPage>(m_client.get());
    m_page->setRecipe(test::fakeRecipe());
    m_page->resize(1280, 800);
    m_page->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_page.get()));
}

void DomainTokensTest::cleanup()
{
    m_workbench.open();
    m_page.reset();
    m_client.reset();
}

/// Through the button, as a person does.
DomainTokensDialog *DomainTokensTest::open()
{
    QTest::mouseClick(m_page->modelTaskPanel()->tokensButton(), Qt::LeftButton);
    return m_page->findChild<DomainTokensDialog *>(QStringLiteral("domainTokens"));
}

void DomainTokensTest::tick(DomainTokensDialog &dialog, int row)
{
    const QModelIndex index = dialog.model()->index(row, DomainTokenModel::Token);
    QVERIFY(dialog.model()->setData(index, Qt::Checked, Qt::CheckStateRole));
}

void DomainTokensTest::proposalsAreTickedAndUndone()
{
    DomainTokensDialog *const dialog = open();
    QVERIFY(dialog);
    const QAbstractItemModelTester tester(dialog->model());
    QTRY_COMPARE(dialog->model()->rowCount(), 3);
    const auto text = [dialog](int row, int column) {
        return dialog->model()->index(row, column).data().toString();
    };
    QCOMPARE(text(0, DomainTokenModel::Token), QStringLiteral("cortafuegos"));
    QCOMPARE(text(0, DomainTokenModel::Occurrences), QStringLiteral("412"));
    QCOMPARE(text(0, DomainTokenModel::Pieces), QStringLiteral("corta · ##fue · ##gos"));
    QCOMPARE(text(0, DomainTokenModel::Saved), QStringLiteral("824"));
    QVERIFY(dialog->statusLabel()->text().contains(QStringLiteral("4.1")));

    tick(*dialog, 0);
    tick(*dialog, 2);
    dialog->startBox()->setCurrentIndex(1);
    dialog->accept();
    QCOMPARE(recipe().vocabulary.addTokens, (Tokens { "cortafuegos", "paquete" }));
    QCOMPARE(recipe().vocabulary.initialise, TokenStart::Mean);
    QVERIFY(m_page->modelTaskPanel()->tokensButton()->text().contains(QStringLiteral("(2)")));

    m_page->undoAction()->trigger();
    QCOMPARE(recipe(), test::fakeRecipe());
    QVERIFY(!m_page->modelTaskPanel()->tokensButton()->text().contains(QStringLiteral("(2)")));
    m_page->redoAction()->trigger();
    QCOMPARE(recipe().vocabulary.addTokens.size(), 2U);
}

void DomainTokensTest::chosenTokensAreTickedWhenItOpensAgain()
{
    Recipe given = test::fakeRecipe();
    given.vocabulary.addTokens = { "VPN", "SSH" };
    given.vocabulary.addTokensFile = "/data/tokens.txt";
    m_page->setRecipe(given);
    DomainTokensDialog *const dialog = open();
    QVERIFY(dialog);
    QTRY_COMPARE(dialog->model()->rowCount(), 3);
    QCOMPARE(dialog->model()->chosen(), Tokens { "SSH" });
    QCOMPARE(dialog->ownField()->toPlainText(), QStringLiteral("VPN"));
    dialog->accept();
    QCOMPARE(recipe().vocabulary.addTokens, (Tokens { "SSH", "VPN" }));
    QCOMPARE(recipe().vocabulary.addTokensFile, std::string("/data/tokens.txt"));
}

void DomainTokensTest::aPastedListIsTrimmedAndEachTokenAddedOnce()
{
    DomainTokensDialog *const dialog = open();
    QVERIFY(dialog);
    QTRY_COMPARE(dialog->model()->rowCount(), 3);
    dialog->model()->chooseAll(true);
    dialog->ownField()->setPlainText(QStringLiteral("  EPOC \n\ncardiopatía\nSSH\nEPOC\n"));
    dialog->accept();
    QCOMPARE(recipe().vocabulary.addTokens,
             (Tokens { "cortafuegos", "SSH", "paquete", "EPOC", "cardiopatía" }));
}

void DomainTokensTest::anUnknownWordIsCalledSo()
{
    DomainTokenModel model;
    model.setProposals(
        { { .token = "ψυχή", .occurrences = 3, .pieces = { "[UNK]" }, .isUnknown = true },
          { .token = "VPN", .occurrences = 2, .pieces = { "V", "##PN" }, .saved = 2 } },
        {});
    const auto pieces = [&model](int row) {
        return model.index(row, DomainTokenModel::Pieces).data().toString();
    };
    QCOMPARE(pieces(0), QStringLiteral("unknown: [UNK]"));
    QCOMPARE(pieces(1), QStringLiteral("V · ##PN"));
}

void DomainTokensTest::saysWhyThereAreNoProposals()
{
    Recipe given = test::fakeRecipe();
    given.data.train.clear();
    m_page->setRecipe(given);
    DomainTokensDialog *const dialog = open();
    QVERIFY(dialog);
    QVERIFY(!dialog->statusLabel()->text().isEmpty());
    QCOMPARE(dialog->model()->rowCount(), 0);
    dialog->ownField()->setPlainText(QStringLiteral("EPOC"));
    dialog->accept();
    QCOMPARE(recipe().vocabulary.addTokens, Tokens { "EPOC" });
}

void DomainTokensTest::goesAwayWhileItCounts()
{
    m_workbench.close();
    DomainTokensDialog *const dialog = open();
    QVERIFY(dialog);
    QTRY_COMPARE(m_client->pendingCount(dialog), 1);
    dialog->reject();
    QTRY_VERIFY(!m_page->findChild<DomainTokensDialog *>(QStringLiteral("domainTokens")));
    m_workbench.open();
    QTRY_COMPARE(m_client->pendingCount(), 0);
    QVERIFY(recipe().vocabulary.isEmpty());
}

QTEST_MAIN(DomainTokensTest)
#include "tst_domain_tokens.moc"
