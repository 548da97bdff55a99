// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include <QAbstractTableModel>

#include "core/runs/workbench.h"

namespace tamiz::ui {

/// The token classes of a recipe with their rules: a row for each rule, and one for each class
/// without a rule. Editing asks with edited() and changes nothing itself; the answer is the next
/// setMasking(). GUI thread only.
class TokenClassModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Name, Frequency, Reliance, Mode, Probability, Steps, ColumnCount };
    enum Role {
        ClassRole = Qt::UserRole, ///< int: index in masking.classes
        RuleRole, ///< int: index in masking.rules, -1 without a rule
        BarRole, ///< double 0..1: length of a bar; invalid while unknown
        SeverityRole ///< int: a Severity, where the recipe has a problem
    };
    /// EditRole of Mode: this, or a MaskMode.
    static constexpr int kNoMode = -1;

    explicit TokenClassModel(QObject *parent = nullptr);

    void setMasking(const MaskingSection &masking, const std::vector<Problem> &problems);
    /// Empty while unknown.
    void setFrequencies(const std::vector<ClassFrequency> &frequencies);
    void setReliance(const std::vector<RelianceValue> &reliance);

    const MaskingSection &masking() const { return m_masking; }
    int classAt(int row) const;
    int ruleAt(int row) const;
    int rowOfClass(int index) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;

    void retranslate();

signals:
    void edited(const tamiz::MaskingSection &masking, const QString &text);

private:
    struct Row
    {
        int tokenClass = 0;
        int rule = -1;
        bool operator==(const Row &) const = default;
    };

    static std::vector<Row> rowsOf(const MaskingSection &masking);
    const TokenClass &classOf(const Row &row) const;
    const MaskRule *ruleOf(const Row &row) const;
    const ClassFrequency *frequencyOf(const Row &row) const;
    const RelianceValue *relianceOf(const Row &row) const;
    QVariant text(const Row &row, int column) const;
    QVariant editValue(const Row &row, int column) const;
    QVariant bar(const Row &row, int column) const;
    QString toolTip(const Row &row, int column) const;
    std::optional<Severity> severityOf(const Row &row, int column) const;
    QString problemText(const Row &row, int column) const;
    bool setMode(const Row &row, int mode);

    MaskingSection m_masking;
    std::vector<Row> m_rows;
    std::vector<Problem> m_problems;
    std::vector<ClassFrequency> m_frequencies;
    std::vector<RelianceValue> m_reliance;
};

} // namespace tamiz::ui
