// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/trial_models.h"

#include <algorithm>

#include <QComboBox>
#include <QEvent>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QSignalBlocker>

#include "ui/bridge/convert.h"
#include "ui/widgets/caption_field.h"

namespace tamiz::ui {

TrialModels::TrialModels(ModelShelf &shelf, QWidget *parent)
    : QWidget(parent)
    , m_shelf(shelf)
    , m_baseChoice(new QComboBox(this))
    , m_tunedChoice(new QComboBox(this))
    , m_baseField(new CaptionField(m_baseChoice, {}, CaptionField::Note::None, this))
    , m_tunedField(new CaptionField(m_tunedChoice, {}, CaptionField::Note::None, this))
{
    m_baseChoice->setObjectName(QStringLiteral("baseModel"));
    m_tunedChoice->setObjectName(QStringLiteral("tunedModel"));
    auto *const row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(12);
    row->addWidget(m_baseField, 1);
    row->addWidget(m_tunedField, 1);

    connect(m_tunedChoice, &QComboBox::activated, this, [this] {
        m_isChosen = true;
        takeTuned();
    });
    connect(m_baseChoice, &QComboBox::activated, this, [this] {
        m_isChosen = true;
        emit chosen();
    });
    const auto refill = [this] {
        if (isFilled())
            fill();
    };
    connect(&m_shelf, &QAbstractItemModel::modelReset, this, refill);
    connect(&m_shelf, &QAbstractItemModel::dataChanged, this,
            refill); // names in the other language
    retranslate();
}

bool TrialModels::isFilled() const
{
    return m_baseChoice->count() > 0;
}

/// Tuned ones are what people and runs made; any whole model can be a base.
void TrialModels::fill()
{
    const QString base = m_baseChoice->currentData().toString();
    const QString tuned = m_tunedChoice->currentData().toString();
    const QSignalBlocker blockBase(m_baseChoice);
    const QSignalBlocker blockTuned(m_tunedChoice);
    m_baseChoice->clear();
    m_tunedChoice->clear();
    m_tunedChoice->addItem(tr("None"), QString());
    int newest = 0;
    for (int row = 0; row < m_shelf.rowCount(); ++row) {
        const ShelfEntry &entry = m_shelf.entry(row);
        if (!entry.isAdapter)
            m_baseChoice->addItem(entry.name, entry.folder);
        if (entry.kind != ShelfEntry::Kind::Bundled)
            m_tunedChoice->addItem(entry.name, entry.folder);
        if (entry.kind == ShelfEntry::Kind::Tuned && newest == 0)
            newest = m_tunedChoice->count() - 1;
    }
    const int before = m_isChosen ? std::max(m_tunedChoice->findData(tuned), 0) : newest;
    m_tunedChoice->setCurrentIndex(before);
    if (!base.isEmpty())
        addBase(base);
    if (base.isEmpty() || m_tunedChoice->currentData().toString() != tuned)
        takeTuned();
}

void TrialModels::choose(const QString &folder)
{
    if (!isFilled())
        fill();
    m_isChosen = true;
    const int tuned = m_tunedChoice->findData(folder);
    m_tunedChoice->setCurrentIndex(std::max(tuned, 0));
    if (tuned < 0)
        addBase(folder);
    takeTuned();
}

const ShelfEntry *TrialModels::tuned() const
{
    const int row = m_shelf.rowOf(m_tunedChoice->currentData().toString());
    return row < 0 ? nullptr : &m_shelf.entry(row);
}

TrialModel TrialModels::base() const
{
    return { toPath(m_baseChoice->currentData().toString()), {}, 1 };
}

TrialModel TrialModels::asked() const
{
    TrialModel model = base();
    const ShelfEntry *const entry = tuned();
    if (entry)
        (entry->isAdapter ? model.adapter : model.model) = toPath(entry->folder);
    return model;
}

void TrialModels::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

void TrialModels::addBase(const QString &folder)
{
    if (m_baseChoice->findData(folder) < 0)
        m_baseChoice->addItem(QFileInfo(folder).fileName(), folder);
    m_baseChoice->setCurrentIndex(m_baseChoice->findData(folder));
}

void TrialModels::takeTuned()
{
    const ShelfEntry *const entry = tuned();
    if (entry && !entry->base().isEmpty())
        addBase(entry->base());
    emit chosen();
}

void TrialModels::retranslate()
{
    m_baseField->setCaption(tr("Base"), tr("The model as it was before the training"));
    m_tunedField->setCaption(tr("Tuned"),
                             tr("What a finished run left, or a folder that you imported"));
    if (isFilled())
        m_tunedChoice->setItemText(0, tr("None"));
}

} // namespace tamiz::ui
