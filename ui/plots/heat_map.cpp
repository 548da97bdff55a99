// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/heat_map.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <QKeyEvent>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>

#include <qcustomplot.h>

#include "ui/plots/metric_plot.h"
#include "ui/plots/number_format.h"
#include "ui/plots/plot_export.h"
#include "ui/plots/plot_look.h"
#include "ui/plots/plot_readout.h"
#include "ui/settings/theme.h"

namespace tamiz::ui {

namespace {

constexpr int kMargin = 8;
constexpr int kWidestLabel = 140;
constexpr int kScaleWidth = 12;
constexpr int kBlue = 0; // of seriesColor()
constexpr int kVermillion = 4;

} // namespace

HeatMap::HeatMap(QWidget *parent)
    : QWidget(parent)
    , m_readout(new PlotReadout(this))
{
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
}

void HeatMap::setValues(const QStringList &rows, std::vector<std::int64_t> steps,
                        std::vector<double> values)
{
    m_rows = rows;
    m_steps = std::move(steps);
    m_values = std::move(values);
    m_values.resize(static_cast<std::size_t>(rows.size()) * m_steps.size(),
                    std::numeric_limits<double>::quiet_NaN());
    m_lowest = std::numeric_limits<double>::infinity();
    m_highest = -m_lowest;
    for (const double value : m_values) {
        if (!std::isfinite(value))
            continue;
        m_lowest = std::min(m_lowest, value);
        m_highest = std::max(m_highest, value);
    }
    if (!(m_lowest <= m_highest)) {
        m_lowest = 0;
        m_highest = 1;
    }
    m_cursorColumn.reset();
    // A live map keeps the cell that a person is reading.
    if (m_current && (m_current->row >= m_rows.size() || m_current->column >= std::ssize(m_steps)))
        setCurrent(std::nullopt);
    else if (m_current)
        showReadout();
    update();
}

void HeatMap::setCursorColumn(std::optional<int> column)
{
    if (column && (*column < 0 || *column >= std::ssize(m_steps)))
        column.reset();
    if (column == m_cursorColumn)
        return;
    m_cursorColumn = column;
    update();
}

void HeatMap::setTitle(const QString &title)
{
    m_title = title;
    setAccessibleName(title);
    update();
}

void HeatMap::setEmptyText(const QString &text)
{
    m_emptyText = text;
    update();
}

void HeatMap::setDiverging(bool isDiverging)
{
    m_isDiverging = isDiverging;
    update();
}

double HeatMap::value(Cell cell) const
{
    const auto columns = static_cast<int>(m_steps.size());
    if (cell.row < 0 || cell.row >= m_rows.size() || cell.column < 0 || cell.column >= columns)
        return std::numeric_limits<double>::quiet_NaN();
    return m_values[static_cast<std::size_t>(cell.row) * m_steps.size()
                    + static_cast<std::size_t>(cell.column)];
}

QColor HeatMap::colorOf(double value) const
{
    const QColor ground = surfaceColor(palette());
    if (m_isDiverging) {
        const double reach = std::max({ std::abs(m_lowest), std::abs(m_highest), 1e-12 });
        return blend(seriesColor(value < 0 ? kBlue : kVermillion, palette()), ground,
                     std::min(1.0, std::abs(value) / reach));
    }
    const double range = m_highest - m_lowest;
    const double share = range > 0 ? (value - m_lowest) / range : 0.5;
    return blend(seriesColor(kBlue, palette()), ground, 0.08 + 0.92 * std::clamp(share, 0.0, 1.0));
}

std::optional<HeatMap::Cell> HeatMap::cellAt(const QPoint &position) const
{
    const QRect area = cellsArea();
    if (m_values.empty() || !area.contains(position))
        return std::nullopt;
    const auto columns = static_cast<qint64>(m_steps.size());
    return Cell { static_cast<int>((position.y() - area.top()) * m_rows.size() / area.height()),
                  static_cast<int>((position.x() - area.left()) * columns / area.width()) };
}

QRect HeatMap::cellRect(Cell cell) const
{
    const QRect area = cellsArea();
    const auto columns = static_cast<qint64>(m_steps.size());
    const auto edge = [](qint64 from, qint64 length, qint64 index, qint64 count) {
        return static_cast<int>(from + (index * length + count - 1) / count);
    };
    const int left = edge(area.left(), area.width(), cell.column, columns);
    const int right = edge(area.left(), area.width(), cell.column + 1, columns);
    const int top = edge(area.top(), area.height(), cell.row, m_rows.size());
    const int bottom = edge(area.top(), area.height(), cell.row + 1, m_rows.size());
    return { left, top, std::max(1, right - left), std::max(1, bottom - top) };
}

QString HeatMap::readout() const
{
    return m_current ? m_readout->plainText() : QString();
}

PlotPicture HeatMap::picture()
{
    return { this, {}, {}, [this](QCPPainter &painter, const QSize &) {
                render(&painter, {}, {}, QWidget::RenderFlags());
            } };
}

void HeatMap::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), surfaceColor(palette()));
    QFont bold = font();
    bold.setBold(true);
    painter.setFont(bold);
    painter.setPen(palette().color(QPalette::WindowText));
    painter.drawText(rect().adjusted(kMargin, kMargin, -kMargin, 0), Qt::AlignLeft | Qt::AlignTop,
                     m_title);
    painter.setFont(font());
    const QRect area = cellsArea();
    if (m_values.empty()) {
        painter.setPen(mutedTextColor(palette()));
        painter.drawText(area, Qt::AlignCenter | Qt::TextWordWrap, m_emptyText);
        return;
    }
    if (area.width() < 2 || area.height() < 2)
        return;
    paintCells(painter, area);
    paintLabels(painter, area);
    paintScale(painter, area);
    if (m_cursorColumn && !m_current) {
        const QRect first = cellRect({ 0, *m_cursorColumn });
        painter.setPen(QPen(mutedTextColor(palette()), 1, Qt::DashLine));
        painter.drawRect(first.left(), area.top(), first.width() - 1, area.height() - 1);
    }
    if (m_current) {
        painter.setPen(
            QPen(hasFocus() ? accentColor(palette()) : palette().color(QPalette::WindowText), 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(cellRect(*m_current).adjusted(0, 0, -1, -1));
    }
}

void HeatMap::paintCells(QPainter &painter, const QRect &area) const
{
    const auto columns = static_cast<int>(m_steps.size());
    const QBrush missing(borderColor(palette()), Qt::BDiagPattern);
    for (int row = 0; row < m_rows.size(); ++row) {
        // At most one rectangle a pixel, however many columns there are.
        const int drawn = std::min(columns, area.width());
        for (int i = 0; i < drawn; ++i) {
            const int first = static_cast<int>(qint64 { i } * columns / drawn);
            const int last = static_cast<int>(qint64 { i + 1 } * columns / drawn) - 1;
            int shown = last;
            while (shown > first && !std::isfinite(value({ row, shown })))
                --shown;
            const double number = value({ row, shown });
            QRect place = cellRect({ row, last });
            place.setLeft(cellRect({ row, first }).left());
            painter.fillRect(place, std::isfinite(number) ? QBrush(colorOf(number)) : missing);
        }
    }
    painter.setPen(surfaceColor(palette()));
    for (int row = 1; row < m_rows.size(); ++row) {
        const int y = cellRect({ row, 0 }).top();
        painter.drawLine(area.left(), y, area.right(), y);
    }
}

void HeatMap::paintLabels(QPainter &painter, const QRect &area) const
{
    painter.setPen(mutedTextColor(palette()));
    for (int row = 0; row < m_rows.size(); ++row) {
        const QRect cell = cellRect({ row, 0 });
        const QRect label(kMargin, cell.top(), area.left() - 2 * kMargin, cell.height());
        painter.drawText(label, Qt::AlignRight | Qt::AlignVCenter,
                         fontMetrics().elidedText(m_rows[row], Qt::ElideMiddle, label.width()));
    }
    const QRect below(area.left(), area.bottom() + 4, area.width(), fontMetrics().height());
    const QLocale locale;
    painter.drawText(below, Qt::AlignLeft,
                     formatPlace(PlotAxis::Step, static_cast<double>(m_steps.front())));
    if (m_steps.size() > 1)
        painter.drawText(below, Qt::AlignRight, locale.toString(qlonglong { m_steps.back() }));
}

void HeatMap::paintScale(QPainter &painter, const QRect &area) const
{
    const QRect bar(area.right() + 2 * kMargin, area.top(), kScaleWidth, area.height());
    const double reach = std::max(std::abs(m_lowest), std::abs(m_highest));
    const double top = m_isDiverging ? reach : m_highest;
    const double bottom = m_isDiverging ? -reach : m_lowest;
    for (int y = 0; y < bar.height(); ++y) {
        const double share = 1 - static_cast<double>(y) / std::max(1, bar.height() - 1);
        painter.fillRect(bar.left(), bar.top() + y, bar.width(), 1,
                         colorOf(std::lerp(bottom, top, share)));
    }
    painter.setPen(mutedTextColor(palette()));
    const QRect text(bar.right() + 4, bar.top(), width() - bar.right() - 4, bar.height());
    painter.drawText(text, Qt::AlignLeft | Qt::AlignTop, formatValue(top));
    painter.drawText(text, Qt::AlignLeft | Qt::AlignBottom, formatValue(bottom));
}

void HeatMap::mouseMoveEvent(QMouseEvent *event)
{
    setCurrent(cellAt(event->pos()));
}

void HeatMap::leaveEvent(QEvent *)
{
    if (!hasFocus())
        setCurrent(std::nullopt);
}

void HeatMap::keyPressEvent(QKeyEvent *event)
{
    if (m_values.empty()) {
        QWidget::keyPressEvent(event);
        return;
    }
    Cell cell = m_current.value_or(Cell { 0, 0 });
    switch (event->key()) {
    case Qt::Key_Left:
        --cell.column;
        break;
    case Qt::Key_Right:
        ++cell.column;
        break;
    case Qt::Key_Up:
        --cell.row;
        break;
    case Qt::Key_Down:
        ++cell.row;
        break;
    case Qt::Key_Home:
        cell.column = 0;
        break;
    case Qt::Key_End:
        cell.column = static_cast<int>(m_steps.size()) - 1;
        break;
    default:
        QWidget::keyPressEvent(event);
        return;
    }
    cell.row = std::clamp(cell.row, 0, static_cast<int>(m_rows.size()) - 1);
    cell.column = std::clamp(cell.column, 0, static_cast<int>(m_steps.size()) - 1);
    setCurrent(cell);
}

void HeatMap::focusInEvent(QFocusEvent *event)
{
    if (!m_current && !m_values.empty() && event->reason() != Qt::MouseFocusReason)
        setCurrent(Cell { 0, static_cast<int>(m_steps.size()) - 1 });
    update();
}

void HeatMap::focusOutEvent(QFocusEvent *)
{
    setCurrent(std::nullopt);
    update();
}

void HeatMap::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::PaletteChange)
        update();
    QWidget::changeEvent(event);
}

