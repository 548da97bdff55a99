// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "core/recipe/lora_plan.h"
#include "ui/models/layer_plan.h"

using namespace tamiz;
using namespace tamiz::ui;

namespace {

/// Three layers of two projections.
ModelInfo smallModel()
{
    ModelInfo model;
    model.embeddingParameters = 1000;
    model.headParameters = 10;
    model.loraTargets = { "query", "value" };
    for (int layer = 0; layer < 3; ++layer) {
        LayerInfo info;
        info.parameters = 200;
        info.projections = { { "query", 8, 8 }, { "value", 8, 8 } };
        model.layers.push_back(info);
    }
    return model;
}

LayerPlan plan(const LayersSection &layers = {})
{
    LayerPlan made;
    made.setModel(smallModel());
    made.setLayers(layers, 4);
    return made;
}

} // namespace

class TestLayerPlan : public QObject
{
    Q_OBJECT

private slots:
    void everythingTrainsWithoutASection()
    {
        const LayerPlan free = plan();
        QCOMPARE(free.frozenEdge(), 0);
        for (int row = 0; row <= 4; ++row)
            QVERIFY(free.stateOf(row) == LayerPlan::RowState::Trains);
        QCOMPARE(free.trainableOf(4), std::int64_t(1000));
        QCOMPARE(free.largestRow(), std::int64_t(1000));
    }

    void theEdgeFreezesFromBelow()
    {
        const LayerPlan free = plan();
        const LayerPlan frozen = plan(free.withEdge(free.layers(), 2));
        QCOMPARE(frozen.frozenEdge(), 2);
        QVERIFY(frozen.stateOf(4) == LayerPlan::RowState::Frozen);
        QVERIFY(frozen.stateOf(3) == LayerPlan::RowState::Frozen);
        QVERIFY(frozen.stateOf(2) == LayerPlan::RowState::Trains);
        QCOMPARE(plan(frozen.withRowToggled(3)).frozenEdge(), 1);
        QCOMPARE(plan(frozen.withRowToggled(1)).frozenEdge(), 4);
        QCOMPARE(plan(free.withEdge(free.layers(), 99)).frozenEdge(), 4);
    }

    void loraOnACellFreezesTheRest()
    {
        const LayerPlan lora = plan(plan().withLora({ { 2, 0 } }, true));
        QCOMPARE(lora.rankOf({ 2, 0 }), 4);
        QCOMPARE(lora.rankOf({ 2, 1 }), 0);
        QVERIFY(lora.stateOf(1) == LayerPlan::RowState::Adapts);
        QVERIFY(lora.stateOf(2) == LayerPlan::RowState::Frozen);
        QCOMPARE(lora.trainableOf(1), std::int64_t(4 * 16));
        QVERIFY(!usesLora(plan(lora.withLora({ { 2, 0 } }, false)).layers().lora));
    }

    void aRankAloneAdaptsWhatTheFamilyNames()
    {
        LayersSection layers;
        layers.lora.rank = 4;
        ModelInfo model = smallModel();
        model.loraTargets = { "value" };
        LayerPlan made;
        made.setLayers(layers, 8);
        made.setModel(model);
        QCOMPARE(made.rankOf({ 1, 0 }), 0);
        QCOMPARE(made.rankOf({ 1, 1 }), 4);
        QCOMPARE(made.layers(), layers); // the recipe goes on naming nothing
        const LayerPlan both = plan(made.withLora({ { 1, 0 } }, true));
        QCOMPARE(both.rankOf({ 1, 0 }), 4);
        QCOMPARE(both.rankOf({ 0, 1 }), 4);
        QCOMPARE(both.rankOf({ 0, 0 }), 0);
    }

    void aCellBelowTheEdgeLowersIt()
    {
        const LayerPlan free = plan();
        const LayerPlan frozen = plan(free.withEdge(free.layers(), 3));
        QCOMPARE(plan(frozen.withLora({ { 0, 1 } }, true)).frozenEdge(), 1);
    }

    void theEdgeTakesLoraBelowItAway()
    {
        const LayerPlan lora = plan(plan().withLora({ { 0, 0 }, { 2, 0 } }, true));
        const LayerPlan raised = plan(lora.withEdge(lora.layers(), 2));
        QCOMPARE(raised.rankOf({ 0, 0 }), 0);
        QCOMPARE(raised.rankOf({ 2, 0 }), 4);
    }

    void aColumnIsToggledAboveTheEdge()
    {
        const LayerPlan free = plan();
        const LayerPlan frozen = plan(free.withEdge(free.layers(), 2));
        QVERIFY(!frozen.isColumnOn(1));
        const LayerPlan on = plan(frozen.withColumnToggled(1));
        QVERIFY(on.isColumnOn(1));
        QCOMPARE(on.rankOf({ 0, 1 }), 0);
        QCOMPARE(on.rankOf({ 1, 1 }), 4);
        QVERIFY(!plan(on.withColumnToggled(1)).isColumnOn(1));
    }

    void ranksDoubleAndHalve()
    {
        const LayerPlan lora = plan(plan().withLora({ { 2, 0 } }, true));
        QCOMPARE(plan(lora.withRankStep({ { 2, 0 }, { 2, 1 } }, true)).rankOf({ 2, 0 }), 8);
        QCOMPARE(plan(lora.withRankStep({ { 2, 0 } }, false)).rankOf({ 2, 0 }), 2);
        QCOMPARE(lora.withRankStep({ { 1, 0 } }, true), lora.layers());
    }
};

QTEST_GUILESS_MAIN(TestLayerPlan)
#include "tst_layer_plan.moc"
