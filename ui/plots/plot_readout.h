// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <QList>

#include "ui/plots/curve_style.h"

namespace tamiz::ui {

/// The box beside the cursor: a place and one line a curve with its value. Lets the mouse through.
class PlotReadout : public QFrame
{
    Q_OBJECT

public:
    struct Line
    {
        CurveStyle style;
        QString value;
    };

    explicit PlotReadout(QWidget *parent);

    void setContent(const QString &heading, const QList<Line> &lines);
    /// Places the box beside @p x inside @p area (both in the parent's coordinates).
    void placeBeside(int x, const QRect &area);
    QString plainText() const;

protected:
    void paintEvent(QPaintEvent *event) override;
    QSize sizeHint() const override;

private:
    QString m_heading;
    QList<Line> m_lines;
};

} // namespace tamiz::ui
