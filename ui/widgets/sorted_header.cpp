// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/sorted_header.h"

#include <QHeaderView>

#include "ui/widgets/caption_field.h"

namespace tamiz::ui {

void showArrowWhileSorted(QHeaderView &header)
{
    const auto update = [&header] {
        const bool isSorted = header.sortIndicatorSection() >= 0;
        header.setSortIndicatorShown(isSorted);
        setStyleProperty(&header, "isSorted", isSorted);
    };
    QObject::connect(&header, &QHeaderView::sortIndicatorChanged, &header, update);
    update();
}

} // namespace tamiz::ui
