// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractItemModelTester>
#include <QAction>
#include <QDir>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QSignalSpy>
#include <QStackedWidget>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

#include "core/recipe/recipe_io.h"
#include "tests/support/fake_workbench.h"
#include "tests/support/model_printer.h"
#include "ui/bridge/workbench_client.h"
#include "ui/models/model_facts.h"
#include "ui/models/model_shelf.h"
#include "ui/models/tensor_table_model.h"
#include "ui/pages/models_page.h"
#include "ui/settings/app_settings.h"
#include "ui/widgets/model_view.h"

using namespace tamiz;
using namespace tamiz::ui;

namespace {

RunRecord finishedRun(RunId id, const char *name)
{
    RunRecord run;
    run.id = id;
    run.name = name;
    run.state = RunState::Finished;
    run.folder = "/runs/" + std::to_string(id);
    run.recipeYaml = toYaml(test::fakeRecipe());
    return run;
}

struct Studio
{
    QTemporaryDir folder;
    AppSettings settings { folder.filePath(QStringLiteral("s.ini")) };
    test::FakeWorkbench workbench;
    WorkbenchClient client { workbench };
    ModelShelf shelf;
    ModelsPage page { client, shelf, settings, folder.path().toStdString() };

    Studio()
    {
        page.resize(1160, 640);
        page.show();
    }

    QListView *list() const { return page.findChild<QListView *>(QStringLiteral("modelList")); }
    QTableView *tensors() const { return page.findChild<QTableView *>(QStringLiteral("tensors")); }
    QAction *action(const char *name) const
    {
        for (QAction *action : page.actions()) {
            if (action->objectName() == QLatin1String(name))
                return action;
        }
        return nullptr;
    }
    bool isReady() const { return page.property("ready").toBool(); }
    /// The texts of every label in sight.
    QString texts() const
    {
        QStringList all;
        for (const QLabel *label : page.findChildren<QLabel *>()) {
            if (label->isVisible())
                all << label->text();
        }
        return all.join(QLatin1Char('\n'));
    }
};

} // namespace

