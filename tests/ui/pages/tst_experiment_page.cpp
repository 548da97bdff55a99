// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/experiment_page.h"

#include <algorithm>
#include <memory>

#include <QAbstractButton>
#include <QAction>
#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QDir>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QScrollArea>
#include <QSignalSpy>
#include <QSlider>
#include <QSpinBox>
#include <QTest>
#include <QTranslator>

#include "core/recipe/lora_plan.h"
#include "core/recipe/recipe_io.h"
#include "tests/support/fake_workbench.h"
#include "tests/support/temporary_folder.h"
#include "ui/bridge/convert.h"
#include "ui/bridge/workbench_client.h"
#include "ui/dialogs/add_class_dialog.h"
#include "ui/models/token_class_model.h"
#include "ui/settings/language.h"
#include "ui/settings/theme.h"
#include "ui/widgets/classes_panel.h"
#include "ui/widgets/layer_stack.h"
#include "ui/widgets/layers_panel.h"
#include "ui/widgets/mask_rule_editor.h"
#include "ui/widgets/mask_schedule_curve.h"
#include "ui/widgets/model_task_panel.h"
#include "ui/widgets/number_slider.h"
#include "ui/widgets/preview_panel.h"
#include "ui/widgets/summary_panel.h"
#include "ui/widgets/token_class_view.h"
#include "ui/widgets/token_flow.h"
#include "ui/widgets/training_panel.h"

using namespace tamiz;
using namespace tamiz::ui;

class ExperimentPageTest final : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void showsWhatTheRecipeWillDo();
    void clickTogglesLoraOnACell();
    void shiftClickCarriesTheCellOverARange();
    void columnNameTogglesTheLayersAboveTheEdge();
    void keyboardWorksTheStack();
    void draggingTheEdgeIsOneStepOfTheHistory();
    void rankSliderMergesItsDrag();
    void probabilityChangesThePreviewWithin100Ms();
    void tableEditsModeAndProbability();
    void scheduleCurveIsBentByItsHandles();
    void nextDrawAndRowsAreStepped();
    void trainingFieldsAreBoundBothWays();
    void errorsDisableStartAndSayWhy();
    void anIssueLeadsToItsField();
    void theRateTakesEitherDecimalPoint();
    void missingDataIsAnErrorAtItsField();
    void startAndQueueGiveTheRecipe();
    void controlExperimentGivesThreeRunsASeed();
    void relianceIsMeasuredOnDemand();
    void dialogChecksAClassWhileItIsTyped();
    void aBadRecipeFileLeavesThePageAlone();
    void everyControlIsNamedAndReachable();
    void looks_data();
    void looks();

private:
    void settle() { QTRY_VERIFY_WITH_TIMEOUT(m_page->property("ready").toBool(), 20000); }
    LayerStack *stack() const { return m_page->layersPanel()->stack(); }
    const Recipe &recipe() const { return m_page->document().recipe(); }
    int rank(int layer, const char *target) const
    {
        return loraRank(withDefaultTargets(recipe().layers.lora, { "query", "value" }), layer,
                        target);
    }
    int maskedTokens() const;

    std::unique_ptr<test::FakeWorkbench> m_workbench;
    std::unique_ptr<WorkbenchClient> m_client;
    std::unique_ptr<ExperimentPage> m_page;
};

void ExperimentPageTest::init()
{
    applyTheme(*qApp, ThemeChoice::Light);
    m_workbench = std::make_unique<test::FakeWorkbench>();
    m_client = std::make_unique<WorkbenchClient>(*m_workbench);
    m_page = std::make_unique<ExperimentPage>(m_client.get());
    m_page->resize(1172, 656);
    m_page->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_page.get()));
    m_page->setRecipe(test::fakeRecipe());
    settle();
}

void ExperimentPageTest::cleanup()
{
    m_page.reset();
    m_client.reset();
    m_workbench.reset();
}

