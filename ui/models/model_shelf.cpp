// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/model_shelf.h"

#include <algorithm>

#include <QDir>
#include <QFileInfo>

#include "core/recipe/lora_plan.h"
#include "core/recipe/recipe_io.h"
#include "core/runs/run_folder.h"
#include "ui/bridge/convert.h"

namespace tamiz::ui {

QString ShelfEntry::base() const
{
    return isAdapter && recipe ? toQt(recipe->model.path) : QString();
}

ModelShelf::ModelShelf(QObject *parent)
    : QAbstractListModel(parent)
{
    update();
}

void ModelShelf::setImported(const QStringList &folders)
{
    m_imported.clear();
    for (const QString &folder : folders) {
        ShelfEntry entry;
        entry.kind = ShelfEntry::Kind::Imported;
        entry.name = QFileInfo(folder).fileName();
        entry.folder = folder;
        entry.isAdapter = QFileInfo::exists(folder + QStringLiteral("/adapter_config.json"));
        m_imported.push_back(std::move(entry));
    }
    update();
}

void ModelShelf::setRuns(const std::vector<RunRecord> &runs)
{
    std::vector<ShelfEntry> tuned;
    for (const RunRecord &run : runs) {
        if (run.state != RunState::Finished || run.isArchived)
            continue;
        tuned.push_back(this->tuned(run));
        tuned.back().name = toQt(run.name);
    }
    if (tuned == m_tuned)
        return;
    m_tuned = std::move(tuned);
    update();
}

const ShelfEntry &ModelShelf::tuned(const RunRecord &run)
{
    const auto found = m_read.find(run.id);
    if (found != m_read.end())
        return found->second;
    auto recipe = std::make_shared<Recipe>(parseRecipe(run.recipeYaml, run.folder).recipe);
    ShelfEntry entry;
    entry.kind = ShelfEntry::Kind::Tuned;
    entry.folder = toQt(RunFolder { run.folder }.final());
    entry.run = run.id;
    entry.isAdapter = usesLora(recipe->layers.lora);
    entry.recipe = std::move(recipe);
    return m_read.emplace(run.id, std::move(entry)).first->second;
}

/// Few rows, seldom changed: the view keeps its current one by folder.
void ModelShelf::update()
{
    beginResetModel();
    m_entries.clear();
    ShelfEntry bundled;
    bundled.folder = QStringLiteral("bundled");
    bundled.name = tr("Bundled es/en");
    m_entries.push_back(std::move(bundled));
    m_entries.insert(m_entries.end(), m_imported.begin(), m_imported.end());
    m_entries.insert(m_entries.end(), m_tuned.begin(), m_tuned.end());
    endResetModel();
}

int ModelShelf::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_entries.size());
}

QVariant ModelShelf::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const ShelfEntry &entry = this->entry(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return entry.name;
    case Qt::ToolTipRole:
        return entry.kind == ShelfEntry::Kind::Bundled ? origin(entry)
                                                       : QDir::toNativeSeparators(entry.folder);
    case Qt::AccessibleDescriptionRole:
    case OriginRole:
        return origin(entry);
    case FolderRole:
        return entry.folder;
    case KindRole:
        return static_cast<int>(entry.kind);
    default:
        return {};
    }
}

int ModelShelf::rowOf(const QString &folder) const
{
    const auto found = std::find_if(m_entries.begin(), m_entries.end(),
                                    [&](const auto &one) { return one.folder == folder; });
    return found == m_entries.end() ? -1 : static_cast<int>(found - m_entries.begin());
}

QString ModelShelf::origin(const ShelfEntry &entry)
{
    switch (entry.kind) {
    case ShelfEntry::Kind::Bundled:
        return tr("Comes with the studio");
    case ShelfEntry::Kind::Imported:
        return entry.isAdapter ? tr("Imported adapter") : tr("Imported folder");
    case ShelfEntry::Kind::Tuned:
        break;
    }
    return entry.isAdapter ? tr("Adapter of run %1").arg(entry.run)
                           : tr("Model of run %1").arg(entry.run);
}

void ModelShelf::retranslate()
{
    m_entries.front().name = tr("Bundled es/en");
    emit dataChanged(index(0), index(rowCount() - 1));
}

} // namespace tamiz::ui
