// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/training_panel.h"

#include <cmath>

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QEvent>
#include <QGridLayout>
#include <QLineEdit>
#include <QLocale>
#include <QRegularExpressionValidator>
#include <QSignalBlocker>
#include <QToolButton>

#include "ui/bridge/convert.h"
#include "ui/models/recipe_document.h"
#include "ui/models/recipe_text.h"
#include "ui/widgets/caption_field.h"
#include "ui/widgets/lr_curve.h"

namespace tamiz::ui {

namespace {

constexpr std::size_t kFieldsPerRow = 6;

/// As it is typed: 2e-05, and 0.002 with the language's own decimal point.
QString rateText(double rate)
{
    return QString::number(rate, 'g', 6).replace(QLatin1Char('.'), QLocale().decimalPoint());
}

/// Takes either decimal point: recipes and papers write 0.002 in every language.
double rateOf(QString text, bool *isNumber)
{
    return text.replace(QLatin1Char(','), QLatin1Char('.')).toDouble(isNumber);
}

} // namespace

TrainingPanel::TrainingPanel(RecipeDocument &document, QWidget *parent)
    : Panel(parent)
    , m_document(document)
    , m_epochs(new QDoubleSpinBox(this))
    , m_batch(new QSpinBox(this))
    , m_accumulation(new QSpinBox(this))
    , m_maxLength(new QSpinBox(this))
    , m_seed(new QLineEdit(this))
    , m_rate(new QLineEdit(this))
    , m_schedule(new QComboBox(this))
    , m_warmup(new QDoubleSpinBox(this))
    , m_decay(new QDoubleSpinBox(this))
    , m_device(new QComboBox(this))
    , m_precision(new QComboBox(this))
    , m_activations(new QComboBox(this))
    , m_curve(new LrCurve(this))
    , m_more(new QToolButton(this))
{
    m_epochs->setRange(0.01, 10000);
    m_epochs->setDecimals(2);
    m_batch->setRange(1, 100000);
    m_accumulation->setRange(1, 100000);
    m_maxLength->setRange(3, 65536);
    m_maxLength->setSingleStep(16);
    m_warmup->setRange(0, 100);
    m_warmup->setDecimals(1);
    m_decay->setRange(0, 10);
    m_decay->setDecimals(3);
    m_decay->setSingleStep(0.01);
    m_rate->setValidator(new QRegularExpressionValidator(
        QRegularExpression(QStringLiteral("[0-9]{0,3}([.,][0-9]{0,12})?([eE]-?[0-9]{1,2})?")),
        this));
    m_seed->setValidator(
        new QRegularExpressionValidator(QRegularExpression(QStringLiteral("[0-9]{1,19}")), this));
    for (QComboBox *const box : { m_schedule, m_device, m_precision, m_activations }) {
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        box->setMinimumContentsLength(5);
    }

    addField(m_epochs, "training.epochs");
    addField(m_batch, "training.batch_size");
    addField(m_rate, "training.learning_rate");
    addField(m_schedule, "training.schedule");
    addField(m_warmup, "training.warmup_ratio");
    addField(m_accumulation, "training.accumulation");
    addField(m_maxLength, "task.max_length");
    addField(m_decay, "training.weight_decay");
    addField(m_device, "training.device");
    addField(m_precision, "training.precision");
    addField(m_activations, "training.gradient_checkpointing");
    addField(m_seed, "seed");
    m_more->setCheckable(true);
    m_more->setFocusPolicy(Qt::StrongFocus);
    headingRow()->addWidget(m_more);
    connect(m_more, &QToolButton::toggled, this, &TrainingPanel::showMore);
    connect(m_more, &QToolButton::clicked, this, [this] { m_isMoreChosen = true; });
    auto *const row = new QHBoxLayout;
    row->setSpacing(16);
    auto *const grid = new QGridLayout;
    grid->setHorizontalSpacing(8);
    grid->setVerticalSpacing(6);
    for (std::size_t i = 0; i < m_fields.size(); ++i) {
        const auto column = static_cast<int>(i % kFieldsPerRow);
        grid->addWidget(m_fields[i], static_cast<int>(i / kFieldsPerRow), column);
        grid->setColumnStretch(column, 1);
    }
    showMore(false);
    row->addLayout(grid, 5);
    m_curve->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Ignored);
    row->addWidget(m_curve, 2);
    body()->addLayout(row);

