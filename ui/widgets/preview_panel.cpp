// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/preview_panel.h"

#include <QAction>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/bridge/convert.h"
#include "ui/models/experiment_facts.h"
#include "ui/widgets/line_icon.h"
#include "ui/widgets/token_flow.h"

namespace tamiz::ui {

PreviewPanel::PreviewPanel(QWidget *parent)
    : Panel(parent)
    , m_flow(new TokenFlow(this))
    , m_message(new QLabel(this))
    , m_content(new QStackedWidget(this))
    , m_place(new QLabel(this))
    , m_previousRow(new QAction(lineIcon(QStringLiteral("chevron-left")), {}, this))
    , m_nextRow(new QAction(lineIcon(QStringLiteral("chevron-right")), {}, this))
    , m_nextDraw(new QAction(lineIcon(QStringLiteral("dice")), {}, this))
{
    m_place->setProperty("role", QStringLiteral("muted"));
    m_message->setProperty("role", QStringLiteral("muted"));
    m_message->setWordWrap(true);
    m_message->setTextFormat(Qt::PlainText);
    m_message->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    headingRow()->addWidget(m_place);
    for (QAction *const action : { m_previousRow, m_nextRow, m_nextDraw }) {
        auto *const button = new QToolButton(this);
        button->setDefaultAction(action);
        button->setFocusPolicy(Qt::StrongFocus);
        if (action == m_nextDraw)
            button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        headingRow()->addWidget(button);
    }
    m_content->addWidget(m_flow);
    m_content->addWidget(m_message);
    body()->addWidget(m_content, 1);
    m_content->setMinimumHeight(2 * (fontMetrics().height() + 12));
    connect(m_previousRow, &QAction::triggered, this, [this] { emit rowStepRequested(-1); });
    connect(m_nextRow, &QAction::triggered, this, [this] { emit rowStepRequested(1); });
    connect(m_nextDraw, &QAction::triggered, this, &PreviewPanel::nextDrawRequested);
    retranslate();
}

void PreviewPanel::setRow(const PreviewRow &row, const std::vector<TokenClass> &classes,
                          std::int64_t step, std::int64_t rowCount, bool hasRules)
{
    m_step = step;
    m_rowCount = rowCount;
    m_hasRules = hasRules;
    m_flow->setRow(row, classes);
    m_content->setCurrentWidget(m_flow);
    showPlace();
}

void PreviewPanel::setMessage(const QString &text)
{
    m_flow->clear();
    m_message->setText(text);
    m_content->setCurrentWidget(m_message);
    m_place->clear();
    for (QAction *const action : { m_previousRow, m_nextRow, m_nextDraw })
        action->setEnabled(false);
}

void PreviewPanel::showPlace()
{
    if (m_content->currentWidget() != m_flow)
        return;
    const PreviewRow &row = m_flow->row();
    const QLocale locale;
    QStringList parts;
    parts
        << (m_rowCount > 0
                ? tr("row %1 of %2").arg(locale.toString(row.row + 1), locale.toString(m_rowCount))
                : tr("row %1").arg(locale.toString(row.row + 1)));
    if (!row.label.empty())
        parts << tr("label: %1").arg(toQt(row.label));
    if (row.isTruncated)
        parts << tr("cut at the maximum length");
    if (!m_hasRules)
        parts << tr("no class is masked");
    else if (isAnythingMasked(row))
        parts << tr("step %1").arg(locale.toString(m_step + 1));
    else
        parts << tr("step %1: nothing masked here").arg(locale.toString(m_step + 1));
    m_place->setText(parts.join(QStringLiteral(" · ")));
    m_previousRow->setEnabled(row.row > 0);
    m_nextRow->setEnabled(m_rowCount == 0 || row.row + 1 < m_rowCount);
    m_nextDraw->setEnabled(m_hasRules);
}

void PreviewPanel::changeEvent(QEvent *event)
{
    Panel::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

void PreviewPanel::retranslate()
{
    setHeading(tr("Preview"));
    m_previousRow->setText(tr("Previous row"));
    m_previousRow->setToolTip(tr("Previous row of the training data"));
    m_nextRow->setText(tr("Next row"));
    m_nextRow->setToolTip(tr("Next row of the training data"));
    m_nextDraw->setText(tr("Next draw"));
    m_nextDraw->setToolTip(tr("The same row in another step of the run, where the masks fall "
                              "otherwise"));
    showPlace();
}

} // namespace tamiz::ui
