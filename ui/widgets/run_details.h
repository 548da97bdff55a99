// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "core/store/run_store.h"

class QComboBox;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;

namespace tamiz::ui {

/// What a person writes about a run (group, tags, notes), and where its folder is. An edit is handed
/// over when the field is left. GUI thread only.
class RunDetails final : public QWidget
{
    Q_OBJECT

public:
    explicit RunDetails(QWidget *parent = nullptr);

    /// Shows the run; a field that a person is editing keeps its text while the run is the same.
    void show(const RunRecord &run);
    void setKnownGroups(const QStringList &groups);

signals:
    void groupEdited(tamiz::RunId run, const QString &group);
    void tagsEdited(tamiz::RunId run, const QStringList &tags);
    void notesEdited(tamiz::RunId run, const QString &notes);

protected:
    void changeEvent(QEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void commit();
    void retranslate();

    RunRecord m_run;
    QLabel *m_groupLabel;
    QComboBox *m_group;
    QLabel *m_tagsLabel;
    QLineEdit *m_tags;
    QLabel *m_notesLabel;
    QPlainTextEdit *m_notes;
    QLabel *m_folderLabel;
    QLineEdit *m_folder;
    QPushButton *m_openFolder;
};

} // namespace tamiz::ui
