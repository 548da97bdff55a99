// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QWidget>

#include "ui/models/model_facts.h"

class QGridLayout;
class QLabel;

namespace tamiz::ui {

/// Facts as captions with their values below, in as many columns as there is room for. A value that
/// is too long is elided; its tool tip has it whole. GUI thread only.
class FactGrid final : public QWidget
{
    Q_OBJECT

public:
    explicit FactGrid(QWidget *parent = nullptr);

    void setFacts(const std::vector<ModelFact> &facts);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    struct Cell
    {
        QLabel *name;
        QLabel *value;
    };

    int fittingColumns() const;
    void arrange();
    void elide();

    QGridLayout *m_grid;
    std::vector<ModelFact> m_facts;
    std::vector<Cell> m_cells;
    int m_columns = 0;
};

} // namespace tamiz::ui
