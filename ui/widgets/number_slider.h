// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QDoubleSpinBox;
class QSlider;

namespace tamiz::ui {

/// A slider with an exact entry beside it. GUI thread only.
class NumberSlider final : public QWidget
{
    Q_OBJECT

public:
    enum class Scale {
        Linear, ///< 0 .. maximum in @p steps equal steps
        PowersOfTwo ///< 0, 1, 2, 4 ... maximum
    };

    NumberSlider(Scale scale, double maximum, int decimals, QWidget *parent = nullptr);

    double value() const;
    void setValue(double value); ///< no signal
    void setSuffix(const QString &suffix);
    /// Text at 0 ("off").
    void setZeroText(const QString &text);

    QSlider *slider() const { return m_slider; }
    QDoubleSpinBox *box() const { return m_box; }

signals:
    void valueEdited(double value);
    void editFinished();

private:
    int positionOf(double value) const;
    double valueAt(int position) const;

    Scale m_scale;
    double m_maximum;
    QSlider *m_slider;
    QDoubleSpinBox *m_box;
};

} // namespace tamiz::ui
