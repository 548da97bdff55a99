// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/cell_table.h"

#include <cstdlib>

#include <QFont>
#include <QGuiApplication>

#include "ui/settings/theme.h"

namespace tamiz::ui {

namespace {

QVariant toneColor(TableCell::Tone tone)
{
    const QPalette palette = QGuiApplication::palette();
    switch (tone) {
    case TableCell::Tone::Muted:
        return mutedTextColor(palette);
    case TableCell::Tone::Better:
        return positiveColor(palette);
    case TableCell::Tone::Worse:
        return dangerColor(palette);
    case TableCell::Tone::Plain:
        break;
    }
    return {};
}

QVariant answer(const TableCell &cell, int role)
{
    switch (role) {
    case Qt::DisplayRole:
        return cell.text;
    case Qt::ToolTipRole:
        return cell.toolTip.isEmpty() ? QVariant() : cell.toolTip;
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(
            Qt::Alignment((cell.isNumber ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter));
    case Qt::FontRole: {
        if (!cell.isBold)
            return {};
        QFont font = QGuiApplication::font();
        font.setBold(true);
        return font;
    }
    case Qt::ForegroundRole:
        return toneColor(cell.tone);
    case Qt::DecorationRole:
        return cell.style
            ? swatchIcon(*cell.style, QGuiApplication::palette(), qGuiApp->devicePixelRatio())
            : QVariant();
    case CellTable::SortRole:
        return cell.sortValue.isValid() ? cell.sortValue : cell.text;
    default:
        return {};
    }
}

} // namespace

TableCell TableCell::number(const QString &text, double sortValue)
{
    TableCell cell;
    cell.text = text;
    cell.sortValue = sortValue;
    cell.isNumber = true;
    return cell;
}

QString inTwoLines(const QString &title)
{
    constexpr qsizetype kLong = 9;
    if (title.size() <= kLong)
        return title;
    qsizetype place = 0;
    for (qsizetype i = 1; i < title.size(); ++i) {
        const bool isBreak = title[i - 1] == QLatin1Char(' ') || title[i - 1] == QLatin1Char('-');
        if (isBreak && std::abs(2 * i - title.size()) < std::abs(2 * place - title.size()))
            place = i;
    }
    return place == 0 ? title : title.left(place).trimmed() + QLatin1Char('\n') + title.mid(place);
}

int CellTable::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int CellTable::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_header.size());
}

QVariant CellTable::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    return answer(cell(index.row(), index.column()), role);
}

QVariant CellTable::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount())
        return {};
    const TableCell &cell = m_header[static_cast<std::size_t>(section)];
    return role == SortRole ? QVariant() : answer(cell, role);
}

const TableCell &CellTable::cell(int row, int column) const
{
    return m_rows[static_cast<std::size_t>(row)][static_cast<std::size_t>(column)];
}

QString CellTable::toHtml() const
{
    QString html = QStringLiteral("<table><tr>");
    for (const TableCell &cell : m_header)
        html += QStringLiteral("<th>") + cell.text.toHtmlEscaped() + QStringLiteral("</th>");
    html += QStringLiteral("</tr>");
    for (const Row &row : m_rows) {
        html += QStringLiteral("<tr>");
        for (const TableCell &cell : row) {
            const QString text = cell.text.toHtmlEscaped();
            html
                += (cell.isNumber ? QStringLiteral("<td align=\"right\">") : QStringLiteral("<td>"))
                + (cell.isBold ? QStringLiteral("<b>") + text + QStringLiteral("</b>") : text)
                + QStringLiteral("</td>");
        }
        html += QStringLiteral("</tr>");
    }
    return html + QStringLiteral("</table>");
}

void CellTable::setTable(std::vector<TableCell> header, std::vector<Row> rows)
{
    beginResetModel();
    m_header = std::move(header);
    m_rows = std::move(rows);
    for (Row &row : m_rows)
        row.resize(m_header.size());
    endResetModel();
}

} // namespace tamiz::ui