class TestModelsPage : public QObject
{
    Q_OBJECT

private slots:
    void aPageThatNobodySeesAsksNothing()
    {
        const QTemporaryDir folder;
        AppSettings settings(folder.filePath(QStringLiteral("s.ini")));
        test::FakeWorkbench workbench;
        WorkbenchClient client(workbench);
        ModelShelf shelf;
        ModelsPage page(client, shelf, settings, folder.path().toStdString());
        QCoreApplication::processEvents();
        QCOMPARE(client.pendingCount(&page), 0); // else the engine is loaded before the first paint
        QVERIFY(!page.property("ready").toBool());
        page.show();
        QTRY_VERIFY(page.property("ready").toBool());
    }

    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }

    void theShelfHoldsBundledImportedAndTunedModels()
    {
        ModelShelf shelf;
        const QAbstractItemModelTester tester(&shelf);
        shelf.setImported({ QStringLiteral("/models/beto") });
        RunRecord running = finishedRun(8, "running");
        running.state = RunState::Running;
        RunRecord archived = finishedRun(7, "archived");
        archived.isArchived = true;
        shelf.setRuns({ running, archived, finishedRun(3, "clinica") });
        QCOMPARE(test::printTable(shelf),
                 QStringList({ QStringLiteral("Bundled es/en"), QStringLiteral("beto"),
                               QStringLiteral("clinica") }));
        QCOMPARE(shelf.index(2).data(ModelShelf::OriginRole).toString(),
                 QStringLiteral("Adapter of run 3"));
        const ShelfEntry &tuned = shelf.entry(2);
        QCOMPARE(tuned.folder, QStringLiteral("/runs/3/final"));
        QVERIFY(tuned.isAdapter);
        QCOMPARE(tuned.base(), QStringLiteral("bundled"));
        QCOMPARE(tuned.recipe->masking.classes.size(), std::size_t(4));
        shelf.setImported({});
        QCOMPARE(shelf.rowOf(QStringLiteral("/runs/3/final")), 1);
        QCOMPARE(shelf.rowOf(QStringLiteral("/models/beto")), -1);
    }

    void aRenamedRunKeepsItsPlaceUnderItsNewName()
    {
        ModelShelf shelf;
        shelf.setRuns({ finishedRun(3, "clinica") });
        shelf.setRuns({ finishedRun(3, "clinica 2") });
        QCOMPARE(shelf.index(1).data().toString(), QStringLiteral("clinica 2"));
    }

    void tensorsSayWhatIsWrongWithThem()
    {
        TensorTableModel model;
        const QAbstractItemModelTester tester(&model);
        using State = TensorDetails::State;
        model.setTensors(
            { { "a", "F32", { 8000, 256 }, {}, "model.safetensors", State::Used },
              { "b", "BF16", { 4 }, {}, "model.safetensors", State::Unexpected },
              { "c", "", { 2, 2 }, {}, "", State::Missing },
              { "d", "F32", { 3, 2 }, { 2, 3 }, "model.safetensors", State::Misshaped } });
        QCOMPARE(test::printTable(model),
                 QStringList({ QStringLiteral("a | 8,000 × 256 | F32 | "),
                               QStringLiteral("b | 4 | BF16 | not used"),
                               QStringLiteral("c | 2 × 2 |  | missing"),
                               QStringLiteral("d | 3 × 2 | F32 | expected 2 × 3") }));
        QCOMPARE(model.cell(0, 1).sortValue.toDouble(), 8000.0 * 256);
    }

    void factsNameSharedHeadsAndExperts()
    {
        ModelDetails details;
        details.heads = 8;
        details.keyValueHeads = 2;
        details.intermediateSize = 14336;
        details.experts = 8;
        details.head = "causal-lm";
        details.isHeadNew = true;
        const auto valueOf = [&](const QString &name) {
            for (const ModelFact &fact : modelFacts(details)) {
                if (fact.name == name)
                    return fact.value;
            }
            return QString();
        };
        QCOMPARE(valueOf(QStringLiteral("Attention heads")),
                 QStringLiteral("8, 2 for keys and values"));
        QCOMPARE(valueOf(QStringLiteral("Feed-forward width")),
                 QStringLiteral("14,336, in each of 8 experts"));
        QCOMPARE(valueOf(QStringLiteral("Head")),
                 QStringLiteral("next token, new: it starts at random"));
        QCOMPARE(valueOf(QStringLiteral("Licence")), QStringLiteral("the folder states none"));
        QCOMPARE(valueOf(QStringLiteral("Tokenizer")), QStringLiteral("none found"));
    }

    void theBundledModelIsShownAtOnce()
    {
        Studio studio;
        QTRY_VERIFY(studio.isReady());
        QCOMPARE(studio.page.view()->tensors().rowCount(), 3);
        QVERIFY(studio.texts().contains(QStringLiteral("BertForMaskedLM")));
        QVERIFY(studio.texts().contains(QStringLiteral("WordPiece, 8,000 tokens")));
        QVERIFY(studio.texts().contains(QStringLiteral("apache-2.0")));
        QVERIFY(!studio.action("removeModel")->isEnabled());
        QVERIFY(studio.action("useModel")->isEnabled());
    }

    void anImportedFolderIsRememberedAndForgottenWithoutItsFiles()
    {
        Studio studio;
        const QString folder = studio.folder.filePath(QStringLiteral("beto"));
        QVERIFY(QDir().mkpath(folder));
        studio.page.importFolder(folder);
        QTRY_VERIFY(studio.isReady());
        QCOMPARE(studio.page.current()->folder, folder);
        QCOMPARE(studio.settings.modelFolders(), QStringList(folder));
        studio.page.importFolder(folder + QStringLiteral("/"));
        QCOMPARE(studio.settings.modelFolders(), QStringList(folder));

        studio.action("removeModel")->trigger();
        QCOMPARE(studio.settings.modelFolders(), QStringList());
        QCOMPARE(studio.page.current()->kind, ShelfEntry::Kind::Bundled);
        QVERIFY(QDir(folder).exists());
    }

    void aFolderThatCannotBeUsedSaysWhy()
    {
        Studio studio;
        studio.page.importFolder(QStringLiteral("/models/broken"));
        QTRY_VERIFY(studio.isReady());
        QVERIFY(studio.texts().contains(QStringLiteral("This folder cannot be used")));
        QVERIFY(studio.texts().contains(QStringLiteral("/models/broken\nno config.json")));
        QVERIFY(
            studio.texts().contains(QStringLiteral("Choose the folder that holds config.json")));
        QVERIFY(!studio.action("useModel")->isEnabled());
        const int calls = studio.workbench.folderCalls;
        studio.action("readModelAgain")->trigger();
        QTRY_COMPARE(studio.workbench.folderCalls.load(), calls + 1);
    }

    void aNewHeadIsAnnounced()
    {
        Studio studio;
        studio.page.importFolder(QStringLiteral("/models/bare"));
        QTRY_VERIFY(studio.isReady());
        QVERIFY(studio.texts().contains(QStringLiteral("masked words, new: it starts at random")));
        QVERIFY(studio.texts().contains(QStringLiteral("1 tensors are missing")));
        QVERIFY(studio.action("useModel")->isEnabled());
    }

    void tensorsAreFiltered()
    {
        Studio studio;
        QTRY_VERIFY(studio.isReady());
        QTest::keyClicks(studio.page.findChild<QLineEdit *>(QStringLiteral("tensorFilter")),
                         QStringLiteral("EMBED"));
        QCOMPARE(test::printTable(*studio.tensors()->model(), { 0 }),
                 QStringList(QStringLiteral("bert.embeddings.word_embeddings.weight")));
        QVERIFY(studio.texts().contains(QStringLiteral("1 of 3")));
    }

    void modelsAndAdaptersAreHandedToTheDesigner()
    {
        Studio studio;
        QSignalSpy used(&studio.page, &ModelsPage::useRequested);
        QTRY_VERIFY(studio.isReady());
        studio.action("useModel")->trigger();
        QCOMPARE(used.takeFirst(), QVariantList({ QStringLiteral("bundled"), QString() }));
        studio.shelf.setRuns({ finishedRun(3, "clinica") });
        studio.page.showModel(QStringLiteral("/runs/3/final"));
        QTRY_VERIFY(studio.isReady());
        QVERIFY(studio.texts().contains(QStringLiteral("Adapter of rank 8")));
        studio.action("useModel")->trigger();
        QCOMPARE(used.takeFirst(),
                 QVariantList({ QStringLiteral("bundled"), QStringLiteral("/runs/3/final") }));
    }

    void aLlama2cFileBecomesAFolderOfTheLibrary()
    {
        Studio studio;
        studio.page.importLlama2c(QStringLiteral("/x/stories.bin"), QStringLiteral("/x/tok.model"));
        const QString folder = studio.folder.filePath(QStringLiteral("stories"));
        QTRY_COMPARE(studio.page.current()->folder, folder);
        QCOMPARE(studio.settings.modelFolders(), QStringList(folder));
        QVERIFY(studio.action("importLlama2c")->isEnabled());
    }

    void everythingHasANameAndAToolTip()
    {
        Studio studio;
        QVERIFY(!studio.page.windowTitle().isEmpty());
        QVERIFY(!studio.list()->accessibleName().isEmpty());
        QVERIFY(!studio.tensors()->accessibleName().isEmpty());
        for (const QAction *action : studio.page.actions()) {
            QVERIFY2(!action->text().isEmpty(), action->objectName().toUtf8());
            QVERIFY2(action->toolTip().size() > action->text().size(),
                     action->objectName().toUtf8());
            QVERIFY2(!action->shortcut().isEmpty(), action->objectName().toUtf8());
        }
    }
};

QTEST_MAIN(TestModelsPage)
#include "tst_models_page.moc"