int ExperimentPageTest::maskedTokens() const
{
    const auto &tokens = m_page->previewPanel()->flow()->row().tokens;
    return static_cast<int>(std::count_if(tokens.begin(), tokens.end(), [](const auto &token) {
        return token.maskedId != token.id;
    }));
}

void ExperimentPageTest::showsWhatTheRecipeWillDo()
{
    const SummaryPanel *const summary = m_page->summaryPanel();
    QVERIFY(summary->trainableLabel()->text().contains(QLatin1String("k")));
    QCOMPARE(summary->issueList()->count(), 1);
    QVERIFY(summary->issueList()->item(0)->text().contains(QLatin1String("3 rows")));
    QVERIFY(m_page->startAction()->isEnabled());
    QVERIFY(!m_page->previewPanel()->flow()->row().tokens.empty());
    QVERIFY(maskedTokens() > 0);
    QCOMPARE(stack()->frozenEdge(), 3);
}

void ExperimentPageTest::clickTogglesLoraOnACell()
{
    const QString before = m_page->summaryPanel()->trainableLabel()->text();
    QCOMPARE(rank(4, "key"), 0);
    QTest::mouseClick(stack(), Qt::LeftButton, {}, stack()->cellRect(4, 1).center());
    QCOMPARE(rank(4, "key"), 8);
    QCOMPARE(rank(5, "key"), 0);
    settle();
    QVERIFY(m_page->summaryPanel()->trainableLabel()->text() != before);

    QTest::mouseClick(stack(), Qt::LeftButton, {}, stack()->cellRect(4, 1).center());
    QCOMPARE(rank(4, "key"), 0);
    m_page->undoAction()->trigger();
    QCOMPARE(rank(4, "key"), 8);
    m_page->undoAction()->trigger();
    QCOMPARE(recipe(), test::fakeRecipe());
    m_page->redoAction()->trigger();
    QCOMPARE(rank(4, "key"), 8);

    // A cell below the frozen edge lowers the edge to just beneath it.
    QTest::mouseClick(stack(), Qt::LeftButton, {}, stack()->cellRect(1, 0).center());
    QCOMPARE(rank(1, "query"), 8);
    QCOMPARE(stack()->frozenEdge(), 2);
}

void ExperimentPageTest::shiftClickCarriesTheCellOverARange()
{
    QTest::mouseClick(stack(), Qt::LeftButton, {}, stack()->cellRect(3, 3).center());
    QTest::mouseClick(stack(), Qt::LeftButton, Qt::ShiftModifier, stack()->cellRect(5, 5).center());
    for (int layer = 3; layer <= 5; ++layer) {
        for (const char *target :
             { "attention.output.dense", "intermediate.dense", "output.dense" })
            QCOMPARE(rank(layer, target), 8);
        QCOMPARE(rank(layer, "key"), 0);
    }
    QCOMPARE(rank(2, "output.dense"), 0);
}

void ExperimentPageTest::columnNameTogglesTheLayersAboveTheEdge()
{
    const QRect cell = stack()->cellRect(5, 1);
    const QPoint name(cell.center().x(), 8);
    QTest::mouseClick(stack(), Qt::LeftButton, {}, name);
    for (int layer = 0; layer < 6; ++layer)
        QCOMPARE(rank(layer, "key"), layer < 2 ? 0 : 8);
    QTest::mouseClick(stack(), Qt::LeftButton, {}, name);
    QCOMPARE(rank(5, "key"), 0);
}

