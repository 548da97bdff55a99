// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/models_page.h"

#include <utility>

#include <QAction>
#include <QDesktopServices>
#include <QDir>
#include <QEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QListView>
#include <QProgressBar>
#include <QToolButton>
#include <QUrl>
#include <QVBoxLayout>

#include "ui/bridge/convert.h"
#include "ui/bridge/workbench_client.h"
#include "ui/dialogs/error_dialog.h"
#include "ui/models/model_shelf.h"
#include "ui/settings/app_settings.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/line_icon.h"
#include "ui/widgets/model_view.h"
#include "ui/widgets/shelf_delegate.h"
#include "ui/widgets/text_label.h"

namespace tamiz::ui {

namespace {

constexpr int kMargin = 16;
constexpr int kListWidth = 264;

} // namespace

ModelsPage::ModelsPage(WorkbenchClient &client, ModelShelf &shelf, AppSettings &settings,
                       std::filesystem::path library, QWidget *parent)
    : QWidget(parent)
    , m_client(client)
    , m_shelf(shelf)
    , m_settings(settings)
    , m_library(std::move(library))
    , m_use(makeAction("useModel", QStringLiteral("experiment"),
                       QKeySequence(Qt::CTRL | Qt::Key_Return)))
    , m_try(makeAction("tryModel", QStringLiteral("eye"), QKeySequence(Qt::CTRL | Qt::Key_T)))
    , m_openFolder(makeAction("openModelFolder", QStringLiteral("open"),
                              QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_O)))
    , m_import(
          makeAction("importModel", QStringLiteral("import"), QKeySequence(Qt::CTRL | Qt::Key_I)))
    , m_importLlama2c(makeAction("importLlama2c", QStringLiteral("import"),
                                 QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_I)))
    , m_remove(makeAction("removeModel", QStringLiteral("remove"),
                          QKeySequence(Qt::CTRL | Qt::Key_Delete)))
    , m_refresh(makeAction("readModelAgain", QStringLiteral("refresh"), QKeySequence::Refresh))
    , m_find(makeAction("findTensor", QStringLiteral("search"), QKeySequence::Find))
    , m_title(new QLabel(this))
    , m_hint(makeTextLabel("caption", this))
    , m_list(new QListView(this))
    , m_progress(new QProgressBar(this))
    , m_view(new ModelView({ m_use, m_try, m_openFolder }, this))
{
    setObjectName(QStringLiteral("models"));
    setProperty("role", QStringLiteral("page"));
    makeActions();
    layOut();
    m_shelf.setImported(m_settings.modelFolders());
    connect(&m_settings, &AppSettings::modelFoldersChanged, this,
            [this] { m_shelf.setImported(m_settings.modelFolders()); });
    connect(&m_shelf, &QAbstractItemModel::modelReset, this, &ModelsPage::keepCurrent);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this,
            &ModelsPage::showCurrent);
    retranslate();
    keepCurrent();
}

QAction *ModelsPage::makeAction(const char *name, const QString &icon, const QKeySequence &shortcut)
{
    auto *const action = new QAction(lineIcon(icon), {}, this);
    action->setObjectName(QLatin1String(name));
    action->setShortcut(shortcut);
    return action;
}

void ModelsPage::makeActions()
{
    addActions(
        { m_use, m_try, m_openFolder, m_import, m_importLlama2c, m_remove, m_refresh, m_find });
    connect(m_use, &QAction::triggered, this, &ModelsPage::useCurrent);
    connect(m_try, &QAction::triggered, this, [this] { emit tryRequested(m_currentFolder); });
    connect(m_openFolder, &QAction::triggered, this, &ModelsPage::openCurrentFolder);
    connect(m_import, &QAction::triggered, this, &ModelsPage::chooseFolder);
    connect(m_importLlama2c, &QAction::triggered, this, &ModelsPage::chooseLlama2c);
    connect(m_remove, &QAction::triggered, this, &ModelsPage::removeCurrent);
    connect(m_refresh, &QAction::triggered, this, [this] {
        m_details.erase(m_currentFolder);
        showCurrent();
    });
    connect(m_find, &QAction::triggered, m_view, &ModelView::focusFilter);
}

