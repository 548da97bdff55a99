// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

#include <QDialog>

#include "core/base/result.h"
#include "core/runs/workbench.h"

class QComboBox;
class QLabel;
class QLineEdit;
class QProgressBar;
class QPushButton;

namespace tamiz::ui {

class WorkbenchClient;

/// Exports what a run learned: format and folder, then the engine writes it, reads it back and
/// compares; the report stays in sight. Closing the dialog drops the answer, never a finished export.
/// GUI thread only.
class ExportDialog : public QDialog
{
    Q_OBJECT

public:
    /// @p source is a run folder or one of its checkpoints; @p name is what the export is called.
    ExportDialog(WorkbenchClient &client, const std::filesystem::path &source, const QString &name,
                 QWidget *parent = nullptr);

    void setDestination(const QString &folder);

private:
    void makeForm(const QString &name);
    void chooseFolder();
    void updateDestination();
    void start();
    void finish(const Result<ExportReport> &report);

    WorkbenchClient &m_client;
    const std::filesystem::path m_source;
    const QString m_baseName;

    QComboBox *m_format;
    QLabel *m_formatText;
    QLineEdit *m_destination;
    QPushButton *m_browse;
    QProgressBar *m_progress;
    QLabel *m_result;
    QPushButton *m_start;
    QPushButton *m_close;
};

} // namespace tamiz::ui
