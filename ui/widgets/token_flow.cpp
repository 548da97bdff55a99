// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/token_flow.h"

#include <algorithm>

#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>
#include <QToolTip>

#include "ui/bridge/convert.h"
#include "ui/settings/theme.h"
#include "ui/widgets/class_mark.h"

namespace tamiz::ui {

namespace {

constexpr int kPadding = 5;
constexpr int kMarkSize = 7;
constexpr int kWordGap = 5;
constexpr int kPieceGap = 1;
constexpr int kLineGap = 6;

bool isReplaced(const PreviewToken &token)
{
    return token.maskedId != token.id;
}

bool isTouched(const PreviewToken &token)
{
    return isReplaced(token) || token.isDropped || token.isHidden || token.isLossIgnored;
}

} // namespace

TokenFlow::TokenFlow(QWidget *parent)
    : QAbstractScrollArea(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    viewport()->setAutoFillBackground(false);
    retranslate();
}

void TokenFlow::setRow(const PreviewRow &row, const std::vector<TokenClass> &classes)
{
    const bool isOtherRow = row.row != m_row.row || row.tokens.size() != m_row.tokens.size();
    m_row = row;
    m_classes = classes;
    if (isOtherRow)
        m_current = -1;
    arrange();
}

void TokenFlow::clear()
{
    setRow({}, {});
}

QString TokenFlow::shownText(const PreviewToken &token) const
{
    if (isReplaced(token) && !token.isDropped)
        return toQt(token.maskedPiece);
    return token.isSpecial || token.surface.empty() ? toQt(token.piece) : toQt(token.surface);
}

void TokenFlow::arrange()
{
    const QFontMetrics metrics = fontMetrics();
    const int height = metrics.height() + 6;
    m_rects.clear();
    int x = 2;
    int y = 2;
    std::int64_t lastEnd = -1;
    for (const PreviewToken &token : m_row.tokens) {
        const int mark = token.classes.empty() ? 0 : kMarkSize + 3;
        const int width = metrics.horizontalAdvance(shownText(token)) + 2 * kPadding + mark;
        const bool isContinued = !token.isSpecial && token.begin == lastEnd;
        const int gap = isContinued ? kPieceGap : kWordGap;
        if (x > 2 && x + gap + width > viewport()->width() - 2) {
            x = 2;
            y += height + kLineGap;
        } else if (x > 2) {
            x += gap;
        }
        m_rects.emplace_back(x, y, width, height);
        x += width;
        lastEnd = token.isSpecial ? -1 : token.end;
    }
    const int bottom = m_rects.empty() ? 0 : m_rects.back().bottom() + 3;
    verticalScrollBar()->setRange(0, std::max(0, bottom - viewport()->height()));
    verticalScrollBar()->setPageStep(viewport()->height());
    verticalScrollBar()->setSingleStep(height + kLineGap);
    viewport()->update();
}

QRect TokenFlow::tokenRect(int token) const
{
    return m_rects.at(static_cast<std::size_t>(token)).translated(0, -verticalScrollBar()->value());
}

QString TokenFlow::tokenText(int index) const
{
    const PreviewToken &token = m_row.tokens.at(static_cast<std::size_t>(index));
    QStringList lines;
    lines << tr("%1 (id %2)").arg(toQt(token.piece)).arg(token.id);
    if (token.isSpecial)
        lines << tr("special token: never masked");
    QStringList names;
    for (const int one : token.classes) {
        if (one >= 0 && one < static_cast<int>(m_classes.size()))
            names << toQt(m_classes[static_cast<std::size_t>(one)].name);
    }
    if (!names.isEmpty())
        lines << tr("class: %1").arg(names.join(QStringLiteral(", ")));
    if (!token.label.empty())
        lines << tr("label: %1").arg(toQt(token.label));
    if (token.isDropped)
        lines << tr("dropped in this step");
    else if (isReplaced(token))
        lines << tr("replaced by %1 (id %2)").arg(toQt(token.maskedPiece)).arg(token.maskedId);
    if (token.isHidden)
        lines << tr("hidden from attention in this step");
    if (token.isLossIgnored)
        lines << tr("its label is ignored in this step");
    return lines.join(QLatin1Char('\n'));
}

void TokenFlow::paintEvent(QPaintEvent *)
{
    QPainter painter(viewport());
    painter.setRenderHint(QPainter::Antialiasing);
    for (std::size_t i = 0; i < m_rects.size(); ++i) {
        const QRect rect = tokenRect(static_cast<int>(i));
        if (rect.bottom() >= 0 && rect.top() <= viewport()->height())
            paintToken(painter, m_row.tokens[i], rect,
                       hasFocus() && m_current == static_cast<int>(i));
    }
}

void TokenFlow::paintToken(QPainter &painter, const PreviewToken &token, const QRect &rect,
                           bool isCurrent) const
{
    const QRectF box = QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5);
    const int tokenClass = token.classes.empty() ? -1 : token.classes.front();
    const QColor classColor
        = tokenClass < 0 ? borderColor(palette()) : seriesColor(tokenClass, palette());
    QColor fill = classColor;
    fill.setAlphaF(isTouched(token) ? 0.28F : 0.08F);
    const bool hasBox = tokenClass >= 0 || isTouched(token);
    if (hasBox) {
        painter.setBrush(token.isHidden ? QBrush(classColor, Qt::BDiagPattern) : QBrush(fill));
        painter.setPen(QPen(classColor, isTouched(token) ? 1.5 : 1,
                            token.isLossIgnored ? Qt::DotLine : Qt::SolidLine));
        painter.drawRoundedRect(box, 4, 4);
    }
    int textLeft = rect.left() + kPadding;
    if (tokenClass >= 0) {
        paintClassMark(
            painter, tokenClass,
            QRectF(textLeft, rect.center().y() - kMarkSize / 2.0 + 0.5, kMarkSize, kMarkSize),
            palette());
        textLeft += kMarkSize + 3;
    }
    QFont tokenFont = font();
    tokenFont.setStrikeOut(token.isDropped);
    painter.setFont(tokenFont);
    const bool isMuted = token.isSpecial || token.isDropped || token.isHidden;
    painter.setPen(isMuted ? mutedTextColor(palette()) : palette().color(QPalette::Text));
    painter.drawText(QRect(textLeft, rect.top(), rect.right() - textLeft + 1, rect.height()),
                     Qt::AlignVCenter | Qt::AlignLeft, shownText(token));
    if (isCurrent) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(accentColor(palette()), 2));
        painter.drawRoundedRect(box.adjusted(-1, -1, 1, 1), 5, 5);
    }
}

