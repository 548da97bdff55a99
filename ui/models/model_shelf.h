// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <memory>
#include <vector>

#include <QAbstractListModel>
#include <QStringList>

#include "core/recipe/recipe.h"
#include "core/store/run_store.h"

namespace tamiz::ui {

/// A model that the studio knows of.
struct ShelfEntry
{
    enum class Kind {
        Bundled,
        Imported, ///< a folder that a person named
        Tuned ///< what a finished run left
    };

    Kind kind = Kind::Bundled;
    QString name;
    QString folder; ///< "bundled", or the folder's path
    bool isAdapter = false; ///< it needs a base model
    RunId run = 0; ///< Tuned
    std::shared_ptr<const Recipe> recipe; ///< Tuned: what it was trained by

    /// The model that the adapter was trained on; empty where only the folder knows.
    QString base() const;

    bool operator==(const ShelfEntry &) const = default;
};

/// The bundled model, the imported folders and the results of finished runs, in this order, newest
/// first within each. GUI thread only.
class ModelShelf final : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role {
        FolderRole = Qt::UserRole + 1, ///< QString
        KindRole, ///< int of ShelfEntry::Kind
        OriginRole ///< QString: "Imported", "Adapter of run 3" ...
    };

    explicit ModelShelf(QObject *parent = nullptr);

    void setImported(const QStringList &folders);
    void setRuns(const std::vector<RunRecord> &runs);

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;

    const ShelfEntry &entry(int row) const { return m_entries[static_cast<std::size_t>(row)]; }
    int rowOf(const QString &folder) const; ///< -1 when absent

    void retranslate();

private:
    void update();
    const ShelfEntry &tuned(const RunRecord &run);
    static QString origin(const ShelfEntry &entry);

    std::vector<ShelfEntry> m_entries;
    std::vector<ShelfEntry> m_imported;
    std::vector<ShelfEntry> m_tuned;
    std::map<RunId, ShelfEntry> m_read; ///< recipes are read once
};

} // namespace tamiz::ui
