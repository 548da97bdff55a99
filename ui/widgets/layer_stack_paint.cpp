// SPDX-License-Identifier: GPL-3.0-or-later
// Geometry and painting of LayerStack.
#include "ui/widgets/layer_stack.h"

#include <algorithm>
#include <cmath>

#include <QPainter>
#include <QPainterPath>

#include "ui/settings/theme.h"
#include "ui/widgets/quantity_text.h"

namespace tamiz::ui {

namespace {

constexpr int kHeaderHeight = 20;
constexpr int kSmallestRow = 21;
constexpr int kLargestRow = 64;
constexpr int kRowGap = 3; ///< within the row's height
constexpr int kBarWidth = 56;
constexpr int kNarrowBar = 20;
constexpr int kGap = 8;
constexpr int kBarGap = 10; ///< between the bars and the cells
constexpr int kLargestCell = 72;
constexpr int kSmallestCell = 32;
constexpr int kEdgeReach = 5; ///< pixels above and below the line that grab it

QColor mixed(const QColor &a, const QColor &b, double shareOfB)
{
    const auto mix
        = [shareOfB](float x, float y) { return static_cast<float>(x + (y - x) * shareOfB); };
    return QColor::fromRgbF(mix(a.redF(), b.redF()), mix(a.greenF(), b.greenF()),
                            mix(a.blueF(), b.blueF()));
}

} // namespace

LayerStack::Columns LayerStack::columns(int width) const
{
    const QFontMetrics metrics = fontMetrics();
    const int countWidth = std::max(metrics.horizontalAdvance(QStringLiteral("888.8 k")),
                                    metrics.horizontalAdvance(tr("frozen")))
        + 6;
    const int columnCount = m_plan.columnCount();
    Columns result;
    result.label = std::max(metrics.horizontalAdvance(tr("Embeddings")),
                            metrics.horizontalAdvance(tr("Layer %1").arg(99)));
    result.barLeft = result.label + kGap;
    // The bars give way before the cells, which have to be hit.
    const int forBarsAndCells = width - result.barLeft - kBarGap - countWidth;
    result.barWidth
        = std::clamp(forBarsAndCells - columnCount * kSmallestCell, kNarrowBar, kBarWidth);
    result.cellsLeft = result.barLeft + result.barWidth + kBarGap;
    const int forCells = width - result.cellsLeft - countWidth;
    result.cellWidth = std::clamp(forCells / std::max(1, columnCount), kSmallestCell, kLargestCell);
    result.countLeft = result.cellsLeft + columnCount * result.cellWidth;
    result.right = std::max(width, result.countLeft + countWidth);
    return result;
}

QFont LayerStack::headerFont() const
{
    QFont small = font();
    small.setPointSizeF(small.pointSizeF() * 0.9);
    return small;
}

QSize LayerStack::sizeHint() const
{
    return { std::max(420, minimumSizeHint().width()),
             kHeaderHeight + (layerCount() + 2) * kSmallestRow + 4 };
}

QSize LayerStack::minimumSizeHint() const
{
    return { columns(0).right, kHeaderHeight + (layerCount() + 2) * kSmallestRow + 4 };
}

int LayerStack::rowHeight() const
{
    const int fitting = (height() - kHeaderHeight - 4) / (layerCount() + 2);
    return std::clamp(fitting, kSmallestRow, kLargestRow);
}

int LayerStack::rowTop(int row) const
{
    return kHeaderHeight + row * rowHeight();
}

QRect LayerStack::barRect(int row) const
{
    const Columns place = columns();
    const double share
        = static_cast<double>(m_plan.parametersOf(row)) / static_cast<double>(m_plan.largestRow());
    // The width follows the square root: the head of a small model would vanish otherwise.
    const int barWidth
        = std::max(6, static_cast<int>(std::lround(place.barWidth * std::sqrt(share))));
    return { place.barLeft, rowTop(row) + kRowGap, barWidth, rowHeight() - 2 * kRowGap };
}

QRect LayerStack::cellRect(int layer, int projection) const
{
    const Columns place = columns();
    return { place.cellsLeft + projection * place.cellWidth,
             rowTop(rowOfLayer(layer)) + kRowGap / 2, place.cellWidth - 4, rowHeight() - kRowGap };
}

QRect LayerStack::headerRect(int column) const
{
    const Columns place = columns();
    return { place.cellsLeft + column * place.cellWidth, 0, place.cellWidth - 4, kHeaderHeight };
}

int LayerStack::edgeY() const
{
    return rowTop(layerCount() + 2 - frozenEdge());
}

QRect LayerStack::edgeHandle() const
{
    return { 0, edgeY() - kEdgeReach, columns().cellsLeft - kGap, 2 * kEdgeReach };
}

bool LayerStack::isOnEdge(const QPoint &point) const
{
    // Over the cells the line gives way to them, except within two pixels.
    const bool isOverCells = point.x() >= columns().cellsLeft;
    return layerCount() > 0 && std::abs(point.y() - edgeY()) <= (isOverCells ? 1 : kEdgeReach);
}

std::optional<LayerStack::Place> LayerStack::placeAt(const QPoint &point) const
{
    const int row = (point.y() - kHeaderHeight) / rowHeight();
    if (point.y() < kHeaderHeight || row < 1 || row > layerCount() + 1)
        return std::nullopt;
    const Columns place = columns();
    const int layer = layerCount() - row; // -1 = embeddings
    if (point.x() < place.cellsLeft - kGap)
        return Place { layer, -1 };
    const int column = (point.x() - place.cellsLeft) / place.cellWidth;
    if (layer < 0 || point.x() < place.cellsLeft || column >= m_plan.columnCount())
        return std::nullopt;
    return Place { layer, column };
}

std::optional<int> LayerStack::headerAt(const QPoint &point) const
{
    for (int column = 0; column < m_plan.columnCount(); ++column) {
        if (headerRect(column).contains(point))
            return column;
    }
    return std::nullopt;
}

void LayerStack::paintEvent(QPaintEvent *)
{
    if (layerCount() == 0)
        return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const int edge = edgeY();
    painter.fillRect(QRect(0, edge, width(), rowTop(layerCount() + 2) - edge),
                     mixed(surfaceColor(palette()), borderColor(palette()), 0.35));
    painter.setPen(mutedTextColor(palette()));
    painter.setFont(headerFont());
    for (int column = 0; column < m_plan.columnCount(); ++column) {
        painter.drawText(
            headerRect(column).adjusted(-4, 0, 4, 0), Qt::AlignCenter,
            shortProjectionName(m_plan.projections()[static_cast<std::size_t>(column)]));
    }
    painter.setFont(font());
    for (int row = 0; row <= layerCount() + 1; ++row)
        paintRow(painter, row);
    paintEdge(painter);
}

void LayerStack::paintRow(QPainter &painter, int row) const
{
    const Columns place = columns();
    const RowState state = m_plan.stateOf(row);
    const QRect line(0, rowTop(row), width(), rowHeight());
    const QColor text = palette().color(QPalette::Text);
    const QColor muted = mutedTextColor(palette());

    painter.setPen(state == RowState::Frozen ? muted : text);
    painter.drawText(QRect(4, line.top(), place.label, rowHeight()), Qt::AlignVCenter,
                     rowName(row));

    const QRect bar = barRect(row);
    QPainterPath outline;
    outline.addRoundedRect(QRectF(bar).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3);
    if (state == RowState::Frozen)
        paintHatch(painter, bar);
    const double share = static_cast<double>(m_plan.trainableOf(row))
        / static_cast<double>(std::max<std::int64_t>(1, m_plan.parametersOf(row)));
    if (share > 0) {
        painter.save();
        painter.setClipPath(outline);
        QRect fill = bar;
        fill.setWidth(
            std::max(4, static_cast<int>(std::lround(bar.width() * std::min(1.0, share)))));
        painter.fillRect(fill, accentColor(palette()));
        painter.restore();
    }
    painter.setPen(state == RowState::Frozen ? borderColor(palette()) : accentColor(palette()));
    painter.drawPath(outline);

    for (int column = 0; row >= 1 && row <= layerCount() && column < m_plan.columnCount(); ++column)
        paintCell(painter, layerCount() - row, column);

    painter.setPen(muted);
    const QString count
        = state == RowState::Frozen ? tr("frozen") : countText(m_plan.trainableOf(row));
    painter.drawText(QRect(place.countLeft, line.top(), width() - place.countLeft - 4, rowHeight()),
                     Qt::AlignVCenter | Qt::AlignRight, count);

    const Place cursor { layerCount() - row, -1 };
    if (hasFocus() && row >= 1 && m_cursor == cursor) {
        painter.setPen(QPen(text, 2));
        painter.drawRoundedRect(
            QRectF(1, line.top() + 1, place.cellsLeft - kGap - 2, rowHeight() - 2), 4, 4);
    }
}

void LayerStack::paintCell(QPainter &painter, int layer, int column) const
{
    const QRectF rect = QRectF(cellRect(layer, column)).adjusted(0.5, 0.5, -0.5, -0.5);
    const RowState state = m_plan.stateOf(rowOfLayer(layer));
    const int rank = m_plan.rankOf({ layer, column });
    const QColor accent = accentColor(palette());
    const QColor surface = surfaceColor(palette());
    if (rank > 0) {
        painter.setPen(accent);
        painter.setBrush(accent);
        painter.drawRoundedRect(rect, 4, 4);
        painter.setPen(palette().color(QPalette::HighlightedText));
        painter.drawText(rect, Qt::AlignCenter, QString::number(rank));
    } else {
        const bool isTrained = state == RowState::Trains;
        painter.setPen(isTrained ? mixed(accent, surface, 0.4) : borderColor(palette()));
        painter.setBrush(isTrained ? mixed(surface, accent, 0.16) : QBrush(surface));
        painter.drawRoundedRect(rect, 4, 4);
    }
    painter.setBrush(Qt::NoBrush);
    const Place place { layer, column };
    const bool isCursor = m_cursor == place;
    if (!hasFocus() || (!isCursor && !(isSelected(place) && m_anchor != m_cursor)))
        return;
    painter.setPen(QPen(palette().color(QPalette::Text), isCursor ? 2 : 1));
    painter.drawRoundedRect(rect.adjusted(-1, -1, 1, 1), 5, 5);
}

void LayerStack::paintEdge(QPainter &painter) const
{
    const int y = edgeY();
    const bool isActive = m_isEdgeHovered || m_isDraggingEdge;
    const QColor color = isActive ? accentColor(palette()) : mutedTextColor(palette());
    painter.setPen(QPen(color, isActive ? 2 : 1));
    painter.drawLine(0, y, width(), y);
    // A grip where the hand looks for one.
    const QRectF grip(columns().barLeft + columns().barWidth / 2.0 - 14, y - 3.5, 28, 7);
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    painter.drawRoundedRect(grip, 3.5, 3.5);
    painter.setPen(QPen(surfaceColor(palette()), 1));
    for (int dot = -1; dot <= 1; ++dot) {
        const double x = grip.center().x() + dot * 5;
        painter.drawLine(QPointF(x, y - 1.5), QPointF(x, y + 1.5));
    }
    painter.setBrush(Qt::NoBrush);
}

void LayerStack::paintHatch(QPainter &painter, const QRect &rect) const
{
    painter.save();
    painter.setClipRect(rect);
    painter.setPen(mixed(surfaceColor(palette()), mutedTextColor(palette()), 0.45));
    for (int x = rect.left() - rect.height(); x < rect.right(); x += 5)
        painter.drawLine(x, rect.bottom() + 1, x + rect.height(), rect.top());
    painter.restore();
}

} // namespace tamiz::ui