void TokenFlow::resizeEvent(QResizeEvent *event)
{
    QAbstractScrollArea::resizeEvent(event);
    arrange();
}

bool TokenFlow::viewportEvent(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto *const help = static_cast<QHelpEvent *>(event);
        for (int i = 0; i < static_cast<int>(m_rects.size()); ++i) {
            if (tokenRect(i).contains(help->pos())) {
                QToolTip::showText(help->globalPos(), tokenText(i), viewport(), tokenRect(i));
                return true;
            }
        }
        QToolTip::hideText();
        return true;
    }
    return QAbstractScrollArea::viewportEvent(event);
}

void TokenFlow::setCurrent(int token)
{
    if (m_rects.empty())
        return;
    m_current = std::clamp(token, 0, static_cast<int>(m_rects.size()) - 1);
    const QRect content = m_rects[static_cast<std::size_t>(m_current)];
    QScrollBar *const bar = verticalScrollBar();
    if (content.top() < bar->value())
        bar->setValue(content.top() - 2);
    else if (content.bottom() > bar->value() + viewport()->height())
        bar->setValue(content.bottom() - viewport()->height() + 2);
    setAccessibleDescription(tokenText(m_current));
    const QRect rect = tokenRect(m_current);
    QToolTip::showText(viewport()->mapToGlobal(rect.bottomLeft()), tokenText(m_current), viewport(),
                       rect);
    viewport()->update();
}

void TokenFlow::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Left)
        setCurrent(m_current - 1);
    else if (event->key() == Qt::Key_Right)
        setCurrent(m_current + 1);
    else
        QAbstractScrollArea::keyPressEvent(event);
}

void TokenFlow::changeEvent(QEvent *event)
{
    QAbstractScrollArea::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    else if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        arrange();
}

void TokenFlow::retranslate()
{
    setAccessibleName(tr("Tokens of the row"));
}

} // namespace tamiz::ui
