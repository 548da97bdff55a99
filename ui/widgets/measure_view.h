// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>

#include <QTimer>
#include <QWidget>

#include "core/metrics/metric_event.h"
#include "core/store/run_store.h"

class QLabel;
class QStackedWidget;
class QTableView;

namespace tamiz::ui {

class MeasureTableModel;

/// The last value of everything a run measured, as a table that follows a live run. GUI thread only.
class MeasureView final : public QWidget
{
    Q_OBJECT

public:
    explicit MeasureView(QWidget *parent = nullptr);

    void clear(bool isLossInNats = true);
    void take(const SeriesKey &key, const SeriesPoints &points);
    const MeasureTableModel &model() const { return *m_model; }

protected:
    void showEvent(QShowEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void fill();
    void retranslate();

    MeasureTableModel *m_model;
    QStackedWidget *m_stack;
    QLabel *m_nothing;
    QTableView *m_view;
    std::map<SeriesKey, double> m_values;
    bool m_isLossInNats = true;
    bool m_isStale = false;
    QTimer m_fill; ///< many curves arrive in one turn
};

} // namespace tamiz::ui
