// SPDX-License-Identifier: Apache-2.0
// What runs reported: curves, marks and log lines.
#include <algorithm>
#include <map>

#include "core/metrics/event_json.h"
#include "core/store/detail/sqlite_run_store.h"

namespace tamiz::detail {

namespace {

constexpr std::int64_t kSparklinePoints = 32;

struct SeriesRow
{
    std::int64_t id = 0;
    std::int64_t points = 0;
    std::int64_t lastStep = -1;
    double lastValue = 0;
};

/// Writes the events of one transaction; keeps the series it met, so that each is looked up once.
class EventWriter
{
public:
    EventWriter(Database &database, RunId run)
        : m_database(database)
        , m_run(run)
    {
    }

    Status write(const StoredEvent &stored)
    {
        m_position = static_cast<std::int64_t>(stored.position);
        m_time = toMicroseconds(stored.event.time);
        return std::visit([this](const auto &what) { return write(what); }, stored.event.what);
    }

    Status finish()
    {
        for (const auto &[key, series] : m_series) {
            TAMIZ_CHECK(m_database.run(
                "UPDATE series SET points = ?, last_step = ?, last_value = ? WHERE id = ?",
                series.points, series.lastStep, series.lastValue, series.id));
        }
        if (m_hasProgress) {
            TAMIZ_CHECK(m_database.run("UPDATE runs SET step = ?, total_steps = ? WHERE id = ?",
                                       m_progress.step, m_progress.totalSteps, m_run));
        }
        return {};
    }

    bool hasLoss() const
    {
        return std::any_of(m_series.begin(), m_series.end(), [](const auto &entry) {
            return entry.first.name == "loss" && entry.first.tokenClass.empty();
        });
    }

private:
    Status write(const Scalar &scalar)
    {
        TAMIZ_TRY(SeriesRow *const series, seriesRow(scalar.series));
        // A resumed run repeats the steps after its checkpoint: the newer value stands.
        TAMIZ_TRY(const std::int64_t inserted,
                  m_database.run("INSERT OR IGNORE INTO points VALUES (?, ?, ?, ?, ?, ?, ?)",
                                 series->id, scalar.step, scalar.epoch, scalar.tokens,
                                 scalar.seconds, scalar.value, scalar.count));
        series->points += inserted;
        if (inserted == 0) {
            TAMIZ_CHECK(m_database.run("UPDATE points SET epoch = ?, tokens = ?, seconds = ?,"
                                       " value = ?, count = ? WHERE series_id = ? AND step = ?",
                                       scalar.epoch, scalar.tokens, scalar.seconds, scalar.value,
                                       scalar.count, series->id, scalar.step));
        }
        if (scalar.step >= series->lastStep) {
            series->lastStep = scalar.step;
            series->lastValue = scalar.value;
        }
        return {};
    }

    Status write(const Progress &progress)
    {
        m_progress = progress;
        m_hasProgress = true;
        return {};
    }

    Status write(const Mark &mark)
    {
        return writeEvent("mark", tamiz::toString(mark.kind), mark.step, mark.text);
    }

    Status write(const LogLine &line)
    {
        return writeEvent("log", tamiz::toString(line.level), 0, line.text);
    }

    Status write(const StateChange &change)
    {
        return writeEvent("state", tamiz::toString(change.state), 0, change.message);
    }

    Status writeEvent(std::string_view kind, std::string_view detail, std::int64_t step,
                      std::string_view text)
    {
        TAMIZ_CHECK(m_database.run("INSERT OR REPLACE INTO events VALUES (?, ?, ?, ?, ?, ?, ?)",
                                   m_run, m_position, m_time, kind, detail, step, text));
        return {};
    }

    Result<SeriesRow *> seriesRow(const SeriesKey &key)
    {
        if (const auto known = m_series.find(key); known != m_series.end())
            return &known->second;
        const std::string_view name = key.name;
        const std::string_view split = key.split;
        const std::string_view tokenClass = key.tokenClass;
        const std::string_view referenceSet = key.referenceSet;
        TAMIZ_CHECK(m_database.run("INSERT OR IGNORE INTO series"
                                   " (run_id, name, split, token_class, reference_set)"
                                   " VALUES (?, ?, ?, ?, ?)",
                                   m_run, name, split, tokenClass, referenceSet));
        TAMIZ_TRY(Query row,
                  m_database.query("SELECT id, points, last_step, last_value FROM series"
                                   " WHERE run_id = ? AND name = ? AND split = ?"
                                   " AND token_class = ? AND reference_set = ?",
                                   m_run, name, split, tokenClass, referenceSet));
        TAMIZ_CHECK(row.next());
        const SeriesRow found { row.integer(0), row.integer(1), row.integer(2), row.number(3) };
        return &m_series.emplace(key, found).first->second;
    }

