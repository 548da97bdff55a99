// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QToolButton>

namespace tamiz::ui {

/// A button that shows @p action, its icon beside its text, and stands in the tab order. The primary one of a
/// group is filled with the accent; its icon then has the colour of the text on it.
class ActionButton final : public QToolButton
{
public:
    enum class Kind { Plain, Primary };

    ActionButton(QAction *action, Kind kind, QWidget *parent);

protected:
    void initStyleOption(QStyleOptionToolButton *option) const override;

private:
    Kind m_kind;
};

} // namespace tamiz::ui
