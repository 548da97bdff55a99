// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QList>
#include <QString>

#include "core/base/result.h"

namespace tamiz::ui {

/// A part of a report: a picture or a table under a heading.
struct ReportPart
{
    QString heading;
    QImage picture; ///< shown when not null
    QString tableHtml; ///< shown when not empty
};

/// What is on the Compare page, to be sent to a colleague.
struct Report
{
    QString title;
    QString introduction; ///< plain text
    QList<ReportPart> parts;
};

/// One file without anything beside it: the pictures are inside.
Status saveReportHtml(const Report &report, const QString &path);
/// A4 pages.
Status saveReportPdf(const Report &report, const QString &path);

} // namespace tamiz::ui
