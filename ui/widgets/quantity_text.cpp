// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/quantity_text.h"

#include <array>
#include <cmath>

#include <QLocale>

namespace tamiz::ui {

namespace {

/// Three significant digits.
QString threeDigits(double value)
{
    const int decimals = value < 9.995 ? 2 : value < 99.95 ? 1 : 0;
    return QLocale().toString(value, 'f', decimals);
}

QString scaled(double value, const std::array<const char *, 5> &units)
{
    std::size_t unit = 0;
    while (value >= 999.5 && unit + 1 < units.size()) {
        value /= 1000;
        ++unit;
    }
    if (unit == 0) {
        const QString whole = QLocale().toString(static_cast<qlonglong>(value));
        return *units[0] == '\0' ? whole : whole + QChar(0xA0) + QString::fromLatin1(units[0]);
    }
    return threeDigits(value) + QChar(0xA0) + QString::fromLatin1(units[unit]);
}

} // namespace

QString countText(std::int64_t count)
{
    return scaled(static_cast<double>(count), { "", "k", "M", "G", "T" });
}

QString bytesText(std::uint64_t bytes)
{
    return scaled(static_cast<double>(bytes), { "B", "kB", "MB", "GB", "TB" });
}

QString shareText(double share)
{
    const double percent = share * 100;
    const int decimals = percent < 0.995 && percent > 0 ? 2 : percent < 9.95 ? 1 : 0;
    return QLocale().toString(percent, 'f', decimals) + QChar(0xA0) + QLatin1Char('%');
}

} // namespace tamiz::ui