    bindSpin(m_epochs, "epochs", [](Recipe &r, double value) {
        r.training.epochs = value;
        r.training.maxSteps = 0;
    });
    bindSpin(m_batch, "batch", [](Recipe &r, int value) { r.training.batchSize = value; });
    bindSpin(m_accumulation, "accumulation",
             [](Recipe &r, int value) { r.training.accumulation = value; });
    bindSpin(m_maxLength, "length", [](Recipe &r, int value) { r.task.maxLength = value; });
    bindSpin(m_warmup, "warmup", [](Recipe &r, double value) {
        r.training.warmupRatio = value / 100;
        r.training.warmupSteps = 0;
    });
    bindSpin(m_decay, "decay", [](Recipe &r, double value) { r.training.weightDecay = value; });
    connect(m_rate, &QLineEdit::editingFinished, this, &TrainingPanel::editRate);
    connect(m_seed, &QLineEdit::editingFinished, this, &TrainingPanel::editSeed);
    connect(m_schedule, &QComboBox::activated, this, [this] {
        const auto schedule = static_cast<LrSchedule>(m_schedule->currentData().toInt());
        m_document.edit(tr("Change learning rate schedule"),
                        [schedule](Recipe &recipe) { recipe.training.schedule = schedule; });
    });
    connect(m_device, &QComboBox::activated, this, [this] {
        const auto device = static_cast<Device>(m_device->currentData().toInt());
        m_document.edit(tr("Change device"),
                        [device](Recipe &recipe) { recipe.training.device = device; });
    });
    connect(m_precision, &QComboBox::activated, this, [this] {
        const auto precision = static_cast<Precision>(m_precision->currentData().toInt());
        m_document.edit(tr("Change precision"),
                        [precision](Recipe &recipe) { recipe.training.precision = precision; });
    });
    connect(m_activations, &QComboBox::activated, this, [this] {
        const bool isChecked = m_activations->currentData().toBool();
        m_document.edit(tr("Change activations"), [isChecked](Recipe &recipe) {
            recipe.training.gradientCheckpointing = isChecked;
        });
    });
    connect(&m_document, &RecipeDocument::changed, this, &TrainingPanel::showRecipe);
    retranslate();
}

template<typename Editor>
CaptionField *TrainingPanel::addField(Editor *editor, const char *path)
{
    editor->setMinimumWidth(56);
    m_fields.push_back(new CaptionField(editor, path, CaptionField::Note::None, this));
    return m_fields.back();
}

void TrainingPanel::bindSpin(QDoubleSpinBox *box, const char *key,
                             std::function<void(Recipe &, double)> set)
{
    connect(box, &QDoubleSpinBox::valueChanged, this,
            [this, key, set = std::move(set)](double value) {
                m_document.edit(
                    tr("Change training"), [&](Recipe &recipe) { set(recipe, value); },
                    QString::fromLatin1(key));
            });
    connect(box, &QDoubleSpinBox::editingFinished, &m_document, &RecipeDocument::endMerge);
}

void TrainingPanel::bindSpin(QSpinBox *box, const char *key, std::function<void(Recipe &, int)> set)
{
    connect(box, &QSpinBox::valueChanged, this, [this, key, set = std::move(set)](int value) {
        m_document.edit(
            tr("Change training"), [&](Recipe &recipe) { set(recipe, value); },
            QString::fromLatin1(key));
    });
    connect(box, &QSpinBox::editingFinished, &m_document, &RecipeDocument::endMerge);
}

void TrainingPanel::setRoomy(bool isRoomy)
{
    if (!m_isMoreChosen)
        m_more->setChecked(isRoomy);
}

void TrainingPanel::reveal()
{
    m_more->setChecked(true);
}

void TrainingPanel::showMore(bool isShown)
{
    for (std::size_t i = kFieldsPerRow; i < m_fields.size(); ++i)
        m_fields[i]->setVisible(isShown);
}

void TrainingPanel::editRate()
{
    bool isNumber = false;
    const double rate = rateOf(m_rate->text(), &isNumber);
    const bool isTyped = m_rate->isModified();
    m_rate->setModified(false);
    if (isNumber && isTyped)
        m_document.edit(tr("Change learning rate"),
                        [rate](Recipe &recipe) { recipe.training.learningRate = rate; });
    showRecipe();
}

void TrainingPanel::editSeed()
{
    bool isNumber = false;
    const qulonglong seed = m_seed->text().toULongLong(&isNumber);
    const bool isTyped = m_seed->isModified();
    m_seed->setModified(false);
    if (isNumber && isTyped)
        m_document.edit(tr("Change seed"), [seed](Recipe &recipe) { recipe.seed = seed; });
    showRecipe();
}

