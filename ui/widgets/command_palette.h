// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <vector>

#include <QFrame>
#include <QIcon>
#include <QPointer>

class QLineEdit;
class QListWidget;

namespace tamiz::ui {

/// Something that the palette can do.
struct PaletteCommand
{
    QString title;
    QString detail; ///< shortcut, or what kind of thing it is
    QIcon icon;
    std::function<void()> run;
};

/// A search field over everything that can be done, on top of the window. Typing filters, Up and
/// Down choose, Enter runs, Escape closes. GUI thread only.
class CommandPalette : public QFrame
{
    Q_OBJECT

public:
    /// @p window is covered in its upper middle.
    explicit CommandPalette(QWidget *window);

    void open(std::vector<PaletteCommand> commands);
    QString currentTitle() const;

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void filter(const QString &pattern);
    void runCurrent();
    void dismiss();
    void retranslate();

    QLineEdit *m_field;
    QListWidget *m_list;
    std::vector<PaletteCommand> m_commands;
    QPointer<QWidget> m_focusBefore;
};

} // namespace tamiz::ui