void ExperimentPageTest::keyboardWorksTheStack()
{
    stack()->setFocus();
    QTest::keyClick(stack(), Qt::Key_Right);
    QTest::keyClick(stack(), Qt::Key_Right);
    QVERIFY(stack()->cursorText().contains(QLatin1String("key")));
    QCOMPARE(stack()->accessibleDescription(), stack()->cursorText());
    QTest::keyClick(stack(), Qt::Key_Space);
    QCOMPARE(rank(5, "key"), 8);
    QTest::keyClick(stack(), Qt::Key_Plus);
    QCOMPARE(rank(5, "key"), 16);
    QTest::keyClick(stack(), Qt::Key_Minus);
    QTest::keyClick(stack(), Qt::Key_Minus);
    QCOMPARE(rank(5, "key"), 4);
    QTest::keyClick(stack(), Qt::Key_Down, Qt::ShiftModifier);
    QTest::keyClick(stack(), Qt::Key_Space);
    QCOMPARE(rank(5, "key"), 0);
    QTest::keyClick(stack(), Qt::Key_Up, Qt::ControlModifier);
    QCOMPARE(stack()->frozenEdge(), 4);
    QCOMPARE(rank(2, "query"), 0);
    QTest::keyClick(stack(), Qt::Key_Down, Qt::ControlModifier);
    QCOMPARE(stack()->frozenEdge(), 3);
    // On a row's bar, Space freezes up to it.
    for (int i = 0; i < 3; ++i)
        QTest::keyClick(stack(), Qt::Key_Left);
    QTest::keyClick(stack(), Qt::Key_Space);
    QCOMPARE(stack()->frozenEdge(), 6);
}

void ExperimentPageTest::draggingTheEdgeIsOneStepOfTheHistory()
{
    const int row = stack()->cellRect(2, 0).top() - stack()->cellRect(3, 0).top();
    QPoint point = stack()->edgeHandle().center();
    QTest::mousePress(stack(), Qt::LeftButton, {}, point);
    for (int i = 0; i < 3; ++i) {
        point.ry() -= row;
        QTest::mouseMove(stack(), point);
    }
    QCOMPARE(stack()->frozenEdge(), 6);
    QCOMPARE(rank(4, "query"), 0);
    QCOMPARE(rank(5, "query"), 8);
    // Back within the same drag gives the LoRA back.
    point.ry() += 2 * row;
    QTest::mouseMove(stack(), point);
    QTest::mouseRelease(stack(), Qt::LeftButton, {}, point);
    QCOMPARE(stack()->frozenEdge(), 4);
    QCOMPARE(rank(4, "query"), 8);
    QCOMPARE(recipe().layers.freezeLayers, (std::vector<int> { 0, 1, 2 }));
    QCOMPARE(m_page->document().undoStack().count(), 1);
    m_page->undoAction()->trigger();
    QCOMPARE(recipe(), test::fakeRecipe());
}

void ExperimentPageTest::rankSliderMergesItsDrag()
{
    NumberSlider *const rankSlider = m_page->layersPanel()->rankSlider();
    for (int position = 4; position <= 7; ++position)
        rankSlider->slider()->setValue(position);
    QCOMPARE(recipe().layers.lora.rank, 64);
    QCOMPARE(m_page->document().undoStack().count(), 1);
    emit rankSlider->editFinished();
    rankSlider->box()->setValue(12);
    QCOMPARE(recipe().layers.lora.rank, 12);
    QCOMPARE(m_page->document().undoStack().count(), 2);
    rankSlider->slider()->setValue(0);
    QVERIFY(!usesLora(recipe().layers.lora));
    m_page->undoAction()->trigger();
    m_page->undoAction()->trigger();
    QCOMPARE(recipe(), test::fakeRecipe());
    QCOMPARE(rankSlider->value(), 8.0);
}

void ExperimentPageTest::probabilityChangesThePreviewWithin100Ms()
{
    NumberSlider *const slider = m_page->classesPanel()->ruleEditor()->probabilitySlider();
    slider->slider()->setValue(100);
    settle();
    const auto &tokens = m_page->previewPanel()->flow()->row().tokens;
    for (const PreviewToken &token : tokens) {
        const bool isPunctuation = !token.classes.empty() && token.classes.front() == 0;
        QCOMPARE(token.maskedId != token.id, isPunctuation);
    }
    QCOMPARE(recipe().masking.rules.at(0).probability, 1.0);
}

