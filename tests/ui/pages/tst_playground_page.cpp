// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractItemModelTester>
#include <QAction>
#include <QComboBox>
#include <QLabel>
#include <QPlainTextEdit>
#include <QTest>
#include <QTextCursor>
#include <QTextEdit>
#include <QToolButton>

#include "core/recipe/recipe_io.h"
#include "tests/support/fake_workbench.h"
#include "tests/support/model_printer.h"
#include "ui/bridge/workbench_client.h"
#include "ui/models/model_shelf.h"
#include "ui/models/score_table_model.h"
#include "ui/models/trial_text.h"
#include "ui/pages/playground_page.h"
#include "ui/plots/number_format.h"
#include "ui/widgets/answer_view.h"

using namespace tamiz;
using namespace tamiz::ui;

namespace {

TrialPlace place(std::int64_t begin, std::int64_t end, const char *label, double probability)
{
    return { { begin, end }, { { label, probability } } };
}

struct Studio
{
    test::FakeWorkbench workbench;
    WorkbenchClient client { workbench };
    ModelShelf shelf;
    PlaygroundPage page { client, shelf };

    explicit Studio(const QStringList &imported = {})
    {
        shelf.setImported(imported);
        page.resize(1160, 640);
    }
    ~Studio() { workbench.open(); }

    void addRun()
    {
        RunRecord run;
        run.id = 3;
        run.name = "clinica";
        run.state = RunState::Finished;
        run.folder = "/runs/3";
        run.recipeYaml = toYaml(test::fakeRecipe());
        shelf.setRuns({ run });
    }
    bool isReady() const { return page.property("ready").toBool(); }
    QAction *action(const char *name) const
    {
        for (QAction *action : page.actions()) {
            if (action->objectName() == QLatin1String(name))
                return action;
        }
        return nullptr;
    }
    QPlainTextEdit *text() const
    {
        return page.findChild<QPlainTextEdit *>(QStringLiteral("trialText"));
    }
    QPlainTextEdit *second() const
    {
        return page.findChild<QPlainTextEdit *>(QStringLiteral("trialSecondText"));
    }
    QToolButton *classButton(const QString &name) const
    {
        for (QToolButton *button : page.findChildren<QToolButton *>()) {
            if (button->isCheckable() && button->text() == name)
                return button;
        }
        return nullptr;
    }
    QStringList tuned() const { return test::printTable(page.tunedAnswer()->scores(), { 1, 2 }); }
    QStringList base() const { return test::printTable(page.baseAnswer()->scores(), { 1, 2 }); }
};

} // namespace

