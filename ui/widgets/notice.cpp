// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/notice.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/settings/theme.h"
#include "ui/widgets/line_icon.h"

namespace tamiz::ui {

namespace {

constexpr int kIconSize = 24;

QString roleOf(Notice::Kind kind)
{
    switch (kind) {
    case Notice::Kind::Warning:
        return QStringLiteral("warning");
    case Notice::Kind::Danger:
        return QStringLiteral("danger");
    case Notice::Kind::Information:
        break;
    }
    return QStringLiteral("notice");
}

} // namespace

Notice::Notice(Kind kind, QWidget *parent)
    : QFrame(parent)
    , m_kind(kind)
    , m_icon(new QLabel(this))
    , m_headline(new QLabel(this))
    , m_explanation(new QLabel(this))
    , m_row(new QHBoxLayout(this))
{
    setProperty("role", roleOf(kind));
    m_headline->setProperty("role", QStringLiteral("heading"));
    m_headline->setWordWrap(true);
    m_explanation->setWordWrap(true);
    m_explanation->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto *texts = new QVBoxLayout;
    texts->setSpacing(2);
    texts->addWidget(m_headline);
    texts->addWidget(m_explanation);
    m_row->setContentsMargins(16, 10, 12, 10);
    m_row->setSpacing(12);
    m_row->addWidget(m_icon);
    m_row->addLayout(texts, 1);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    paintIcon();
}

void Notice::setTexts(const QString &headline, const QString &explanation)
{
    m_headline->setText(headline);
    m_explanation->setText(explanation);
    m_explanation->setVisible(!explanation.isEmpty());
    setAccessibleName(headline);
    setAccessibleDescription(explanation);
}

QPushButton *Notice::addButton()
{
    auto *button = new QPushButton(this);
    m_row->addWidget(button);
    return button;
}

void Notice::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange)
        paintIcon();
    QFrame::changeEvent(event);
}

void Notice::paintIcon()
{
    const bool isInformation = m_kind == Kind::Information;
    const QColor color = isInformation ? accentColor(palette())
        : m_kind == Kind::Danger       ? dangerColor(palette())
                                       : warningColor(palette());
    m_icon->setPixmap(linePixmap(isInformation ? QStringLiteral("info") : QStringLiteral("warning"),
                                 color, kIconSize, devicePixelRatioF()));
}

} // namespace tamiz::ui
