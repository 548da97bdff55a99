// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/plot_frame.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QToolButton>
#include <QVBoxLayout>

#include <qcustomplot.h>

#include "ui/plots/plot_export.h"
#include "ui/plots/plot_look.h"
#include "ui/plots/plot_readout.h"
#include "ui/settings/theme.h"

namespace tamiz::ui {

void PlotFrame::buildFrame(QWidget *owner, QWidget *legend)
{
    m_owner = owner;
    titleLabel = new QLabel(owner);
    titleLabel->setTextFormat(Qt::PlainText);
    menuButton = new QToolButton(owner);
    menuButton->setText(QStringLiteral("\u22ef"));
    menuButton->setAutoRaise(true);
    menuButton->setPopupMode(QToolButton::InstantPopup);
    menuButton->setStyleSheet(QStringLiteral("QToolButton::menu-indicator { image: none; }"));
    menu = new QMenu(menuButton);
    menuButton->setMenu(menu);
    plot = new QCustomPlot(owner);
    plot->setFocusPolicy(Qt::StrongFocus);
    plot->setContextMenuPolicy(Qt::DefaultContextMenu);
    plot->axisRect()->setupFullAxesBox(false);
    owner->setFocusProxy(plot);

    auto *header = new QHBoxLayout;
    header->setContentsMargins(8, 0, 0, 0);
    header->addWidget(titleLabel, 1);
    header->addWidget(menuButton);
    auto *layout = new QVBoxLayout(owner);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(header);
    if (legend)
        layout->addWidget(legend);
    layout->addWidget(plot, 1);

    emptyLabel = new QLabel(plot);
    emptyLabel->setAlignment(Qt::AlignCenter);
    emptyLabel->setWordWrap(true);
    emptyLabel->setTextFormat(Qt::PlainText);
    emptyLabel->setAttribute(Qt::WA_TransparentForMouseEvents);
    readout = new PlotReadout(plot);
    plot->installEventFilter(owner);
}

void PlotFrame::applyFrameLook()
{
    const QPalette palette = m_owner->palette();
    applyPlotLook(*plot, palette);
    if (plot->hasFocus()) {
        plot->xAxis->setBasePen(QPen(accentColor(palette), 2));
        plot->yAxis->setBasePen(QPen(accentColor(palette), 2));
    }
    QFont bold = m_owner->font();
    bold.setBold(true);
    titleLabel->setFont(bold);
    QPalette muted = palette;
    muted.setColor(QPalette::WindowText, mutedTextColor(palette));
    emptyLabel->setPalette(muted);
    schedule();
}

void PlotFrame::nameFrame(const QString &howTo)
{
    titleLabel->setText(title);
    titleLabel->setVisible(!title.isEmpty());
    m_owner->setAccessibleName(title);
    menuButton->setToolTip(tr("Scale and export of this plot"));
    menuButton->setAccessibleName(tr("Plot menu: %1").arg(title));
    plot->setAccessibleName(title);
    plot->setAccessibleDescription(howTo);
}

void PlotFrame::showEmptyState(bool isEmpty, const QString &text)
{
    emptyLabel->setText(text);
    emptyLabel->setVisible(isEmpty);
    plot->axisRect()->setVisible(!isEmpty);
}

void PlotFrame::addExports(
    QMenu &target, bool isEnabled,
    const std::function<void(const QString &format, const QString &path)> &save)
{
    for (const char *format : { "png", "svg", "pdf", "csv" }) {
        const QString name = QString::fromLatin1(format);
        QAction *action = target.addAction(
            tr("Export as %1…").arg(name.toUpper()), m_owner, [this, name, save] {
                if (const QString path = askExportPath(m_owner, title, name); !path.isEmpty())
                    save(name, path);
            });
        action->setEnabled(isEnabled);
    }
}

bool PlotFrame::isInSight() const
{
    // Empty also where a scroll area shows none of it.
    return plot->isVisible() && !plot->visibleRegion().isEmpty();
}

void PlotFrame::watch(const QEvent &event)
{
    if (event.type() == QEvent::FocusIn || event.type() == QEvent::FocusOut)
        applyFrameLook();
    if (event.type() == QEvent::Resize)
        emptyLabel->setGeometry(plot->rect().adjusted(24, 8, -24, -8));
    // The first picture after it was hidden or scrolled away.
    if (event.type() == QEvent::Paint && isStale)
        schedule();
}

void PlotFrame::schedule()
{
    if (!isInSight()) {
        isStale = true;
        return;
    }
    if (m_isScheduled)
        return;
    m_isScheduled = true;
    QMetaObject::invokeMethod(
        m_owner, [this] { refresh(); }, Qt::QueuedConnection);
}

void PlotFrame::refresh()
{
    m_isScheduled = false;
    isStale = !isInSight();
    if (!isStale)
        plot->replot(QCustomPlot::rpQueuedRefresh);
}

} // namespace tamiz::ui
