// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

#include "core/recipe/recipe_io.h"
#include "tests/support/fake_workbench.h"
#include "ui/models/recipe_document.h"
#include "ui/models/token_class_model.h"

Q_DECLARE_METATYPE(tamiz::MaskingSection)

using namespace tamiz;
using namespace tamiz::ui;

class ExperimentModelsTest final : public QObject
{
    Q_OBJECT

private slots:
    void documentUndoesAndMerges();
    void aDragBackToTheStartLeavesNoStep();
    void classModelIsSound();
    void classModelHasARowForEachRule();
    void classModelAsksForEdits();
    void classModelMarksProblems();
};

void ExperimentModelsTest::documentUndoesAndMerges()
{
    RecipeDocument document;
    QSignalSpy changed(&document, &RecipeDocument::changed);
    document.reset(test::fakeRecipe());
    const auto setRank
        = [](int rank) { return [rank](Recipe &recipe) { recipe.layers.lora.rank = rank; }; };
    document.edit(QStringLiteral("rank"), setRank(8)); // changes nothing
    QCOMPARE(document.undoStack().count(), 0);
    document.edit(QStringLiteral("rank"), setRank(9), QStringLiteral("r"));
    document.edit(QStringLiteral("rank"), setRank(10), QStringLiteral("r"));
    QCOMPARE(document.undoStack().count(), 1);
    document.endMerge();
    document.edit(QStringLiteral("rank"), setRank(11), QStringLiteral("r"));
    document.edit(
        QStringLiteral("alpha"), [](Recipe &recipe) { recipe.layers.lora.alpha = 1; },
        QStringLiteral("a"));
    document.edit(QStringLiteral("rank"), setRank(12), QStringLiteral("r"));
    QCOMPARE(document.undoStack().count(), 4);
    QCOMPARE(changed.count(), 6);
    document.undoStack().undo();
    QCOMPARE(document.recipe().layers.lora.rank, 11);
    document.undoStack().setIndex(0);
    QCOMPARE(document.recipe(), test::fakeRecipe());
    document.undoStack().redo();
    QCOMPARE(document.recipe().layers.lora.rank, 10);
    QCOMPARE(document.problems(), validateRecipe(document.recipe()));
}

void ExperimentModelsTest::aDragBackToTheStartLeavesNoStep()
{
    RecipeDocument document;
    document.reset(test::fakeRecipe());
    for (const std::uint64_t seed : { 43, 44, 42 }) {
        document.edit(
            QStringLiteral("seed"), [seed](Recipe &recipe) { recipe.seed = seed; },
            QStringLiteral("s"));
    }
    QCOMPARE(document.recipe(), test::fakeRecipe());
    QCOMPARE(document.undoStack().count(), 0);
}

void ExperimentModelsTest::classModelIsSound()
{
    TokenClassModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    const MaskingSection masking = test::fakeRecipe().masking;
    model.setMasking(masking, {});
    model.setFrequencies({ { "punctuation", 100, 0.1 }, { "unheard of", 5, 0.5 } });
    model.setReliance({ { "digits", 0.9, 0.8, 0.1, 50 } });
    MaskingSection fewer = masking;
    fewer.classes.pop_back();
    model.setMasking(fewer, {});
    model.setMasking({}, {});
    QCOMPARE(model.rowCount(), 0);
    QCOMPARE(model.classAt(0), -1);
    QCOMPARE(model.ruleAt(-1), -1);
}

void ExperimentModelsTest::classModelHasARowForEachRule()
{
    MaskingSection masking = test::fakeRecipe().masking;
    masking.rules.push_back(masking.rules.front());
    masking.rules.back().mode = MaskMode::Attention;
    TokenClassModel model;
    model.setMasking(masking, {});
    QCOMPARE(model.rowCount(), 5);
    QCOMPARE(model.ruleAt(0), 0);
    QCOMPARE(model.ruleAt(1), 2);
    QCOMPARE(model.classAt(1), 0);
    QCOMPARE(model.ruleAt(2), -1);
    QCOMPARE(model.rowOfClass(2), 3);
    QVERIFY(
        !model.flags(model.index(2, TokenClassModel::Probability)).testFlag(Qt::ItemIsEditable));
    QVERIFY(model.flags(model.index(0, TokenClassModel::Probability)).testFlag(Qt::ItemIsEditable));
}

void ExperimentModelsTest::classModelAsksForEdits()
{
    TokenClassModel model;
    model.setMasking(test::fakeRecipe().masking, {});
    QSignalSpy spy(&model, &TokenClassModel::edited);
    QVERIFY(model.setData(model.index(0, TokenClassModel::Steps), 45.0, Qt::EditRole));
    QCOMPARE(spy.takeFirst()[0].value<MaskingSection>().rules[0].shareOfSteps, 0.45);
    QVERIFY(model.setData(model.index(0, TokenClassModel::Name), QStringLiteral(" marks "),
                          Qt::EditRole));
    const auto renamed = spy.takeFirst()[0].value<MaskingSection>();
    QCOMPARE(renamed.classes[0].name, std::string("marks"));
    QCOMPARE(renamed.rules[0].tokenClass, std::string("marks"));
    QVERIFY(!model.setData(model.index(0, TokenClassModel::Probability), QStringLiteral("many"),
                           Qt::EditRole));
    QVERIFY(!model.setData(model.index(1, TokenClassModel::Mode), TokenClassModel::kNoMode,
                           Qt::EditRole));
    QCOMPARE(spy.count(), 0);
    QCOMPARE(model.masking(), test::fakeRecipe().masking);
}

void ExperimentModelsTest::classModelMarksProblems()
{
    Recipe recipe = test::fakeRecipe();
    recipe.masking.rules[0].probability = 2;
    recipe.masking.rules[0].mode = MaskMode::Loss;
    TokenClassModel model;
    model.setMasking(recipe.masking, validateRecipe(recipe));
    const auto severity = [&model](int column) {
        return model.index(0, column).data(TokenClassModel::SeverityRole);
    };
    QCOMPARE(severity(TokenClassModel::Probability).toInt(), static_cast<int>(Severity::Error));
    QCOMPARE(severity(TokenClassModel::Mode).toInt(), static_cast<int>(Severity::Error));
    QVERIFY(!severity(TokenClassModel::Name).isValid());
    QVERIFY(model.index(0, TokenClassModel::Mode)
                .data(Qt::ToolTipRole)
                .toString()
                .contains(QLatin1String("labels whole rows")));
}

QTEST_MAIN(ExperimentModelsTest)
#include "tst_experiment_models.moc"
