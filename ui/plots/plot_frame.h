// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

#include <QCoreApplication>
#include <QString>

class QCustomPlot;
class QEvent;
class QLabel;
class QMenu;
class QToolButton;
class QWidget;

namespace tamiz::ui {

class PlotReadout;

/// What every plot widget has around its points: a headline, a menu at its right, the plot, the box
/// beside the cursor, and a text in the plot's place while there is nothing to draw. It decides when
/// to draw: once in a turn of the event loop, and never while no pixel of the plot is in sight.
class PlotFrame
{
    Q_DECLARE_TR_FUNCTIONS(PlotFrame)

public:
    virtual ~PlotFrame() = default;

    /// Fills @p owner; @p legend, if any, stands between headline and plot.
    void buildFrame(QWidget *owner, QWidget *legend = nullptr);
    /// Colours and fonts from the owner's palette; the axes show where the keyboard is.
    void applyFrameLook();
    /// Headline and accessible names; @p howTo says what the keys do.
    void nameFrame(const QString &howTo);
    void showEmptyState(bool isEmpty, const QString &text);
    /// Entries for every file format; @p save gets the format and the path that was chosen.
    void addExports(QMenu &target, bool isEnabled,
                    const std::function<void(const QString &format, const QString &path)> &save);

    /// Draws again, later in this turn of the event loop or when the plot comes into sight.
    void schedule();
    bool isInSight() const;
    /// To be called with the plot's events, before they are handled further.
    void watch(const QEvent &event);

    QCustomPlot *plot = nullptr;
    PlotReadout *readout = nullptr;
    QLabel *titleLabel = nullptr;
    QLabel *emptyLabel = nullptr;
    QToolButton *menuButton = nullptr;
    QMenu *menu = nullptr;
    QString title;
    bool isStale = true; ///< changed while out of sight

private:
    void refresh();

    QWidget *m_owner = nullptr;
    bool m_isScheduled = false;
};

} // namespace tamiz::ui
