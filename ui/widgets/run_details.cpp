// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/run_details.h"

#include <QComboBox>
#include <QDesktopServices>
#include <QEvent>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QUrl>

#include "ui/bridge/convert.h"
#include "ui/widgets/line_icon.h"

namespace tamiz::ui {

RunDetails::RunDetails(QWidget *parent)
    : QWidget(parent)
    , m_groupLabel(new QLabel(this))
    , m_group(new QComboBox(this))
    , m_tagsLabel(new QLabel(this))
    , m_tags(new QLineEdit(this))
    , m_notesLabel(new QLabel(this))
    , m_notes(new QPlainTextEdit(this))
    , m_folderLabel(new QLabel(this))
    , m_folder(new QLineEdit(this))
    , m_openFolder(new QPushButton(this))
{
    m_group->setEditable(true);
    m_group->setInsertPolicy(QComboBox::NoInsert);
    m_group->setObjectName(QStringLiteral("runGroup"));
    m_tags->setObjectName(QStringLiteral("runTags"));
    m_notes->setObjectName(QStringLiteral("runNotes"));
    m_notes->setTabChangesFocus(true);
    m_folder->setReadOnly(true);
    m_openFolder->setIcon(lineIcon(QStringLiteral("open")));
    m_groupLabel->setBuddy(m_group);
    m_tagsLabel->setBuddy(m_tags);
    m_notesLabel->setBuddy(m_notes);
    m_folderLabel->setBuddy(m_folder);

    auto *grid = new QGridLayout(this);
    grid->setContentsMargins(0, 8, 0, 0);
    grid->setHorizontalSpacing(8);
    grid->setVerticalSpacing(8);
    grid->addWidget(m_groupLabel, 0, 0);
    grid->addWidget(m_group, 0, 1, 1, 2);
    grid->addWidget(m_tagsLabel, 1, 0);
    grid->addWidget(m_tags, 1, 1, 1, 2);
    grid->addWidget(m_folderLabel, 2, 0);
    grid->addWidget(m_folder, 2, 1);
    grid->addWidget(m_openFolder, 2, 2);
    grid->addWidget(m_notesLabel, 0, 3, Qt::AlignTop);
    grid->addWidget(m_notes, 0, 4, 4, 1);
    grid->setColumnStretch(1, 1);
    grid->setColumnStretch(4, 1);
    grid->setRowStretch(3, 1);

    connect(m_group->lineEdit(), &QLineEdit::editingFinished, this, &RunDetails::commit);
    connect(m_group, &QComboBox::activated, this, &RunDetails::commit);
    connect(m_tags, &QLineEdit::editingFinished, this, &RunDetails::commit);
    m_notes->installEventFilter(this); // QPlainTextEdit has no editingFinished()
    connect(m_openFolder, &QPushButton::clicked, this,
            [this] { QDesktopServices::openUrl(QUrl::fromLocalFile(m_folder->text())); });
    retranslate();
}

void RunDetails::show(const RunRecord &run)
{
    const bool isOther = run.id != m_run.id;
    if (isOther)
        commit();
    m_run = run;
    if (isOther || !m_group->lineEdit()->hasFocus())
        m_group->setEditText(toQt(run.group));
    if (isOther || !m_tags->hasFocus())
        m_tags->setText(toTags(run.tags).join(QStringLiteral(", ")));
    if ((isOther || !m_notes->hasFocus()) && m_notes->toPlainText() != toQt(run.notes))
        m_notes->setPlainText(toQt(run.notes));
    m_folder->setText(toQt(run.folder));
    m_openFolder->setEnabled(!run.folder.empty());
}

void RunDetails::setKnownGroups(const QStringList &groups)
{
    const QString text = m_group->currentText();
    m_group->clear();
    m_group->addItems(groups);
    m_group->setEditText(text);
}

void RunDetails::commit()
{
    if (m_run.id == 0)
        return;
    if (const QString group = m_group->currentText().simplified(); group != toQt(m_run.group)) {
        m_run.group = toStd(group);
        emit groupEdited(m_run.id, group);
    }
    const QStringList tags = toTags(toStd(m_tags->text()));
    if (tags != toTags(m_run.tags)) {
        m_run.tags = fromTags(tags);
        emit tagsEdited(m_run.id, tags);
    }
    if (const QString notes = m_notes->toPlainText(); notes != toQt(m_run.notes)) {
        m_run.notes = toStd(notes);
        emit notesEdited(m_run.id, notes);
    }
}

bool RunDetails::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_notes && event->type() == QEvent::FocusOut)
        commit();
    return QWidget::eventFilter(watched, event);
}

void RunDetails::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

void RunDetails::retranslate()
{
    m_groupLabel->setText(tr("Group"));
    m_group->setAccessibleName(tr("Group of the run"));
    m_group->setToolTip(tr("Runs of one experiment share a group; the list can be filtered by it"));
    m_tagsLabel->setText(tr("Tags"));
    m_tags->setAccessibleName(tr("Tags of the run, separated by commas"));
    m_tags->setToolTip(tr("Separated by commas; the list can be filtered by them"));
    m_tags->setPlaceholderText(tr("e.g. baseline, spanish"));
    m_notesLabel->setText(tr("Notes"));
    m_notes->setAccessibleName(tr("Notes on the run"));
    m_notes->setToolTip(tr("Kept with the run; the search finds them"));
    m_notes->setPlaceholderText(tr("What was tried, what was seen"));
    m_folderLabel->setText(tr("Folder"));
    m_folder->setAccessibleName(tr("Folder of the run"));
    m_folder->setToolTip(tr("Recipe, events, log and checkpoints of the run"));
    m_openFolder->setText(tr("Open"));
    m_openFolder->setToolTip(tr("Shows the folder in the file manager"));
}

} // namespace tamiz::ui
