// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/token_class_model.h"

#include <algorithm>
#include <cmath>

#include <QLocale>

#include "ui/bridge/convert.h"
#include "ui/models/recipe_text.h"
#include "ui/widgets/quantity_text.h"

namespace tamiz::ui {

namespace {

/// Chance with which a rule begins that a person adds; low enough to learn in spite of it.
constexpr double kFirstProbability = 0.3;

const QString kNothing = QStringLiteral("–");

} // namespace

TokenClassModel::TokenClassModel(QObject *parent)
    : QAbstractTableModel(parent)
{
}

std::vector<TokenClassModel::Row> TokenClassModel::rowsOf(const MaskingSection &masking)
{
    std::vector<Row> rows;
    for (std::size_t c = 0; c < masking.classes.size(); ++c) {
        const std::size_t before = rows.size();
        for (std::size_t r = 0; r < masking.rules.size(); ++r) {
            if (masking.rules[r].tokenClass == masking.classes[c].name)
                rows.push_back({ static_cast<int>(c), static_cast<int>(r) });
        }
        if (rows.size() == before)
            rows.push_back({ static_cast<int>(c), -1 });
    }
    return rows;
}

void TokenClassModel::setMasking(const MaskingSection &masking,
                                 const std::vector<Problem> &problems)
{
    std::vector<Row> rows = rowsOf(masking);
    if (masking == m_masking && problems == m_problems)
        return;
    if (rows.size() == m_rows.size()) {
        m_masking = masking;
        m_rows = std::move(rows);
        m_problems = problems;
        if (!m_rows.empty())
            emit dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
        return;
    }
    beginResetModel();
    m_masking = masking;
    m_rows = std::move(rows);
    m_problems = problems;
    endResetModel();
}

void TokenClassModel::setFrequencies(const std::vector<ClassFrequency> &frequencies)
{
    m_frequencies = frequencies;
    if (!m_rows.empty())
        emit dataChanged(index(0, Frequency), index(rowCount() - 1, Frequency));
}

void TokenClassModel::setReliance(const std::vector<RelianceValue> &reliance)
{
    m_reliance = reliance;
    if (!m_rows.empty())
        emit dataChanged(index(0, Reliance), index(rowCount() - 1, Reliance));
}

int TokenClassModel::classAt(int row) const
{
    return row >= 0 && row < rowCount() ? m_rows[static_cast<std::size_t>(row)].tokenClass : -1;
}

int TokenClassModel::ruleAt(int row) const
{
    return row >= 0 && row < rowCount() ? m_rows[static_cast<std::size_t>(row)].rule : -1;
}

int TokenClassModel::rowOfClass(int tokenClass) const
{
    const auto found = std::find_if(m_rows.begin(), m_rows.end(), [tokenClass](const Row &row) {
        return row.tokenClass == tokenClass;
    });
    return found == m_rows.end() ? -1 : static_cast<int>(found - m_rows.begin());
}

int TokenClassModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int TokenClassModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

const TokenClass &TokenClassModel::classOf(const Row &row) const
{
    return m_masking.classes[static_cast<std::size_t>(row.tokenClass)];
}

const MaskRule *TokenClassModel::ruleOf(const Row &row) const
{
    return row.rule < 0 ? nullptr : &m_masking.rules[static_cast<std::size_t>(row.rule)];
}

const ClassFrequency *TokenClassModel::frequencyOf(const Row &row) const
{
    const auto found
        = std::find_if(m_frequencies.begin(), m_frequencies.end(),
                       [&](const ClassFrequency &one) { return one.name == classOf(row).name; });
    return found == m_frequencies.end() ? nullptr : &*found;
}

const RelianceValue *TokenClassModel::relianceOf(const Row &row) const
{
    const auto found
        = std::find_if(m_reliance.begin(), m_reliance.end(), [&](const RelianceValue &one) {
              return one.tokenClass == classOf(row).name;
          });
    return found == m_reliance.end() ? nullptr : &*found;
}

QVariant TokenClassModel::text(const Row &row, int column) const
{
    const MaskRule *const rule = ruleOf(row);
    switch (column) {
    case Name:
        return toQt(classOf(row).name);
    case Frequency:
        return frequencyOf(row) ? shareText(frequencyOf(row)->share) : kNothing;
    case Reliance:
        return relianceOf(row) ? QLocale().toString(relianceOf(row)->reliance, 'f', 3) : kNothing;
    case Mode:
        if (!rule)
            return kNothing;
        return rule->randomControl ? tr("%1, random").arg(maskModeName(rule->mode))
                                   : maskModeName(rule->mode);
    case Probability:
        return rule ? QLocale().toString(rule->probability, 'g', 3) : kNothing;
    case Steps:
        return rule ? shareText(rule->shareOfSteps) : kNothing;
    default:
        return {};
    }
}

QVariant TokenClassModel::editValue(const Row &row, int column) const
{
    const MaskRule *const rule = ruleOf(row);
    switch (column) {
    case Name:
        return toQt(classOf(row).name);
    case Mode:
        return rule ? static_cast<int>(rule->mode) : kNoMode;
    case Probability:
        return rule ? rule->probability : 0;
    case Steps:
        return rule ? rule->shareOfSteps * 100 : 0;
    default:
        return {};
    }
}

QVariant TokenClassModel::bar(const Row &row, int column) const
{
    double largest = 0;
    if (column == Frequency && frequencyOf(row)) {
        for (const ClassFrequency &one : m_frequencies)
            largest = std::max(largest, one.share);
        return largest > 0 ? frequencyOf(row)->share / largest : 0;
    }
    if (column == Reliance && relianceOf(row)) {
        for (const RelianceValue &one : m_reliance)
            largest = std::max(largest, std::abs(one.reliance));
        return largest > 0 ? std::max(0.0, relianceOf(row)->reliance) / largest : 0;
    }
    return {};
}

QString TokenClassModel::problemText(const Row &row, int column) const
{
    const QString classPath = QStringLiteral("masking.classes[%1]").arg(row.tokenClass);
    const QString rulePath = QStringLiteral("masking.rules[%1]").arg(row.rule);
    for (const Problem &problem : m_problems) {
        const QString path = toQt(problem.path);
        const bool isOfRule = row.rule >= 0 && path.startsWith(rulePath);
        const bool isOfClass = path.startsWith(classPath);
        const int place = isOfClass || path.endsWith(QLatin1String(".token_class")) ? Name
            : path.endsWith(QLatin1String(".share_of_steps"))                       ? Steps
            : path.endsWith(QLatin1String(".mode")) || path.endsWith(QLatin1String(".replacement"))
                || path == rulePath
            ? Mode
            : Probability;
        if ((isOfRule || isOfClass) && place == column)
            return toQt(problem.message) + QLatin1Char('\n') + toQt(problem.hint);
    }
    return {};
}

std::optional<Severity> TokenClassModel::severityOf(const Row &row, int column) const
{
    const QString problem = problemText(row, column);
    if (problem.isEmpty())
        return std::nullopt;
    for (const Problem &one : m_problems) {
        if (problem.startsWith(toQt(one.message)))
            return one.severity;
    }
    return std::nullopt;
}

QString TokenClassModel::toolTip(const Row &row, int column) const
{
    const QString problem = problemText(row, column);
    if (!problem.isEmpty())
        return problem;
    switch (column) {
    case Name:
        return toQt(classOf(row).name) + QLatin1Char('\n') + tokenClassDefinition(classOf(row));
    case Frequency:
        return frequencyOf(row)
            ? tr("%1 of the training data's tokens").arg(countText(frequencyOf(row)->tokens))
            : tr("Counted when the data are read");
    case Reliance:
        if (const RelianceValue *const value = relianceOf(row)) {
            return tr("The base model's metric: %1; with the class masked: %2")
                .arg(value->metric, 0, 'f', 3)
                .arg(value->metricMasked, 0, 'f', 3);
        }
        return tr("What the base model loses without this class. Not measured yet.");
    case Mode:
        return ruleOf(row) ? maskModeToolTip(ruleOf(row)->mode)
                           : tr("Not masked. Choose a mode to mask this class.");
    case Probability:
        return tr("Probability of each token of the class, in a step in which the rule is active");
    case Steps:
        return tr("Share of the steps in which the rule is active");
    default:
        return {};
    }
}

QVariant TokenClassModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const Row &row = m_rows[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole:
        return text(row, index.column());
    case Qt::EditRole:
        return editValue(row, index.column());
    case Qt::ToolTipRole:
        return toolTip(row, index.column());
    case Qt::AccessibleTextRole:
        return QString(headerData(index.column(), Qt::Horizontal, Qt::DisplayRole).toString()
                       + QLatin1String(": ") + text(row, index.column()).toString());
    case Qt::TextAlignmentRole:
        return QVariant(index.column() >= Probability ? Qt::AlignRight | Qt::AlignVCenter
                                                      : Qt::AlignLeft | Qt::AlignVCenter);
    case ClassRole:
        return row.tokenClass;
    case RuleRole:
        return row.rule;
    case BarRole:
        return bar(row, index.column());
    case SeverityRole: {
        const std::optional<Severity> severity = severityOf(row, index.column());
        return severity ? QVariant(static_cast<int>(*severity)) : QVariant();
    }
    default:
        return {};
    }
}

