// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/number_format.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <QCoreApplication>
#include <QLocale>

#include "ui/plots/metric_plot.h"

namespace tamiz::ui {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(tamiz::ui::PlotText)
};

QString trimmed(QString digits, const QLocale &locale)
{
    const QString point = locale.decimalPoint();
    if (!digits.contains(point))
        return digits;
    while (digits.endsWith(locale.zeroDigit()))
        digits.chop(1);
    if (digits.endsWith(point))
        digits.chop(point.size());
    return digits;
}

} // namespace

QString formatValue(double value)
{
    const QLocale locale;
    if (!std::isfinite(value))
        return std::isnan(value) ? QStringLiteral("NaN") : locale.toString(value);
    if (value == 0)
        return locale.toString(0);
    const int exponent = static_cast<int>(std::floor(std::log10(std::abs(value))));
    if (exponent < -4 || exponent > 8)
        return locale.toString(value, 'e', 2);
    return locale.toString(value, 'f', std::clamp(3 - exponent, 0, 6));
}

QString formatDifference(double value)
{
    const QString digits = formatValue(std::abs(value));
    if (std::isnan(value) || value == 0)
        return digits;
    return (value < 0 ? QStringLiteral("\u2212") : QStringLiteral("+")) + digits;
}

QString formatTick(double value, double tickStep)
{
    const QLocale locale;
    if (value == 0 || std::abs(value) < std::abs(tickStep) * 1e-6)
        return locale.toString(0);
    const int digits
        = tickStep > 0 ? -static_cast<int>(std::floor(std::log10(tickStep) + 1e-9)) : 3;
    if (digits > 5 || std::abs(value) >= 1e9)
        return locale.toString(value, 'g', 3);
    // A step of 0.25 or 2.5 needs one place more than its power of ten.
    const double scaled = tickStep * std::pow(10, digits);
    const bool isWhole = std::abs(scaled - std::round(scaled)) < 1e-6;
    return locale.toString(value, 'f', std::max(0, isWhole ? digits : digits + 1));
}

QString formatSi(double value)
{
    static constexpr std::array<const char *, 5> kPrefixes { "", "k", "M", "G", "T" };
    std::size_t prefix = 0;
    double scaled = value;
    while (std::abs(scaled) >= 999.5 && prefix + 1 < kPrefixes.size()) {
        scaled /= 1000;
        ++prefix;
    }
    const QLocale locale;
    const int places = std::abs(scaled) >= 100 ? 0 : std::abs(scaled) >= 10 ? 1 : 2;
    const QString digits = trimmed(locale.toString(scaled, 'f', places), locale);
    if (prefix == 0)
        return digits;
    return digits + QChar(QChar::Nbsp) + QLatin1String(kPrefixes[prefix]);
}

QString formatDuration(double seconds)
{
    if (!std::isfinite(seconds))
        return QStringLiteral("\u2013");
    const bool isNegative = seconds < 0;
    const double magnitude = std::abs(seconds);
    QString text;
    if (magnitude < 60) {
        const QLocale locale;
        text = trimmed(locale.toString(magnitude, 'f', magnitude < 10 ? 1 : 0), locale)
            + QStringLiteral("\u00a0s");
    } else {
        const auto whole = static_cast<qint64>(std::min(std::round(magnitude), 9e15));
        const qint64 hours = whole / 3600;
        const QString tail = QStringLiteral("%1:%2")
                                 .arg(whole / 60 % 60, hours > 0 ? 2 : 1, 10, QLatin1Char('0'))
                                 .arg(whole % 60, 2, 10, QLatin1Char('0'));
        text = hours > 0 ? QString::number(hours) + QLatin1Char(':') + tail : tail;
    }
    return isNegative ? QStringLiteral("\u2212") + text : text;
}

QString formatPlace(PlotAxis axis, double value)
{
    const QLocale locale;
    switch (axis) {
    case PlotAxis::Epoch:
        return Text::tr("epoch %1").arg(formatValue(value));
    case PlotAxis::Tokens:
        return Text::tr("%1 tokens").arg(formatSi(value));
    case PlotAxis::Time:
        return formatDuration(value);
    case PlotAxis::Step:
        break;
    }
    return Text::tr("step %1").arg(locale.toString(std::round(value), 'f', 0));
}

QString axisName(PlotAxis axis)
{
    switch (axis) {
    case PlotAxis::Epoch:
        return Text::tr("epochs");
    case PlotAxis::Tokens:
        return Text::tr("tokens trained on");
    case PlotAxis::Time:
        return Text::tr("training time");
    case PlotAxis::Step:
        break;
    }
    return Text::tr("steps");
}

} // namespace tamiz::ui