void ExperimentPageTest::tableEditsModeAndProbability()
{
    TokenClassView *const view = m_page->classesPanel()->view();
    TokenClassModel *const model = m_page->classesPanel()->model();
    const QModelIndex mode = model->index(1, TokenClassModel::Mode);
    view->setCurrentIndex(mode);
    view->setFocus();
    QVERIFY(model->setData(mode, static_cast<int>(MaskMode::Input), Qt::EditRole));
    QCOMPARE(recipe().masking.rules.size(), 3u);
    QCOMPARE(recipe().masking.rules.back().tokenClass, std::string("digits"));

    const QModelIndex probability = model->index(1, TokenClassModel::Probability);
    view->setCurrentIndex(probability);
    QTest::keyClick(view, Qt::Key_F2);
    auto *const editor = view->findChild<QDoubleSpinBox *>();
    QVERIFY(editor);
    editor->setValue(0.75);
    QTest::keyClick(editor, Qt::Key_Return);
    QTRY_COMPARE(recipe().masking.rules.back().probability, 0.75);
    QCOMPARE(view->currentIndex().row(), 1);

    QVERIFY(model->setData(model->index(1, TokenClassModel::Mode), TokenClassModel::kNoMode,
                           Qt::EditRole));
    QCOMPARE(recipe().masking.rules.size(), 2u);
    m_page->undoAction()->trigger();
    QCOMPARE(recipe().masking.rules.back().probability, 0.75);
}

void ExperimentPageTest::scheduleCurveIsBentByItsHandles()
{
    MaskScheduleCurve *const curve = m_page->classesPanel()->ruleEditor()->curve();
    const QPoint end = curve->handle(1).toPoint();
    QTest::mousePress(curve, Qt::LeftButton, {}, end);
    QTest::mouseMove(curve, end + QPoint(20, 4));
    QTest::mouseRelease(curve, Qt::LeftButton, {}, end + QPoint(20, 4));
    const MaskRule &rule = recipe().masking.rules.at(0);
    QVERIFY(rule.schedule.rampEnd > 0.5);
    QVERIFY(rule.probability < 0.6);
    QCOMPARE(m_page->document().undoStack().count(), 1);
    curve->setFocus();
    const double before = rule.schedule.rampEnd;
    QTest::keyClick(curve, Qt::Key_Left);
    QVERIFY(recipe().masking.rules.at(0).schedule.rampEnd < before);
    QTest::keyClick(curve, Qt::Key_Space);
    QTest::keyClick(curve, Qt::Key_Up);
    QVERIFY(recipe().masking.rules.at(0).schedule.startProbability > 0);
}

void ExperimentPageTest::nextDrawAndRowsAreStepped()
{
    PreviewPanel *const preview = m_page->previewPanel();
    const std::int64_t step = m_page->facts().previewStep();
    preview->nextDrawAction()->trigger();
    settle();
    QVERIFY(m_page->facts().previewStep() != step);
    QVERIFY(!preview->previousRowAction()->isEnabled());
    preview->nextRowAction()->trigger();
    settle();
    QCOMPARE(preview->flow()->row().row, 1);
    QVERIFY(preview->previousRowAction()->isEnabled());

    TokenFlow *const flow = preview->flow();
    flow->setFocus();
    QTest::keyClick(flow, Qt::Key_Right);
    QTest::keyClick(flow, Qt::Key_Right);
    QCOMPARE(flow->currentToken(), 1);
    QVERIFY(flow->accessibleDescription().contains(QLatin1String("id ")));
}

void ExperimentPageTest::trainingFieldsAreBoundBothWays()
{
    TrainingPanel *const training = m_page->trainingPanel();
    training->epochsBox()->setValue(5);
    QCOMPARE(recipe().training.epochs, 5.0);
    training->rateField()->setFocus();
    training->rateField()->selectAll();
    QTest::keyClicks(training->rateField(), QStringLiteral("2e-4"));
    QTest::keyClick(training->rateField(), Qt::Key_Return);
    QCOMPARE(recipe().training.learningRate, 2e-4);
    m_page->undoAction()->trigger();
    QCOMPARE(training->rateField()->text(), QStringLiteral("0.0003"));
    m_page->undoAction()->trigger();
    QCOMPARE(training->epochsBox()->value(), 3.0);
}

