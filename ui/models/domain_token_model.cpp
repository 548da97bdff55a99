// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/domain_token_model.h"

#include <algorithm>

#include <QLocale>
#include <QStringList>

#include "ui/bridge/convert.h"

namespace tamiz::ui {

namespace {

QString piecesText(const TokenProposal &proposal)
{
    QStringList texts;
    for (const std::string &piece : proposal.pieces)
        texts.push_back(toQt(piece));
    const QString text = texts.join(QStringLiteral(" · "));
    return proposal.isUnknown ? DomainTokenModel::tr("unknown: %1").arg(text) : text;
}

} // namespace

void DomainTokenModel::setProposals(const std::vector<TokenProposal> &proposals,
                                    const std::set<std::string> &chosen)
{
    beginResetModel();
    m_proposals = proposals;
    m_isChosen.clear();
    for (const TokenProposal &proposal : m_proposals)
        m_isChosen.push_back(chosen.contains(proposal.token));
    endResetModel();
    emit chosenChanged();
}

std::vector<std::string> DomainTokenModel::chosen() const
{
    std::vector<std::string> tokens;
    for (std::size_t i = 0; i < m_proposals.size(); ++i) {
        if (m_isChosen[i])
            tokens.push_back(m_proposals[i].token);
    }
    return tokens;
}

bool DomainTokenModel::contains(const std::string &token) const
{
    return std::any_of(m_proposals.begin(), m_proposals.end(),
                       [&token](const TokenProposal &one) { return one.token == token; });
}

void DomainTokenModel::chooseAll(bool isChosen)
{
    if (m_proposals.empty())
        return;
    m_isChosen.assign(m_proposals.size(), isChosen);
    emit dataChanged(index(0, Token), index(rowCount() - 1, Token), { Qt::CheckStateRole });
    emit chosenChanged();
}

int DomainTokenModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_proposals.size());
}

int DomainTokenModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant DomainTokenModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const auto row = static_cast<std::size_t>(index.row());
    const TokenProposal &proposal = m_proposals[row];
    const bool isNumber = index.column() == Occurrences || index.column() == Saved;
    if (role == Qt::TextAlignmentRole)
        return QVariant(isNumber ? Qt::AlignRight | Qt::AlignVCenter
                                 : Qt::AlignLeft | Qt::AlignVCenter);
    if (role == Qt::CheckStateRole && index.column() == Token)
        return m_isChosen[row] ? Qt::Checked : Qt::Unchecked;
    if (role == Qt::ToolTipRole && index.column() == Pieces)
        return piecesText(proposal);
    if (role != Qt::DisplayRole)
        return {};
    switch (index.column()) {
    case Token:
        return toQt(proposal.token);
    case Occurrences:
        return QLocale().toString(static_cast<qlonglong>(proposal.occurrences));
    case Pieces:
        return piecesText(proposal);
    case Saved:
        return QLocale().toString(static_cast<qlonglong>(proposal.saved));
    default:
        return {};
    }
}

QVariant DomainTokenModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole && (section == Occurrences || section == Saved))
        return QVariant(Qt::AlignRight | Qt::AlignVCenter);
    if (role == Qt::ToolTipRole && section == Saved)
        return tr("Pieces that the training data would have fewer");
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Token:
        return tr("Token");
    case Occurrences:
        return tr("Occurrences");
    case Pieces:
        return tr("Pieces now");
    case Saved:
        return tr("Saved");
    default:
        return {};
    }
}

Qt::ItemFlags DomainTokenModel::flags(const QModelIndex &index) const
{
    const Qt::ItemFlags flags = QAbstractTableModel::flags(index);
    return index.column() == Token ? flags | Qt::ItemIsUserCheckable : flags;
}

bool DomainTokenModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (role != Qt::CheckStateRole || index.column() != Token
        || !checkIndex(index, CheckIndexOption::IndexIsValid))
        return false;
    m_isChosen[static_cast<std::size_t>(index.row())] = value.toInt() == Qt::Checked;
    emit dataChanged(index, index, { Qt::CheckStateRole });
    emit chosenChanged();
    return true;
}

} // namespace tamiz::ui
