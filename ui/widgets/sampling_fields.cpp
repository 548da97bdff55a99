// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/sampling_fields.h"

#include <QDoubleSpinBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QSpinBox>

#include "ui/widgets/caption_field.h"

namespace tamiz::ui {

SamplingFields::SamplingFields(QWidget *parent)
    : QWidget(parent)
    , m_newTokens(new QSpinBox(this))
    , m_temperature(new QDoubleSpinBox(this))
    , m_seed(new QSpinBox(this))
    , m_newTokensField(new CaptionField(m_newTokens, {}, CaptionField::Note::None, this))
    , m_temperatureField(new CaptionField(m_temperature, {}, CaptionField::Note::None, this))
    , m_seedField(new CaptionField(m_seed, {}, CaptionField::Note::None, this))
{
    m_newTokens->setRange(1, 4096);
    m_newTokens->setValue(64);
    m_temperature->setRange(0, 5);
    m_temperature->setSingleStep(0.1);
    m_seed->setRange(0, 1'000'000'000);
    m_seed->setValue(42);
    auto *const row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(12);
    for (CaptionField *const field : { m_newTokensField, m_temperatureField, m_seedField })
        row->addWidget(field, 1);
    retranslate();
}

void SamplingFields::applyTo(ContinuationQuestion &question) const
{
    question.maxNewTokens = m_newTokens->value();
    question.temperature = m_temperature->value();
    question.seed = static_cast<std::uint64_t>(m_seed->value());
}

void SamplingFields::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

void SamplingFields::retranslate()
{
    m_newTokensField->setCaption(tr("New tokens"), tr("At most; each one takes the same time"));
    m_temperatureField->setCaption(tr("Temperature"),
                                   tr("0 takes the likeliest token, more is more varied"));
    m_seedField->setCaption(tr("Seed"), tr("The same seed draws the same text"));
}

} // namespace tamiz::ui
