// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include <QAbstractItemModelTester>
#include <QLocale>
#include <QTest>

#include "tests/support/demo_comparison.h"
#include "tests/support/model_printer.h"
#include "ui/models/class_table_model.h"
#include "ui/models/compare_model.h"
#include "ui/models/comparison.h"
#include "ui/models/result_model.h"

using namespace tamiz;
using namespace tamiz::ui;

class TestComparison : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        QLocale::setDefault(QLocale::c());
        m_store = std::move(*RunStore::openInMemory());
        m_runs = *test::fillDemoStore(*m_store);
        Result<Comparison> loaded = loadComparison(*m_store, m_runs, std::nullopt);
        QVERIFY2(loaded.has_value(), loaded ? "" : loaded.error().toString().c_str());
        m_comparison = std::move(*loaded);
    }

    void runsThatDifferInSeedAreGrouped()
    {
        QCOMPARE(m_comparison.runs.size(), std::size_t { 9 });
        QCOMPARE(m_comparison.groups.size(), std::size_t { 3 });
        QCOMPARE(groupName(m_comparison, 0), QStringLiteral("no-mask"));
        QCOMPARE(groupName(m_comparison, 1), QStringLiteral("punctuation-mask"));
        QCOMPARE(resultSplit(m_comparison), std::string("test"));
        QCOMPARE(referenceSets(m_comparison),
                 (std::vector<std::string> { "general-es", "general-en" }));
        QCOMPARE(tokenClasses(m_comparison).front(), std::string("punctuation"));
    }

    void removedRunsAreLeftOutAndBrokenRecipesStandAlone()
    {
        RunRecord broken;
        broken.name = "broken";
        broken.recipeYaml = "training: [";
        const RunId id = *m_store->create(broken);
        const Result<Comparison> loaded
            = loadComparison(*m_store, { m_runs[0], 4711, id, m_runs[1] }, std::nullopt);
        QVERIFY(loaded.has_value());
        QCOMPARE(loaded->runs.size(), std::size_t { 3 });
        QVERIFY(!loaded->runs[1].recipe.has_value());
        QCOMPARE(loaded->groups, (std::vector<std::vector<std::size_t>> { { 0, 2 }, { 1 } }));
        CompareModel settings;
        const QAbstractItemModelTester tester(&settings);
        settings.setComparison(*loaded, true); // does not crash on the missing recipe
        QVERIFY(m_store->remove(id));
    }

    void longCurvesAreReadOnRequestOnly()
    {
        const auto store = std::move(*RunStore::openInMemory());
        const std::vector<RunId> runs = *test::fillDemoStore(*store, 5000, 1);
        const SeriesKey key { "loss", "train", {}, {} };
        const Comparison without = *loadComparison(*store, runs, std::nullopt);
        QVERIFY(!without.runs[0].series.contains(key));
        QVERIFY(std::find(without.runs[0].keys.begin(), without.runs[0].keys.end(), key)
                != without.runs[0].keys.end());
        const Comparison with = *loadComparison(*store, runs, key);
        QCOMPARE(with.runs[0].series.at(key).step.size(), std::size_t { 5000 });
    }

    void resultsHaveMeanAndSpreadAndTheBestIsBold()
    {
        ResultModel model;
        const QAbstractItemModelTester tester(
            &model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setComparison(m_comparison);
        QCOMPARE(model.rowCount(), 3);
        QStringList header;
        for (int column = 0; column < model.columnCount(); ++column)
            header += model.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
        QCOMPARE(header,
                 QStringList({ "Runs", "Accuracy", "Without\npunctuation",
                               "Reliance on\npunctuation", "Forgetting", "Macro-F1", "Loss" }));
        const std::vector<double> values = groupValues(m_comparison, 0, [](const ComparedRun &run) {
            return lastValue(run, { "accuracy", "test", {}, {} });
        });
        QCOMPARE(values.size(), std::size_t { 3 });
        const Spread spread = spreadOf(values);
        QVERIFY(spread.deviation > 0);
        QVERIFY(model.cell(0, 0).text.endsWith(QStringLiteral(" \u00d73"))); // seeds
        QCOMPARE(model.index(0, 1).data().toString(),
                 QStringLiteral("%1 ± %2").arg(QLocale().toString(spread.mean, 'f', 3),
                                               QLocale().toString(spread.deviation, 'f', 3)));
        QVERIFY(model.cell(1, 2).isBold); // the mask helps where punctuation is missing
        QVERIFY(!model.cell(0, 2).isBold);
        QVERIFY(model.cell(1, 4).isBold); // least forgetting
        QVERIFY(model.toHtml().contains(QStringLiteral("<b>")));
    }

    void longTitlesAreBrokenInTheMiddle()
    {
        QCOMPARE(inTwoLines(QStringLiteral("Accuracy")), QStringLiteral("Accuracy"));
        QCOMPARE(inTwoLines(QStringLiteral("Reliance on punctuation")),
                 QStringLiteral("Reliance on\npunctuation"));
        QCOMPARE(inTwoLines(QStringLiteral("punctuation-masked")),
                 QStringLiteral("punctuation-\nmasked"));
        QCOMPARE(inTwoLines(QStringLiteral("a word-by-word mask")),
                 QStringLiteral("a word-by-\nword mask"));
        QCOMPARE(inTwoLines(QStringLiteral("Throughput")), QStringLiteral("Throughput"));
    }

    void metricsThatNoRunHasMakeNoColumn()
    {
        ResultModel model;
        Comparison comparison;
        ComparedRun run;
        run.record.name = "<i>one</i>";
        comparison.runs.push_back(run);
        comparison.groups = { { 0 } };
        model.setComparison(comparison);
        QCOMPARE(model.columnCount(), 1);
        QVERIFY(model.toHtml().contains(QStringLiteral("&lt;i&gt;one"))); // never markup
    }

    void classTableComparesWithBaseAndBetweenTwoGroups()
    {
        ClassTableModel model;
        const QAbstractItemModelTester tester(
            &model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        const Comparison two
            = *loadComparison(*m_store, { m_runs.begin(), m_runs.begin() + 6 }, std::nullopt);
        model.setComparison(two, ClassMetric::RelianceMetric);
        QCOMPARE(model.columnCount(), 7); // class, base, two groups with a difference, difference
        QCOMPARE(model.rowCount(), 4);
        QCOMPARE(model.index(0, 0).data().toString(), QStringLiteral("punctuation"));
        QVERIFY(model.cell(0, 6).text.startsWith(QStringLiteral("\u2212"))); // relies on it less
        QCOMPARE(model.cell(0, 6).tone, TableCell::Tone::Better);
        QVERIFY(model.cell(0, 6).text.contains(QStringLiteral("±")));
        QCOMPARE(ClassTableModel::availableMetrics(two),
                 (std::vector<ClassMetric> { ClassMetric::RelianceMetric, ClassMetric::RelianceLoss,
                                             ClassMetric::Forgetting }));

        model.setComparison(two, ClassMetric::Forgetting);
        QCOMPARE(model.index(0, 0).data().toString(), QStringLiteral("all tokens"));
        QCOMPARE(model.index(0, 1).data().toString(), QStringLiteral("0.000 ± 0.000"));
    }

    void settingsShowOnlyDifferences()
    {
        CompareModel model;
        const QAbstractItemModelTester tester(
            &model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setComparison(m_comparison, true);
        QVERIFY(model.differenceCount() > 0);
        QCOMPARE(model.rowCount(), model.differenceCount());
        for (int row = 0; row < model.rowCount(); ++row) {
            const QString path = model.index(row, 0).data().toString();
            QVERIFY2(path.startsWith(QStringLiteral("masking.rules")), qPrintable(path));
        }
        const int differences = model.rowCount();
        model.setComparison(m_comparison, false);
        QVERIFY(model.rowCount() > 40);
        QCOMPARE(model.differenceCount(), differences);
        bool hasSeed = false;
        for (int row = 0; row < model.rowCount(); ++row) {
            if (model.index(row, 0).data().toString() == QStringLiteral("seed")) {
                hasSeed = true;
                QCOMPARE(model.index(row, 1).data().toString(), QStringLiteral("1, 2, 3"));
            }
        }
        QVERIFY(hasSeed);
    }

private:
    std::unique_ptr<RunStore> m_store;
    std::vector<RunId> m_runs;
    Comparison m_comparison;
};

QTEST_MAIN(TestComparison)
#include "tst_comparison.moc"
