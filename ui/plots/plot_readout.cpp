// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/plot_readout.h"

#include <algorithm>

#include <QPainter>

#include "ui/settings/theme.h"

namespace tamiz::ui {

namespace {

constexpr int kMargin = 8;
constexpr int kSwatch = 20;
constexpr int kGap = 8;
constexpr int kWidestName = 200;

} // namespace

PlotReadout::PlotReadout(QWidget *parent)
    : QFrame(parent)
{
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setFocusPolicy(Qt::NoFocus);
    hide();
}

void PlotReadout::setContent(const QString &heading, const QList<Line> &lines)
{
    m_heading = heading;
    m_lines = lines;
    resize(sizeHint());
    update();
}

void PlotReadout::placeBeside(int x, const QRect &area)
{
    constexpr int kDistance = 12;
    const bool fitsRight = x + kDistance + width() <= area.right();
    const int left = fitsRight ? x + kDistance : x - kDistance - width();
    move(std::max(area.left(), left), area.top() + kDistance / 2);
}

QString PlotReadout::plainText() const
{
    QString text = m_heading;
    for (const Line &line : m_lines)
        text += QLatin1Char('\n') + line.style.name + QStringLiteral(": ") + line.value;
    return text;
}

void PlotReadout::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(borderColor(palette()));
    painter.setBrush(palette().color(QPalette::ToolTipBase));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);

    const int lineHeight = fontMetrics().height() + 2;
    QRect line(kMargin, kMargin, width() - 2 * kMargin, lineHeight);
    painter.setPen(palette().color(QPalette::ToolTipText));
    QFont bold = font();
    bold.setBold(true);
    painter.setFont(bold);
    painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter, m_heading);
    painter.setFont(font());
    for (const Line &entry : m_lines) {
        line.translate(0, lineHeight);
        paintSwatch(painter, entry.style, QRectF(line.left(), line.top(), kSwatch, lineHeight),
                    palette());
        painter.setPen(palette().color(QPalette::ToolTipText));
        painter.drawText(line, Qt::AlignRight | Qt::AlignVCenter, entry.value);
        const QRect name = line.adjusted(kSwatch + kGap, 0, 0, 0);
        painter.drawText(name, Qt::AlignLeft | Qt::AlignVCenter,
                         fontMetrics().elidedText(entry.style.name, Qt::ElideMiddle, kWidestName));
    }
}

QSize PlotReadout::sizeHint() const
{
    QFont bold = font();
    bold.setBold(true);
    int widest = QFontMetrics(bold).horizontalAdvance(m_heading);
    for (const Line &line : m_lines) {
        const int name = std::min(fontMetrics().horizontalAdvance(line.style.name), kWidestName);
        widest = std::max(
            widest, kSwatch + kGap + name + 2 * kGap + fontMetrics().horizontalAdvance(line.value));
    }
    const int lines = static_cast<int>(m_lines.size()) + 1;
    return { widest + 2 * kMargin, lines * (fontMetrics().height() + 2) + 2 * kMargin };
}

} // namespace tamiz::ui
