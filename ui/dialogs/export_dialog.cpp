// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/export_dialog.h"

#include <QComboBox>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QVBoxLayout>

#include "ui/bridge/convert.h"
#include "ui/bridge/workbench_client.h"
#include "ui/dialogs/error_dialog.h"

namespace tamiz::ui {

namespace {

constexpr int kTextWidth = 520;

/// A run's name as a folder's: letters, digits, dots, dashes and underscores.
QString folderName(QString name)
{
    static const QRegularExpression kOther(QStringLiteral("[^\\w.-]+"),
                                           QRegularExpression::UseUnicodePropertiesOption);
    name.replace(kOther, QStringLiteral("-"));
    return name.isEmpty() ? QStringLiteral("run") : name;
}

} // namespace

ExportDialog::ExportDialog(WorkbenchClient &client, const std::filesystem::path &source,
                           const QString &name, QWidget *parent)
    : QDialog(parent)
    , m_client(client)
    , m_source(source)
    , m_baseName(folderName(name))
    , m_format(new QComboBox(this))
    , m_formatText(new QLabel(this))
    , m_destination(new QLineEdit(this))
    , m_browse(new QPushButton(tr("Browse…"), this))
    , m_progress(new QProgressBar(this))
    , m_result(new QLabel(this))
    , m_start(new QPushButton(tr("Export"), this))
    , m_close(new QPushButton(tr("Close"), this))
{
    setObjectName(QStringLiteral("exportDialog"));
    setWindowTitle(tr("Export what the run learned"));
    makeForm(name);
    connect(m_format, &QComboBox::currentIndexChanged, this, &ExportDialog::updateDestination);
    connect(m_browse, &QPushButton::clicked, this, &ExportDialog::chooseFolder);
    connect(m_destination, &QLineEdit::textChanged, this,
            [this](const QString &text) { m_start->setEnabled(!text.trimmed().isEmpty()); });
    connect(m_start, &QPushButton::clicked, this, &ExportDialog::start);
    connect(m_close, &QPushButton::clicked, this, &QDialog::reject);
    updateDestination();
}

void ExportDialog::makeForm(const QString &name)
{
    auto *title = new QLabel(name, this);
    title->setTextFormat(Qt::PlainText);
    title->setProperty("role", QStringLiteral("heading"));
    m_format->setObjectName(QStringLiteral("exportFormat"));
    m_format->setAccessibleName(tr("Format"));
    m_format->addItem(tr("Adapter (PEFT)"), QStringLiteral("peft"));
    m_format->addItem(tr("Merged model (Hugging Face)"), QStringLiteral("merged"));
    m_formatText->setProperty("role", QStringLiteral("muted"));
    m_formatText->setWordWrap(true);
    m_destination->setObjectName(QStringLiteral("exportDestination"));
    m_destination->setAccessibleName(tr("Folder"));
    m_destination->setToolTip(
        tr("A new or empty folder; it appears only when the export is complete"));
    m_browse->setToolTip(tr("Chooses the folder in which the export's own folder is made"));
    m_start->setObjectName(QStringLiteral("exportStart"));
    m_start->setProperty("kind", QStringLiteral("primary"));
    m_start->setDefault(true);
    m_start->setToolTip(
        tr("Writes the files, reads them back and compares the predictions; takes some seconds"));
    m_progress->setRange(0, 0);
    m_progress->setTextVisible(false);
    m_progress->setAccessibleName(tr("Exporting"));
    m_progress->hide();
    m_result->setObjectName(QStringLiteral("exportResult"));
    m_result->setTextFormat(Qt::PlainText);
    m_result->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_result->setWordWrap(true);
    m_result->hide();

    auto *folder = new QHBoxLayout;
    folder->addWidget(m_destination, 1);
    folder->addWidget(m_browse);
    auto *form = new QFormLayout;
    form->setHorizontalSpacing(16);
    form->setVerticalSpacing(8);
    form->addRow(tr("Format"), m_format);
    form->addRow(QString(), m_formatText);
    form->addRow(tr("Folder"), folder);
    auto *buttons = new QHBoxLayout;
    buttons->addStretch();
    buttons->addWidget(m_close);
    buttons->addWidget(m_start);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(24, 20, 24, 16);
    column->setSpacing(12);
    column->addWidget(title);
    column->addLayout(form);
    column->addWidget(m_progress);
    column->addWidget(m_result);
    column->addLayout(buttons);
    setMinimumWidth(kTextWidth);
}

void ExportDialog::setDestination(const QString &folder)
{
    m_destination->setText(folder);
}

void ExportDialog::updateDestination()
{
    const bool isAdapter = m_format->currentData() == QLatin1String("peft");
    m_formatText->setText(
        isAdapter
            ? tr("A few hundred kilobytes: only what was added to the base model. Loads with PEFT.")
            : tr("A whole model with its tokenizer, as large as the base model. Loads with "
                 "transformers, without an adapter."));
    QString parent = QFileInfo(m_destination->text()).path();
    if (m_destination->text().isEmpty())
        parent = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
    m_destination->setText(QDir(parent).filePath(
        m_baseName + (isAdapter ? QStringLiteral("-adapter") : QStringLiteral("-model"))));
}

void ExportDialog::chooseFolder()
{
    const QString parent = QFileDialog::getExistingDirectory(
        this, tr("Folder for the export"), QFileInfo(m_destination->text()).path());
    if (!parent.isEmpty())
        m_destination->setText(QDir(parent).filePath(QFileInfo(m_destination->text()).fileName()));
}

void ExportDialog::start()
{
    for (QWidget *widget :
         { static_cast<QWidget *>(m_start), static_cast<QWidget *>(m_format),
           static_cast<QWidget *>(m_destination), static_cast<QWidget *>(m_browse) })
        widget->setEnabled(false);
    m_result->hide();
    m_progress->show();
    m_client.exportRun(this, m_source, toStd(m_format->currentData().toString()),
                       toPath(m_destination->text().trimmed()),
                       [this](const Result<ExportReport> &report) { finish(report); });
}

void ExportDialog::finish(const Result<ExportReport> &report)
{
    for (QWidget *widget :
         { static_cast<QWidget *>(m_start), static_cast<QWidget *>(m_format),
           static_cast<QWidget *>(m_destination), static_cast<QWidget *>(m_browse) })
        widget->setEnabled(true);
    m_progress->hide();
    if (!report) {
        showError(this, tr("Exporting"), report.error());
        return;
    }
    QStringList files;
    for (const std::string &file : report->files)
        files << toQt(file);
    m_result->setText(tr("Written to %1: %2. Read back and compared: the predictions differ by at "
                         "most %3.")
                          .arg(toQt(report->folder), files.join(QStringLiteral(", ")),
                               QLocale().toString(report->largestDifference, 'g', 2)));
    m_result->show();
    m_start->setEnabled(false);
    m_close->setDefault(true);
    m_close->setFocus();
}

} // namespace tamiz::ui