    Database &m_database;
    RunId m_run;
    std::int64_t m_position = 0;
    std::int64_t m_time = 0;
    std::map<SeriesKey, SeriesRow> m_series;
    Progress m_progress;
    bool m_hasProgress = false;
};

} // namespace

Status SqliteRunStore::storeEvents(RunId id, const std::vector<StoredEvent> &events)
{
    EventWriter writer(*m_database, id);
    for (const StoredEvent &event : events)
        TAMIZ_CHECK(writer.write(event));
    TAMIZ_CHECK(writer.finish());
    return writer.hasLoss() ? updateSparkline(id) : Status();
}

Status SqliteRunStore::updateSparkline(RunId id)
{
    std::vector<double> values;
    {
        // The validation loss once it has two points to draw a line with, else the training loss.
        TAMIZ_TRY(
            Query rows,
            m_database->query(
                "SELECT value FROM points WHERE series_id ="
                " (SELECT id FROM series WHERE run_id = ?1 AND name = 'loss' AND token_class = ''"
                "  AND split IN ('train', 'validation')"
                "  ORDER BY split = 'validation' AND points > 1 DESC, split = 'train' DESC LIMIT 1)"
                " ORDER BY step DESC LIMIT ?2",
                id, kSparklinePoints));
        for (;;) {
            TAMIZ_TRY(const bool hasRow, rows.next());
            if (!hasRow)
                break;
            values.push_back(rows.number(0));
        }
    }
    std::reverse(values.begin(), values.end());
    const std::span<const double> all = values;
    return requireChanged(
        m_database->run("UPDATE runs SET sparkline = ? WHERE id = ?", std::as_bytes(all), id), id);
}

Status SqliteRunStore::append(RunId id, const std::vector<MetricEvent> &events)
{
    TAMIZ_TRY(Transaction transaction, Transaction::begin(*m_database));
    TAMIZ_TRY(std::uint64_t position, eventsEnd(id));
    std::vector<StoredEvent> stored;
    stored.reserve(events.size());
    for (const MetricEvent &event : events)
        stored.push_back({ position++, event });
    TAMIZ_CHECK(storeEvents(id, stored));
    TAMIZ_CHECK(m_database->run("UPDATE runs SET events_end = ? WHERE id = ?",
                                static_cast<std::int64_t>(position), id));
    return transaction.commit();
}

Result<std::uint64_t> SqliteRunStore::eventsEnd(RunId id)
{
    TAMIZ_TRY(Query row, m_database->query("SELECT events_end FROM runs WHERE id = ?", id));
    TAMIZ_TRY(const bool hasRow, row.next());
    if (!hasRow)
        return fail(ErrorCode::NotFound, "there is no run " + std::to_string(id));
    return static_cast<std::uint64_t>(row.integer(0));
}

Status SqliteRunStore::importEvents(RunId id, const std::vector<StoredEvent> &events,
                                    std::uint64_t end)
{
    TAMIZ_TRY(Transaction transaction, Transaction::begin(*m_database));
    TAMIZ_CHECK(requireChanged(m_database->run("UPDATE runs SET events_end = ? WHERE id = ?",
                                               static_cast<std::int64_t>(end), id),
                               id));
    TAMIZ_CHECK(storeEvents(id, events));
    return transaction.commit();
}

Result<std::vector<SeriesInfo>> SqliteRunStore::series(RunId id)
{
    TAMIZ_TRY(Query rows,
              m_database->query("SELECT name, split, token_class, reference_set, points, last_value"
                                " FROM series WHERE run_id = ? AND points > 0"
                                " ORDER BY name, split, token_class, reference_set",
                                id));
    std::vector<SeriesInfo> found;
    for (;;) {
        TAMIZ_TRY(const bool hasRow, rows.next());
        if (!hasRow)
            return found;
        found.push_back({ { rows.text(0), rows.text(1), rows.text(2), rows.text(3) },
                          rows.integer(4),
                          rows.number(5) });
    }
}

Result<SeriesPoints> SqliteRunStore::points(RunId id, const SeriesKey &key)
{
    TAMIZ_TRY(
        Query rows,
        m_database->query("SELECT step, epoch, tokens, seconds, value, count FROM points"
                          " WHERE series_id = (SELECT id FROM series WHERE run_id = ?"
                          " AND name = ? AND split = ? AND token_class = ? AND reference_set = ?)"
                          " ORDER BY step",
                          id, std::string_view(key.name), std::string_view(key.split),
                          std::string_view(key.tokenClass), std::string_view(key.referenceSet)));
    SeriesPoints found;
    for (;;) {
        TAMIZ_TRY(const bool hasRow, rows.next());
        if (!hasRow)
            return found;
        found.step.push_back(rows.integer(0));
        found.epoch.push_back(rows.number(1));
        found.tokens.push_back(rows.integer(2));
        found.seconds.push_back(rows.number(3));
        found.value.push_back(rows.number(4));
        found.count.push_back(rows.integer(5));
    }
}

Result<std::vector<MetricEvent>> SqliteRunStore::marks(RunId id)
{
    TAMIZ_TRY(Query rows,
              m_database->query("SELECT time, detail, step, text FROM events"
                                " WHERE run_id = ? AND kind = 'mark' ORDER BY position",
                                id));
    std::vector<MetricEvent> found;
    for (;;) {
        TAMIZ_TRY(const bool hasRow, rows.next());
        if (!hasRow)
            return found;
        const auto kind = markKindFromString(rows.text(1)).value_or(MarkKind::SettingChange);
        found.push_back(
            { fromMicroseconds(rows.integer(0)), Mark { kind, rows.integer(2), rows.text(3) } });
    }
}

Result<std::vector<LogLine>> SqliteRunStore::log(RunId id, int newest)
{
    TAMIZ_TRY(Query rows,
              m_database->query("SELECT detail, text FROM events WHERE run_id = ? AND kind = 'log'"
                                " ORDER BY position DESC LIMIT ?",
                                id, std::int64_t { newest }));
    std::vector<LogLine> found;
    for (;;) {
        TAMIZ_TRY(const bool hasRow, rows.next());
        if (!hasRow)
            break;
        const auto level = logLevelFromString(rows.text(0)).value_or(LogLevel::Info);
        found.push_back({ level, rows.text(1) });
    }
    std::reverse(found.begin(), found.end());
    return found;
}

} // namespace tamiz::detail
