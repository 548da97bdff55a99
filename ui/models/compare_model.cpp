// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/compare_model.h"

#include <algorithm>
#include <map>

#include "core/recipe/recipe_io.h"
#include "ui/bridge/convert.h"

namespace tamiz::ui {

namespace {

bool isSetting(const std::string &path)
{
    return !path.starts_with("output.") && path != "version";
}

/// The values of one field: a text for each group; those of its runs joined where they differ.
struct Field
{
    std::string path;
    QStringList values;

    bool isDifferent() const
    {
        return isSetting(path)
            && std::any_of(values.begin(), values.end(),
                           [this](const QString &value) { return value != values.front(); });
    }
};

std::vector<Field> collectFields(const Comparison &comparison)
{
    std::vector<std::string> order;
    std::vector<std::map<std::string, std::string>> settings;
    for (const ComparedRun &run : comparison.runs) {
        std::map<std::string, std::string> &values = settings.emplace_back();
        if (!run.recipe)
            continue;
        for (auto &[path, value] : flattenRecipe(*run.recipe)) {
            if (std::find(order.begin(), order.end(), path) == order.end())
                order.push_back(path);
            values[path] = std::move(value);
        }
    }
    std::vector<Field> fields;
    for (const std::string &path : order) {
        Field field { path, {} };
        for (const std::vector<std::size_t> &group : comparison.groups) {
            QStringList values;
            for (const std::size_t member : group) {
                const auto found = settings[member].find(path);
                const QString value = found == settings[member].end() ? QStringLiteral("\u2013")
                                                                      : toQt(found->second);
                if (!values.contains(value))
                    values.append(value);
            }
            field.values.append(values.join(QStringLiteral(", ")));
        }
        fields.push_back(std::move(field));
    }
    return fields;
}

} // namespace

void CompareModel::setComparison(const Comparison &comparison, bool onlyDifferences)
{
    std::vector<TableCell> header(1);
    header[0].text = tr("Setting");
    for (std::size_t group = 0; group < comparison.groups.size(); ++group) {
        TableCell title;
        title.text = groupName(comparison, group);
        title.style
            = runStyle(comparison.runs[comparison.groups[group].front()].record.id, title.text);
        header.push_back(title);
    }
    m_differences = 0;
    std::vector<Row> rows;
    for (const Field &field : collectFields(comparison)) {
        const bool isDifferent = field.isDifferent();
        m_differences += isDifferent ? 1 : 0;
        if (onlyDifferences && !isDifferent)
            continue;
        TableCell path;
        path.text = toQt(field.path);
        path.isBold = isDifferent && !onlyDifferences;
        path.toolTip = path.text;
        Row row { path };
        for (const QString &value : field.values) {
            TableCell cell;
            cell.text = value;
            cell.toolTip = value;
            cell.isBold = isDifferent && !onlyDifferences;
            row.push_back(cell);
        }
        rows.push_back(std::move(row));
    }
    setTable(std::move(header), std::move(rows));
}

} // namespace tamiz::ui
