// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "core/runs/playground.h"
#include "ui/models/model_shelf.h"

class QComboBox;

namespace tamiz::ui {

class CaptionField;

/// The base and the tuned model of the playground, chosen from the shelf. It reads the shelf when it is
/// filled first, and from then on follows it. GUI thread only.
class TrialModels final : public QWidget
{
    Q_OBJECT

public:
    explicit TrialModels(ModelShelf &shelf, QWidget *parent = nullptr);

    bool isFilled() const;
    void fill();
    /// The tuned model with its base, or a base model alone.
    void choose(const QString &folder);

    const ShelfEntry *tuned() const; ///< nullptr = none is chosen
    TrialModel base() const; ///< without any adapter
    TrialModel asked() const; ///< what answers as the tuned one; the base where none is chosen

signals:
    void chosen();

protected:
    void changeEvent(QEvent *event) override;

private:
    void addBase(const QString &folder);
    void takeTuned();
    void retranslate();

    ModelShelf &m_shelf;
    QComboBox *m_baseChoice;
    QComboBox *m_tunedChoice;
    CaptionField *m_baseField;
    CaptionField *m_tunedField;
    bool m_isChosen = false; ///< by a person: what they chose stays
};

} // namespace tamiz::ui