QVariant TokenClassModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant(section >= Probability ? Qt::AlignRight | Qt::AlignVCenter
                                               : Qt::AlignLeft | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Name:
        return tr("Class");
    case Frequency:
        return tr("Freq.");
    case Reliance:
        return tr("Reliance");
    case Mode:
        return tr("Mode");
    case Probability:
        return tr("Prob.");
    default:
        return tr("Steps");
    }
}

Qt::ItemFlags TokenClassModel::flags(const QModelIndex &index) const
{
    if (!index.isValid())
        return Qt::NoItemFlags;
    const Qt::ItemFlags flags = Qt::ItemIsEnabled | Qt::ItemIsSelectable;
    const bool hasRule = ruleAt(index.row()) >= 0;
    const bool isEditable = index.column() == Name || index.column() == Mode
        || (hasRule && (index.column() == Probability || index.column() == Steps));
    return isEditable ? flags | Qt::ItemIsEditable : flags;
}

bool TokenClassModel::setMode(const Row &row, int mode)
{
    MaskingSection masking = m_masking;
    if (mode == kNoMode) {
        if (row.rule < 0)
            return false;
        masking.rules.erase(masking.rules.begin() + row.rule);
        emit edited(masking, tr("Stop masking %1").arg(toQt(classOf(row).name)));
        return true;
    }
    if (mode < 0 || mode > static_cast<int>(MaskMode::Attention))
        return false;
    if (row.rule < 0) {
        MaskRule rule;
        rule.tokenClass = classOf(row).name;
        rule.probability = kFirstProbability;
        masking.rules.push_back(rule);
    }
    MaskRule &rule
        = row.rule < 0 ? masking.rules.back() : masking.rules[static_cast<std::size_t>(row.rule)];
    rule.mode = static_cast<MaskMode>(mode);
    if (rule.mode != MaskMode::Input)
        rule.replacement = Replacement::Mask;
    emit edited(masking, tr("Mask %1").arg(toQt(classOf(row).name)));
    return true;
}

