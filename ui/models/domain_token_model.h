// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <set>
#include <string>
#include <vector>

#include <QAbstractTableModel>

#include "core/runs/token_proposals.h"

namespace tamiz::ui {

/// Proposed tokens, each with a box to choose it. GUI thread only.
class DomainTokenModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Token, Occurrences, Pieces, Saved, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    /// @p chosen: those that are ticked at first.
    void setProposals(const std::vector<TokenProposal> &proposals,
                      const std::set<std::string> &chosen);
    std::vector<std::string> chosen() const; ///< in the table's order
    bool contains(const std::string &token) const;
    void chooseAll(bool isChosen);

    int rowCount(const QModelIndex &parent = {}) const final;
    int columnCount(const QModelIndex &parent = {}) const final;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const final;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const final;
    Qt::ItemFlags flags(const QModelIndex &index) const final;
    bool setData(const QModelIndex &index, const QVariant &value, int role = Qt::EditRole) final;

signals:
    void chosenChanged();

private:
    std::vector<TokenProposal> m_proposals;
    std::vector<bool> m_isChosen; ///< of each
};

} // namespace tamiz::ui
