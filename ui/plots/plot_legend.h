// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QWidget>

#include "ui/plots/curve_style.h"

class QToolButton;

namespace tamiz::ui {

/// One toggle button a curve, wrapping over lines; a click (or Space) hides and shows the curve.
class PlotLegend : public QWidget
{
    Q_OBJECT

public:
    explicit PlotLegend(QWidget *parent = nullptr);

    void setEntry(int id, const CurveStyle &style, bool isVisible);
    void removeEntry(int id);
    void clear();

signals:
    void toggled(int id, bool isVisible);

protected:
    void changeEvent(QEvent *event) override;

private:
    struct Entry
    {
        CurveStyle style;
        QToolButton *button = nullptr;
    };
    void refresh(Entry &entry);

    QHash<int, Entry> m_entries;
};

} // namespace tamiz::ui
