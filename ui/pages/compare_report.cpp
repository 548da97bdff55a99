// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/compare_report.h"

#include <QBuffer>
#include <QPdfWriter>
#include <QTextDocument>
#include <QUrl>

#include "ui/bridge/convert.h"
#include "ui/plots/plot_export.h"

namespace tamiz::ui {

namespace {

constexpr auto kStyle = R"(
body { font-family: Inter, "Noto Sans", "DejaVu Sans", sans-serif; color: #1b1f24; }
h1 { font-size: 20pt; } h2 { font-size: 13pt; margin-top: 18pt; }
p { color: #57606a; }
table { border-collapse: collapse; }
th { text-align: left; border-bottom: 2px solid #8c959f; padding: 4px 10px; }
td { border-bottom: 1px solid #d0d7de; padding: 4px 10px; }
)";

// @p source gives the address of a part's picture, @p width its width in the document.
template<typename Source>
QString toHtml(const Report &report, Source source, int width)
{
    QString html = QStringLiteral("<!DOCTYPE html><html><head><meta charset=\"utf-8\"><title>")
        + report.title.toHtmlEscaped() + QStringLiteral("</title><style>")
        + QString::fromLatin1(kStyle) + QStringLiteral("</style></head><body><h1>")
        + report.title.toHtmlEscaped() + QStringLiteral("</h1>");
    for (const QString &line : report.introduction.split(QLatin1Char('\n')))
        html += QStringLiteral("<p>") + line.toHtmlEscaped() + QStringLiteral("</p>");
    for (qsizetype i = 0; i < report.parts.size(); ++i) {
        const ReportPart &part = report.parts[i];
        html += QStringLiteral("<h2>") + part.heading.toHtmlEscaped() + QStringLiteral("</h2>");
        if (!part.picture.isNull())
            html += QStringLiteral("<img src=\"%1\" width=\"%2\" alt=\"%3\">")
                        .arg(source(i), QString::number(width), part.heading.toHtmlEscaped());
        html += part.tableHtml;
    }
    return html + QStringLiteral("</body></html>\n");
}

} // namespace

Status saveReportHtml(const Report &report, const QString &path)
{
    const auto inlined = [&](qsizetype part) {
        QByteArray png;
        QBuffer buffer(&png);
        buffer.open(QIODevice::WriteOnly);
        report.parts[part].picture.save(&buffer, "PNG");
        return QString(QStringLiteral("data:image/png;base64,")
                       + QString::fromLatin1(png.toBase64()));
    };
    return saveBytes(path, toHtml(report, inlined, 900).toUtf8());
}

Status saveReportPdf(const Report &report, const QString &path)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    if (!buffer.open(QIODevice::WriteOnly))
        return fail(ErrorCode::Internal, "no buffer for the PDF", toStd(path));
    {
        QPdfWriter writer(&buffer);
        writer.setTitle(report.title);
        writer.setPageSize(QPageSize(QPageSize::A4));
        writer.setPageMargins(QMarginsF(16, 16, 16, 16), QPageLayout::Millimeter);
        writer.setResolution(96);
        QTextDocument document;
        for (qsizetype i = 0; i < report.parts.size(); ++i)
            document.addResource(QTextDocument::ImageResource,
                                 QUrl(QStringLiteral("part:%1").arg(i)), report.parts[i].picture);
        const QSizeF page = writer.pageLayout().paintRectPixels(96).size();
        document.setDocumentMargin(0);
        document.setPageSize(page);
        document.setHtml(toHtml(
            report, [](qsizetype part) { return QStringLiteral("part:%1").arg(part); },
            static_cast<int>(page.width())));
        document.print(&writer);
    }
    return saveBytes(path, bytes);
}

} // namespace tamiz::ui
