// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/layers_panel.h"

#include <cmath>

#include <QDoubleSpinBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QSlider>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "core/recipe/lora_plan.h"
#include "ui/models/recipe_document.h"
#include "ui/widgets/layer_stack.h"
#include "ui/widgets/number_slider.h"

namespace tamiz::ui {

namespace {

constexpr double kLargestRank = 256;

} // namespace

LayersPanel::LayersPanel(RecipeDocument &document, QWidget *parent)
    : Panel(parent)
    , m_document(document)
    , m_stack(new LayerStack)
    , m_scroll(new QScrollArea(this))
    , m_content(new QStackedWidget(this))
    , m_noModel(new QLabel(this))
    , m_rankLabel(new QLabel(this))
    , m_rank(new NumberSlider(NumberSlider::Scale::PowersOfTwo, kLargestRank, 0, this))
    , m_alphaLabel(new QLabel(this))
    , m_alpha(new QDoubleSpinBox(this))
    , m_dropoutLabel(new QLabel(this))
    , m_dropout(new QDoubleSpinBox(this))
{
    m_scroll->setWidget(m_stack);
    m_scroll->setWidgetResizable(true);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_scroll->viewport()->setAutoFillBackground(false);
    m_stack->setAutoFillBackground(false);
    m_noModel->setAlignment(Qt::AlignCenter);
    m_noModel->setWordWrap(true);
    m_noModel->setProperty("role", QStringLiteral("muted"));
    m_content->addWidget(m_noModel);
    m_content->addWidget(m_scroll);
    body()->addWidget(m_content, 1);

    m_alpha->setRange(0.1, 9999);
    m_alpha->setDecimals(1);
    m_alpha->setButtonSymbols(QAbstractSpinBox::NoButtons);
    m_dropout->setRange(0, 0.99);
    m_dropout->setDecimals(2);
    m_dropout->setSingleStep(0.05);
    m_dropout->setButtonSymbols(QAbstractSpinBox::NoButtons);
    m_rank->box()->setFixedWidth(52);
    m_alpha->setFixedWidth(56);
    m_dropout->setFixedWidth(52);
    auto *const row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(m_rankLabel);
    row->addWidget(m_rank, 1);
    row->addSpacing(4);
    row->addWidget(m_alphaLabel);
    row->addWidget(m_alpha);
    row->addSpacing(4);
    row->addWidget(m_dropoutLabel);
    row->addWidget(m_dropout);
    body()->addLayout(row);

    connect(m_stack, &LayerStack::edited, this,
            [this](const LayersSection &layers, const QString &text, const QString &mergeKey) {
                m_document.edit(
                    text, [&layers](Recipe &recipe) { recipe.layers = layers; }, mergeKey);
            });
    connect(m_stack, &LayerStack::editFinished, &m_document, &RecipeDocument::endMerge);
    connect(m_rank, &NumberSlider::valueEdited, this,
            [this](double rank) { setRank(static_cast<int>(std::lround(rank))); });
    connect(m_rank, &NumberSlider::editFinished, &m_document, &RecipeDocument::endMerge);
    connect(m_alpha, &QDoubleSpinBox::valueChanged, this, [this](double alpha) {
        m_document.edit(
            tr("Change alpha"), [alpha](Recipe &recipe) { recipe.layers.lora.alpha = alpha; },
            QStringLiteral("alpha"));
    });
    connect(m_dropout, &QDoubleSpinBox::valueChanged, this, [this](double dropout) {
        m_document.edit(
            tr("Change LoRA dropout"),
            [dropout](Recipe &recipe) { recipe.layers.lora.dropout = dropout; },
            QStringLiteral("lora-dropout"));
    });
    connect(&m_document, &RecipeDocument::changed, this, &LayersPanel::showRecipe);
    retranslate();
    showRecipe();
}

void LayersPanel::setModelInfo(const std::optional<ModelInfo> &info)
{
    m_hasModel = info.has_value() && !info->layers.empty();
    if (m_hasModel)
        m_stack->setModel(*info);
    m_content->setCurrentWidget(m_hasModel ? static_cast<QWidget *>(m_scroll) : m_noModel);
    showRecipe();
}

void LayersPanel::setRank(int rank)
{
    const int edge = m_stack->frozenEdge();
    m_document.edit(
        tr("Change LoRA rank"),
        [rank, edge, this](Recipe &recipe) {
            LoraSection &lora = recipe.layers.lora;
            const bool isSwitchedOn = !usesLora(lora) && rank > 0;
            lora.rank = rank;
            if (rank == 0) {
                lora.overrides.clear();
            } else if (isSwitchedOn && edge > 1 && m_hasModel) {
                // Not below the frozen edge.
                lora.layers.clear();
                const auto layers = static_cast<int>(m_stack->layerCount());
                for (int layer = edge - 1; layer < layers; ++layer)
                    lora.layers.push_back(layer);
            }
        },
        QStringLiteral("lora-rank"));
}

void LayersPanel::showRecipe()
{
    const LoraSection &lora = m_document.recipe().layers.lora;
    if (lora.rank > 0)
        m_lastRank = lora.rank;
    m_stack->setLayers(m_document.recipe().layers, m_lastRank);
    m_rank->setValue(lora.rank);
    const QSignalBlocker alphaBlocker(m_alpha);
    const QSignalBlocker dropoutBlocker(m_dropout);
    m_alpha->setValue(lora.alpha);
    m_dropout->setValue(lora.dropout);
    const bool isLora = usesLora(lora);
    m_alpha->setEnabled(isLora);
    m_dropout->setEnabled(isLora);
}

void LayersPanel::changeEvent(QEvent *event)
{
    Panel::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

void LayersPanel::retranslate()
{
    setHeading(tr("2 · Layers"));
    m_noModel->setText(tr("Choose a base model above: its layers appear here."));
    m_rankLabel->setText(tr("Rank"));
    m_rank->setZeroText(tr("off"));
    const QString rankTip
        = tr("Rank of the update in every cell that is on. Parameters, optimiser "
             "memory and the size of the adapter grow in proportion. Off: what is "
             "not frozen trains fully.");
    m_rankLabel->setToolTip(rankTip);
    m_rank->setToolTip(rankTip);
    for (QWidget *const part :
         { static_cast<QWidget *>(m_rank->slider()), static_cast<QWidget *>(m_rank->box()) }) {
        part->setAccessibleName(tr("LoRA rank"));
        part->setToolTip(rankTip);
    }
    m_alphaLabel->setText(tr("Alpha"));
    m_alpha->setAccessibleName(tr("LoRA alpha"));
    m_alpha->setToolTip(tr("The update is scaled by alpha / rank. Costs nothing."));
    m_dropoutLabel->setText(tr("Dropout"));
    m_dropout->setAccessibleName(tr("LoRA dropout"));
    m_dropout->setToolTip(tr("Dropout on the input of the update. Costs a little time."));
    m_stack->setToolTip({});
}

} // namespace tamiz::ui