QRect HeatMap::cellsArea() const
{
    int label = 0;
    for (const QString &row : m_rows)
        label = std::max(label, fontMetrics().horizontalAdvance(row));
    label = std::min(label, kWidestLabel);
    const int number = fontMetrics().horizontalAdvance(QStringLiteral("\u22120.0000"));
    const int line = fontMetrics().height();
    return rect().adjusted(label + 3 * kMargin, line + 2 * kMargin,
                           -(number + kScaleWidth + 4 * kMargin), -(line + 2 * kMargin));
}

void HeatMap::setCurrent(std::optional<Cell> cell)
{
    if (cell == m_current)
        return;
    m_current = cell;
    update();
    if (cell) {
        showReadout();
        emit columnEntered(cell->column);
    } else {
        m_readout->hide();
        emit columnLeft();
    }
}

void HeatMap::showReadout()
{
    const std::optional<Cell> cell = m_current;
    PlotReadout::Line line;
    line.style.name = m_rows[cell->row];
    line.style.color = CurveStyle::kNeutralColor;
    const double number = value(*cell);
    line.value = std::isfinite(number) ? formatValue(number) : tr("not measured");
    const auto step = static_cast<double>(m_steps[static_cast<std::size_t>(cell->column)]);
    m_readout->setContent(formatPlace(PlotAxis::Step, step), { line });
    m_readout->placeBeside(cellRect(*cell).center().x(), rect());
    m_readout->show();
    setAccessibleDescription(m_readout->plainText());
}

} // namespace tamiz::ui
