// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/number_slider.h"

#include <cmath>

#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QSignalBlocker>
#include <QSlider>

namespace tamiz::ui {

namespace {

constexpr int kLinearSteps = 100;

} // namespace

NumberSlider::NumberSlider(Scale scale, double maximum, int decimals, QWidget *parent)
    : QWidget(parent)
    , m_scale(scale)
    , m_maximum(maximum)
    , m_slider(new QSlider(Qt::Horizontal, this))
    , m_box(new QDoubleSpinBox(this))
{
    auto *const layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_slider, 1);
    layout->addWidget(m_box);
    m_slider->setRange(0, positionOf(maximum));
    m_slider->setMinimumWidth(48);
    m_box->setRange(0, maximum);
    m_box->setDecimals(decimals);
    m_box->setSingleStep(scale == Scale::Linear ? maximum / 20 : 1);
    m_box->setButtonSymbols(QAbstractSpinBox::NoButtons);
    m_box->setAlignment(Qt::AlignRight);
    setFocusProxy(m_slider);

    connect(m_slider, &QSlider::valueChanged, this, [this](int position) {
        const QSignalBlocker blocker(m_box);
        m_box->setValue(valueAt(position));
        emit valueEdited(m_box->value());
    });
    connect(m_slider, &QSlider::sliderReleased, this, &NumberSlider::editFinished);
    connect(m_box, &QDoubleSpinBox::valueChanged, this, [this](double number) {
        const QSignalBlocker blocker(m_slider);
        m_slider->setValue(positionOf(number));
        emit valueEdited(number);
    });
    connect(m_box, &QDoubleSpinBox::editingFinished, this, &NumberSlider::editFinished);
}

int NumberSlider::positionOf(double value) const
{
    if (m_scale == Scale::Linear)
        return static_cast<int>(std::lround(value / m_maximum * kLinearSteps));
    return value < 1 ? 0 : 1 + static_cast<int>(std::lround(std::log2(value)));
}

double NumberSlider::valueAt(int position) const
{
    if (m_scale == Scale::Linear)
        return m_maximum * position / kLinearSteps;
    return position == 0 ? 0 : std::exp2(position - 1);
}

double NumberSlider::value() const
{
    return m_box->value();
}

void NumberSlider::setValue(double value)
{
    const QSignalBlocker boxBlocker(m_box);
    const QSignalBlocker sliderBlocker(m_slider);
    if (m_box->value() != value)
        m_box->setValue(value);
    m_slider->setValue(positionOf(value));
}

void NumberSlider::setSuffix(const QString &suffix)
{
    m_box->setSuffix(suffix);
}

void NumberSlider::setZeroText(const QString &text)
{
    m_box->setSpecialValueText(text);
}

} // namespace tamiz::ui