void TrainingPanel::setTotalSteps(std::int64_t steps)
{
    m_totalSteps = steps;
    m_curve->setTraining(m_document.recipe().training, m_totalSteps);
}

void TrainingPanel::showProblems(const std::vector<Problem> &problems)
{
    for (CaptionField *const field : m_fields)
        field->showProblems(problems);
}

void TrainingPanel::showRecipe()
{
    const Recipe &recipe = m_document.recipe();
    const auto show = [](auto *box, auto value) {
        const QSignalBlocker blocker(box);
        if (box->value() != value)
            box->setValue(value);
    };
    show(m_epochs, recipe.training.epochs);
    show(m_batch, recipe.training.batchSize);
    show(m_accumulation, recipe.training.accumulation);
    show(m_maxLength, recipe.task.maxLength);
    show(m_warmup, recipe.training.warmupRatio * 100);
    show(m_decay, recipe.training.weightDecay);
    if (!m_rate->hasFocus() || !m_rate->isModified())
        m_rate->setText(rateText(recipe.training.learningRate));
    if (!m_seed->hasFocus() || !m_seed->isModified())
        m_seed->setText(QString::number(recipe.seed));
    m_schedule->setCurrentIndex(m_schedule->findData(static_cast<int>(recipe.training.schedule)));
    m_device->setCurrentIndex(m_device->findData(static_cast<int>(recipe.training.device)));
    m_precision->setCurrentIndex(
        m_precision->findData(static_cast<int>(recipe.training.precision)));
    m_activations->setCurrentIndex(m_activations->findData(recipe.training.gradientCheckpointing));
    m_curve->setTraining(recipe.training, m_totalSteps);
}

void TrainingPanel::changeEvent(QEvent *event)
{
    Panel::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

void TrainingPanel::retranslate()
{
    setHeading(tr("4 · Training"));
    std::size_t next = 0;
    const auto name = [&](const QString &caption, const QString &toolTip) {
        m_fields[next++]->setCaption(caption, toolTip);
    };
    name(tr("Epochs"), tr("Passes over the training data. Time grows in proportion."));
    name(tr("Batch size"), tr("Rows a micro-step. Memory grows in proportion."));
    name(tr("Learning rate"),
         tr("Peak of the schedule. Usual: 1e-5 to 1e-4 for full training, up to 1e-3 for LoRA."));
    name(tr("Schedule"), tr("Learning rate after the warm-up"));
    name(tr("Warm-up"), tr("Share of the steps in which the learning rate rises from 0"));
    name(tr("Accumulation"),
         tr("Micro-steps an optimiser step: a larger batch without its memory."));
    name(tr("Max. tokens"), tr("Tokens a row; longer rows are cut. Time and memory grow with it."));
    name(tr("Weight decay"), tr("Pulls weights towards 0; not on biases and norms"));
    name(tr("Device"),
         tr("Automatic takes the GPU where LibTorch has CUDA and finds one, else the processor."));
    name(tr("Precision"),
         tr("Automatic takes bf16 products where the device has them: up to twice as fast. The "
            "master weights stay in fp32."));
    name(tr("Activations"),
         tr("Kept for the gradients, or computed again layer by layer: less memory, about a third "
            "more time. The summary shows both."));
    name(tr("Seed"), tr("Every random draw follows from it: the same seed gives the same run."));
    m_more->setText(tr("More settings"));
    m_more->setToolTip(
        tr("Accumulation, maximum length, weight decay, device, precision, activations and seed"));
    m_warmup->setSuffix(QStringLiteral(" %"));
    m_schedule->clear();
    for (const LrSchedule one : { LrSchedule::Constant, LrSchedule::Linear, LrSchedule::Cosine })
        m_schedule->addItem(lrScheduleName(one), static_cast<int>(one));
    m_device->clear();
    for (const Device one : { Device::Auto, Device::Cpu, Device::Cuda })
        m_device->addItem(deviceName(one), static_cast<int>(one));
    m_precision->clear();
    for (const Precision one : { Precision::Auto, Precision::Fp32, Precision::Bf16 })
        m_precision->addItem(precisionName(one), static_cast<int>(one));
    m_activations->clear();
    m_activations->addItem(tr("Keep"), false);
    m_activations->addItem(tr("Recompute"), true);
    showRecipe();
}

} // namespace tamiz::ui
