// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

class QDBusVariant;

namespace tamiz::ui {

/// Whether the desktop asks for dark colours, as far as it is known now. GUI thread only.
bool isSystemDark();

/// Watches the desktop's wish for light or dark colours: Qt's own hint from 6.5 on, before that the
/// freedesktop settings portal, asked without waiting. Without either the palette that the platform
/// gave to the program decides. GUI thread only.
class SystemAppearance : public QObject
{
    Q_OBJECT

public:
    explicit SystemAppearance(QObject *parent = nullptr);

signals:
    void changed();

private slots:
    void onPortalSetting(const QString &space, const QString &key, const QDBusVariant &value);

private:
    void setDark(bool dark);
    void askPortal();
};

} // namespace tamiz::ui
