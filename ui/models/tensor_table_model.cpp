// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/tensor_table_model.h"

#include <functional>
#include <numeric>

#include <QLocale>

#include "ui/bridge/convert.h"

namespace tamiz::ui {

namespace {

TableCell textCell(const QString &text)
{
    TableCell cell;
    cell.text = text;
    return cell;
}

TableCell noteCell(const TensorDetails &tensor)
{
    TableCell cell;
    switch (tensor.state) {
    case TensorDetails::State::Used:
        break;
    case TensorDetails::State::Unexpected:
        cell.text = TensorTableModel::tr("not used");
        cell.toolTip = TensorTableModel::tr("In the files, but no part of this architecture");
        cell.tone = TableCell::Tone::Muted;
        break;
    case TensorDetails::State::Missing:
        cell.text = TensorTableModel::tr("missing");
        cell.toolTip = TensorTableModel::tr("Not in the files: it starts with random values");
        cell.tone = TableCell::Tone::Worse;
        break;
    case TensorDetails::State::Misshaped:
        cell.text = TensorTableModel::tr("expected %1").arg(shapeText(tensor.expectedShape));
        cell.toolTip
            = TensorTableModel::tr("The model cannot take it: config.json asks for another shape");
        cell.tone = TableCell::Tone::Worse;
        break;
    }
    return cell;
}

} // namespace

QString shapeText(const std::vector<std::int64_t> &shape)
{
    QStringList sides;
    for (const std::int64_t side : shape)
        sides << QLocale().toString(static_cast<qlonglong>(side));
    return sides.join(QStringLiteral(" × "));
}

void TensorTableModel::setTensors(const std::vector<TensorDetails> &tensors)
{
    std::vector<Row> rows;
    for (const TensorDetails &tensor : tensors) {
        const double elements
            = std::accumulate(tensor.shape.begin(), tensor.shape.end(), 1.0, std::multiplies<>());
        TableCell name = textCell(toQt(tensor.name));
        name.toolTip = tensor.file.empty() ? QString() : toQt(tensor.file);
        rows.push_back({ name, TableCell::number(shapeText(tensor.shape), elements),
                         textCell(toQt(tensor.dtype)), noteCell(tensor) });
    }
    TableCell shape = textCell(tr("Shape"));
    shape.isNumber = true;
    setTable({ textCell(tr("Tensor")), shape, textCell(tr("Type")), textCell(tr("Note")) },
             std::move(rows));
}

} // namespace tamiz::ui