void ModelsPage::layOut()
{
    m_title->setProperty("role", QStringLiteral("heading"));
    m_list->setObjectName(QStringLiteral("modelList"));
    m_list->setModel(&m_shelf);
    m_list->setItemDelegate(new ShelfDelegate(m_list));
    m_list->setUniformItemSizes(true);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setContextMenuPolicy(Qt::ActionsContextMenu);
    m_list->addActions({ m_use, m_try, m_openFolder, m_refresh, m_remove });
    m_progress->setRange(0, 0);
    m_progress->hide();

    auto *const header = new QHBoxLayout;
    header->addWidget(m_title, 1);
    auto *const remove = new QToolButton(this);
    remove->setDefaultAction(m_remove);
    remove->setFocusPolicy(Qt::StrongFocus);
    header->addWidget(remove);
    auto *const import = new ActionButton(m_import, ActionButton::Kind::Plain, this);
    import->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);

    auto *const left = new QWidget(this);
    left->setFixedWidth(kListWidth);
    auto *const column = new QVBoxLayout(left);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    column->addLayout(header);
    column->addWidget(m_list, 1);
    column->addWidget(m_progress);
    column->addWidget(import);
    column->addWidget(m_hint);
    auto *const row = new QHBoxLayout(this);
    row->setContentsMargins(kMargin, kMargin, kMargin, kMargin);
    row->setSpacing(kMargin);
    row->addWidget(left);
    row->addWidget(m_view, 1);
    setFocusProxy(m_list);
}

void ModelsPage::importFolder(const QString &folder)
{
    const QString path = QDir(folder).absolutePath();
    m_details.erase(path);
    m_settings.addModelFolder(path);
    showModel(path);
}

void ModelsPage::importLlama2c(const QString &file, const QString &tokenizer)
{
    m_progress->show();
    m_importLlama2c->setEnabled(false);
    m_client.importLlama2c(this, toPath(file), toPath(tokenizer), m_library,
                           toStd(QFileInfo(file).completeBaseName()),
                           [this](const Result<ExportReport> &report) { takeImport(report); });
}

void ModelsPage::takeImport(const Result<ExportReport> &report)
{
    m_progress->hide();
    m_importLlama2c->setEnabled(true);
    if (report)
        importFolder(toQt(report->folder));
    else
        showError(this, tr("Importing the model"), report.error());
}

void ModelsPage::showModel(const QString &folder)
{
    if (const int row = m_shelf.rowOf(folder); row >= 0)
        m_list->setCurrentIndex(m_shelf.index(row));
}

const ShelfEntry *ModelsPage::current() const
{
    const QModelIndex index = m_list->currentIndex();
    return index.isValid() ? &m_shelf.entry(index.row()) : nullptr;
}

/// The list was made anew: the same folder stays the current one, or else its first.
void ModelsPage::keepCurrent()
{
    const int row = m_shelf.rowOf(m_currentFolder);
    m_list->setCurrentIndex(m_shelf.index(row < 0 ? 0 : row));
}

void ModelsPage::showCurrent()
{
    const ShelfEntry *const entry = current();
    if (!entry)
        return;
    m_currentFolder = entry->folder;
    m_view->showEntry(*entry);
    const auto known = m_details.find(m_currentFolder);
    if (known != m_details.end()) {
        m_view->setDetails(known->second);
    } else if (isVisible()) { // a page that nobody sees does not have the engine loaded
        m_client.inspectFolder(
            this, toPath(m_currentFolder),
            [this, folder = m_currentFolder](const Result<ModelDetails> &answer) {
                m_details.insert_or_assign(folder, answer);
                showCurrent();
            });
    }
    setProperty("ready", known != m_details.end());
    updateActions();
}

