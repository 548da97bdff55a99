// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/mask_rule_editor.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QEvent>
#include <QGridLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QSlider>
#include <QSpinBox>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "ui/models/recipe_text.h"
#include "ui/widgets/mask_schedule_curve.h"
#include "ui/widgets/number_slider.h"

namespace tamiz::ui {

MaskRuleEditor::MaskRuleEditor(QWidget *parent)
    : QWidget(parent)
    , m_content(new QStackedWidget(this))
    , m_nothing(new QLabel(this))
    , m_probabilityLabel(new QLabel(this))
    , m_probability(new NumberSlider(NumberSlider::Scale::Linear, 1, 2, this))
    , m_shareLabel(new QLabel(this))
    , m_share(new NumberSlider(NumberSlider::Scale::Linear, 100, 0, this))
    , m_replacementLabel(new QLabel(this))
    , m_replacement(new QComboBox(this))
    , m_scheduleLabel(new QLabel(this))
    , m_schedule(new QComboBox(this))
    , m_period(new QSpinBox(this))
    , m_curve(new MaskScheduleCurve(this))
{
    m_nothing->setProperty("role", QStringLiteral("muted"));
    m_nothing->setWordWrap(true);
    m_nothing->setAlignment(Qt::AlignCenter);
    m_period->setRange(1, 1'000'000);
    m_period->setButtonSymbols(QAbstractSpinBox::NoButtons);
    m_period->setFixedWidth(64);
    m_period->hide(); // until a rule alternates: a page that was never shown counts in the layout
    for (QComboBox *const box : { m_replacement, m_schedule }) {
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        box->setMinimumContentsLength(5);
    }

    auto *const controls = new QWidget(this);
    auto *const grid = new QGridLayout(controls);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(8);
    grid->setVerticalSpacing(4);
    grid->addWidget(m_probabilityLabel, 0, 0);
    grid->addWidget(m_probability, 0, 1);
    grid->addWidget(m_shareLabel, 1, 0);
    grid->addWidget(m_share, 1, 1);
    grid->addWidget(m_replacementLabel, 2, 0);
    grid->addWidget(m_replacement, 2, 1);
    auto *const scheduleRow = new QHBoxLayout;
    scheduleRow->setSpacing(8);
    scheduleRow->addWidget(m_scheduleLabel);
    scheduleRow->addWidget(m_schedule, 1);
    scheduleRow->addWidget(m_period);
    grid->addLayout(scheduleRow, 0, 2);
    grid->addWidget(m_curve, 1, 2, 2, 1);
    grid->setColumnStretch(1, 1);
    grid->setColumnStretch(2, 1);
    grid->setColumnMinimumWidth(2, 150);

    m_content->addWidget(m_nothing);
    m_content->addWidget(controls);
    auto *const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_content);
    m_content->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);

    connect(m_probability, &NumberSlider::valueEdited, this, [this](double value) {
        change([value](MaskRule &rule) { rule.probability = value; },
               QStringLiteral("probability"));
    });
    connect(m_share, &NumberSlider::valueEdited, this, [this](double value) {
        change([value](MaskRule &rule) { rule.shareOfSteps = value / 100; },
               QStringLiteral("share"));
    });
    connect(m_replacement, &QComboBox::activated, this, [this] {
        const auto replacement = static_cast<Replacement>(m_replacement->currentData().toInt());
        change([replacement](MaskRule &rule) { rule.replacement = replacement; });
    });
    connect(m_schedule, &QComboBox::activated, this, [this] {
        const auto kind = static_cast<ScheduleKind>(m_schedule->currentData().toInt());
        change([kind](MaskRule &rule) { rule.schedule.kind = kind; });
    });
    connect(m_period, &QSpinBox::valueChanged, this, [this](int period) {
        change([period](MaskRule &rule) { rule.schedule.period = period; },
               QStringLiteral("period"));
    });
    connect(m_curve, &MaskScheduleCurve::edited, this,
            [this](const MaskRule &rule) { emit edited(rule, QStringLiteral("curve")); });
    connect(m_probability, &NumberSlider::editFinished, this, &MaskRuleEditor::editFinished);
    connect(m_share, &NumberSlider::editFinished, this, &MaskRuleEditor::editFinished);
    connect(m_period, &QSpinBox::editingFinished, this, &MaskRuleEditor::editFinished);
    connect(m_curve, &MaskScheduleCurve::editFinished, this, &MaskRuleEditor::editFinished);
    retranslate();
}

void MaskRuleEditor::change(const std::function<void(MaskRule &)> &how, const QString &mergeKey)
{
    MaskRule rule = m_rule;
    how(rule);
    if (rule != m_rule)
        emit edited(rule, mergeKey);
}

void MaskRuleEditor::setRule(const MaskRule &rule, std::int64_t totalSteps)
{
    m_rule = rule;
    m_totalSteps = totalSteps;
    m_content->setCurrentIndex(1);
    m_probability->setValue(rule.probability);
    m_share->setValue(rule.shareOfSteps * 100);
    m_replacement->setCurrentIndex(m_replacement->findData(static_cast<int>(rule.replacement)));
    const bool isReplaced = rule.mode == MaskMode::Input;
    m_replacement->setEnabled(isReplaced);
    m_replacementLabel->setEnabled(isReplaced);
    m_schedule->setCurrentIndex(m_schedule->findData(static_cast<int>(rule.schedule.kind)));
    const QSignalBlocker blocker(m_period);
    m_period->setValue(rule.schedule.period);
    m_period->setVisible(rule.schedule.kind == ScheduleKind::Alternate);
    m_curve->setRule(rule, totalSteps);
}

void MaskRuleEditor::setNothing(const QString &why)
{
    m_nothing->setText(why);
    m_content->setCurrentIndex(0);
}

void MaskRuleEditor::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

void MaskRuleEditor::retranslate()
{
    const auto name = [](QLabel *label, const QString &text, const QString &toolTip,
                         std::initializer_list<QWidget *> controls) {
        label->setText(text);
        label->setToolTip(toolTip);
        for (QWidget *const control : controls) {
            control->setAccessibleName(text);
            control->setToolTip(toolTip);
        }
    };
    name(m_probabilityLabel, tr("Probability"),
         tr("Of each token of the class, in a step in which the rule is active"),
         { m_probability->slider(), m_probability->box() });
    name(m_shareLabel, tr("Steps"),
         tr("Share of the steps in which the rule is active; the others see the whole text"),
         { m_share->slider(), m_share->box() });
    m_share->setSuffix(QStringLiteral(" %"));
    name(m_replacementLabel, tr("Becomes"), tr("Mode input: what takes the token's place"),
         { m_replacement });
    name(m_scheduleLabel, tr("Schedule"), tr("How the probability goes over the run"),
         { m_schedule });
    m_period->setToolTip(tr("Steps on, then as many off"));
    m_period->setAccessibleName(tr("Period in steps"));
    m_replacement->clear();
    for (const Replacement one :
         { Replacement::Mask, Replacement::Unknown, Replacement::Random, Replacement::Drop })
        m_replacement->addItem(replacementName(one), static_cast<int>(one));
    m_schedule->clear();
    for (const ScheduleKind one :
         { ScheduleKind::Constant, ScheduleKind::Ramp, ScheduleKind::Alternate })
        m_schedule->addItem(scheduleName(one), static_cast<int>(one));
    m_replacement->setCurrentIndex(m_replacement->findData(static_cast<int>(m_rule.replacement)));
    m_schedule->setCurrentIndex(m_schedule->findData(static_cast<int>(m_rule.schedule.kind)));
}

} // namespace tamiz::ui