bool TokenClassModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (role != Qt::EditRole || !flags(index).testFlag(Qt::ItemIsEditable))
        return false;
    const Row row = m_rows[static_cast<std::size_t>(index.row())];
    if (index.column() == Mode)
        return setMode(row, value.toInt());

    MaskingSection masking = m_masking;
    if (index.column() == Name) {
        const std::string name = toStd(value.toString().trimmed());
        for (MaskRule &rule : masking.rules) {
            if (rule.tokenClass == classOf(row).name)
                rule.tokenClass = name;
        }
        masking.classes[static_cast<std::size_t>(row.tokenClass)].name = name;
        emit edited(masking, tr("Rename class"));
        return true;
    }
    bool isNumber = false;
    const double number = value.toDouble(&isNumber);
    if (!isNumber)
        return false;
    MaskRule &rule = masking.rules[static_cast<std::size_t>(row.rule)];
    (index.column() == Probability ? rule.probability : rule.shareOfSteps)
        = std::clamp(index.column() == Probability ? number : number / 100, 0.0, 1.0);
    emit edited(masking,
                index.column() == Probability ? tr("Change probability")
                                              : tr("Change share of steps"));
    return true;
}

void TokenClassModel::retranslate()
{
    emit headerDataChanged(Qt::Horizontal, 0, ColumnCount - 1);
    if (!m_rows.empty())
        emit dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

} // namespace tamiz::ui
