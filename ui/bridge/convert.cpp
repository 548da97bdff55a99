// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/convert.h"

#include <cmath>

#include <QCoreApplication>

namespace tamiz::ui {

namespace {

/// Gives the free functions below a translation context.
struct Convert
{
    Q_DECLARE_TR_FUNCTIONS(Convert)
};

} // namespace

QString toQt(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

std::string toStd(const QString &text)
{
    return text.toStdString();
}

QString toQt(const std::filesystem::path &path)
{
    return toQt(std::string_view(path.native()));
}

std::filesystem::path toPath(const QString &path)
{
    return { path.toStdString() };
}

QDateTime toQt(std::chrono::system_clock::time_point time)
{
    using std::chrono::milliseconds;
    const auto sinceEpoch = std::chrono::duration_cast<milliseconds>(time.time_since_epoch());
    return QDateTime::fromMSecsSinceEpoch(sinceEpoch.count());
}

QStringList toTags(std::string_view commaSeparated)
{
    QStringList tags;
    for (const QString &part : toQt(commaSeparated).split(QLatin1Char(','))) {
        const QString tag = part.simplified();
        if (!tag.isEmpty() && !tags.contains(tag))
            tags.append(tag);
    }
    return tags;
}

std::string fromTags(const QStringList &tags)
{
    return toStd(toTags(toStd(tags.join(QLatin1Char(',')))).join(QStringLiteral(", ")));
}

QString stateName(RunState state)
{
    switch (state) {
    case RunState::Queued:
        return Convert::tr("queued");
    case RunState::Running:
        return Convert::tr("running");
    case RunState::Paused:
        return Convert::tr("paused");
    case RunState::Stopping:
        return Convert::tr("stopping");
    case RunState::Finished:
        return Convert::tr("finished");
    case RunState::Cancelled:
        return Convert::tr("stopped");
    case RunState::Failed:
        return Convert::tr("failed");
    case RunState::Interrupted:
        break;
    }
    return Convert::tr("interrupted");
}

QString phaseName(std::string_view phase)
{
    if (phase == "loading")
        return Convert::tr("loading");
    if (phase == "tokenising")
        return Convert::tr("tokenising");
    if (phase == "training")
        return Convert::tr("training");
    if (phase == "evaluating")
        return Convert::tr("evaluating");
    if (phase == "saving")
        return Convert::tr("saving");
    return toQt(phase);
}

QString durationText(double seconds)
{
    if (!(seconds >= 0) || seconds > 1e9)
        return {};
    const auto total = static_cast<qint64>(std::llround(seconds));
    if (total < 60)
        return Convert::tr("%1 s").arg(total);
    if (total < 3600)
        return Convert::tr("%1 min %2 s").arg(total / 60).arg(total % 60);
    if (total < 86400) {
        return Convert::tr("%1 h %2 min")
            .arg(total / 3600)
            .arg(total % 3600 / 60, 2, 10, QLatin1Char('0'));
    }
    return Convert::tr("%1 d %2 h").arg(total / 86400).arg(total % 86400 / 3600);
}

} // namespace tamiz::ui
