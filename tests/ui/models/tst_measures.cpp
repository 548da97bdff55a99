// SPDX-License-Identifier: GPL-3.0-or-later
#include <limits>

#include <QTest>

#include "core/recipe/recipe_io.h"
#include "core/recipe/task_metrics.h"
#include "ui/bridge/convert.h"
#include "ui/models/class_table_model.h"
#include "ui/models/comparison.h"
#include "ui/models/measure_table_model.h"
#include "ui/models/recent_runs_model.h"
#include "ui/models/run_table_model.h"
#include "ui/widgets/run_curves.h"

using namespace tamiz;
using namespace tamiz::ui;

class TestMeasures : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }

    void everyValueHasItsPlace()
    {
        MeasureTableModel table;
        table.setValues(
            { { { "loss", "train", {}, {} }, 0.3 },
              { { "learning_rate", {}, {}, {} }, 0.1 },
              { { "accuracy", "validation", {}, {} }, 0.5 },
              { { "accuracy", "test_nopunct", {}, {} }, 0.25 },
              { { "reliance_accuracy", "validation", "digits", {} }, 0.125 },
              { { "reliance_accuracy", "test", "digits", {} }, 0.0625 },
              { { "forgetting", {}, {}, "es" }, 0.75 },
              { { "f1_macro", "test", {}, {} }, std::numeric_limits<double>::quiet_NaN() } });
        const auto header = [&](int column) {
            return table.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
        };
        QCOMPARE(table.columnCount(), 5);
        QCOMPARE(header(1), QStringLiteral("validation"));
        QCOMPARE(header(2), QStringLiteral("test"));
        QCOMPARE(header(3), QStringLiteral("test without punctuation"));
        QCOMPARE(header(4), QStringLiteral("es"));
        QCOMPARE(table.rowCount(), 3);
        QCOMPARE(table.cell(0, 0).text, QStringLiteral("Accuracy"));
        QCOMPARE(table.cell(0, 1).sortValue.toDouble(), 0.5);
        QCOMPARE(table.cell(0, 2).text, QStringLiteral("\u2013"));
        QCOMPARE(table.cell(1, 0).text, QStringLiteral("Reliance on digits (accuracy)"));
        QCOMPARE(table.cell(1, 2).sortValue.toDouble(), 0.0625);
        QCOMPARE(table.cell(2, 4).sortValue.toDouble(), 0.75);
        table.setValues({});
        QCOMPARE(table.rowCount(), 0);
    }

    void theLossOfEstimatesIsNotInNats()
    {
        const SeriesKey loss { "loss", "validation", {}, {} };
        const SeriesKey reliance { "reliance_loss", "validation", "digits", {} };
        const SeriesKey forgetting { "forgetting", {}, {}, "es" };
        const QString nats = QStringLiteral("nats");
        for (const TaskType task : taskTypes()) {
            Recipe recipe;
            recipe.task.type = task;
            const bool isInNats = task != TaskType::Regression;
            QCOMPARE(isLossInNats(task), isInNats);

            Comparison comparison;
            comparison.runs.emplace_back().recipe = recipe;
            QCOMPARE(seriesUnit(loss, isLossInNats(comparison)).contains(nats), isInNats);
            QCOMPARE(seriesUnit(reliance, isLossInNats(comparison)).contains(nats), isInNats);
            QVERIFY(seriesUnit(forgetting, isLossInNats(comparison)).contains(nats));
            comparison.runs.emplace_back().recipe = Recipe();
            QCOMPARE(isLossInNats(comparison), isInNats);

            const RunCurves curves = RunCurves::fromRecipe(toYaml(recipe));
            for (const RunPlot plot : { RunPlot::Loss, RunPlot::ClassLoss, RunPlot::RelianceLoss })
                QCOMPARE(plotValueLabel(plot, curves.isLossInNats()).contains(nats), isInNats);
            QVERIFY(plotValueLabel(RunPlot::Forgetting, curves.isLossInNats()).contains(nats));
            for (const ClassMetric metric : { ClassMetric::Loss, ClassMetric::RelianceLoss })
                QCOMPARE(classMetricTitle(metric, isInNats).contains(nats), isInNats);

            RunRecord run;
            run.id = 1;
            run.recipeYaml = toYaml(recipe);
            run.sparkline = { 0.5 };
            RunTableModel model;
            model.setRuns({ run });
            const QModelIndex cell = model.index(0, RunTableModel::Loss);
            QCOMPARE(cell.data(RunTableModel::LossInNatsRole).toBool(), isInNats);
            QCOMPARE(cell.data(Qt::ToolTipRole).toString().contains(nats), isInNats);
        }
    }

    void highlightsPreferTheTestSet()
    {
        const std::vector<SeriesInfo> series {
            { { "loss", "validation", {}, {} }, 3, 0.6 },
            { { "accuracy", "validation", {}, {} }, 3, 0.7 },
            { { "reliance_accuracy", "validation", "digits", {} }, 3, 0.01 },
            { { "reliance_accuracy", "validation", "punctuation", {} }, 3, 0.09 },
            { { "forgetting", {}, {}, "es" }, 3, 0.2 },
            { { "forgetting", {}, {}, "en" }, 3, 0.4 },
            { { "forgetting", {}, "digits", "en" }, 3, 9 },
        };
        std::vector<RunHighlight> shown = runHighlights(series);
        QCOMPARE(shown.size(), std::size_t(3));
        QCOMPARE(shown[0].title, QStringLiteral("Accuracy, validation"));
        QVERIFY(shown[1].value.contains(QStringLiteral("0.3")));
        QCOMPARE(shown[2].title, QStringLiteral("Reliance on punctuation"));

        std::vector<SeriesInfo> tested = series;
        tested.push_back({ { "loss", "test", {}, {} }, 1, 0.65 });
        tested.push_back({ { "accuracy", "test", {}, {} }, 1, 0.65 });
        tested.push_back({ { "accuracy", "test_nopunct", {}, {} }, 1, 0.5 });
        shown = runHighlights(tested);
        QCOMPARE(shown[0].title, QStringLiteral("Accuracy, test"));
        QCOMPARE(shown[1].title, QStringLiteral("Without punctuation"));
        QVERIFY(runHighlights({}).empty());

        shown = runHighlights({ { { "loss", "test", {}, {} }, 3, 0.6 },
                                { { "mae", "test", {}, {} }, 3, 0.25 },
                                { { "pearson", "test", {}, {} }, 3, 0.5 },
                                { { "reliance_mae", "test", "digits", {} }, 3, 0.125 } });
        QCOMPARE(shown.size(), std::size_t(3));
        QCOMPARE(shown[0].title, QStringLiteral("Pearson's r, test"));
        QCOMPARE(shown[1].title, QStringLiteral("Absolute error, test"));
        QCOMPARE(shown[2].title, QStringLiteral("Reliance on digits"));
    }

    void everyTasksMetricsHaveNamesAndPlots()
    {
        const RunCurves curves;
        for (const TaskType task : taskTypes()) {
            for (const std::string_view metric : taskMetrics(task)) {
                const SeriesKey key { std::string(metric), "validation", {}, {} };
                QVERIFY2(!seriesTitle(key).startsWith(toQt(key.name)), key.name.c_str());
                QVERIFY2(curves.plotOf(key) != RunPlot::Other, key.name.c_str());
                QCOMPARE(isLowerBetter(key), metric == "mae" || metric == "mse");
            }
            const SeriesKey reliance { relianceMetric(task), "validation", "digits", {} };
            QCOMPARE(curves.plotOf(reliance), RunPlot::RelianceMetric);
            QVERIFY(seriesTitle(reliance).startsWith(QStringLiteral("Reliance on digits (")));
        }
        QCOMPARE(curves.plotOf({ "mae", "validation", {}, {} }), RunPlot::Errors);
        const SeriesKey label { labelSeries("spam"), "validation", {}, {} };
        QCOMPARE(curves.plotOf(label), RunPlot::LabelF1);
        QCOMPARE(seriesTitle(label), QStringLiteral("F1 of “spam”, validation"));
    }

    void screenReadersHearWhatARunMeasured()
    {
        RunTableModel runs;
        RunRecord run;
        run.id = 7;
        run.name = "night";
        run.state = RunState::Finished;
        runs.setRuns({ run });
        RecentRunsModel recent;
        recent.setSourceModel(&runs);
        recent.setSeries(7, { { { "accuracy", "validation", {}, {} }, 1, 0.5 } });
        const QString heard = recent.index(0, 0).data(Qt::AccessibleTextRole).toString();
        QVERIFY2(heard.startsWith(QStringLiteral("night, ")), qPrintable(heard));
        QVERIFY2(heard.contains(QStringLiteral("Accuracy, validation: 0.5")), qPrintable(heard));
    }
};

QTEST_GUILESS_MAIN(TestMeasures)
#include "tst_measures.moc"
