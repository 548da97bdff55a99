// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/system_appearance.h"

#include <optional>

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDBusVariant>
#include <QGuiApplication>
#include <QPalette>
#include <QStyleHints>

namespace tamiz::ui {

namespace {

constexpr auto kService = "org.freedesktop.portal.Desktop";
constexpr auto kPath = "/org/freedesktop/portal/desktop";
constexpr auto kInterface = "org.freedesktop.portal.Settings";
constexpr auto kSpace = "org.freedesktop.appearance";
constexpr auto kKey = "color-scheme"; // 0 no preference, 1 dark, 2 light

std::optional<bool> &knownDark()
{
    static std::optional<bool> dark;
    return dark;
}

QVariant unwrapped(QVariant value)
{
    while (value.canConvert<QDBusVariant>())
        value = value.value<QDBusVariant>().variant();
    return value;
}

} // namespace

bool isSystemDark()
{
    // Looked at once, before the program sets a palette of its own.
    static const bool isPlatformDark
        = QGuiApplication::palette().color(QPalette::Window).lightness() < 128;
    return knownDark().value_or(isPlatformDark);
}

SystemAppearance::SystemAppearance(QObject *parent)
    : QObject(parent)
{
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
    const auto read = [](Qt::ColorScheme scheme) { return scheme == Qt::ColorScheme::Dark; };
    QStyleHints *hints = QGuiApplication::styleHints();
    if (hints->colorScheme() != Qt::ColorScheme::Unknown) {
        knownDark() = read(hints->colorScheme());
        connect(hints, &QStyleHints::colorSchemeChanged, this,
                [this, read](Qt::ColorScheme scheme) { setDark(read(scheme)); });
        return;
    }
#endif
    askPortal();
}

void SystemAppearance::askPortal()
{
    QDBusConnection bus = QDBusConnection::sessionBus();
    if (!bus.isConnected())
        return;
    bus.connect(QLatin1String(kService), QLatin1String(kPath), QLatin1String(kInterface),
                QStringLiteral("SettingChanged"), this,
                SLOT(onPortalSetting(QString, QString, QDBusVariant)));
    QDBusMessage call
        = QDBusMessage::createMethodCall(QLatin1String(kService), QLatin1String(kPath),
                                         QLatin1String(kInterface), QStringLiteral("Read"));
    call << QString(QLatin1String(kSpace)) << QString(QLatin1String(kKey));
    auto *watcher = new QDBusPendingCallWatcher(bus.asyncCall(call, 2000), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this,
            [this](QDBusPendingCallWatcher *finished) {
                finished->deleteLater();
                const QDBusPendingReply<QVariant> reply = *finished;
                if (!reply.isError())
                    setDark(unwrapped(reply.value()).toUInt() == 1);
            });
}

void SystemAppearance::onPortalSetting(const QString &space, const QString &key,
                                       const QDBusVariant &value)
{
    if (space == QLatin1String(kSpace) && key == QLatin1String(kKey))
        setDark(unwrapped(value.variant()).toUInt() == 1);
}

void SystemAppearance::setDark(bool dark)
{
    if (isSystemDark() == dark)
        return;
    knownDark() = dark;
    emit changed();
}

} // namespace tamiz::ui
