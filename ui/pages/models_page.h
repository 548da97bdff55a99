// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <map>

#include <QWidget>

#include "core/base/result.h"
#include "core/runs/model_details.h"
#include "core/runs/workbench.h"

class QAction;
class QLabel;
class QListView;
class QProgressBar;

namespace tamiz::ui {

class AppSettings;
class ModelShelf;
class ModelView;
class WorkbenchClient;
struct ShelfEntry;

/// Answers "what do I have?": the models that the studio knows of, and one of them in detail.
/// GUI thread only.
class ModelsPage final : public QWidget
{
    Q_OBJECT

public:
    /// @p library takes models that are converted on their import. All must outlive the page.
    ModelsPage(WorkbenchClient &client, ModelShelf &shelf, AppSettings &settings,
               std::filesystem::path library, QWidget *parent = nullptr);

    /// Puts the folder on the list and shows it.
    void importFolder(const QString &folder);
    /// Converts a model file of llama2.c with its tokenizer into the library and puts it on the list.
    void importLlama2c(const QString &file, const QString &tokenizer);
    void showModel(const QString &folder);

    const ShelfEntry *current() const; ///< nullptr while there is none
    ModelView *view() const { return m_view; }

signals:
    /// @p adapter is empty for a whole model.
    void useRequested(const QString &model, const QString &adapter);
    void tryRequested(const QString &folder);

protected:
    void showEvent(QShowEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    QAction *makeAction(const char *name, const QString &icon, const QKeySequence &shortcut);
    void makeActions();
    void layOut();
    void keepCurrent();
    void showCurrent();
    void updateActions();
    void chooseFolder();
    void chooseLlama2c();
    void useCurrent();
    void removeCurrent();
    void openCurrentFolder();
    void takeImport(const Result<ExportReport> &report);
    void retranslate();

    WorkbenchClient &m_client;
    ModelShelf &m_shelf;
    AppSettings &m_settings;
    const std::filesystem::path m_library;
    std::map<QString, Result<ModelDetails>> m_details; ///< by folder, of this session
    QString m_currentFolder;

    QAction *m_use;
    QAction *m_try;
    QAction *m_openFolder;
    QAction *m_import;
    QAction *m_importLlama2c;
    QAction *m_remove;
    QAction *m_refresh;
    QAction *m_find;
    QLabel *m_title;
    QLabel *m_hint;
    QListView *m_list;
    QProgressBar *m_progress;
    ModelView *m_view;
};

} // namespace tamiz::ui
