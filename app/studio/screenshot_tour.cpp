// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/screenshot_tour.h"

#include <algorithm>
#include <tuple>

#include <QDir>
#include <QPixmap>

#include "ui/main_window.h"

namespace tamiz::ui {

namespace {

constexpr QSize kSizes[] { { 1280, 720 }, { 1920, 1080 } };
constexpr int kPollMs = 40;
/// Ticks for which a page must stay ready: layouts and replots that were queued are done by then.
constexpr int kSteadyTicks = 4;

bool isReady(const QWidget *page)
{
    const QVariant ready = page->property("ready");
    return !ready.isValid() || ready.toBool();
}

} // namespace

ScreenshotTour::ScreenshotTour(MainWindow &window, AppSettings &settings, const QString &folder,
                               QObject *parent)
    : QObject(parent)
    , m_window(window)
    , m_settings(settings)
    , m_folder(folder)
{
    m_poll.setInterval(kPollMs);
    connect(&m_poll, &QTimer::timeout, this, &ScreenshotTour::look);
}

void ScreenshotTour::start()
{
    for (const QSize size : kSizes) {
        for (const QWidget *page : m_window.pages())
            add(page->objectName(), page->objectName(), size);
    }
    begin();
}

void ScreenshotTour::start(const QString &page, const QString &name)
{
    for (const QSize size : kSizes)
        add(page, name, size);
    begin();
}

void ScreenshotTour::add(const QString &page, const QString &name, const QSize &size)
{
    for (const LanguageChoice language : { LanguageChoice::English, LanguageChoice::Spanish }) {
        for (const ThemeChoice theme : { ThemeChoice::Light, ThemeChoice::Dark })
            m_shots.push_back({ language, theme, size, page, name });
    }
}

void ScreenshotTour::begin()
{
    // Pages of one look follow each other: a change of theme or language costs most.
    std::stable_sort(m_shots.begin(), m_shots.end(), [](const Shot &a, const Shot &b) {
        return std::make_tuple(a.size.width(), a.language, a.theme)
            < std::make_tuple(b.size.width(), b.language, b.theme);
    });
    if (!QDir().mkpath(m_folder)) {
        m_failures << tr("the folder %1 cannot be made").arg(m_folder);
        emit finished();
        return;
    }
    next();
}

void ScreenshotTour::next()
{
    if (m_current == m_shots.size()) {
        emit finished();
        return;
    }
    const Shot &shot = m_shots[m_current];
    m_settings.setLanguage(shot.language);
    m_settings.setTheme(shot.theme);
    m_window.resize(shot.size);
    m_window.showPage(shot.page);
    m_steadyTicks = 0;
    m_waited.start();
    m_poll.start();
}

void ScreenshotTour::look()
{
    m_steadyTicks = isReady(m_window.currentPage()) ? m_steadyTicks + 1 : 0;
    if (m_steadyTicks < kSteadyTicks && m_waited.elapsed() < m_patienceMs)
        return;
    m_poll.stop();
    if (m_steadyTicks < kSteadyTicks)
        m_failures << tr("the page %1 did not become ready").arg(m_shots[m_current].page);
    save();
    ++m_current;
    next();
}

void ScreenshotTour::save()
{
    const QString file = QDir(m_folder).filePath(fileName(m_shots[m_current]));
    if (m_window.grab().save(file))
        m_files << file;
    else
        m_failures << tr("%1 cannot be written").arg(file);
}

QString ScreenshotTour::fileName(const Shot &shot) const
{
    return QStringLiteral("%1-%2-%3-%4x%5.png")
        .arg(shot.name,
             shot.language == LanguageChoice::Spanish ? QLatin1String("es") : QLatin1String("en"),
             shot.theme == ThemeChoice::Dark ? QLatin1String("dark") : QLatin1String("light"))
        .arg(shot.size.width())
        .arg(shot.size.height());
}

} // namespace tamiz::ui