void ModelsPage::updateActions()
{
    const ShelfEntry *const entry = current();
    const auto known = m_details.find(m_currentFolder);
    const bool isUsable = known != m_details.end() && known->second.has_value()
        && !hasErrors(known->second->problems);
    m_use->setEnabled(isUsable);
    m_try->setEnabled(isUsable);
    m_remove->setEnabled(entry && entry->kind == ShelfEntry::Kind::Imported);
}

void ModelsPage::chooseFolder()
{
    const QString folder = QFileDialog::getExistingDirectory(
        this, tr("Import a model or adapter folder in Hugging Face layout"),
        m_settings.modelFolders().value(0));
    if (!folder.isEmpty())
        importFolder(folder);
}

void ModelsPage::chooseLlama2c()
{
    const QString all = QStringLiteral(";;") + tr("All files (*)");
    const QString file = QFileDialog::getOpenFileName(this, tr("Model file of llama2.c"), {},
                                                      tr("Models of llama2.c (*.bin)") + all);
    if (file.isEmpty())
        return;
    const QString tokenizer
        = QFileDialog::getOpenFileName(this, tr("Its SentencePiece model"), QFileInfo(file).path(),
                                       tr("SentencePiece models (*.model)") + all);
    if (!tokenizer.isEmpty())
        importLlama2c(file, tokenizer);
}

void ModelsPage::useCurrent()
{
    const ModelDetails &details = *m_details.at(m_currentFolder);
    if (details.isAdapter) {
        const ShelfEntry &entry = *current();
        emit useRequested(entry.base().isEmpty() ? toQt(details.base) : entry.base(), entry.folder);
    } else {
        emit useRequested(m_currentFolder, {});
    }
}

void ModelsPage::removeCurrent()
{
    m_settings.removeModelFolder(m_currentFolder);
}

void ModelsPage::openCurrentFolder()
{
    const auto known = m_details.find(m_currentFolder);
    const bool isRead = known != m_details.end() && known->second.has_value();
    QDesktopServices::openUrl(
        QUrl::fromLocalFile(isRead ? toQt(known->second->folder) : m_currentFolder));
}

void ModelsPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    showCurrent();
}

void ModelsPage::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

void ModelsPage::retranslate()
{
    const auto name = [](QAction *action, const QString &text, const QString &toolTip) {
        action->setText(text);
        action->setToolTip(toolTip);
        action->setStatusTip(toolTip);
    };
    setWindowTitle(tr("Models"));
    setAccessibleDescription(tr("What do I have: base models and adapters, and what is in them"));
    m_shelf.retranslate();
    if (m_details.contains(m_currentFolder)) // shown: its name may be in the other language
        showCurrent();
    m_title->setText(tr("Models"));
    m_list->setAccessibleName(tr("Models that the studio knows of"));
    m_progress->setAccessibleName(tr("Importing the model"));
    m_hint->setText(tr("Or drop a folder anywhere on the window. It stays where it is."));
    name(
        m_use, tr("Use in an experiment"),
        tr("Opens the designer with this model; an adapter is trained further. Nothing runs before "
           "you press Start."));
    name(m_try, tr("Try it"),
         tr("Opens the playground with this model; it is loaded when you ask"));
    name(m_openFolder, tr("Open folder"), tr("Shows the folder in the file manager"));
    name(m_import, tr("Import folder…"),
         tr("Puts a folder in Hugging Face layout on this list; it is read, not copied"));
    name(
        m_importLlama2c, tr("Import a llama2.c file…"),
        tr("Converts a model file of llama2.c and its tokenizer into a folder of the studio's own; "
           "takes the model's size on the disk"));
    name(m_remove, tr("Remove from the list"), tr("Forgets an imported folder; its files stay"));
    name(m_refresh, tr("Read again"), tr("Looks into the folder once more"));
    name(m_find, tr("Find a tensor"), tr("Goes to the filter of the tensors"));
}

} // namespace tamiz::ui