void ExperimentPageTest::errorsDisableStartAndSayWhy()
{
    Recipe wrong = test::fakeRecipe();
    wrong.masking.rules[0].tokenClass = "punctuaton";
    m_page->setRecipe(wrong);
    settle();
    QVERIFY(!m_page->startAction()->isEnabled());
    QVERIFY(!m_page->queueAction()->isEnabled());
    QVERIFY(!m_page->summaryPanel()->startButton()->isEnabled());
    QVERIFY(m_page->summaryPanel()->reasonLabel()->isVisible());
    QVERIFY(m_page->summaryPanel()->reasonLabel()->text().contains(QLatin1String("punctuaton")));
    m_page->setRecipe(test::fakeRecipe());
    settle();
    QVERIFY(m_page->summaryPanel()->startButton()->isEnabled());
    QVERIFY(!m_page->summaryPanel()->reasonLabel()->isVisible());
}

void ExperimentPageTest::anIssueLeadsToItsField()
{
    Recipe wrong = test::fakeRecipe();
    wrong.training.learningRate = 0.5;
    m_page->setRecipe(wrong);
    settle();
    QListWidget *const issues = m_page->summaryPanel()->issueList();
    const auto found
        = issues->findItems(QStringLiteral("training.learning_rate"), Qt::MatchContains);
    QCOMPARE(found.size(), 1);
    emit issues->itemClicked(found.front());
    QVERIFY(m_page->trainingPanel()->rateField()->hasFocus());
    QVERIFY(m_page->trainingPanel()->rateField()->toolTip().contains(QLatin1String("very high")));
    QVERIFY(m_page->startAction()->isEnabled());

    LanguageSwitch language;
    language.apply(LanguageChoice::Spanish);
    QCoreApplication::processEvents();
    settle();
    QVERIFY(m_page->trainingPanel()->rateField()->toolTip().contains(QLatin1String("muy alta")));
    language.apply(LanguageChoice::English);
    QCoreApplication::processEvents();
    settle();
    QVERIFY(m_page->trainingPanel()->rateField()->toolTip().contains(QLatin1String("very high")));
}

void ExperimentPageTest::theRateTakesEitherDecimalPoint()
{
    QLineEdit *const rate = m_page->trainingPanel()->rateField();
    for (const char *typed : { "0.003", "0,003", "3e-3" }) {
        m_page->setRecipe(test::fakeRecipe());
        rate->setFocus();
        rate->selectAll();
        QTest::keyClicks(rate, QLatin1String(typed));
        QTest::keyClick(rate, Qt::Key_Return);
        QCOMPARE(m_page->recipe().training.learningRate, 0.003);
    }
    QTest::keyClicks(rate, QStringLiteral("x-"));
    QVERIFY(!rate->text().contains(QLatin1Char('x')));
}

void ExperimentPageTest::missingDataIsAnErrorAtItsField()
{
    Recipe wrong = test::fakeRecipe();
    wrong.data.train = { "/missing/train.jsonl" };
    m_page->setRecipe(wrong);
    settle();
    QVERIFY(!m_page->startAction()->isEnabled());
    QVERIFY(m_page->summaryPanel()->reasonLabel()->text().contains(
        QLatin1String("/missing/train.jsonl")));
    wrong.model.path = "/no/model";
    m_page->setRecipe(wrong);
    settle();
    QVERIFY(m_page->modelTaskPanel()->modelBox()->toolTip().contains(QLatin1String("/no/model")));
    QVERIFY(m_page->modelTaskPanel()->modelBox()->property("invalid").toBool());
}

