// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractItemModel>
#include <QStringList>

namespace tamiz::test {

/// A table as lines of "cell | cell | ...", so that a test compares what a person would read.
/// @p columns: which, in this order; empty = all.
inline QStringList printTable(const QAbstractItemModel &model, QList<int> columns = {})
{
    if (columns.isEmpty()) {
        for (int column = 0; column < model.columnCount(); ++column)
            columns.append(column);
    }
    QStringList lines;
    for (int row = 0; row < model.rowCount(); ++row) {
        QStringList cells;
        for (const int column : columns)
            cells.append(model.index(row, column).data().toString());
        lines.append(cells.join(QStringLiteral(" | ")));
    }
    return lines;
}

} // namespace tamiz::test
