// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <vector>

#include <QIdentityProxyModel>
#include <QMetaType>

#include "core/store/run_store.h"

namespace tamiz::ui {

/// A number that says what a run came to: "Accuracy, test" 0.86.
struct RunHighlight
{
    QString title;
    QString value;

    bool operator==(const RunHighlight &) const = default;
};

/// What to know of a run first, from its curves' last values: task metrics on the test set (else the
/// validation set), the class it leans on most, mean forgetting. Empty before the first evaluation.
std::vector<RunHighlight> runHighlights(const std::vector<SeriesInfo> &series);

/// A RunTableModel's rows with what each run measured. GUI thread only.
class RecentRunsModel final : public QIdentityProxyModel
{
    Q_OBJECT

public:
    enum Role { HighlightsRole = Qt::UserRole + 100 }; ///< std::vector<RunHighlight>

    using QIdentityProxyModel::QIdentityProxyModel;

    QVariant data(const QModelIndex &index, int role) const override;

    void setSeries(RunId run, std::vector<SeriesInfo> series);
    /// Call on a change of language.
    void retranslate();

private:
    std::map<RunId, std::vector<SeriesInfo>> m_series;
    std::map<RunId, std::vector<RunHighlight>> m_highlights;
};

} // namespace tamiz::ui

Q_DECLARE_METATYPE(std::vector<tamiz::ui::RunHighlight>)