void ExperimentPageTest::startAndQueueGiveTheRecipe()
{
    QSignalSpy spy(m_page.get(), &ExperimentPage::startRequested);
    QTest::mouseClick(m_page->summaryPanel()->startButton(), Qt::LeftButton);
    QTest::keyClick(m_page.get(), Qt::Key_Return, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(spy.count(), 2);
    QCOMPARE(spy[0][0].value<std::vector<Recipe>>(), std::vector<Recipe> { test::fakeRecipe() });
    QCOMPARE(spy[0][1].toString(), QString());
    QCOMPARE(spy[0][2].toBool(), true);
    QCOMPARE(spy[1][2].toBool(), false);
}

void ExperimentPageTest::controlExperimentGivesThreeRunsASeed()
{
    QSignalSpy spy(m_page.get(), &ExperimentPage::startRequested);
    m_page->summaryPanel()->controlBox()->click();
    m_page->summaryPanel()->seedsBox()->setValue(4);
    m_page->queueAction()->trigger();
    QCOMPARE(spy.count(), 1);
    QCOMPARE(spy[0][0].value<std::vector<Recipe>>().size(), 12u);
    QCOMPARE(spy[0][1].toString(), QStringLiteral("demo-es"));
}

void ExperimentPageTest::relianceIsMeasuredOnDemand()
{
    m_workbench->close();
    const TokenClassModel *const model = m_page->classesPanel()->model();
    const QModelIndex reliance = model->index(0, TokenClassModel::Reliance);
    QVERIFY(!reliance.data(TokenClassModel::BarRole).isValid());
    m_page->classesPanel()->measureAction()->trigger();
    QVERIFY(!m_page->classesPanel()->measureAction()->isEnabled());
    m_workbench->open();
    settle();
    QCOMPARE(reliance.data(TokenClassModel::BarRole).toDouble(), 1.0);
    QVERIFY(m_page->classesPanel()->measureAction()->isEnabled());
}

void ExperimentPageTest::dialogChecksAClassWhileItIsTyped()
{
    AddClassDialog dialog(recipe().masking.classes);
    QSignalSpy spy(&dialog, &AddClassDialog::classReady);
    dialog.setKind(TokenClassKind::Pattern);
    QVERIFY(!dialog.addButton()->isEnabled());
    dialog.nameField()->setText(QStringLiteral("digits"));
    dialog.patternField()->setText(QStringLiteral("\\d+"));
    QVERIFY(!dialog.addButton()->isEnabled()); // the name is taken
    dialog.nameField()->setText(QStringLiteral("years"));
    QVERIFY(dialog.addButton()->isEnabled());
    dialog.patternField()->setText(QStringLiteral("(unclosed"));
    QVERIFY(!dialog.addButton()->isEnabled());
    dialog.patternField()->setText(QStringLiteral("(19|20)\\d\\d"));
    dialog.accept();
    QCOMPARE(spy.count(), 1);

    m_page->classesPanel()->addClass(dialog.tokenClass());
    QCOMPARE(recipe().masking.classes.size(), 5u);
    QCOMPARE(m_page->classesPanel()->view()->currentIndex().row(), 4);
    m_page->classesPanel()->removeClassAction()->trigger();
    QCOMPARE(recipe().masking, test::fakeRecipe().masking);
}

void ExperimentPageTest::aBadRecipeFileLeavesThePageAlone()
{
    const test::TemporaryFolder folder;
    QFile file(toQt(folder.path() / "r.yaml"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("version: 1\ntraning: {epochs: 2}\n");
    file.close();
    m_page->openRecipe(file.fileName());
    QCOMPARE(recipe(), test::fakeRecipe());
    QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
    file.write(QByteArray::fromStdString(toYaml(test::fakeRecipe())));
    file.close();
    m_page->setRecipe(Recipe {});
    m_page->openRecipe(file.fileName());
    QCOMPARE(recipe(), test::fakeRecipe());
    settle();
}

void ExperimentPageTest::everyControlIsNamedAndReachable()
{
    for (const QWidget *const widget : m_page->findChildren<QWidget *>()) {
        const bool isControl = qobject_cast<const QAbstractButton *>(widget)
            || qobject_cast<const QLineEdit *>(widget) || qobject_cast<const QComboBox *>(widget)
            || qobject_cast<const QSlider *>(widget)
            || qobject_cast<const QAbstractSpinBox *>(widget)
            || qobject_cast<const LayerStack *>(widget)
            || qobject_cast<const MaskScheduleCurve *>(widget);
        const bool isInner = widget->objectName().startsWith(QLatin1String("qt_"))
            || qobject_cast<const QAbstractSpinBox *>(widget->parentWidget())
            || qobject_cast<const QComboBox *>(widget->parentWidget())
            || qobject_cast<const QAbstractItemView *>(widget->parentWidget());
        if (!isControl || isInner)
            continue;
        const auto *const button = qobject_cast<const QAbstractButton *>(widget);
        const QString name
            = button && !button->text().isEmpty() ? button->text() : widget->accessibleName();
        QVERIFY2(!name.isEmpty(), widget->metaObject()->className());
        QVERIFY2(widget->focusPolicy() & Qt::TabFocus, qPrintable(name));
    }
}

void ExperimentPageTest::looks_data()
{
    QTest::addColumn<QString>("language");
    QTest::addColumn<bool>("dark");
    QTest::addColumn<QSize>("size");
    for (const char *language : { "en", "es" }) {
        for (const bool dark : { false, true }) {
            for (const QSize size : { QSize(1172, 656), QSize(1812, 1016) }) {
                QTest::addRow("%s-%s-%d", language, dark ? "dark" : "light", size.width())
                    << QString::fromLatin1(language) << dark << size;
            }
        }
    }
}

/// No text is cut off and nothing lies outside; with TAMIZ_SHOTS=folder the pictures are kept.
void ExperimentPageTest::looks()
{
    QFETCH(QString, language);
    QFETCH(bool, dark);
    QFETCH(QSize, size);
    QTranslator translator;
    if (language == QLatin1String("es"))
        QVERIFY(translator.load(QStringLiteral(":/i18n/tamiz_es.qm")));
    qApp->installTranslator(&translator);
    applyTheme(*qApp, dark ? ThemeChoice::Dark : ThemeChoice::Light);
    m_page->resize(size);
    m_page->classesPanel()->measureAction()->trigger();
    settle();
    QCoreApplication::processEvents();
    const QPixmap picture = m_page->grab();
    const QString folder = qEnvironmentVariable("TAMIZ_SHOTS");
    if (!folder.isEmpty()) {
        QVERIFY(QDir().mkpath(folder));
        picture.save(folder + QLatin1String("/experiment-")
                     + QString::fromLatin1(QTest::currentDataTag()) + QLatin1String(".png"));
    }
    // The designer as a whole is in sight at the smallest window.
    for (const QScrollArea *const area : m_page->findChildren<QScrollArea *>()) {
        if (!area->isVisible() || !area->widget())
            continue;
        QVERIFY2(area->widget()->minimumSizeHint().width() <= area->viewport()->width(),
                 qPrintable(QStringLiteral("%1 wide in %2")
                                .arg(area->widget()->minimumSizeHint().width())
                                .arg(area->viewport()->width())));
    }
    const TokenClassView *const view = m_page->classesPanel()->view();
    QVERIFY(view->columnWidth(TokenClassModel::Name) >= 90);
    for (const QLabel *const label : m_page->findChildren<QLabel *>()) {
        if (!label->isVisible() || label->wordWrap() || label->text().isEmpty())
            continue;
        const int needed = label->fontMetrics().horizontalAdvance(label->text());
        QVERIFY2(needed <= label->width() + 1, qPrintable(label->text()));
    }
    for (const QAbstractButton *const button : m_page->findChildren<QAbstractButton *>()) {
        if (!button->isVisible() || button->text().isEmpty())
            continue;
        QVERIFY2(button->sizeHint().width() <= button->width() + 1 || button->text().contains(u'…'),
                 qPrintable(button->text()));
    }
    qApp->removeTranslator(&translator);
}

QTEST_MAIN(ExperimentPageTest)
#include "tst_experiment_page.moc"