class TestPlaygroundPage : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }

    void tagsThatContinueEachOtherBecomeOneSpan()
    {
        TrialAnswer answer;
        answer.text = "Ana Paz vive en Lima Norte";
        answer.places = { place(0, 3, "B-PER", 0.9),   place(4, 7, "I-PER", 0.7),
                          place(8, 12, "O", 0.99),     place(13, 15, "O", 0.9),
                          place(16, 20, "B-LOC", 0.8), place(21, 26, "B-LOC", 0.6) };
        const std::vector<TaggedSpan> spans = taggedSpans(answer);
        QCOMPARE(spans.size(), std::size_t(3));
        QCOMPARE(spans[0].span, (CodePointSpan { 0, 7 }));
        QCOMPARE(spans[0].label, QStringLiteral("PER"));
        QCOMPARE(spans[0].probability, 0.7);
        QCOMPARE(spans[2].span, (CodePointSpan { 21, 26 }));

        answer.places = { place(0, 3, "NOUN", 0.9), place(4, 7, "NOUN", 0.7) };
        QCOMPARE(taggedSpans(answer).size(), std::size_t(1));
    }

    void placesAreCodePointsAlsoBehindAnEmoji()
    {
        TrialAnswer answer;
        answer.task = TaskType::MaskedLm;
        answer.text = "\xF0\x9F\x98\x80 a [MASK] b";
        answer.places = { place(4, 10, "##ord", 0.5) };
        QCOMPARE(filledText(answer), QStringLiteral("\U0001F600 a ord b"));
        QCOMPARE(codePointStarts(QStringLiteral("\U0001F600a")), (std::vector<int> { 0, 2, 3 }));
        QCOMPARE(pieceText("vitro</w>"), QStringLiteral("vitro "));
        QCOMPARE(pieceText("\xE2\x96\x81"
                           "casa"),
                 QStringLiteral(" casa"));
    }

    void scoresAreATable()
    {
        ScoreTableModel model;
        const QAbstractItemModelTester tester(&model);
        TrialAnswer answer;
        answer.scores = { { "hojas", 0.75 }, { "macros", 0.25 } };
        model.setAnswer(answer);
        QCOMPARE(test::printTable(model, { 1, 2 }),
                 QStringList({ QStringLiteral("hojas | 75\u00A0%"),
                               QStringLiteral("macros | 25\u00A0%") }));
        QCOMPARE(model.index(0, 2).data(CellTable::SortRole).toDouble(), 0.75);
        answer = {};
        answer.task = TaskType::MaskedLm;
        answer.places
            = { { { 0, 6 }, { { "a", 0.5 }, { "b", 0.25 } } }, { { 7, 13 }, { { "c", 1 } } } };
        model.setAnswer(answer);
        QCOMPARE(test::printTable(model, { 0, 1 }),
                 QStringList(
                     { QStringLiteral("1 | a"), QStringLiteral(" | b"), QStringLiteral("2 | c") }));
    }

    void nothingIsAskedBeforeThePageIsOpened()
    {
        Studio studio;
        studio.addRun();
        QTest::qWait(20);
        QCOMPARE(studio.workbench.answerCalls.load(), 0);
        QCOMPARE(studio.workbench.previewCalls.load(), 0);
    }

    void theFirstViewShowsBaseBesideTunedOnARowOfTheRun()
    {
        Studio studio;
        studio.addRun();
        studio.page.show();
        QTRY_VERIFY(studio.page.tunedAnswer()->hasAnswer() && studio.isReady());
        QVERIFY(studio.text()->toPlainText().startsWith(QStringLiteral("El paciente")));
        QCOMPARE(studio.base().first(), QStringLiteral("urgencias | 40\u00A0%"));
        QCOMPARE(studio.tuned().first(), QStringLiteral("urgencias | 90\u00A0%"));
        QCOMPARE(studio.page.tunedAnswer()->headline(), QStringLiteral("urgencias · 90\u00A0%"));
    }

    void aClassOutOfSightIsStruckOut()
    {
        Studio studio;
        studio.addRun();
        studio.page.show();
        QTRY_VERIFY(studio.page.tunedAnswer()->hasAnswer() && studio.isReady());
        QVERIFY(!studio.classButton(QStringLiteral("long words"))); // of a frequency
        const int calls = studio.workbench.answerCalls;
        studio.classButton(QStringLiteral("punctuation"))->click();
        QTRY_COMPARE(studio.workbench.answerCalls.load(), calls + 2);
        QTRY_VERIFY(studio.isReady());
        const auto *text = studio.page.tunedAnswer()->findChild<QTextEdit *>();
        QTextCursor cursor(text->document());
        cursor.setPosition(static_cast<int>(text->toPlainText().indexOf(QLatin1Char(','))) + 1);
        QVERIFY(cursor.charFormat().fontStrikeOut());
        cursor.setPosition(1);
        QVERIFY(!cursor.charFormat().fontStrikeOut());
    }

    void withoutATunedModelTheBaseAnswersAlone()
    {
        Studio studio({ QStringLiteral("/m/filler") });
        studio.page.show();
        studio.page.chooseModel(QStringLiteral("bundled"));
        QTRY_COMPARE(studio.page.task(), std::optional(TaskType::Classification));
        studio.page.setText(QStringLiteral("hola"));
        studio.page.ask();
        QTRY_VERIFY(studio.page.baseAnswer()->hasAnswer());
        QVERIFY(!studio.page.tunedAnswer()->hasAnswer());
    }

    void aWholeModelOfAnotherTaskStandsAlone()
    {
        Studio studio({ QStringLiteral("/m/tagger") });
        studio.page.show();
        studio.page.chooseModel(QStringLiteral("/m/tagger"));
        QTRY_COMPARE(studio.page.task(), std::optional(TaskType::TokenClassification));
        studio.page.setText(QStringLiteral("Ana vive aquí"));
        studio.page.ask();
        QTRY_VERIFY(studio.page.tunedAnswer()->hasAnswer());
        QVERIFY(!studio.page.baseAnswer()->hasAnswer());
        QCOMPARE(test::printTable(studio.page.tunedAnswer()->scores(), { 0, 1 }),
                 QStringList(QStringLiteral("Ana | PER")));
        QVERIFY(studio.page.tunedAnswer()->shownText().startsWith(QStringLiteral("Ana\u2009PER")));
    }

    void masksAreFilled()
    {
        Studio studio({ QStringLiteral("/m/filler") });
        studio.page.show();
        studio.page.chooseModel(QStringLiteral("/m/filler"));
        QTRY_COMPARE(studio.page.task(), std::optional(TaskType::MaskedLm));
        studio.page.setText(QStringLiteral("tiene [MASK] hoy"));
        QVERIFY(studio.action("insertMask")->isEnabled());
        studio.page.ask();
        QTRY_COMPARE(studio.page.tunedAnswer()->shownText(), QStringLiteral("tiene fiebre hoy"));
    }

    void labelsThatHoldAreTheHeadline()
    {
        Studio studio({ QStringLiteral("/m/labels") });
        studio.page.show();
        studio.page.chooseModel(QStringLiteral("/m/labels"));
        QTRY_COMPARE(studio.page.task(), std::optional(TaskType::MultiLabel));
        studio.page.setText(QStringLiteral("hola"));
        studio.page.ask();
        QTRY_COMPARE(studio.page.tunedAnswer()->headline(), QStringLiteral("urgencias · hojas"));
        QCOMPARE(studio.tuned().size(), 3);
    }

    void aNumberIsShownAsOne()
    {
        Studio studio({ QStringLiteral("/m/estimator") });
        studio.page.show();
        studio.page.chooseModel(QStringLiteral("/m/estimator"));
        QTRY_COMPARE(studio.page.task(), std::optional(TaskType::Regression));
        studio.page.setText(QStringLiteral("hola"));
        studio.page.ask();
        QTRY_COMPARE(studio.page.tunedAnswer()->headline(), formatValue(-2.5));
        QCOMPARE(studio.page.tunedAnswer()
                     ->scores()
                     .headerData(2, Qt::Horizontal, Qt::DisplayRole)
                     .toString(),
                 QStringLiteral("Estimate"));
    }

    void aQuestionHasASecondText()
    {
        Studio studio({ QStringLiteral("/m/reader"), QStringLiteral("/m/tagger") });
        studio.page.show();
        studio.page.chooseModel(QStringLiteral("/m/reader"));
        QTRY_COMPARE(studio.page.task(), std::optional(TaskType::QuestionAnswering));
        QVERIFY(studio.second()->isVisible());
        studio.page.setText(QStringLiteral("¿Quién?"));
        QVERIFY2(!studio.action("askModels")->isEnabled(), "the text to answer from is missing");
        studio.second()->setPlainText(QStringLiteral("Ana vive en Lima"));
        QVERIFY(studio.action("askModels")->isEnabled());
        studio.page.ask();
        QTRY_COMPARE(studio.page.tunedAnswer()->shownText(), QStringLiteral("Ana vive en Lima"));
        QVERIFY(studio.page.tunedAnswer()->headline().startsWith(QStringLiteral("Ana · ")));
        QVERIFY(studio.tuned().last().startsWith(QStringLiteral("(no answer)")));
        QTextCursor cursor(studio.page.tunedAnswer()->findChild<QTextEdit *>()->document());
        cursor.setPosition(2);
        QVERIFY(cursor.charFormat().background().style() != Qt::NoBrush);
        cursor.setPosition(6);
        QVERIFY(cursor.charFormat().background().style() == Qt::NoBrush);

        studio.page.chooseModel(QStringLiteral("/m/tagger"));
        QTRY_COMPARE(studio.page.task(), std::optional(TaskType::TokenClassification));
        QVERIFY(!studio.second()->isVisible());
    }

    void choicesAreOneALine()
    {
        Studio studio({ QStringLiteral("/m/chooser") });
        studio.page.show();
        studio.page.chooseModel(QStringLiteral("/m/chooser"));
        QTRY_COMPARE(studio.page.task(), std::optional(TaskType::MultipleChoice));
        studio.page.setText(QStringLiteral("¿Quién vive?"));
        studio.second()->setPlainText(QStringLiteral("Ana"));
        studio.page.ask();
        QTRY_VERIFY(studio.page.tunedAnswer()->headline().startsWith(QStringLiteral("Ana · 90")));
    }

    void aContinuationGrowsAndStops()
    {
        Studio studio({ QStringLiteral("/m/decoder") });
        studio.workbench.close();
        studio.page.show();
        studio.page.chooseModel(QStringLiteral("/m/decoder"));
        QTRY_COMPARE(studio.page.task(), std::optional(TaskType::CausalLm));
        studio.page.setText(QStringLiteral("Erase"));
        studio.page.ask();
        QTRY_VERIFY(
            studio.page.tunedAnswer()->shownText().startsWith(QStringLiteral("Erase 0 1 2 3")));
        QVERIFY(studio.page.tunedAnswer()->isBusy());
        QVERIFY(studio.action("stopModels")->isEnabled());
        studio.action("stopModels")->trigger();
        QTRY_VERIFY(!studio.page.tunedAnswer()->isBusy());
        QVERIFY(studio.page.tunedAnswer()->shownText().startsWith(QStringLiteral("Erase 0 1 2 3")));
        QVERIFY(!studio.action("stopModels")->isEnabled());
    }

    void aQuestionIsStopped()
    {
        Studio studio;
        studio.page.show();
        QTRY_VERIFY(studio.page.task().has_value());
        studio.workbench.close();
        studio.page.setText(QStringLiteral("hola"));
        studio.page.ask();
        QTRY_COMPARE(studio.workbench.answerCalls.load(), 1);
        QVERIFY(studio.page.baseAnswer()->isBusy());
        studio.page.stop();
        QVERIFY(!studio.page.baseAnswer()->isBusy());
        QTRY_COMPARE(studio.workbench.stoppedCalls.load(), 1);
    }

    void aModelThatCannotBeUsedSaysWhy()
    {
        Studio studio({ QStringLiteral("/m/broken") });
        studio.page.show();
        studio.page.chooseModel(QStringLiteral("/m/broken"));
        QTRY_VERIFY(studio.isReady() && !studio.page.task());
        QStringList texts;
        for (const QLabel *label : studio.page.tunedAnswer()->findChildren<QLabel *>())
            texts << label->text();
        QVERIFY(texts.join(QString()).contains(QStringLiteral("no config.json")));
        QVERIFY(!studio.action("askModels")->isEnabled());
    }

    void everythingHasANameAndAToolTip()
    {
        Studio studio;
        studio.page.show();
        for (const QAction *action : studio.page.actions()) {
            QVERIFY2(!action->text().isEmpty(), action->objectName().toUtf8());
            QVERIFY2(action->toolTip().size() > action->text().size(),
                     action->objectName().toUtf8());
            QVERIFY2(!action->shortcut().isEmpty(), action->objectName().toUtf8());
        }
        for (const char *name : { "baseModel", "tunedModel", "trialText", "trialSecondText" }) {
            const auto *widget = studio.page.findChild<QWidget *>(QLatin1String(name));
            QVERIFY2(!widget->accessibleName().isEmpty() && !widget->toolTip().isEmpty(), name);
        }
    }
};

QTEST_MAIN(TestPlaygroundPage)
#include "tst_playground_page.moc"
