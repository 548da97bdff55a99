// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QWidget>

#include "ui/models/class_table_model.h"
#include "ui/models/comparison.h"

class QCheckBox;
class QComboBox;
class QLabel;
class QStackedWidget;
class QTableView;
class QTabWidget;

namespace tamiz::ui {

class CompareModel;
class ResultModel;

/// Results over seeds, figures a token class, and settings, as tabs. GUI thread only.
class CompareTables final : public QWidget
{
    Q_OBJECT

public:
    explicit CompareTables(QWidget *parent = nullptr);

    void setComparison(const Comparison &comparison);
    void setOnlyDifferences(bool isOnly);

    const ResultModel &results() const { return *m_results; }
    const ClassTableModel &classes() const { return *m_classes; }
    const CompareModel &settings() const { return *m_settings; }
    QString classTitle() const; ///< the figure that the class table shows

protected:
    void changeEvent(QEvent *event) override;

private:
    void showClasses();
    void showSettings();
    void retranslate();

    Comparison m_comparison;
    std::vector<ClassMetric> m_metrics;
    ResultModel *m_results;
    ClassTableModel *m_classes;
    CompareModel *m_settings;
    QTabWidget *m_tabs;
    QTableView *m_resultView;
    QTableView *m_classView;
    QTableView *m_settingView;
    QComboBox *m_metric;
    QCheckBox *m_onlyDifferences;
    QStackedWidget *m_corner;
    QLabel *m_noClasses;
    QLabel *m_noDifferences;
    QStackedWidget *m_classStack;
    QStackedWidget *m_settingStack;
};

} // namespace tamiz::ui
