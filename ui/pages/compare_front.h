// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include <QWidget>

#include "ui/models/comparison.h"

class QComboBox;
class QLabel;
class QPushButton;

namespace tamiz::ui {

class ScatterPlot;

/// Task gain against forgetting: the end of each run as a large mark, its earlier evaluations as
/// small ones, and the front of what nothing else beats. GUI thread only.
class CompareFront final : public QWidget
{
    Q_OBJECT

public:
    /// A point of the plot as what it stands for.
    struct Place
    {
        RunId run = 0;
        std::int64_t step = 0;
        bool isEnd = false;
    };

    explicit CompareFront(QWidget *parent = nullptr);

    void setComparison(const Comparison &comparison);
    ScatterPlot *plot() const { return m_plot; }
    std::optional<Place> selected() const;

signals:
    void exportRequested(tamiz::RunId run, qint64 step, bool isEnd);
    void runRequested(tamiz::RunId run);

protected:
    void changeEvent(QEvent *event) override;

private:
    void fillChoices();
    void showPoints();
    void updateSelection();
    void retranslate();

    Comparison m_comparison;
    std::vector<SeriesKey> m_gains;
    std::vector<std::string> m_references; ///< the first choice is their mean
    std::vector<Place> m_places;
    QComboBox *m_gain;
    QComboBox *m_reference;
    ScatterPlot *m_plot;
    QLabel *m_selection;
    QPushButton *m_export;
    QPushButton *m_open;
};

} // namespace tamiz::ui
