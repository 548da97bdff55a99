// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include <QAbstractTableModel>
#include <QStringList>

#include "ui/plots/curve_style.h"

namespace tamiz::ui {

/// A cell of a table that is computed as a whole.
struct TableCell
{
    enum class Tone { Plain, Muted, Better, Worse };

    QString text;
    QVariant sortValue; ///< invalid = the text
    QString toolTip;
    Tone tone = Tone::Plain; ///< always beside a sign or a word, never alone
    bool isBold = false;
    bool isNumber = false;
    std::optional<CurveStyle> style; ///< swatch before the text

    static TableCell number(const QString &text, double sortValue);
};

/// A long title of a column, broken behind a blank or a hyphen so that its halves are about alike.
QString inTwoLines(const QString &title);

/// A table of ready cells: subclasses compute them, this class answers the view. GUI thread only.
class CellTable : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Role { SortRole = Qt::UserRole + 1 };

    using QAbstractTableModel::QAbstractTableModel;

    int rowCount(const QModelIndex &parent = {}) const final;
    int columnCount(const QModelIndex &parent = {}) const final;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const final;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const final;

    const TableCell &cell(int row, int column) const;
    /// As an HTML table, for a report; colours stay out.
    QString toHtml() const;

protected:
    using Row = std::vector<TableCell>;
    void setTable(std::vector<TableCell> header, std::vector<Row> rows);

private:
    std::vector<TableCell> m_header;
    std::vector<Row> m_rows;
};

} // namespace tamiz::ui
